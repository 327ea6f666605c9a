//! A trap: measuring at powers of two alone.

use harness::prelude::*;
use rand::RngExt;

const CLAIMS: &[Claim] = &[
    claim("a little less")
        .beats("a power of two")
        .by(1.1)
        .from(1 << 20)
        .source("Slotin (2022): the places that every search reads share few sets of the cache"),
    claim("a little less")
        .within(0.1, "a power of two")
        .up_to(1 << 12)
        .source("ours: within the nearest cache it does not matter"),
];

/// Needles a call.
const NEEDLES: usize = 1 << 14;

pub(crate) fn and_beside_them() -> Experiment {
    experiment("traps/powers-of-two")
        .asks("Is a list of 2^k keys like one that is a little shorter?")
        .claims(CLAIMS)
        .sizes([1 << 12, 1 << 20, 1 << 23])
        .thorough_sizes(octaves(10..=26))
        .input(|n, rng| {
            let shorter = n - n / 8;
            let needles = (0..NEEDLES).map(|_| rng.random_range(0..shorter as u32));
            Queries::new((keys(n), keys(shorter)), needles.collect::<Vec<u32>>())
        })
        .per("search", Queries::len)
        .ladder()
        .variant("a power of two", |lists| {
            lists.ask(|(power, _), x| power.binary_search(x).ok())
        })
        .variant("a little less", |lists| {
            lists.ask(|(_, less), x| less.binary_search(x).ok())
        })
        .build()
}

fn keys(n: usize) -> Vec<u32> {
    (0..n as u32).collect()
}
