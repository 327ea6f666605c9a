//! Sorting random numbers, from the sorts that are taught to those that use the whole width of the
//! processor.

use harness::prelude::*;

use super::heap::heap_sort;
use super::insertion::insertion_sort;
use super::merge::merge_sort;
use super::orders::counted;
use super::patterns;
use super::quick::quick_sort;
use super::radix::radix_sort;
use super::timsort::timsort;
use super::wide::wide_sort;
use crate::simd::Simd;

const CLAIMS: &[Claim] = &[
    claim("wide quicksort")
        .beats("unstable")
        .by(1.8)
        .from(1000)
        .up_to(1_000_000)
        .source("ours: eight numbers are split by one comparison; what a prototype reached"),
    claim("wide quicksort, AVX2")
        .beats("unstable")
        .from(1000)
        .source("Wassenberg et al. (2022): AVX2 pays, too; ours, after a prototype had shown it"),
    claim("radix")
        .beats("unstable")
        .by(1.7)
        .from(100_000)
        .up_to(1_000_000)
        .source("ours: no more digits than tell the numbers apart; radix sorts of other makers"),
    claim("wide quicksort, portable")
        .beats("quick")
        .from(1000)
        .source(
            "Edelkamp and Weiß (2016), BlockQuicksort: a branch that cannot be foreseen is dear",
        ),
    claim("unstable")
        .beats("quick")
        .from(1000)
        .source("std: pattern-defeating quicksort, after Peters (2021)"),
    claim("stable")
        .beats("timsort")
        .from(1000)
        .source("driftsort (2024): faster than timsort on random input"),
    claim("quick")
        .beats("heap")
        .from(1000)
        .source("Sedgewick: quicksort's inner loop is the shortest"),
    claim("timsort")
        .beats("merge")
        .from(100)
        .source("HPP ch. 3: timsort is insertion and merge sort combined; ours: better than each")
        .means("random numbers have no runs to profit from, and looking for them costs"),
    claim("timsort")
        .beats("insertion")
        .from(1000)
        .source("HPP ch. 3: timsort is insertion and merge sort combined; ours: better than each"),
    claim("timsort")
        .of("comparisons")
        .beats("stable")
        .by(1.1)
        .from(1000)
        .source("Peters (2002): close to the least; driftsort (2024) spends some for speed"),
    claim("merge")
        .of("comparisons")
        .grows(Linearithmic)
        .source("Knuth, TAOCP 5.2.4"),
    claim("heap")
        .of("comparisons")
        .grows(Linearithmic)
        .source("Knuth, TAOCP 5.2.3"),
    claim("quick")
        .of("comparisons")
        .grows(Linearithmic)
        .source("Knuth, TAOCP 5.2.2")
        .means(
            "It does, and a class has no room for how: insertion at the ends saves 1.2 comparisons \
            an element whatever the size, and the pivots of one input are worth 0.3 more or less.",
        ),
    claim("quick")
        .of("comparisons")
        .follows("12/7 n ln n - 1.2 n", |n| {
            n as f64 * (12.0 / 7.0 * (n as f64).ln() - 1.2)
        })
        .give_or_take(0.1)
        .from(1000)
        .source(
            "Sedgewick (1977): 12/7 n ln n with the median of three; ours: the linear part, after \
            a simulation",
        ),
    claim("merge")
        .of("comparisons")
        .beats("heap")
        .by(1.5)
        .from(1000)
        .source("Knuth, TAOCP 5.2.3: a heap takes up to two comparisons a level"),
];

/// Up to this size all sorts are held against each other. Above it one round of all takes so long
/// that a pass has no second one, and the machine changes between the first sort and the last.
const SLOW: u64 = 100_000;

pub(crate) fn of_random() -> Experiment {
    let best = Simd::best();
    experiment("sort/random")
        .asks("How fast can random numbers be sorted?")
        .claims(CLAIMS)
        .sizes([100, 1000, 10_000, 30_000, 100_000, 1_000_000])
        .quick_up_to(10_000)
        .thorough_sizes([20, 21, 10_000_000])
        .input(patterns::random)
        .per("element", |orders| orders.values.len())
        .ladder()
        .limit("reading and writing all once", |machine, orders| {
            2.0 * machine.read_once(size_of_val(&orders.values[..]))
        })
        .in_place("unstable", |orders| orders.values.sort_unstable())
        .count("comparisons", |values| {
            counted(values, <[_]>::sort_unstable)
        })
        .in_place("stable", |orders| orders.values.sort())
        .count("comparisons", |orders| counted(orders, <[_]>::sort))
        .in_place("insertion", |orders| insertion_sort(&mut orders.values))
        .up_to(1000)
        .count("comparisons", |orders| counted(orders, insertion_sort))
        .in_place("heap", |orders| heap_sort(&mut orders.values))
        .up_to(SLOW)
        .count("comparisons", |orders| counted(orders, heap_sort))
        .in_place("merge", |orders| merge_sort(&mut orders.values))
        .up_to(SLOW)
        .count("comparisons", |orders| counted(orders, merge_sort))
        .in_place("quick", |orders| quick_sort(&mut orders.values))
        .up_to(SLOW)
        .count("comparisons", |orders| counted(orders, quick_sort))
        .in_place("timsort", |orders| timsort(&mut orders.values))
        .up_to(SLOW)
        .count("comparisons", |orders| counted(orders, timsort))
        .in_place("radix", |orders| radix_sort(&mut orders.values))
        .in_place("wide quicksort, portable", |orders| {
            wide_sort(Simd::PORTABLE, &mut orders.values);
        })
        .up_to(SLOW)
        .in_place("wide quicksort, AVX2", |orders| {
            wide_sort(Simd::up_to_avx2(), &mut orders.values);
        })
        .unless(Simd::without_avx2())
        .in_place("wide quicksort", move |orders| {
            wide_sort(best, &mut orders.values);
        })
        .build()
}
