//! Sorting what is in order already, nearly, or not at all.

use harness::prelude::*;

use super::insertion::insertion_sort;
use super::orders::counted;
use super::patterns;
use super::radix::radix_sort;
use super::timsort::timsort;
use super::wide::wide_sort;
use crate::simd::Simd;

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
        .source("listsort.txt: a descending run is found and reversed with n - 1 comparisons")
        .means(
            "up to 20 values the standard library inserts one by one, in whatever order they are",
        ),
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
    claim("timsort")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("sorted")
        .source("HPP ch. 3: timsort is O(n) in the best case; ours: each neighbour is looked at"),
    claim("timsort")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .on("reversed")
        .source("listsort.txt: a descending run is found and reversed with n - 1 comparisons"),
    claim("timsort")
        .of("comparisons")
        .grows(Linear)
        .on("saw")
        .source("listsort.txt: a few runs are merged in O(n)"),
    claim("timsort")
        .of("comparisons")
        .grows(Linear)
        .on("pipe organ")
        .source("listsort.txt: two runs are merged in O(n)"),
    claim("timsort")
        .of("comparisons")
        .takes_at_most(0.6, "stable")
        .from(1000)
        .on("appended")
        .source("listsort.txt: ten values at the end cost little more than one look at each"),
    claim("stable")
        .beats("unstable")
        .by(2.0)
        .from(1000)
        .on("appended")
        .source("std: sort_unstable is typically faster, except on partially sorted slices"),
    claim("stable")
        .beats("unstable")
        .by(2.0)
        .from(1000)
        .on("pipe organ")
        .source("std: sort_unstable is typically faster, except on partially sorted slices"),
    claim("wide quicksort")
        .beats("unstable")
        .from(1000)
        .on("few unique")
        .source("ours: what equals the pivot is in place after one round"),
    claim("stable")
        .beats("wide quicksort")
        .by(5.0)
        .from(1000)
        .on("sorted")
        .source("Bergdoll (2022): a sort that splits by vectors sees no order that is there"),
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
    let best = Simd::best();
    experiment("sort/presorted")
        .asks("How much cheaper is sorting when there is order already?")
        .claims(CLAIMS)
        .sizes([10, 100, 1000, 10_000, 100_000])
        .quick_up_to(1000)
        .thorough_sizes([30, 300, 1_000_000, 1 << 20])
        .case("random", patterns::random)
        .case("sorted", patterns::sorted)
        .case("reversed", patterns::reversed)
        .case("few unique", patterns::few_unique)
        .case("mostly sorted", patterns::mostly_sorted)
        .case("saw", patterns::saw)
        .case("pipe organ", patterns::pipe_organ)
        .case("appended", patterns::appended)
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("stable", |orders| orders.values.sort())
        .count("comparisons", |orders| counted(orders, <[_]>::sort))
        .in_place("unstable", |orders| orders.values.sort_unstable())
        .count("comparisons", |orders| {
            counted(orders, <[_]>::sort_unstable)
        })
        .in_place("insertion", |orders| insertion_sort(&mut orders.values))
        .up_to(1000)
        .count("comparisons", |orders| counted(orders, insertion_sort))
        .in_place("timsort", |orders| timsort(&mut orders.values))
        .count("comparisons", |orders| counted(orders, timsort))
        .in_place("radix", |orders| radix_sort(&mut orders.values))
        .in_place("wide quicksort", move |orders| {
            wide_sort(best, &mut orders.values);
        })
        .python("list.sort", include_str!("list_sort.py"))
        .mirrors("timsort")
        .up_to(100_000)
        .build()
}
