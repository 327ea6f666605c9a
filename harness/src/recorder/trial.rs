//! A trial as a record keeps it: its counts from wherever they were taken, and its passes.

use reports::record::{Against, Counts, INSTRUCTIONS, Recount, Timeline, Trial};

use crate::conductor::Measured;
use crate::experiment::Experiment;
use crate::worker::message::Verified;

/// A trial whose input could not even be made leaves no trial behind, only its failure.
pub(super) fn record(experiment: &Experiment, trial: &Measured, seed: u64) -> Option<Trial> {
    let verified = trial.verified.as_ref()?;
    Some(Trial {
        case: experiment.outline.cases[trial.key.case].to_owned(),
        size: trial.key.size,
        work: verified.work,
        input_bytes: verified.input_bytes,
        answer: verified.answer.clone(),
        counts: with_memory(trial, with_instructions(trial, &verified.counts, 0), 0),
        recounts: recounts(trial, verified, seed),
        counters: trial.counted.counters.clone(),
        limits: verified.limits.clone(),
        timelines: timelines(trial, verified),
        passes: trial.passes.clone(),
    })
}

/// The counts with the instructions that a process counted.
fn with_instructions(
    trial: &Measured,
    counts: &[Option<Counts>],
    process: usize,
) -> Vec<Option<Counts>> {
    let mut counts = counts.to_vec();
    for (variant, counts) in counts.iter_mut().enumerate() {
        let instructions = trial.counted.instructions(process, variant);
        if let (Some(counts), Some(instructions)) = (counts, instructions) {
            counts.insert(INSTRUCTIONS.to_owned(), instructions);
        }
    }
    counts
}

/// The counts with what a process of its own has told of each variant's memory.
fn with_memory(
    trial: &Measured,
    mut counts: Vec<Option<Counts>>,
    process: usize,
) -> Vec<Option<Counts>> {
    for (variant, counts) in counts.iter_mut().enumerate() {
        if let (Some(counts), Some(watched)) = (counts, trial.watched_of(variant).nth(process)) {
            counts.extend(watched.counts.clone());
        }
    }
    counts
}

/// What changes in steps: as variants tell, and what they hold over time, by the first process.
fn timelines(trial: &Measured, verified: &Verified) -> Vec<Timeline> {
    let held = (0..verified.counts.len()).filter_map(|variant| {
        let watched = trial.watched_of(variant).next()?;
        let (of, points) = watched.timeline.clone()?;
        Some(Timeline::new(variant, &of, Against::Time, points))
    });
    verified.timelines.iter().cloned().chain(held).collect()
}

/// The counts of other seeds, and the instructions of other processes.
fn recounts(trial: &Measured, verified: &Verified, seed: u64) -> Vec<Recount> {
    let ran = verified.counts.iter();
    let empty: Vec<_> = ran
        .map(|counts| counts.is_some().then(Counts::new))
        .collect();
    let processes = (1..trial.counted.processes.len()).map(|process| Recount {
        seed,
        counts: with_instructions(trial, &empty, process),
    });
    let most = (0..verified.counts.len()).map(|variant| trial.watched_of(variant).count());
    let again = (1..most.max().unwrap_or_default()).map(|process| Recount {
        seed,
        counts: with_memory(trial, empty.clone(), process),
    });
    let recounts = verified.recounts.iter().cloned();
    recounts.chain(processes).chain(again).collect()
}
