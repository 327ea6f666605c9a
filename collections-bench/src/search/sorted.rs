//! Finding a value in a sorted list: scan it, halve it, or lay it out for the cache.

use harness::prelude::*;

use super::eytzinger::Eytzinger;
use super::find::{binary_search, partition_point, scan, textbook};
use crate::haystack::{NEEDLES, compared, places, sorted};

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
        .follows("ceil(log2 n) + 1 for each of 16,384 needles", |n| {
            NEEDLES as f64 * f64::from(n.next_power_of_two().ilog2() + 1)
        })
        .source("ours: the standard library halves to the end, whatever it meets"),
    claim("scan")
        .beats("std")
        .up_to(16)
        .on("throughput")
        .source("folklore: a handful of elements is better scanned")
        .means(
            "a scan ends at a branch that nobody foresees; halving has none, and five steps here",
        ),
    claim("scan")
        .beats("std")
        .up_to(16)
        .on("latency")
        .source("folklore: a handful of elements is better scanned"),
    claim("std")
        .beats("scan")
        .by(10.0)
        .from(1000)
        .source("HPP ch. 3: a sorted list is searched in O(log n), an unsorted one in O(n)"),
    claim("std")
        .crosses("scan")
        .between_sizes(16, 150)
        .on("throughput")
        .source("HPP ch. 3, binary_vs_linear_search: linear wins where little has to be looked at"),
    claim("std")
        .beats("textbook")
        .fits(1)
        .on("throughput")
        .source("ours: branches that cannot be foreseen cost most where memory costs nothing"),
    claim("std")
        .beats("textbook")
        .source("folklore: a search without branches never loses to one with them")
        .means("a branch that is guessed reads ahead of the comparison it waits for"),
    claim("textbook")
        .beats("std")
        .from(1_000_000)
        .on("latency")
        .source("ours: a branch that is guessed fetches ahead of the comparison it waits for"),
    claim("partition_point")
        .within(0.1, "std")
        .source("ours: both are the same loop"),
    claim("eytzinger")
        .beats("std")
        .by(1.5)
        .from(1_000_000)
        .on("throughput")
        .source("Khuong and Morin (2017): the heap's layout is best for large lists"),
    claim("eytzinger")
        .beats("std")
        .by(1.5)
        .from(1_000_000)
        .on("latency")
        .source("Khuong and Morin (2017): the heap's layout is best for large lists"),
    claim("bisect")
        .of("comparisons")
        .grows(Logarithmic)
        .source("HPP ch. 3: bisect finds its place in O(log n)"),
    claim("bisect")
        .beats("list.index")
        .at(150)
        .source("HPP ch. 3: a sorted list is searched in O(log n), an unsorted one in O(n)"),
    claim("list.index")
        .beats("bisect")
        .at(16)
        .source("folklore: a handful of elements is better scanned"),
];

pub(crate) fn by_order() -> Experiment {
    experiment("search/sorted")
        .asks("What does one search in a sorted list cost, and how does that grow?")
        .claims(CLAIMS)
        .sizes([10, 16, 48, 150, 1000, 10_000, 100_000, 1_000_000, 4_000_000])
        .quick_up_to(1000)
        .input(sorted)
        .both_modes()
        .per("search", Queries::len)
        .ladder()
        .limit("one cache line a search", |machine, hay| {
            hay.len() as f64 * machine.random_read(size_of_val(&**hay.data()))
        })
        .variant("scan", places(scan))
        .up_to(1000)
        .count("comparisons", compared(scan))
        .variant("textbook", places(textbook))
        .count("comparisons", compared(textbook))
        .variant("std", places(binary_search))
        .count("comparisons", compared(binary_search))
        .variant("partition_point", places(partition_point))
        .count("comparisons", compared(partition_point))
        .prepared(
            "eytzinger",
            |hay| Eytzinger::new(hay.data()),
            |tree, hay| hay.ask(|_, needle| tree.find(needle)),
        )
        .python("bisect", include_str!("bisect_search.py"))
        .mirrors("partition_point")
        .up_to(1_000_000)
        .python("list.index", include_str!("list_index.py"))
        .mirrors("scan")
        .up_to(150)
        .build()
}
