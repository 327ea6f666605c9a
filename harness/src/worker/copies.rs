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

use crate::kernels::{self, COPIES, Kernel};

const ROUNDS: usize = 25;
const SLICE: Duration = Duration::from_micros(40);

/// Lets the copies of each kernel duel over the same data.
pub(super) fn duel(rng: &mut SmallRng) -> Vec<Copies> {
    let timed = kernels::all()
        .into_iter()
        .map(|(kernel, copies, data)| Copies {
            kernel: kernel.to_owned(),
            nanos: medians(&copies, &data, rng),
        });
    timed.collect()
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
}
