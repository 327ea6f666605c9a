//! Watches the memory of each variant of a trial, in a process that has done nothing else.

use reports::record::Failure;

use super::message::Errand;
use super::{active, failure, guarded, with_trial};
use crate::experiment::Experiment;
use crate::trial::Watched;

/// The memory of each variant, one entry a variant, and why some have none.
pub(super) fn watch(
    experiment: &Experiment,
    errand: &Errand,
    seed: u64,
    begins: &mut dyn FnMut(Option<usize>),
) -> (Vec<Option<Watched>>, Vec<Failure>) {
    let mut all = vec![None; experiment.outline.variants.len()];
    let mut failures = Vec::new();
    let broken = with_trial(experiment, errand, seed, &mut |trial| {
        for variant in active(experiment, errand) {
            begins(Some(variant));
            let watched = guarded(|| {
                let lane = trial.prepare(variant);
                trial.watch(lane)
            });
            match watched {
                Ok(watched) => all[variant] = Some(watched),
                Err(broken) => {
                    let message = broken.to_string();
                    failures.push(failure(experiment, errand, Some(variant), message));
                }
            }
        }
    });
    failures.extend(broken);
    (all, failures)
}
