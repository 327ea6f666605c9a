//! Sorting random numbers as fast as can be: on one core, on all cores, in CPython, with numpy.

use std::sync::LazyLock;
use std::thread::available_parallelism;

use harness::prelude::*;
use rayon::slice::ParallelSliceMut;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::orders::Orders;
use super::patterns;
use super::radix::radix_sort;
use super::wide::wide_sort;
use crate::simd::Simd;

const CLAIMS: &[Claim] = &[
    claim("wide quicksort")
        .takes_at_most(1.2, "numpy.sort")
        .source("ours: level with numpy, which sorts with AVX-512 where it finds it"),
    claim("numpy.sort")
        .beats("unstable")
        .by(1.5)
        .source("numpy 1.25, its release notes: numbers of 64 bits are sorted with vectors"),
    claim("rayon")
        .beats("unstable")
        .by(1.5)
        .at(1_000_000)
        .source("rayon: a parallel quicksort; ours: two cores share all but the first partition"),
    claim("wide quicksort")
        .beats("rayon")
        .at(10_000)
        .source("ours: vectors cost nothing to start, threads do"),
    claim("unstable")
        .beats("list.sort")
        .by(10.0)
        .source("HPP ch. 3: a list holds references; ours: each comparison follows two of them"),
];

pub(crate) fn of_all() -> Experiment {
    let best = Simd::best();
    let one_core = available_parallelism().is_ok_and(|cores| cores.get() < 2);
    experiment("sort/fastest")
        .asks("Who sorts random numbers fastest?")
        .decides("Sort random whole numbers", "numbers")
        .claims(CLAIMS)
        .sizes([10_000, 1_000_000])
        .quick_up_to(10_000)
        .thorough_sizes([100, 1000, 100_000])
        .input(patterns::random)
        .per("element", |orders| orders.values.len())
        .ladder()
        .fresh("unstable", another, |values, _| {
            median(values, <[_]>::sort_unstable)
        })
        .fresh("radix", another, |values, _| median(values, radix_sort))
        .fresh("wide quicksort", another, move |values, _| {
            median(values, |values| wide_sort(best, values))
        })
        .timed("rayon", on_all_cores)
        .unless(one_core.then_some("this machine has one core"))
        .python("numpy.sort", include_str!("numpy_sort.py"))
        .mirrors("wide quicksort")
        .python("list.sort", include_str!("list_sort_median.py"))
        .mirrors("unstable")
        .up_to(10_000)
        .build()
}

/// The same values in another order each time.
fn another(orders: &Orders<u64>) -> Vec<u64> {
    orders.clone().values
}

/// The value in the middle of what was sorted.
fn median(values: &mut [u64], sort: impl Fn(&mut [u64])) -> u64 {
    sort(values);
    values[values.len() / 2]
}

/// Sorts with all threads of rayon, each kept on a core of its own, and looks after them. The clock
/// of this thread does not see the others.
fn on_all_cores(orders: &Orders<u64>, laps: u64) -> (u64, std::time::Duration) {
    static POOL: LazyLock<ThreadPool> = LazyLock::new(|| {
        let pool = ThreadPoolBuilder::new().start_handler(threads::stay);
        pool.build().expect("the system gives a few threads")
    });
    let once = || {
        let mut values = another(orders);
        let sort = || median(&mut values, <[_]>::par_sort_unstable);
        threads::timed(|| POOL.install(sort))
    };
    let (answer, mut all) = once();
    for _ in 1..laps {
        all += once().1;
    }
    (answer, all)
}
