//! A trap: one needle, asked for again and again.

use std::collections::BTreeSet;

use harness::prelude::*;

use crate::haystack::{self, Haystack};
use crate::search::find::textbook;

const TRAP: &str = "ours: the caches keep what one needle needs, and the branches are foreseen";

const CLAIMS: &[Claim] = &[
    claim("contains, one needle")
        .beats("contains, random needles")
        .by(10.0)
        .source(TRAP),
    claim("BTreeSet, one needle")
        .beats("BTreeSet, random needles")
        .by(3.0)
        .source(TRAP),
    claim("textbook, one needle")
        .beats("textbook, random needles")
        .by(3.0)
        .source(TRAP),
    claim("binary_search, one needle")
        .within(0.3, "binary_search, random needles")
        .at(1000)
        .source("ours: without branches and within the nearest cache there is nothing to learn"),
];

pub(crate) fn again_and_again() -> Experiment {
    experiment("traps/fixed-needle")
        .asks("How much does it flatter to look for one needle again and again?")
        .claims(CLAIMS)
        .sizes([1000, 100_000])
        .input(haystack::random_sorted)
        .per("look-up", Queries::len)
        .ladder()
        .variant("contains, random needles", contains)
        .up_to(1000)
        .prepared("contains, one needle", one_needle, |hay, _| contains(hay))
        .up_to(1000)
        .prepared("BTreeSet, random needles", set, |set, hay| {
            hay.ask(|_, x| set.contains(x))
        })
        .prepared(
            "BTreeSet, one needle",
            |hay| (set(hay), one_needle(hay)),
            |(set, hay), _| hay.ask(|_, x| set.contains(x)),
        )
        .variant("textbook, random needles", halved)
        .prepared("textbook, one needle", one_needle, |hay, _| halved(hay))
        .variant("binary_search, random needles", searched)
        .prepared("binary_search, one needle", one_needle, |hay, _| {
            searched(hay)
        })
        .build()
}

/// As many needles, but always the value at place 5, as the book reads `list[5]`.
fn one_needle(hay: &Haystack) -> Haystack {
    let needle = hay.data()[5.min(hay.data().len() - 1)];
    Haystack::new(hay.data().clone(), vec![needle; hay.len()])
}

fn set(hay: &Haystack) -> BTreeSet<u64> {
    hay.data().iter().copied().collect()
}

fn contains(hay: &Haystack) -> u64 {
    hay.ask(|values, x| values.contains(x))
}

fn halved(hay: &Haystack) -> u64 {
    hay.ask(|values, x| textbook(values, x).is_some())
}

fn searched(hay: &Haystack) -> u64 {
    hay.ask(|values, x| values.binary_search(x).is_ok())
}
