//! The book's comparison of a linear with a binary search, needle by needle.

use harness::prelude::*;

use super::find::{galloping, scan, textbook};
use crate::haystack::{Haystack, compared, places};

const CLAIMS: &[Claim] = &[
    claim("scan")
        .beats("textbook")
        .on("needle 1")
        .source("HPP ch. 3, binary_vs_linear_search: a linear search wins for needle 1"),
    claim("textbook")
        .beats("scan")
        .by(10.0)
        .on("needle 6000")
        .source("HPP ch. 3, binary_vs_linear_search: a binary search wins for the others"),
    claim("textbook")
        .beats("scan")
        .by(10.0)
        .on("needle 9000")
        .source("HPP ch. 3, binary_vs_linear_search: a binary search wins for the others"),
    claim("textbook")
        .beats("scan")
        .by(10.0)
        .on("absent")
        .source("HPP ch. 3, binary_vs_linear_search: a binary search wins for the others"),
    claim("scan")
        .of("comparisons")
        .equals(6001.0)
        .from(10_000)
        .on("needle 6000")
        .source("HPP ch. 3: a linear search takes as long as the needle is deep"),
    claim("galloping")
        .of("comparisons")
        .steady(1e-9)
        .on("needle 6000")
        .source("Bentley and Yao (1976): log i steps to place i, however long the list"),
    claim("galloping")
        .beats("textbook")
        .on("needle 1")
        .source("Bentley and Yao (1976): log i steps to place i, however long the list"),
    claim("textbook")
        .beats("galloping")
        .at(10_000)
        .on("needle 9000")
        .source("ours: far from the front galloping goes the way twice"),
    claim("linear_search")
        .beats("binary_search")
        .on("needle 1")
        .source("HPP ch. 3, binary_vs_linear_search: a linear search wins for needle 1"),
    claim("binary_search")
        .beats("linear_search")
        .by(10.0)
        .on("needle 6000")
        .source("HPP ch. 3, binary_vs_linear_search: a binary search wins for the others"),
    claim("binary_search")
        .beats("linear_search")
        .by(10.0)
        .on("needle 9000")
        .source("HPP ch. 3, binary_vs_linear_search: a binary search wins for the others"),
    claim("binary_search")
        .beats("linear_search")
        .by(10.0)
        .on("absent")
        .source("HPP ch. 3, binary_vs_linear_search: a binary search wins for the others"),
];

pub(crate) fn scan_or_halve() -> Experiment {
    experiment("search/by-needle")
        .asks("For which needles does a linear search beat a binary one?")
        .claims(CLAIMS)
        .sizes(decades(4..=6))
        .quick_up_to(10_000)
        .case("needle 1", |n, _| ascending(n, 1))
        .case("needle 6000", |n, _| ascending(n, 6000))
        .case("needle 9000", |n, _| ascending(n, 9000))
        .case("absent", |n, _| ascending(n, 1_000_000))
        .ladder()
        .variant("scan", places(scan))
        .count("comparisons", compared(scan))
        .variant("textbook", places(textbook))
        .count("comparisons", compared(textbook))
        .variant("galloping", places(galloping))
        .count("comparisons", compared(galloping))
        .python("linear_search", include_str!("linear_search.py"))
        .mirrors("scan")
        .up_to(100_000)
        .python("binary_search", include_str!("binary_search.py"))
        .mirrors("textbook")
        .up_to(100_000)
        .build()
}

/// The book's `range(n)` and its one needle.
fn ascending(n: usize, needle: u64) -> Haystack {
    Haystack::new(input::ascending(n), vec![needle])
}
