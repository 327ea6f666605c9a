//! Gathers what was measured where a claim speaks, and says what is missing.

use super::Inquiry;
use crate::claim::TIME;
use crate::figures::{place, size};
use crate::record::{Failure, Trial};
use crate::register::BUILT_IN;

/// The figures at the places that a claim covers.
pub(super) struct Gathered<'a, F> {
    pub(super) found: Vec<(&'a Trial, F)>,
    /// Why a place that the claim covers has no figure; the claim then cannot be confirmed.
    pub(super) gap: Option<String>,
}

/// Takes the figure of every trial that the claim covers and at which its variants run.
///
/// # Errors
/// One sentence that says why there is no figure at all, and the fix.
pub(super) fn gather<'a, F>(
    inquiry: &Inquiry<'a>,
    figure: impl Fn(&'a Trial) -> Option<F>,
) -> Result<Gathered<'a, F>, String> {
    let failure = failure(inquiry).map(|failure| failed(inquiry, failure));
    let covered = covered(inquiry);
    let mut found = Vec::with_capacity(covered.len());
    let mut missing = None;
    for trial in covered {
        match figure(trial) {
            Some(figure) => found.push((trial, figure)),
            None => missing = missing.or(Some(trial)),
        }
    }
    match (found.is_empty(), missing) {
        (false, missing) => Ok(Gathered {
            found,
            gap: failure.or(missing.map(|trial| lacking(inquiry, trial))),
        }),
        (true, Some(trial)) => Err(failure.unwrap_or_else(|| lacking(inquiry, trial))),
        (true, None) => Err(failure.unwrap_or_else(|| uncovered(inquiry))),
    }
}

fn names<'a>(inquiry: &Inquiry<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    [Some(inquiry.this), inquiry.other]
        .into_iter()
        .flatten()
        .map(|place| (place, inquiry.record.variants[place].name.as_str()))
}

fn covered<'a>(inquiry: &Inquiry<'a>) -> Vec<&'a Trial> {
    let claim = inquiry.claim;
    let runs = |trial: &Trial, variant: usize| {
        let up_to = inquiry.record.variants[variant].up_to;
        up_to.is_none_or(|largest| trial.size <= largest)
    };
    inquiry
        .record
        .trials
        .iter()
        .filter(|trial| claim.covers(&trial.case, trial.size))
        .filter(|trial| names(inquiry).all(|(variant, _)| runs(trial, variant)))
        .collect()
}

/// The first failure that concerns the claim. What a failure does not name, it concerns wholly.
fn failure<'a>(inquiry: &Inquiry<'a>) -> Option<&'a Failure> {
    let claim = inquiry.claim;
    inquiry.record.failures.iter().find(|failure| {
        let concerned = failure
            .variant
            .as_deref()
            .is_none_or(|failed| names(inquiry).any(|(_, name)| name == failed));
        let case = failure.case.as_deref().or(claim.case.as_deref());
        let size = failure.size.or(claim.from).or(claim.up_to);
        concerned && claim.covers(case.unwrap_or_default(), size.unwrap_or_default())
    })
}

fn failed(inquiry: &Inquiry<'_>, failure: &Failure) -> String {
    let what = match &failure.variant {
        Some(name) => format!("`{name}` failed"),
        None => format!("`{}` failed", inquiry.record.experiment),
    };
    let at = match failure.size {
        Some(n) => format!(" at n = {}", size(n)),
        None => String::new(),
    };
    format!("{what}{at}: {}", sentence(&failure.message))
}

/// Ends a message as a sentence ends.
fn sentence(message: &str) -> String {
    let message = message.trim();
    if message.ends_with(['.', '!', '?']) {
        message.to_owned()
    } else {
        format!("{message}.")
    }
}

/// Why a trial that was run has no figure.
fn lacking(inquiry: &Inquiry<'_>, trial: &Trial) -> String {
    let measure = inquiry.claim.measure.as_str();
    let at = place(trial);
    if measure == TIME {
        let untimed = names(inquiry).find(|&(variant, _)| {
            let lane = |pass: &crate::record::Pass| pass.lane(variant).is_some();
            !trial.passes.iter().any(lane)
        });
        let name = untimed.map_or(inquiry.claim.variant.as_str(), |(_, name)| name);
        return format!("`{name}` was not timed at {at}: run `cargo bench` to its end.");
    }
    let uncounted = names(inquiry).find(|&(variant, _)| inquiry.count(trial, variant).is_none());
    let name = uncounted.map_or(inquiry.claim.variant.as_str(), |(_, name)| name);
    if BUILT_IN.contains(&measure) {
        format!(
            "The {measure} of `{name}` at {at} differ from call to call, so there is no exact \
             count: make each call do the same work."
        )
    } else {
        format!(
            "`{name}` has no count of its {measure} at {at}: add `.count(\"{measure}\", …)` to \
             that variant."
        )
    }
}

/// Why no trial of the record is covered.
fn uncovered(inquiry: &Inquiry<'_>) -> String {
    let (record, claim) = (inquiry.record, inquiry.claim);
    let within_claim = |trial: &&Trial| claim.covers(&trial.case, trial.size);
    if let Some(trial) = record.trials.iter().find(within_claim) {
        let limit = names(inquiry)
            .filter_map(|(variant, name)| Some((record.variants[variant].up_to?, name)))
            .min();
        let (up_to, name) = limit.unwrap_or((trial.size, claim.variant.as_str()));
        return format!(
            "`{name}` is run up to n = {} only, and the claim speaks of larger sizes.",
            size(up_to)
        );
    }
    let mut sizes: Vec<u64> = record.trials.iter().map(|trial| trial.size).collect();
    sizes.sort_unstable();
    match (sizes.first(), sizes.last()) {
        (Some(&first), Some(&last)) => format!(
            "This run measured sizes from n = {} to {}, none of which the claim speaks of: run \
             it without `--quick` and without a filter.",
            size(first),
            size(last)
        ),
        _ => "This run measured no size: run it without a filter.".to_owned(),
    }
}
