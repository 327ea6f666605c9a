//! How many laps make a slice of a lane, and what times them.

use std::time::{Duration, Instant};

use reports::record::Clock;

use super::message::{Errand, Pace};
use crate::meter::Slice;
use crate::trial::Trial;

/// Calls longer than this are timed by the thread's CPU clock, which does not count waiting for a
/// busy core; it costs half a microsecond to read, too much for shorter slices.
const LONG_CALL: Duration = Duration::from_millis(1);

/// Fresh structures are made in batches that run about this long, so that reading the clock costs
/// half a percent at most.
const BATCH: u64 = 10_000;

/// A call that takes so long needs no calibration: it is a slice by itself.
const VERY_LONG_CALL: u64 = 10_000_000;

/// The slices of a lane.
pub(super) fn paced(trial: &mut dyn Trial, lane: usize, variant: usize, errand: &Errand) -> Slice {
    let known = errand.calls.get(variant).copied().unwrap_or_default();
    if known > VERY_LONG_CALL && errand.pace.warm_up == 0 {
        return Slice {
            clock: Clock::Cpu,
            ..Slice::one()
        };
    }
    calibrate(trial, lane, errand.pace)
}

/// Finds how many laps make a slice, by doubling them until they can be timed; this warms up too.
fn calibrate(trial: &mut dyn Trial, lane: usize, pace: Pace) -> Slice {
    let start = Instant::now();
    let warm_up = Duration::from_nanos(pace.warm_up);
    let mut slice = Slice::one();
    loop {
        slice.elapsed = Duration::ZERO;
        trial.slice(lane, &mut slice);
        let long_enough = slice.elapsed.as_nanos() >= u128::from(pace.slice / 4);
        if long_enough && start.elapsed() >= warm_up {
            break;
        }
        if !long_enough {
            slice.laps *= 2;
        }
        slice.batch = batch(&slice);
    }
    let call = slice.elapsed.as_nanos() as f64 / slice.laps as f64;
    slice.laps = ((pace.slice as f64 / call.max(0.01)).round() as u64).max(1);
    slice.batch = batch(&slice).min(((BATCH as f64 / call.max(0.01)).ceil() as u64).max(1));
    if slice.laps == 1 && call > LONG_CALL.as_nanos() as f64 {
        slice.clock = Clock::Cpu;
    }
    slice
}

/// No more structures at a time than a slice uses, and never so many that they fill the memory.
pub(super) fn batch(slice: &Slice) -> u64 {
    slice.laps.min(1 << 14)
}
