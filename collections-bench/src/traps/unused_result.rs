//! A trap: a result that nobody uses, and that therefore nobody computes.

use harness::prelude::*;

use crate::haystack;

const CLAIMS: &[Claim] = &[claim("not used")
    .beats("used")
    .by(100.0)
    .source("ours: the optimiser leaves out what nobody can see")];

pub(crate) fn left_out() -> Experiment {
    experiment("traps/unused-result")
        .asks("What is measured when nobody uses the result?")
        .claims(CLAIMS)
        .sizes([1000, 100_000])
        .input(haystack::sorted)
        .per("search", Queries::len)
        .ladder()
        .variant("used", |hay| {
            let needles = hay.queries().iter();
            let found = |x: &&u64| hay.data().binary_search(x).is_ok();
            needles.filter(found).count()
        })
        .variant("not used", |hay| {
            for needle in hay.queries() {
                let _ = hay.data().binary_search(needle).is_ok();
            }
            hay.len()
        })
        .build()
}
