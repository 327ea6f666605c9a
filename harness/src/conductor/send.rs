//! Sends workers out until all errands are done, whatever becomes of single workers.

use std::time::Duration;

use anyhow::Result;
use reports::record::Failure;

use super::worker::{Heard, Worker};
use super::{Conductor, End};
use crate::worker::message::{Errand, Job, Order, Report};

/// A silence longer than this, beyond what was asked for, is taken for a hang; `LAB_PATIENCE`
/// sets other seconds.
const PATIENCE: u64 = 120;

/// A probe is silent until it is done.
const PROBING: Duration = Duration::from_secs(60);

/// What a worker's errand came to.
pub(super) enum Outcome {
    Report(Report),
    Failed(Failure),
}

impl Conductor<'_> {
    /// Sends workers out with errands until all are done. A worker that dies or hangs is replaced:
    /// the variant that it was at is left out, or the whole errand when it is not known.
    pub(super) fn send(
        &self,
        job: Job,
        mut errands: Vec<Errand>,
        hear: &mut dyn FnMut(usize, Vec<usize>, Outcome),
    ) -> Result<End> {
        let patience = patience(job, &errands);
        let mut first = 0;
        while first < errands.len() {
            let order = Order {
                job,
                seed: self.seed,
                probe: self.probe.clone().filter(|_| job == Job::Verify),
                errands: errands[first..].to_vec(),
            };
            let mut worker = Worker::start(&order, patience)?;
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
                    Heard::Report(report) => hear(at, Vec::new(), Outcome::Report(report)),
                    Heard::Died(how) => break how,
                    Heard::Hung => {
                        break format!("it gave no answer for {} seconds", patience.as_secs());
                    }
                    Heard::Interrupted => return Ok(End::Interrupted),
                }
            };
            let failure = self.broken(&errands[at], variant, &how);
            hear(at, Vec::from_iter(variant), Outcome::Failed(failure));
            first = at;
            match variant {
                Some(variant) => errands[at].left_out.push(variant),
                None => first += 1,
            }
        }
        Ok(End::Complete)
    }

    fn broken(&self, errand: &Errand, variant: Option<usize>, how: &str) -> Failure {
        let experiment = &self.experiments[errand.key.experiment];
        let name = variant.map(|variant| experiment.outline.variants[variant].name);
        let what = name.map_or("the trial".to_owned(), |name| format!("variant `{name}`"));
        Failure {
            message: format!("{what} took its process down: {how}; mend or remove it"),
            case: Some(experiment.outline.cases[errand.key.case].to_owned()),
            size: Some(errand.key.size),
            variant: name.map(str::to_owned),
        }
    }
}

/// How long a worker may be silent: with what it was asked to spend on one trial.
pub(super) fn patience(job: Job, errands: &[Errand]) -> Duration {
    let asked = match job {
        Job::Copies | Job::Verify => Duration::ZERO,
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
