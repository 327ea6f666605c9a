//! Counts the instructions of each variant of a trial: those of some laps, and those of more.

use reports::record::{Counters, Failure};

use super::each;
use super::message::Errand;
use crate::experiment::Experiment;
use crate::instructions::callgrind::Label;
use crate::instructions::{Tally, hardware, request};
use crate::meter::Slice;
use crate::trial::Trial;

/// A call that takes less nanoseconds than this is counted over many laps, for a loop around a
/// short call may do several laps at a time.
const SHORT_CALL: u64 = 20_000;

/// Laps of the two slices whose difference is counted, for a short call and for a long one. The
/// numbers are multiples of all by which a compiler unrolls a loop.
const LAPS: [[u64; 2]; 2] = [[16, 32], [1, 2]];

/// Pairs of slices over which the hardware's counters are read.
const PAIRS: usize = 9;

/// Nanoseconds of the shorter slice of such a pair.
const SLICE: u64 = 100_000;

/// Counts inside of callgrind, which keeps the counts itself.
pub(super) fn count(
    experiment: &Experiment,
    errand: &Errand,
    seed: u64,
    begins: &mut dyn FnMut(Option<usize>),
) -> Vec<Failure> {
    each(
        experiment,
        errand,
        seed,
        begins,
        &mut |trial, variant, lane| {
            warm_up(trial, lane);
            let known = errand.calls.get(variant).copied().unwrap_or_default();
            request::start();
            for laps in LAPS[usize::from(known >= SHORT_CALL)] {
                trial.slice(lane, &mut slice(laps, Tally::Callgrind));
                let key = errand.key;
                request::dump(&Label { key, variant, laps }.to_name());
            }
            request::stop();
        },
    )
}

/// Reads the hardware's counters, one entry a variant.
pub(super) fn observe(
    experiment: &Experiment,
    errand: &Errand,
    seed: u64,
    begins: &mut dyn FnMut(Option<usize>),
) -> (Vec<Option<Counters>>, Vec<Failure>) {
    let mut seen = vec![None; experiment.outline.variants.len()];
    if hardware::open().is_err() {
        return (seen, Vec::new());
    }
    let failures = each(
        experiment,
        errand,
        seed,
        begins,
        &mut |trial, variant, lane| {
            warm_up(trial, lane);
            let known = errand.calls.get(variant).copied().unwrap_or_default();
            let laps = (SLICE / known.max(1)).clamp(1, SLICE);
            let mut read = |laps: u64| {
                trial.slice(lane, &mut slice(laps, Tally::Hardware));
                hardware::read()
            };
            let pairs: Option<Vec<_>> = (0..PAIRS)
                .map(|_| Some((read(laps)?, read(2 * laps)?)))
                .collect();
            seen[variant] = pairs.and_then(|pairs| hardware::a_call(&pairs, laps));
        },
    );
    (seen, failures)
}

fn slice(laps: u64, tally: Tally) -> Slice {
    Slice {
        laps,
        batch: laps.min(1 << 14),
        tally: Some(tally),
        ..Slice::one()
    }
}

/// Runs one lap that warms up.
fn warm_up(trial: &mut dyn Trial, lane: usize) {
    trial.slice(lane, &mut Slice::one());
}
