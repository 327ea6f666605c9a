//! Has each variant run in fresh processes of its own, for what it takes of the machine's memory.

use anyhow::Result;
use reports::record::{Failure, NotMeasured};

use super::{Conductor, End, Measured, Outcome, Progress, plain};
use crate::experiment::RESIDENT;
use crate::trial::Watched;
use crate::worker::message::{Job, Report, TrialKey};

/// What a process grows by is told of so many; what differs among them is a range.
const PROCESSES: usize = 3;

impl Conductor<'_> {
    /// Watches the memory of all trials of the experiments that ask for it.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn memory(
        &self,
        trials: &mut [Measured],
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<End> {
        let wanted: Vec<(usize, usize)> = (0..trials.len())
            .flat_map(|place| {
                let variants = self.watched_variants(&trials[place]);
                variants.into_iter().map(move |variant| (place, variant))
            })
            .collect();
        let of = wanted.len();
        for (done, (place, variant)) in wanted.into_iter().enumerate() {
            for _ in 0..PROCESSES {
                if self.watch_one(&mut trials[place], variant)? == End::Interrupted {
                    return Ok(End::Interrupted);
                }
            }
            let done = done + 1;
            watch(Progress::Watched { done, of });
        }
        Ok(End::Complete)
    }

    fn watched_variants(&self, trial: &Measured) -> Vec<usize> {
        let TrialKey {
            experiment, size, ..
        } = trial.key;
        let experiment = &self.experiments[experiment];
        let wanted = experiment.watches_memory.is_some_and(|from| size >= from);
        if !wanted || trial.verified.is_none() {
            return Vec::new();
        }
        experiment.outline.active(size, &trial.left_out)
    }

    /// One process for one variant alone.
    fn watch_one(&self, trial: &mut Measured, variant: usize) -> Result<End> {
        let mut errand = trial.errand(self.plan.pace);
        let variants = self.outline(trial.key).len();
        errand.left_out = (0..variants).filter(|other| *other != variant).collect();
        let key = trial.key;
        self.send(&plain, Job::Memory, vec![errand], &mut |_, outcome| {
            let failures = match outcome {
                Outcome::Report(Report::Watched {
                    watched, failures, ..
                }) => {
                    let own = watched.into_iter().nth(variant).flatten();
                    trial.watched.extend(own.map(|watched| (variant, watched)));
                    failures
                }
                Outcome::Report(_) => Vec::new(),
                Outcome::Broken(_, how) => vec![self.failed(key, Some(variant), how)],
            };
            let told = failures.into_iter().map(not_watched);
            trial.counted.not_measured.extend(told);
        })
    }
}

fn not_watched(failure: Failure) -> NotMeasured {
    NotMeasured {
        variant: failure.variant,
        measure: Some(RESIDENT[0].to_owned()),
        case: failure.case,
        size: failure.size,
        reason: failure.message,
    }
}

impl Measured {
    /// What each of some processes told of a variant, one after the other.
    pub(crate) fn watched_of(&self, variant: usize) -> impl Iterator<Item = &Watched> {
        let own = self.watched.iter().filter(move |(of, _)| *of == variant);
        own.map(|(_, watched)| watched)
    }
}
