//! Every variant agrees with the reference, on this very input, before anything is timed; on the
//! way, what a call costs exactly is counted, and for claims on counts so it is for the inputs of
//! other seeds.

use std::time::Instant;

use reports::claim::TIME;
use reports::record::{
    Against, Failure, INSTRUCTIONS, Limit, Picture, Png, Probe, Recount, Timeline,
};

use super::guard::{Broken, guarded};
use super::message::{Errand, Missing, Verified};
use super::{active, failure, missing, nanos, with_trial};
use crate::experiment::Experiment;
use crate::recorder;
use crate::trial::{Checked, Trial};

/// Seeds whose inputs counts are taken for, where a claim speaks of them: the run's own, and those
/// that follow it.
const SEEDS: u64 = 3;

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
    let active = active(experiment, errand);
    let begun = Instant::now();
    let start = Instant::now();
    let broken = with_trial(experiment, errand, seed, &mut |trial| {
        verified.ready += nanos(start);
        verified.work = trial.work();
        verified.input_bytes = trial.input_bytes();
        for &variant in &active {
            begins(Some(variant));
            let start = Instant::now();
            let ready = &mut verified.ready;
            let mut prepared = || *ready += nanos(start);
            let checked = check(experiment, errand, trial, variant, &mut prepared);
            let kind = experiment.outline.variants[variant].kind;
            verified.spent.on(kind, nanos(start));
            match checked {
                Ok(checked) => keep(&mut verified, variant, checked),
                Err(Unsound::Failed(failure)) => verified.failures.push(failure),
                Err(Unsound::Missing(missing)) => verified.missing.push(missing),
            }
        }
        if errand.draws {
            for picture in pictures(experiment, errand, trial) {
                match picture {
                    Ok(picture) => verified.pictures.push(picture),
                    Err(failure) => verified.failures.push(*failure),
                }
            }
        }
        match limits(experiment, errand, trial, probe) {
            Ok(limits) => verified.limits = limits,
            Err(failure) => verified.failures.push(*failure),
        }
    });
    verified.failures.extend(broken);
    let sound = |variant: &usize| verified.counts[*variant].is_some();
    let sound: Vec<usize> = active.into_iter().filter(sound).collect();
    let claimed = claimed(experiment, errand, &sound);
    if !claimed.is_empty() && verified.failures.is_empty() {
        for again in (1..SEEDS).map(|more| seed.wrapping_add(more)) {
            recount(experiment, errand, (&claimed, again), begins, &mut verified);
        }
    }
    // What no variant took went into inputs: making them, and dropping them.
    verified.spent.input = nanos(begun).saturating_sub(verified.spent.all());
    verified
}

/// Notes what a variant came to that agrees with the reference.
fn keep(verified: &mut Verified, variant: usize, checked: Checked) {
    verified.calls[variant] = checked.nanos;
    let steps = checked.steps.into_iter();
    let steps = steps.map(|(of, points)| Timeline::new(variant, &of, Against::Work, points));
    verified.timelines.extend(steps);
    verified.counts[variant] = Some(checked.counts);
    if verified.answer.is_empty() {
        verified.answer = checked.answer;
    }
}

/// The variants of whose counts a claim speaks here, behind the one whose answer all must give.
fn claimed(experiment: &Experiment, errand: &Errand, active: &[usize]) -> Vec<usize> {
    let case = experiment.outline.cases[errand.key.case];
    let (claims, _) = recorder::claims(experiment);
    let counted = claims.iter().filter(|claim| {
        ![TIME, INSTRUCTIONS].contains(&claim.measure.as_str())
            && claim.covers(case, errand.key.size)
    });
    let named: Vec<&str> = counted
        .flat_map(|claim| claim.others().into_iter().chain([claim.variant.as_str()]))
        .collect();
    let is_named = |variant: usize| named.contains(&experiment.outline.variants[variant].name);
    if !active.iter().any(|&variant| is_named(variant)) {
        return Vec::new();
    }
    let reference = active.first().copied();
    let wanted = active.iter().copied();
    wanted
        .filter(|&variant| Some(variant) == reference || is_named(variant))
        .collect()
}

/// Counts again, for the input of another seed, on which all must agree too.
fn recount(
    experiment: &Experiment,
    errand: &Errand,
    (claimed, seed): (&[usize], u64),
    begins: &mut dyn FnMut(Option<usize>),
    verified: &mut Verified,
) {
    let whose = format!(" (on the input of seed {seed})");
    let mut counts = vec![None; experiment.outline.variants.len()];
    let mut failures = Vec::new();
    let broken = with_trial(experiment, errand, seed, &mut |trial| {
        for &variant in claimed {
            begins(Some(variant));
            let start = Instant::now();
            let checked = check(experiment, errand, trial, variant, &mut || ());
            let kind = experiment.outline.variants[variant].kind;
            verified.spent.on(kind, nanos(start));
            match checked {
                Ok(checked) => counts[variant] = Some(checked.counts),
                Err(Unsound::Failed(failure)) => failures.push(failure),
                Err(Unsound::Missing(mut missing)) => {
                    missing.what.reason += &whose;
                    verified.missing.push(missing);
                }
            }
        }
    });
    failures.extend(broken);
    if failures.is_empty() {
        verified.recounts.push(Recount { seed, counts });
    }
    for mut failure in failures {
        failure.message += &whose;
        verified.failures.push(failure);
    }
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

/// The pictures of an experiment, drawn from this input.
fn pictures(
    experiment: &Experiment,
    errand: &Errand,
    trial: &dyn Trial,
) -> Vec<Result<Picture, Box<Failure>>> {
    let failed = |message| Err(Box::new(failure(experiment, errand, None, message)));
    let drawn = match guarded(|| trial.draw()) {
        Ok(drawn) => drawn,
        Err(broken) => {
            let why = match broken {
                Broken::Panicked(message) => format!("panicked with \"{message}\""),
                Broken::Absent(_) => "runs a variant".to_owned(),
            };
            return vec![failed(format!("drawing a picture {why}; mend its closure"))];
        }
    };
    let keep = |(title, alt, bytes): (&str, &str, Vec<u8>)| match Png::new(bytes) {
        Ok(png) => Ok(Picture {
            title: title.to_owned(),
            alt: alt.to_owned(),
            size: errand.key.size,
            png,
        }),
        Err(why) => failed(format!("the picture \"{title}\" {why}; draw a small PNG")),
    };
    drawn.into_iter().map(keep).collect()
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
    prepared: &mut dyn FnMut(),
) -> Result<Checked, Unsound> {
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

    let made = guarded(|| {
        let lane = trial.prepare(variant);
        trial.settle(lane);
        lane
    });
    let lane = made.map_err(broke)?;
    prepared();
    let checked = guarded(|| trial.check(lane)).map_err(broke)?;
    checked.map_err(|wrong| {
        let reference = outline[0].name;
        fail(format!(
            "variant `{}` answers {}, the reference `{reference}` answers {}; make them agree",
            wrong.who, wrong.answer, wrong.expected
        ))
    })
}
