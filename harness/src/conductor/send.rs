//! Sends workers out until all errands are done, whatever becomes of single workers.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use reports::record::{Failure, Probe};

use super::share::Share;
use super::worker::{Heard, Worker};
use super::{Conductor, End};
use crate::worker::message::{Errand, Job, Order, Report, TrialKey};

/// A silence longer than this, beyond what was asked for, is taken for a hang; `LAB_PATIENCE`
/// sets other seconds.
const PATIENCE: u64 = 120;

/// How much more time a call may take inside of valgrind.
const VALGRIND: Duration = Duration::from_secs(60);

/// A probe is silent until it is done.
const PROBING: Duration = Duration::from_secs(60);

/// How a worker is started: a command for this very program.
pub(crate) type Launch<'l> = &'l dyn Fn() -> Result<Command>;

/// What a worker's errand came to.
pub(crate) enum Outcome {
    Report(Report),
    /// The worker died, or hung, at a variant when that is known.
    Broken(Option<usize>, String),
}

/// Who sends workers out: all that they are told beside their errands.
#[derive(Clone, Copy)]
pub(super) struct Sender<'a> {
    pub(super) seed: u64,
    pub(super) probe: Option<&'a Probe>,
    /// How many send workers out at the same time.
    pub(super) hands: usize,
}

impl Sender<'_> {
    /// Sends workers out, one after the other, until all errands are done. A worker that dies or
    /// hangs is replaced: the variant that it was at is left out, or the whole errand when it is
    /// not known.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(super) fn send(
        self,
        launch: Launch<'_>,
        job: Job,
        mut errands: Vec<Errand>,
        hear: &mut dyn FnMut(usize, Outcome),
    ) -> Result<End> {
        let patience = patience(job, &errands);
        let mut first = 0;
        while first < errands.len() {
            let order = Order {
                job,
                seed: self.seed,
                probe: self.probe.cloned().filter(|_| job == Job::Verify),
                errands: errands[first..].to_vec(),
            };
            let mut worker = Worker::start(launch()?, &order, patience, self.hands as u64)?;
            let (mut at, mut variant) = (first, None);
            let how = loop {
                match worker.hear() {
                    Heard::Report(Report::Begins {
                        errand,
                        variant: begun,
                    }) => {
                        (at, variant) = (first + errand, begun);
                    }
                    Heard::Report(Report::Done) => return Ok(End::Complete),
                    Heard::Report(report) => hear(at, Outcome::Report(report)),
                    Heard::Died(how) => break how,
                    Heard::Hung => {
                        break format!("it gave no answer for {} seconds", patience.as_secs());
                    }
                    Heard::Interrupted => return Ok(End::Interrupted),
                }
            };
            hear(at, Outcome::Broken(variant, how));
            first = at;
            match variant {
                Some(variant) => errands[at].left_out.push(variant),
                None => first += 1,
            }
        }
        Ok(End::Complete)
    }
}

impl Conductor<'_> {
    /// Sends workers out, one after the other, until all errands are done.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn send(
        &self,
        launch: Launch<'_>,
        job: Job,
        errands: Vec<Errand>,
        hear: &mut dyn FnMut(usize, Outcome),
    ) -> Result<End> {
        for group in self.groups(errands.into_iter().enumerate().collect()) {
            let (places, errands): (Vec<usize>, Vec<Errand>) = group.into_iter().unzip();
            let mut hear = |at: usize, outcome| hear(places[at], outcome);
            if self.sender().send(launch, job, errands, &mut hear)? == End::Interrupted {
                return Ok(End::Interrupted);
            }
        }
        Ok(End::Complete)
    }

    /// Which errands may share a process: all, but for those of experiments that want their own.
    /// The order is that in which each group is met first.
    pub(super) fn groups(&self, errands: Share) -> Vec<Share> {
        let whose = |errand: &Errand| {
            let experiment = errand.key.experiment;
            self.experiments[experiment]
                .own_process
                .then_some(experiment)
        };
        let mut groups: Vec<(Option<usize>, Share)> = Vec::new();
        for placed in errands {
            let own = whose(&placed.1);
            match groups.iter_mut().find(|(of, _)| *of == own) {
                Some((_, group)) => group.push(placed),
                None => groups.push((own, vec![placed])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    pub(super) fn sender(&self) -> Sender<'_> {
        Sender {
            seed: self.seed,
            probe: self.probe.as_ref(),
            hands: 1,
        }
    }

    /// A failure of a variant in a trial, or of the whole trial.
    pub(crate) fn failed(&self, key: TrialKey, variant: Option<usize>, message: String) -> Failure {
        let outline = &self.experiments[key.experiment].outline;
        Failure {
            message,
            case: Some(outline.cases[key.case].to_owned()),
            size: Some(key.size),
            variant: variant.map(|variant| outline.variants[variant].name.to_owned()),
        }
    }

    /// A worker that died or hung, as a failure.
    pub(super) fn broken(&self, key: TrialKey, variant: Option<usize>, how: &str) -> Failure {
        let mut failure = self.failed(key, variant, String::new());
        let name = failure.variant.as_ref();
        let what = name.map_or("the trial".to_owned(), |name| format!("variant `{name}`"));
        failure.message = format!("{what} took its process down: {how}; mend or remove it");
        failure
    }
}

/// Whether a program that is launched in this way runs inside of valgrind, and how it ended when it
/// does not tell.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn runs_inside(launch: Launch<'_>) -> Result<Result<bool, String>> {
    let order = Order::alone(Job::Inside, 0);
    let mut worker = Worker::start(launch()?, &order, patience(Job::Inside, &[]), 1)?;
    Ok(match worker.hear() {
        Heard::Report(Report::Inside(inside)) => Ok(inside),
        Heard::Report(_) => Ok(false),
        Heard::Died(how) => Err(how),
        Heard::Hung | Heard::Interrupted => Err("it gave no answer".to_owned()),
    })
}

/// How long a worker may be silent: with what it was asked to spend on one trial.
pub(super) fn patience(job: Job, errands: &[Errand]) -> Duration {
    let asked = match job {
        Job::Copies | Job::Verify | Job::Counters | Job::Memory => Duration::ZERO,
        Job::Inside | Job::Instructions => VALGRIND,
        Job::Probe(_) => PROBING,
        Job::Time { .. } => {
            let longest = errands.iter().map(|errand| {
                let pace = errand.pace;
                u64::from(pace.rounds)
                    .saturating_mul(pace.slice)
                    .saturating_add(pace.warm_up)
            });
            Duration::from_nanos(longest.max().unwrap_or_default()) * 32
        }
        Job::Profile { seconds } => Duration::from_secs_f64(seconds) * 32,
    };
    silence() + asked
}

/// A silence longer than this is taken for a hang where nothing was asked that takes time.
pub(crate) fn silence() -> Duration {
    let set = std::env::var("LAB_PATIENCE")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(set.unwrap_or(PATIENCE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effort::Plan;
    use crate::experiment::{Draft, Experiment, experiment};

    #[test]
    fn who_wants_a_process_of_its_own_shares_none_and_nothing_is_lost() {
        let built = |draft: Draft| -> Experiment {
            let ladder = draft.input(|n, _| n).ladder();
            ladder.variant("it", |n| *n).build()
        };
        let conductor = Conductor {
            experiments: &[
                built(experiment("one")),
                built(experiment("apart").own_process()),
                built(experiment("other")),
                built(experiment("also apart").own_process()),
            ],
            seed: 0,
            plan: Plan::new_for_tests(),
            probe: None,
        };
        let errand = |(place, experiment): (usize, &usize)| {
            let key = TrialKey {
                experiment: *experiment,
                case: 0,
                size: 1,
            };
            let trial = crate::conductor::Measured::new(key);
            (place, trial.errand(conductor.plan.pace))
        };
        let errands = [2, 1, 0, 3, 1, 2].iter().enumerate().map(errand).collect();
        let groups = conductor.groups(errands);
        let told: Vec<Vec<(usize, usize)>> = groups
            .iter()
            .map(|group| {
                let each = group.iter().map(|(place, it)| (*place, it.key.experiment));
                each.collect()
            })
            .collect();
        let expected = [
            vec![(0, 2), (2, 0), (5, 2)],
            vec![(1, 1), (4, 1)],
            vec![(3, 3)],
        ];
        assert_eq!(told, expected);
    }
}
