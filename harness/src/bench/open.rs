//! What is still open at a look: trials and peers of which no undecided claim speaks are done.

use std::collections::HashSet;

use reports::judge::is_open;
use reports::record::{Kind, Record, RegisteredClaim};
use reports::verdict::Judgement;

use crate::conductor::Measured;
use crate::experiment::Experiment;

/// The undecided claims that speak of this trial.
fn open_claims<'r>(
    record: &'r Record,
    judged: &'r [Judgement],
    trial: &Measured,
    experiment: &Experiment,
) -> impl Iterator<Item = &'r RegisteredClaim> {
    let (case, size) = (experiment.outline.cases[trial.key.case], trial.key.size);
    let claims = record.claims.iter().zip(judged);
    claims
        .filter(move |(claim, judged)| is_open(judged) && claim.covers(case, size))
        .map(|(claim, _)| claim)
}

/// Whether some undecided claim speaks of this trial.
pub(super) fn still_open(
    record: &Record,
    judged: &[Judgement],
    trial: &Measured,
    experiment: &Experiment,
) -> bool {
    open_claims(record, judged, trial, experiment)
        .next()
        .is_some()
}

/// The peers of which no undecided claim speaks here: they are dear to make ready, and further
/// passes do without them.
pub(super) fn settled(
    record: &Record,
    judged: &[Judgement],
    trial: &Measured,
    experiment: &Experiment,
) -> Vec<usize> {
    let named: HashSet<&str> = open_claims(record, judged, trial, experiment)
        .flat_map(|claim| std::iter::once(claim.variant.as_str()).chain(claim.others()))
        .collect();
    let variants = experiment.outline.variants.iter().enumerate();
    variants
        .filter(|(place, variant)| {
            variant.kind == Kind::Peer
                && !named.contains(variant.name)
                && !trial.left_out.contains(place)
        })
        .map(|(place, _)| place)
        .collect()
}
