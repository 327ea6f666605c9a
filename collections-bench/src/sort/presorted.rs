//! Sorting what is in order already, nearly, or not at all.

use harness::prelude::*;

use super::insertion::insertion_sort;
use crate::counting::{Counting, comparisons};

const CLAIMS: &[Claim] = &[
    claim("stable")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("sorted")
        .source("HPP ch. 3: timsort is O(n) in the best case; ours: each neighbour is looked at"),
    claim("stable")
        .of("comparisons")
        .grows(Linear)
        .on("sorted")
        .source("HPP ch. 3: timsort is O(n) in the best case"),
    claim("stable")
        .of("comparisons")
        .grows(Linearithmic)
        .on("random")
        .source("HPP ch. 3: timsort is O(n log n) in the worst case"),
    claim("unstable")
        .of("comparisons")
        .grows(Linearithmic)
        .on("random")
        .source("std: sort_unstable is O(n log n) in the worst case"),
    claim("stable")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("reversed")
        .source("listsort.txt: a descending run is found and reversed with n - 1 comparisons"),
    claim("stable")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .from(100)
        .on("reversed")
        .source("ours: up to 20 values the standard library inserts, beyond it looks for runs"),
    claim("stable")
        .of("comparisons")
        .grows(Linear)
        .from(100)
        .on("few unique")
        .source("driftsort: k distinct values are sorted in O(n log k)"),
    claim("insertion")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("sorted")
        .source("HPP ch. 3: insertion is the half of timsort that profits from order"),
    claim("insertion")
        .of("comparisons")
        .grows(Quadratic)
        .on("random")
        .source("HPP ch. 3: merging is the half of timsort that insertion needs"),
    claim("insertion")
        .within(0.25, "stable")
        .up_to(10)
        .on("random")
        .source("driftsort: short slices are sorted by insertion"),
    claim("unstable")
        .beats("stable")
        .from(1000)
        .on("random")
        .source("std: sort_unstable is typically faster than sort"),
    claim("stable")
        .beats("unstable")
        .from(1000)
        .on("mostly sorted")
        .source("std: sort_unstable is typically faster, except on partially sorted slices"),
    claim("list.sort")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("sorted")
        .source("HPP ch. 3: timsort is O(n) in the best case; ours: each neighbour is looked at"),
    claim("list.sort")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("reversed")
        .source("listsort.txt: a descending run is found and reversed with n - 1 comparisons"),
    claim("list.sort")
        .of("comparisons")
        .grows(Linearithmic)
        .from(100)
        .on("random")
        .source("HPP ch. 3: timsort is O(n log n) in the worst case"),
    claim("list.sort")
        .of("comparisons")
        .takes_at_most(1.0, "stable")
        .from(100)
        .on("random")
        .source("ours: timsort spends instructions to save comparisons, which are dear in Python"),
];

pub(crate) fn by_order_found() -> Experiment {
    experiment("sort/presorted")
        .asks("How much cheaper is sorting when there is order already?")
        .claims(CLAIMS)
        .sizes([10, 30, 100, 300, 1000, 10_000, 100_000, 1_000_000])
        .case("random", input::uniform)
        .case("sorted", |n, _| input::ascending(n))
        .case("reversed", |n, _| input::descending(n))
        .case("few unique", |n, rng| input::few_unique(n, 20, rng))
        .case("mostly sorted", |n, rng| input::mostly_sorted(n, 0.05, rng))
        .per("element", Vec::len)
        .ladder()
        .in_place("stable", |values| values.sort())
        .count("comparisons", |values| counted(values, <[_]>::sort))
        .in_place("unstable", |values| values.sort_unstable())
        .count("comparisons", |values| {
            counted(values, <[_]>::sort_unstable)
        })
        .in_place("insertion", |values| insertion_sort(values))
        .up_to(1000)
        .count("comparisons", |values| counted(values, insertion_sort))
        .python("list.sort", include_str!("list_sort.py"))
        .up_to(100_000)
        .build()
}

/// Sorts a copy of the values as keys that count, and tells how many comparisons that took.
fn counted(values: &[u64], sort: fn(&mut [Counting<u64>])) -> (Vec<u64>, u64) {
    let mut keys: Vec<_> = values.iter().copied().map(Counting).collect();
    let ((), count) = comparisons(|| sort(&mut keys));
    (keys.into_iter().map(|key| key.0).collect(), count)
}
