//! Watches the memory of each variant of a trial, in a process that has done nothing else.

use reports::record::Failure;

use super::each;
use super::message::Errand;
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
    let failures = each(
        experiment,
        errand,
        seed,
        begins,
        &mut |trial, variant, lane| all[variant] = Some(trial.watch(lane)),
    );
    (all, failures)
}
