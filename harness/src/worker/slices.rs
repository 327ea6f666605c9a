//! How many laps make a slice of a lane, and what times them.

use std::time::{Duration, Instant};

use reports::record::{Clock, Kind};

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

/// The slices of all lanes together may take at least this part of a round.
const PART_OF_ROUND: u64 = 10;

/// The slices of a lane.
pub(super) fn paced(
    trial: &mut dyn Trial,
    lane: usize,
    (variant, kind): (usize, Kind),
    errand: &Errand,
) -> Slice {
    let known = errand.calls.get(variant).copied().unwrap_or_default();
    if known > VERY_LONG_CALL && errand.pace.warm_up == 0 {
        return Slice {
            clock: Clock::Cpu,
            ..Slice::one()
        };
    }
    let pace = match kind {
        Kind::Reads | Kind::Prepared => beside(errand.pace, &errand.calls),
        // Each lap needs a structure of its own, or runs where its cost is not known.
        Kind::Fresh | Kind::InPlace | Kind::Timed | Kind::Peer => errand.pace,
    };
    calibrate(&mut |slice| trial.slice(lane, slice), pace, known)
}

/// The pace of a lane beside others that take much longer. There are few such rounds, and a single
/// lap, after something else had the core for a second, tells of an empty cache and little else.
/// Where rounds are long, longer slices cost hardly anything.
fn beside(pace: Pace, calls: &[u64]) -> Pace {
    let known = calls.iter().filter(|&&call| call > 0);
    let lanes = known.clone().count() as u64;
    let part = known.sum::<u64>() / (PART_OF_ROUND * lanes.max(1));
    Pace {
        slice: pace.slice.max(part),
        ..pace
    }
}

/// Finds how many laps make a slice, by doubling them until they can be timed; this warms up too.
/// Where a call is known, it begins with a quarter of the laps that this takes.
///
/// What is long enough once may only have been interrupted: laps that are far too few would be the
/// measure of all slices to come. So it must be long enough again, unless the call is known to be.
fn calibrate(run: &mut dyn FnMut(&mut Slice), pace: Pace, known: u64) -> Slice {
    let start = Instant::now();
    let warm_up = Duration::from_nanos(pace.warm_up);
    let mut slice = Slice::one();
    let enough = pace.slice / 4;
    if let Some(laps) = (enough / 4).checked_div(known) {
        slice.laps = laps.max(1);
        slice.batch = batch(&slice);
    }
    loop {
        slice.elapsed = Duration::ZERO;
        run(&mut slice);
        let first = slice.elapsed;
        if first.as_nanos() >= u128::from(enough) && known < enough {
            slice.elapsed = Duration::ZERO;
            run(&mut slice);
            slice.elapsed = slice.elapsed.min(first);
        }
        let long_enough = slice.elapsed.as_nanos() >= u128::from(enough);
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

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        slice: 100_000,
        rounds: 1,
        least: 1,
        budget: 0,
        warm_up: 0,
        duel: false,
    };

    /// The laps of a slice of calls of so many nanoseconds, one run of which is interrupted.
    fn laps(call: u64, known: u64, interrupted: usize) -> u64 {
        let mut runs = 0;
        let mut run = |slice: &mut Slice| {
            let late = if runs == interrupted { 3_000_000 } else { 0 };
            slice.elapsed += Duration::from_nanos(slice.laps * call + late);
            runs += 1;
        };
        calibrate(&mut run, PACE, known).laps
    }

    #[test]
    fn an_interrupted_run_does_not_set_the_laps() {
        for call in [20, 1000] {
            for interrupted in 0..15 {
                assert_eq!(
                    laps(call, call, interrupted),
                    100_000 / call,
                    "{interrupted}"
                );
            }
        }
    }

    #[test]
    fn slices_beside_long_calls_take_a_tenth_of_a_round_together() {
        let slice = |calls: &[u64]| beside(PACE, calls).slice;
        assert_eq!(slice(&[]), PACE.slice);
        assert_eq!(slice(&[200_000, 0, 1_000_000]), PACE.slice);
        assert_eq!(slice(&[200_000, 0, 400_000_000, 79_800_000]), 16_000_000);
    }

    #[test]
    fn a_call_that_is_known_to_be_long_runs_once() {
        let mut runs = 0;
        let mut run = |slice: &mut Slice| {
            slice.elapsed += Duration::from_nanos(slice.laps * 2_000_000);
            runs += 1;
        };
        let slice = calibrate(&mut run, PACE, 2_000_000);
        assert_eq!((slice.laps, slice.clock), (1, Clock::Cpu));
        assert_eq!(runs, 1);
    }
}
