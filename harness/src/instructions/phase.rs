//! The part of a run that counts instructions: after verifying, before timing, in processes of its
//! own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use reports::record::{Counters, Failure, INSTRUCTIONS, Kind, NotMeasured};

use super::callgrind::{self, Callgrind};
use super::hardware;
use crate::conductor::{self, Conductor, End, Measured, Outcome, Progress};
use crate::paths;
use crate::worker::message::{Errand, Job, Report};

/// Instructions are counted in so many processes, and a count that is not the same in all is told
/// as a range. A hash table with keys that are drawn at random is the usual cause.
const PROCESSES: u32 = 2;

/// A longer call is not counted: inside of valgrind it takes fifty times as long.
const LONGEST_CALL: u64 = 2_000_000;

/// Nor is a trial whose input and structures take longer to make.
const LONGEST_READY: u64 = 300_000_000;

/// A longer call is not run to read the hardware's counters, some thirty times.
const LONGEST_OBSERVED: u64 = 20_000_000;

/// What was counted of one trial.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    /// For each process the instructions of a call, by variant.
    pub(crate) processes: Vec<BTreeMap<usize, f64>>,
    /// One entry a variant; empty where no counter was read.
    pub(crate) counters: Vec<Option<Counters>>,
    /// What was not counted, and why.
    pub(crate) not_measured: Vec<NotMeasured>,
}

impl Counted {
    /// The instructions of a call in a process, where all processes counted them.
    pub(crate) fn instructions(&self, process: usize, variant: usize) -> Option<f64> {
        let all = self.processes.iter().map(|counts| counts.get(&variant));
        let all: Vec<f64> = all
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .copied()
            .collect();
        all.get(process).copied()
    }
}

/// That instructions were not asked for, and how to ask.
pub(crate) fn not_asked() -> NotMeasured {
    of_all(
        INSTRUCTIONS,
        match callgrind::find() {
            Ok(_) => "they were not asked for: run `cargo bench -- --instructions`".to_owned(),
            Err(why) => why,
        },
    )
}

fn of_all(measure: &str, reason: String) -> NotMeasured {
    NotMeasured {
        measure: Some(measure.to_owned()),
        reason,
        ..NotMeasured::default()
    }
}

impl Conductor<'_> {
    /// Counts the instructions of all trials that are short enough, exactly where valgrind is, and
    /// as the hardware sees them where that may be read. Tells what concerns all trials.
    ///
    /// # Errors
    /// When no worker can be started, or no temporary file be kept.
    pub(crate) fn instructions(
        &self,
        trials: &mut [Measured],
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Vec<NotMeasured>, End)> {
        let mut whole = Vec::new();
        let mut end = End::Complete;
        match Self::prepared() {
            Ok(program) => end = self.exactly(&program, trials, watch)?,
            Err(why) => whole.push(of_all(INSTRUCTIONS, why)),
        }
        if end == End::Complete {
            match hardware::open() {
                Ok(()) => end = self.observe(trials)?,
                Err(why) => whole.push(of_all("hardware counters", why)),
            }
        }
        Ok((whole, end))
    }

    /// Valgrind, once this very program has run inside of it and said that it did.
    fn prepared() -> Result<PathBuf, String> {
        let program = callgrind::find()?;
        let tell = |error: anyhow::Error| format!("{error:#}");
        let callgrind = Callgrind::new(program.clone()).map_err(tell)?;
        let launch = || callgrind.command(&paths::this_program()?);
        match conductor::runs_inside(&launch).map_err(tell)? {
            Ok(true) => Ok(program),
            Ok(false) => Err(format!(
                "`{}` is no valgrind: put another before it on PATH",
                program.display()
            )),
            Err(how) => {
                let why = callgrind.complaint().unwrap_or(how);
                Err(format!(
                    "this program does not run inside of valgrind: {why}"
                ))
            }
        }
    }

    fn exactly(
        &self,
        program: &Path,
        trials: &mut [Measured],
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<End> {
        let bounds = (LONGEST_CALL, LONGEST_READY);
        let (chosen, errands) = self.short(trials, bounds, INSTRUCTIONS);
        let of = errands.len() * PROCESSES as usize;
        for process in 0..PROCESSES {
            let callgrind = Callgrind::new(program.to_owned())?;
            let launch = || callgrind.command(&paths::this_program()?);
            let before = process as usize * errands.len();
            let mut broken = Vec::new();
            let end = self.send(
                &launch,
                Job::Instructions,
                errands.clone(),
                &mut |at, what| {
                    let done = before + at + 1;
                    watch(Progress::Counted { done, of });
                    match what {
                        Outcome::Report(Report::Counted { failures, .. }) => {
                            broken
                                .extend(failures.into_iter().map(|failure| (chosen[at], failure)));
                        }
                        Outcome::Report(_) => {}
                        Outcome::Broken(variant, how) => {
                            let how = callgrind.complaint().unwrap_or(how);
                            let key = trials[chosen[at]].key;
                            broken.push((chosen[at], self.failed(key, variant, how)));
                        }
                    }
                },
            )?;
            if end == End::Interrupted {
                return Ok(end);
            }
            let counts = callgrind
                .counts()
                .context("callgrind's counts cannot be read")?;
            let slopes = callgrind::slopes(&counts);
            for &place in &chosen {
                let key = trials[place].key;
                let own = slopes.iter().filter(|((of, _), _)| *of == key);
                let own = own.map(|(&(_, variant), &count)| (variant, count));
                trials[place].counted.processes.push(own.collect());
            }
            for (place, failure) in broken {
                let reason = format!("inside of valgrind, {}", failure.message);
                trials[place]
                    .counted
                    .not_measured
                    .push(because(failure, INSTRUCTIONS, reason));
            }
        }
        Ok(End::Complete)
    }

    fn observe(&self, trials: &mut [Measured]) -> Result<End> {
        let bounds = (LONGEST_OBSERVED, u64::MAX);
        let (chosen, errands) = self.short(trials, bounds, "hardware counters");
        self.send(
            &conductor::plain,
            Job::Counters,
            errands,
            &mut |at, outcome| {
                let trial = &mut trials[chosen[at]];
                let failures = match outcome {
                    Outcome::Report(Report::Counted {
                        counters, failures, ..
                    }) => {
                        trial.counted.counters = counters;
                        failures
                    }
                    Outcome::Report(_) => Vec::new(),
                    Outcome::Broken(variant, how) => vec![self.failed(trial.key, variant, how)],
                };
                for failure in failures {
                    let reason = failure.message.clone();
                    let told = because(failure, "hardware counters", reason);
                    trial.counted.not_measured.push(told);
                }
            },
        )
    }

    /// The trials that are short enough, by their places, and the errands that they make. What is
    /// left out says why.
    fn short(
        &self,
        trials: &mut [Measured],
        (call, ready): (u64, u64),
        measure: &str,
    ) -> (Vec<usize>, Vec<Errand>) {
        let (mut chosen, mut errands) = (Vec::new(), Vec::new());
        for (place, trial) in trials.iter_mut().enumerate() {
            let Some(verified) = &trial.verified else {
                continue;
            };
            let mut errand = trial.errand(self.plan.pace);
            let mut left_out = Vec::new();
            for (variant, outline) in self.outline(trial.key).iter().enumerate() {
                // What it does is done in another process, which is not counted.
                if outline.kind == Kind::Peer {
                    errand.left_out.push(variant);
                }
                let runs = outline.runs_at(trial.key.size) && !errand.left_out.contains(&variant);
                if runs && (verified.calls[variant] > call || verified.ready > ready) {
                    left_out.push(variant);
                }
            }
            let reason = format!(
                "it takes too long here: a call may take {} ms at most, and what it needs {} ms \
                 to be made",
                call / 1_000_000,
                ready / 1_000_000
            );
            for &variant in &left_out {
                let failure = self.failed(trial.key, Some(variant), reason.clone());
                trial
                    .counted
                    .not_measured
                    .push(because(failure, measure, reason.clone()));
            }
            errand.left_out.extend(left_out);
            if self.outline(trial.key).len() > errand.left_out.len() {
                chosen.push(place);
                errands.push(errand);
            }
        }
        (chosen, errands)
    }
}

fn because(failure: Failure, measure: &str, reason: String) -> NotMeasured {
    NotMeasured {
        variant: failure.variant,
        measure: Some(measure.to_owned()),
        case: failure.case,
        size: failure.size,
        reason,
    }
}
