//! Measures: sends workers out pass after pass, looks at what they bring, and stops for a claim
//! as soon as it is decided.

pub(crate) mod interrupt;
mod machine;
mod measured;
mod memory;
mod send;
mod share;
mod worker;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::{Duration, Instant};

use anyhow::Result;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::{Kind, Probe};

use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::trial::VariantOutline;
use crate::worker::message::{Errand, Job, Pace, Report, TrialKey};
pub(crate) use measured::Measured;
pub(crate) use send::{Outcome, runs_inside, silence};
pub(crate) use worker::plain;

/// What the conductor tells whoever watches.
pub(crate) enum Progress<'a> {
    /// So many of so many trials are verified.
    Verified { done: usize, of: usize },
    /// The instructions of so many of so many trials are counted.
    Counted { done: usize, of: usize },
    /// The memory of so many of so many variants has been watched, trial by trial.
    Watched { done: usize, of: usize },
    /// A pass has begun, or a trial of it is done; the passes still to come take about this long.
    Timed {
        pass: u32,
        look: u32,
        remaining: Duration,
    },
    /// All passes before a look are made: whoever judges closes the trials that are decided.
    Look {
        trials: &'a mut [Measured],
        last: bool,
    },
}

/// How a run of passes came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    Interrupted,
}

/// Measures the trials of one chapter.
pub(crate) struct Conductor<'a> {
    pub(crate) experiments: &'a [Experiment],
    pub(crate) seed: u64,
    pub(crate) plan: Plan,
    /// What the machine can do, where it was measured.
    pub(crate) probe: Option<Probe>,
}

impl Conductor<'_> {
    /// Verifies and counts every trial, some of them at once: nothing is timed that counts.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn verify(
        &self,
        keys: &[TrialKey],
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Vec<Measured>, End)> {
        let mut trials: Vec<Measured> = keys.iter().map(|key| Measured::new(*key)).collect();
        // Pictures are drawn from the largest input of each experiment.
        let larger = |key: &TrialKey, than: &TrialKey| {
            key.experiment == than.experiment && (key.size, than.case) > (than.size, key.case)
        };
        let mut errands: Vec<(usize, Errand)> = trials
            .iter()
            .map(|trial| Errand {
                draws: !keys.iter().any(|key| larger(key, &trial.key)),
                ..trial.errand(self.plan.pace)
            })
            .enumerate()
            .collect();
        errands.sort_by_key(|(_, errand)| self.takes_long(errand.key));
        let (mut done, of) = (HashSet::new(), keys.len());
        let end = share::share(
            self.sender(),
            Job::Verify,
            self.groups(errands),
            &mut |index, outcome| {
                let trial = &mut trials[index];
                match outcome {
                    Outcome::Report(Report::Verified(verified)) => trial.take(*verified),
                    Outcome::Report(_) => {}
                    Outcome::Broken(variant, how) => {
                        trial.left_out.extend(variant);
                        trial.failures.push(self.broken(trial.key, variant, &how));
                    }
                }
                done.insert(index);
                watch(Progress::Verified {
                    done: done.len(),
                    of,
                });
            },
        )?;
        for trial in &mut trials {
            trial.leave_out_failures(&self.experiments[trial.key.experiment]);
            trial.open = self.lanes(trial).len() >= 2;
        }
        Ok((trials, end))
    }

    /// Times the trials, pass after pass, until all claims are decided or the budget is spent.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn time(
        &self,
        trials: &mut [Measured],
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<End> {
        let pace = self.pace(trials);
        let start = Instant::now();
        let mut pass = 0;
        for (index, look) in self.plan.looks.iter().enumerate() {
            while pass < *look {
                if trials.iter().all(|trial| !trial.open) {
                    return Ok(End::Complete);
                }
                if self.pass(trials, (pass, *look), pace, start, watch)? == End::Interrupted {
                    return Ok(End::Interrupted);
                }
                pass += 1;
            }
            let next = self.plan.looks.get(index + 1);
            let affordable = next.is_some_and(|next| self.affords(start, pass, *next));
            watch(Progress::Look {
                trials,
                last: !affordable,
            });
            if !affordable {
                break;
            }
        }
        Ok(End::Complete)
    }

    /// Runs each lane for so many seconds.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn profile(&self, keys: &[TrialKey], seconds: f64) -> Result<End> {
        let trials = keys.iter().map(|key| Measured::new(*key));
        let errands = trials.map(|trial| trial.errand(self.plan.pace)).collect();
        self.send(
            &plain,
            Job::Profile { seconds },
            errands,
            &mut |at, outcome| {
                if let Outcome::Broken(variant, how) = outcome {
                    let failure = self.broken(keys[at], variant, &how);
                    eprintln!("error: {}", failure.message);
                }
            },
        )
    }

    /// Sorts what may take long to verify before what will not: peers, then large sizes.
    fn takes_long(&self, key: TrialKey) -> (bool, Reverse<u64>) {
        let mut variants = self.outline(key).iter();
        let alone = !variants.any(|it| it.kind == Kind::Peer && it.runs_at(key.size));
        (alone, Reverse(key.size))
    }

    /// What can be told of the variants of a trial.
    pub(crate) fn outline(&self, key: TrialKey) -> &[VariantOutline] {
        &self.experiments[key.experiment].outline.variants
    }

    /// The variants that run side by side in a trial; one with a control stands there twice.
    fn lanes(&self, trial: &Measured) -> Vec<usize> {
        let outline = &self.experiments[trial.key.experiment].outline;
        let mut lanes = outline.active(trial.key.size, &trial.left_out);
        lanes.extend(outline.controls(&lanes));
        lanes
    }

    /// The pace at which the first look fits the budget.
    fn pace(&self, trials: &[Measured]) -> Pace {
        let (mut ready, mut rounds) = (0, 0);
        for trial in trials.iter().filter(|trial| trial.open) {
            if let Some(verified) = &trial.verified {
                let lanes = self.lanes(trial);
                let calls = lanes.iter().filter_map(|lane| verified.calls.get(*lane));
                let round: u64 = calls.sum();
                // Calibrating a lane takes about two slices.
                let calibrating = 2 * self.plan.pace.slice * lanes.len() as u64;
                ready += verified.ready + calibrating + round;
                rounds += Plan::rounds(self.plan.pace, lanes.len(), round);
            }
        }
        self.plan
            .fit(Duration::from_nanos(ready), Duration::from_nanos(rounds))
    }

    fn affords(&self, start: Instant, passes: u32, look: u32) -> bool {
        let spent = start.elapsed();
        let next = spent / passes * (look - passes);
        self.plan
            .budget
            .is_none_or(|budget| spent + next <= budget * 2)
    }

    /// One pass: a fresh process, all open trials in an order drawn by lot.
    fn pass(
        &self,
        trials: &mut [Measured],
        (pass, look): (u32, u32),
        pace: Pace,
        start: Instant,
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<End> {
        let mut open: Vec<usize> = (0..trials.len())
            .filter(|index| trials[*index].open)
            .collect();
        open.shuffle(&mut SmallRng::seed_from_u64(self.seed ^ u64::from(pass)));
        let errands: Vec<Errand> = open
            .iter()
            .map(|index| trials[*index].errand(pace))
            .collect();
        let (mut heard, of) = (HashSet::new(), errands.len() as f64);
        self.send(
            &plain,
            Job::Time { pass },
            errands,
            &mut |index, outcome| {
                let trial = &mut trials[open[index]];
                match outcome {
                    Outcome::Report(Report::Timed {
                        pass,
                        spent,
                        failures,
                        missing,
                        ..
                    }) => {
                        trial.timing += spent;
                        trial.passes.extend(pass.map(|pass| *pass));
                        trial.failures.extend(failures);
                        trial.missing.extend(missing);
                        trial.leave_out_failures(&self.experiments[trial.key.experiment]);
                    }
                    Outcome::Report(_) => {}
                    Outcome::Broken(variant, how) => {
                        trial.left_out.extend(variant);
                        trial.open &= variant.is_some();
                        trial.failures.push(self.broken(trial.key, variant, &how));
                    }
                }
                trial.open &= self.lanes(trial).len() >= 2;
                heard.insert(index);
                let done = f64::from(pass) + heard.len() as f64 / of;
                let remaining = start.elapsed().mul_f64(f64::from(look) / done - 1.0);
                watch(Progress::Timed {
                    pass,
                    look,
                    remaining,
                });
            },
        )
    }
}
