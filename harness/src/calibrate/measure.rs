//! Measures one part with the laboratory's own engine.

use anyhow::{Result, ensure};
use reports::calibration::{LONG, Row, duels, evaluate};
use reports::record::{Effort, Record};

use super::parts::Part;
use super::work::SLOWER;
use super::{INTERRUPTED, SEED};
use crate::conductor::{Conductor, End, Progress};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::recorder::Recorder;
use crate::select;
use crate::worker::message::TrialKey;

/// A quick calibration takes one repetition of so many.
const QUICK: usize = 20;

/// What a duel is about: the slower variant, and seconds of slices in which it is to be found.
pub(super) const DUEL_OF_SHORT: ((&str, f64), f64) = (SLOWER[0], 0.5);
pub(super) const DUEL_OF_LONG: ((&str, f64), f64) = (SLOWER[2], 1.0);

/// Pairs of long calls in a duel: beside a hog that takes half of the core they take a second.
const LONG_PAIRS: u32 = 24;

/// Full verdicts: every repetition is a record of its own.
pub(super) fn verdicts(
    all: &[Experiment],
    part: &Part,
    quick: bool,
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<Row>> {
    let plan = Plan::for_calibration();
    let records = records(all, part, (plan, quick, true), progress)?;
    let slower = records
        .iter()
        .any(|record| record.variant(SLOWER[0].0).is_some());
    let slowdowns = if slower { &SLOWER[..] } else { &[] };
    Ok(evaluate(
        (part.function, part.condition),
        &records,
        slowdowns,
    ))
}

/// Single duels: every pass is one.
pub(super) fn single_duels(
    all: &[Experiment],
    part: &Part,
    quick: bool,
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<Row>> {
    let long = part.function == LONG;
    let plan = Plan::for_duels(long.then_some(LONG_PAIRS));
    let records = records(all, part, (plan, quick, false), progress)?;
    let (slower, within) = if long { DUEL_OF_LONG } else { DUEL_OF_SHORT };
    Ok(duels(
        (part.function, part.condition),
        &records,
        slower,
        within,
    ))
}

/// Runs all experiments of a part, and makes a record of each trial.
fn records(
    all: &[Experiment],
    part: &Part,
    (plan, quick, floors): (Plan, bool, bool),
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<Record>> {
    let keys: Vec<TrialKey> = part
        .experiments(all)
        .into_iter()
        .flat_map(|index| {
            let mut keys = select::trials_of(all, index);
            keys.truncate(if quick {
                keys.len().div_ceil(QUICK)
            } else {
                keys.len()
            });
            keys
        })
        .collect();
    let conductor = Conductor {
        experiments: all,
        seed: SEED,
        plan,
        probe: None,
    };
    let copies = if floors {
        conductor.copies()?
    } else {
        Vec::new()
    };
    let recorder = Recorder::for_calibration(SEED, Effort::Default, copies);
    let (mut trials, verified) = conductor.verify(&keys, &mut |_| ())?;
    let mut done = 0.0;
    let of = keys.len() as f64 * f64::from(conductor.plan.looks.last().copied().unwrap_or(1));
    let timed = conductor.time(&mut trials, &mut |seen| {
        if let Progress::Timed { .. } = seen {
            done += 1.0;
            progress(done / of);
        }
    })?;
    let whole = verified == End::Complete && timed == End::Complete;
    ensure!(whole, INTERRUPTED);
    let failures = trials.iter().flat_map(|trial| &trial.failures);
    if let Some(failure) = failures.into_iter().next() {
        anyhow::bail!("{}: {}", part.name(), failure.message);
    }
    let records = trials.iter().map(|trial| {
        let experiment = &all[trial.key.experiment];
        recorder.record(experiment, &[trial], 0.0)
    });
    Ok(records.collect())
}
