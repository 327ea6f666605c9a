//! A trap: a result that nobody uses, and that therefore nobody computes.

use harness::prelude::*;
use rand::RngExt;

const CLAIMS: &[Claim] = &[claim("dropped")
    .beats("answered")
    .by(100.0)
    .source("ours: the optimiser leaves out what nobody can see")];

/// Needles a call.
const NEEDLES: usize = 64;

pub(crate) fn left_out() -> Experiment {
    experiment("traps/unused-result")
        .asks("What is measured when nobody uses the result?")
        .claims(CLAIMS)
        .sizes([1000, 100_000])
        .quick_up_to(1000)
        .input(|n, rng| {
            let values: Vec<u64> = input::shuffled(n, rng);
            let needles = (0..NEEDLES).map(|_| values[rng.random_range(0..n)]);
            let needles = needles.collect();
            Queries::new(values, needles)
        })
        .per("search", Queries::len)
        .ladder()
        // Right: what was found is the answer, which the harness hides from the optimiser.
        .variant("answered", |list| {
            list.ask(|values, needle| is_among(values, *needle))
        })
        // Wrong: the search is asked for, and what it says is dropped. Each value is among the
        // others, so whoever only looks at the answer of the whole sees nothing amiss.
        .variant("dropped", |list| {
            for needle in list.queries() {
                let _ = is_among(list.data(), *needle);
            }
            list.len() as u64
        })
        .build()
}

/// Looks at all values, as many as there are. So the optimiser knows that the search ends, and may
/// leave it out: it keeps a loop that might go on for ever.
#[inline]
fn is_among(values: &[u64], needle: u64) -> bool {
    let equal = |found, value: &u64| found | (*value == needle);
    values.iter().fold(false, equal)
}
