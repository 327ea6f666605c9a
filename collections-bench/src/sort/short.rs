//! Where the standard library's sort changes its method: at twenty values.

use harness::prelude::*;

use super::orders::counted;
use super::patterns;
use super::timsort::timsort;

const CLAIMS: &[Claim] = &[
    claim("stable")
        .of("comparisons")
        .follows("n (n - 1) / 2", |n| (n * (n - 1) / 2) as f64)
        .up_to(20)
        .source("std: up to 20 values are inserted one by one"),
    claim("stable")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .from(21)
        .source("std: from 21 values on a run is looked for, and turned round"),
    claim("unstable")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .from(21)
        .source("std: from 21 values on a run is looked for, and turned round"),
    claim("timsort")
        .of("comparisons")
        .follows("n - 1", |n| n as f64 - 1.0)
        .source("listsort.txt: a descending run is found and reversed with n - 1 comparisons"),
];

pub(crate) fn at_the_cliff() -> Experiment {
    experiment("sort/short")
        .asks("What does one value more cost where the method changes?")
        .claims(CLAIMS)
        .sizes([19, 20, 21, 22])
        .input(patterns::reversed)
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("stable", |orders| orders.values.sort())
        .count("comparisons", |orders| counted(orders, <[_]>::sort))
        .in_place("unstable", |orders| orders.values.sort_unstable())
        .count("comparisons", |orders| {
            counted(orders, <[_]>::sort_unstable)
        })
        .in_place("timsort", |orders| timsort(&mut orders.values))
        .count("comparisons", |orders| counted(orders, timsort))
        .build()
}
