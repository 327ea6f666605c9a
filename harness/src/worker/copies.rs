//! Copies of the same code at other addresses, timed against each other: what code placement alone
//! can cause on this machine, with this build.
//!
//! Mytkowicz et al., *Producing wrong data without doing anything obviously wrong* (2009). The
//! workspace's flags align loops to a cache line; this shows, at every start, whether that helped.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::Copies;

use crate::input;

const COPIES: usize = 16;
const ROUNDS: usize = 25;
const SLICE: Duration = Duration::from_micros(40);

/// Makes copies of a kernel that the compiler cannot fold into one: each holds its own number.
macro_rules! copies {
    ($kernel:ident) => {
        [
            $kernel::<0>,
            $kernel::<1>,
            $kernel::<2>,
            $kernel::<3>,
            $kernel::<4>,
            $kernel::<5>,
            $kernel::<6>,
            $kernel::<7>,
            $kernel::<8>,
            $kernel::<9>,
            $kernel::<10>,
            $kernel::<11>,
            $kernel::<12>,
            $kernel::<13>,
            $kernel::<14>,
            $kernel::<15>,
        ]
    };
}

/// A kernel over the shared data, and a place in it.
type Kernel = fn(&[u64], u64) -> u64;

/// Lets the copies of three branchy kernels duel, all over the same data.
pub(super) fn duel(rng: &mut SmallRng) -> Vec<Copies> {
    let sorted = input::ascending(1024);
    let shuffled = input::shuffled(24, rng);
    [
        (
            "binary search",
            copies!(binary_search) as [Kernel; COPIES],
            &sorted,
        ),
        ("linear search", copies!(linear_search), &sorted),
        ("insertion sort", copies!(insertion_sort), &shuffled),
    ]
    .into_iter()
    .map(|(kernel, copies, data)| Copies {
        kernel: kernel.to_owned(),
        nanos: medians(&copies, data, rng),
    })
    .collect()
}

/// The median time of one call of each copy, in nanoseconds.
fn medians(copies: &[Kernel; COPIES], data: &[u64], rng: &mut SmallRng) -> Vec<f64> {
    let laps = laps(copies[0], data);
    let mut times = vec![Vec::new(); COPIES];
    let mut order: Vec<usize> = (0..COPIES).collect();
    for _ in 0..ROUNDS {
        order.shuffle(rng);
        for copy in &order {
            slice(copies[*copy], data, laps / 16);
            times[*copy].push(slice(copies[*copy], data, laps).as_nanos() as f64 / laps as f64);
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    };
    times.into_iter().map(median).collect()
}

fn laps(kernel: Kernel, data: &[u64]) -> u64 {
    let mut laps = 1;
    while slice(kernel, data, laps) < SLICE {
        laps *= 2;
    }
    laps
}

/// The needle or seed changes from lap to lap, so that branches are not all foreseen.
fn slice(kernel: Kernel, data: &[u64], laps: u64) -> Duration {
    let start = Instant::now();
    for lap in 0..laps {
        black_box(kernel(
            black_box(data),
            lap.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        ));
    }
    start.elapsed()
}

#[inline(never)]
fn binary_search<const COPY: usize>(data: &[u64], seed: u64) -> u64 {
    black_box(COPY);
    let needle = seed >> 54;
    let (mut low, mut high) = (0, data.len());
    while low < high {
        let middle = low.midpoint(high);
        // Hidden, so that the compiler keeps the branch.
        if black_box(data[middle]) < needle {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low as u64
}

#[inline(never)]
fn linear_search<const COPY: usize>(data: &[u64], seed: u64) -> u64 {
    black_box(COPY);
    let needle = seed >> 56;
    data.iter()
        .position(|value| *value == needle)
        .unwrap_or_default() as u64
}

#[inline(never)]
fn insertion_sort<const COPY: usize>(data: &[u64], seed: u64) -> u64 {
    black_box(COPY);
    let mut values = [0; 24];
    for (value, from) in values.iter_mut().zip(data) {
        *value = from ^ (seed >> 59);
    }
    for end in 1..values.len() {
        let mut at = end;
        while at > 0 && values[at - 1] > values[at] {
            values.swap(at - 1, at);
            at -= 1;
        }
    }
    values[12]
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_copy_is_timed() {
        for copies in duel(&mut SmallRng::seed_from_u64(1)) {
            assert_eq!(copies.nanos.len(), COPIES, "{}", copies.kernel);
            assert!(copies.nanos.iter().all(|nanos| *nanos > 0.0));
        }
    }

    #[test]
    fn copies_stand_at_different_addresses_and_answer_alike() {
        let kernels = copies!(binary_search) as [Kernel; COPIES];
        let addresses: std::collections::HashSet<usize> =
            kernels.iter().map(|kernel| *kernel as usize).collect();
        assert_eq!(addresses.len(), COPIES, "the compiler folded them");
        let data = input::ascending(1024);
        for kernel in kernels {
            assert_eq!(kernel(&data, 700 << 54), 700);
        }
    }
}
