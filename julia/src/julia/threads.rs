//! The picture on several threads, as far as there are cores.

use harness::prelude::*;
use harness::threads::{cores, too_few};

use super::team::Team;
use crate::kernel::named;

const QUEUE: &str = "survivors-avx512";
const WIDTH: usize = 2000;

const CLAIMS: &[Claim] = &[
    claim("bands, queue")
        .takes_at_most(1.0 / 1.9, "one thread, queue")
        .at(2)
        .source("HPP ch. 7: OpenMP's prange uses all cores; ours: points do not know of each other")
        .means(
            "Waking threads takes about a tenth of a millisecond, whatever they do then. The \
            picture is 2,000 wide since that was seen: one of 1,000 is drawn in 1.5 ms.",
        ),
    claim("bands, queue")
        .takes_at_most(1.1, "one thread, queue")
        .at(1)
        .source("ours: cutting into bands costs next to nothing"),
];

pub(crate) fn threads() -> Experiment {
    experiment("threads")
        .asks("How much faster is the picture on more threads?")
        .claims(CLAIMS)
        .sizes(counts())
        .input(|threads, _| Team::new(threads, WIDTH))
        .per("pixel", |team| team.grid.pixels())
        .ladder()
        .timed("one thread, queue", |team, laps| team.alone(QUEUE, laps))
        .unless(named(QUEUE).missing())
        .timed("bands, queue", |team, laps| team.in_bands(QUEUE, laps))
        .unless(named(QUEUE).missing().or(too_few()))
        .build()
}

/// 1, 2, 4 … threads, up to the cores that there are; 2 always, so that a claim has its place.
fn counts() -> Vec<u64> {
    let doubled = std::iter::successors(Some(1), |count| Some(2 * count));
    let most = cores().max(2) as u64;
    doubled.take_while(|&count| count <= most).collect()
}
