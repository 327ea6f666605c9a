//! Every variant agrees with the reference, on this very input, before anything is timed; on the
//! way, what a call costs exactly is counted.

use std::time::Instant;

use reports::record::{Failure, Limit, Probe};

use super::message::{Errand, Missing, Verified};
use super::{Broken, failure, guarded, missing, with_trial};
use crate::experiment::Experiment;
use crate::trial::Trial;

/// Verifies and counts one trial.
pub(super) fn verify(
    experiment: &Experiment,
    errand: &Errand,
    index: usize,
    (seed, probe): (u64, Option<&Probe>),
    begins: &mut dyn FnMut(Option<usize>),
) -> Verified {
    let variants = experiment.outline.variants.len();
    let mut verified = Verified {
        errand: index,
        counts: vec![None; variants],
        calls: vec![0; variants],
        ..Verified::default()
    };
    let start = Instant::now();
    let broken = with_trial(experiment, errand, seed, &mut |trial| {
        verified.ready += nanos(start);
        verified.work = trial.work();
        verified.input_bytes = trial.input_bytes();
        for variant in 0..variants {
            if experiment.outline.variants[variant].runs_at(errand.key.size)
                && !errand.left_out.contains(&variant)
            {
                begins(Some(variant));
                match check(experiment, errand, trial, variant, &mut verified) {
                    Ok(()) => {}
                    Err(Unsound::Failed(failure)) => verified.failures.push(failure),
                    Err(Unsound::Missing(missing)) => verified.missing.push(missing),
                }
            }
        }
        match limits(experiment, errand, trial, probe) {
            Ok(limits) => verified.limits = limits,
            Err(failure) => verified.failures.push(*failure),
        }
    });
    verified.failures.extend(broken);
    verified
}

/// The limits of all variants that are run here; empty where none names one.
fn limits(
    experiment: &Experiment,
    errand: &Errand,
    trial: &dyn Trial,
    probe: Option<&Probe>,
) -> Result<Vec<Option<Limit>>, Box<Failure>> {
    let variants = &experiment.outline.variants;
    if variants.iter().all(|variant| variant.limit.is_none()) {
        return Ok(Vec::new());
    }
    let each = variants.iter().enumerate().map(|(index, variant)| {
        if !variant.runs_at(errand.key.size) {
            return Ok(None);
        }
        guarded(|| trial.limit(index, probe)).map_err(|broken| {
            let why = match broken {
                Broken::Panicked(message) => format!("panicked with \"{message}\""),
                Broken::Absent(_) => "runs a variant".to_owned(),
            };
            let name = variant.name;
            let message = format!("the limit of `{name}` {why}; mend its formula");
            // It concerns no variant's answer, so none is left out.
            Box::new(failure(experiment, errand, None, message))
        })
    });
    each.collect()
}

/// Why a variant is not measured.
enum Unsound {
    /// Something is wrong with it.
    Failed(Failure),
    /// It cannot run here.
    Missing(Missing),
}

fn check(
    experiment: &Experiment,
    errand: &Errand,
    trial: &mut dyn Trial,
    variant: usize,
    verified: &mut Verified,
) -> Result<(), Unsound> {
    let outline = &experiment.outline.variants;
    let name = outline[variant].name;
    let fail = |message| Unsound::Failed(failure(experiment, errand, Some(variant), message));
    let broke = |broken| match broken {
        Broken::Absent(absent) => Unsound::Missing(missing(experiment, errand, absent)),
        Broken::Panicked(message) => fail(format!(
            "variant `{name}` panicked with \"{message}\"; run `cargo test` to see it at small \
             sizes"
        )),
    };

    let start = Instant::now();
    let lane = guarded(|| trial.prepare(variant)).map_err(broke)?;
    verified.ready += nanos(start);
    let checked = guarded(|| trial.check(lane)).map_err(broke)?;
    let checked = checked.map_err(|wrong| {
        let reference = outline[0].name;
        fail(format!(
            "variant `{}` answers {}, the reference `{reference}` answers {}; make them agree",
            wrong.who, wrong.answer, wrong.expected
        ))
    })?;
    verified.calls[variant] = checked.nanos;
    verified.counts[variant] = Some(checked.counts);
    if verified.answer.is_empty() {
        verified.answer = checked.answer;
    }
    Ok(())
}

fn nanos(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
