//! Finding a value in a sorted list: scan it, halve it, or lay it out for the cache.

use harness::prelude::*;

use super::eytzinger::Eytzinger;
use super::find::{binary_search, partition_point, scan, textbook};
use crate::haystack::{Haystack, NEEDLES};

const CLAIMS: &[Claim] = &[
    claim("scan")
        .of("comparisons")
        .grows(Linear)
        .source("HPP ch. 3: a linear search is O(n)"),
    claim("textbook")
        .of("comparisons")
        .grows(Logarithmic)
        .source("HPP ch. 3: a sorted list is searched in O(log n), halving it each time"),
    claim("std")
        .of("comparisons")
        .grows(Logarithmic)
        .source("HPP ch. 3: a sorted list is searched in O(log n), halving it each time"),
    claim("std")
        .of("comparisons")
        .follows("ceil(log2 n) + 1 for each of 4096 needles", |n| {
            NEEDLES as f64 * f64::from(n.next_power_of_two().ilog2() + 1)
        })
        .source("ours: the standard library halves to the end, whatever it meets"),
    claim("scan")
        .beats("std")
        .up_to(16)
        .source("folklore: a handful of elements is better scanned"),
    claim("std")
        .beats("scan")
        .by(10.0)
        .from(1000)
        .source("HPP ch. 3: a sorted list is searched in O(log n), an unsorted one in O(n)"),
    claim("std")
        .crosses("scan")
        .between_sizes(16, 150)
        .source("HPP ch. 3, binary_vs_linear_search: linear wins where little has to be looked at"),
    claim("std")
        .beats("textbook")
        .fits(1)
        .source("ours: branches that cannot be foreseen cost most where memory costs nothing"),
    claim("std")
        .beats("textbook")
        .source("folklore: a search without branches never loses to one with them"),
    claim("partition_point")
        .within(0.1, "std")
        .source("ours: both are the same loop"),
    claim("eytzinger")
        .beats("std")
        .by(1.5)
        .from(1_000_000)
        .source("Khuong and Morin (2017): the heap's layout is best for large lists"),
];

pub(crate) fn by_order() -> Experiment {
    experiment("search/sorted")
        .asks("What does one search in a sorted list cost, and how does that grow?")
        .claims(CLAIMS)
        .sizes([16, 48, 150, 1000, 10_000, 100_000, 1_000_000, 4_000_000])
        .input(Haystack::sorted)
        .per("search", |hay| hay.needles.len())
        .ladder()
        .limit("one cache line a search", |machine, hay| {
            hay.needles.len() as f64 * machine.random_read(hay.reached())
        })
        .variant("scan", |hay| hay.places(scan))
        .up_to(10_000)
        .count("comparisons", |hay| hay.counted(|hay| hay.places(scan)))
        .variant("textbook", |hay| hay.places(textbook))
        .count("comparisons", |hay| hay.counted(|hay| hay.places(textbook)))
        .variant("std", |hay| hay.places(binary_search))
        .count("comparisons", |hay| {
            hay.counted(|hay| hay.places(binary_search))
        })
        .variant("partition_point", |hay| hay.places(partition_point))
        .count("comparisons", |hay| {
            hay.counted(|hay| hay.places(partition_point))
        })
        .prepared(
            "eytzinger",
            |hay| Eytzinger::new(&hay.values),
            |tree, hay| hay.places(|_, needle| tree.find(needle)),
        )
        .build()
}
