//! Gathers what was measured where a claim speaks, and says what is missing.

use super::Inquiry;
use crate::claim::TIME;
use crate::figures::{place, size};
use crate::record::{Failure, INSTRUCTIONS, Kind, NotMeasured, Trial};
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
    knows_cache(inquiry)?;
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
    let record = inquiry.record;
    std::iter::once(inquiry.this)
        .chain(inquiry.others.clone())
        .map(move |place| (place, record.variants[place].name.as_str()))
}

/// Refuses a condition on a level of the cache that the machine does not tell.
fn knows_cache(inquiry: &Inquiry<'_>) -> Result<(), String> {
    let levels = [inquiry.claim.fits, inquiry.claim.beyond];
    let unknown = levels
        .into_iter()
        .flatten()
        .find(|&level| inquiry.record.machine.cache(level).is_none());
    match unknown {
        None => Ok(()),
        Some(level) => Err(format!(
            "The claim speaks of the L{level} cache, which this machine does not tell: judge it on \
             a machine that does."
        )),
    }
}

fn covered<'a>(inquiry: &Inquiry<'a>) -> Vec<&'a Trial> {
    let (record, claim) = (inquiry.record, inquiry.claim);
    let runs = |trial: &Trial, variant: usize| {
        let up_to = inquiry.record.variants[variant].up_to;
        up_to.is_none_or(|largest| trial.size <= largest)
    };
    record
        .trials
        .iter()
        .filter(|trial| record.covers(claim, trial))
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

/// Why the claim's measure could not be taken somewhere that the claim speaks of, where the record
/// says so.
pub(super) fn absence(inquiry: &Inquiry<'_>) -> Option<String> {
    let covered = covered(inquiry);
    covered
        .into_iter()
        .find_map(|trial| absence_at(inquiry, trial))
}

fn absence_at(inquiry: &Inquiry<'_>, trial: &Trial) -> Option<String> {
    let measure = inquiry.claim.measure.as_str();
    names(inquiry).find_map(|(_, name)| {
        let concerns = |absent: &&NotMeasured| absent.concerns(name, measure, trial);
        let absent = inquiry.record.not_measured.iter().find(concerns)?;
        let at = match absent.size {
            Some(_) => format!(" at {}", place(trial)),
            None => String::new(),
        };
        let reason = sentence(&absent.reason);
        Some(match absent.measure.as_deref() {
            None | Some(TIME) => format!("`{name}` was not measured{at}: {reason}"),
            Some(count) => format!("The {count} of `{name}`{at} were not counted: {reason}"),
        })
    })
}

/// Whether there would be figures if threads had not waited for their cores.
fn threads_waited(inquiry: &Inquiry<'_>, trial: &Trial) -> bool {
    let (this, estimates) = (inquiry.this, inquiry.estimates);
    let beside = |other| estimates.ln_ratios(trial, this, other).mute;
    estimates.times(trial, this).mute > 0 || inquiry.others.iter().any(|&other| beside(other) > 0)
}

/// Why a trial that was run has no figure.
fn lacking(inquiry: &Inquiry<'_>, trial: &Trial) -> String {
    if let Some(absence) = absence_at(inquiry, trial) {
        return absence;
    }
    let measure = inquiry.claim.measure.as_str();
    let at = place(trial);
    if measure == TIME && threads_waited(inquiry, trial) {
        return format!(
            "The time of `{}` at {at} is not known: in most slices of every pass, threads waited \
             for a core that something else had. Repeat it when the machine is quiet.",
            inquiry.claim.variant
        );
    }
    if measure == TIME {
        let untimed = names(inquiry).find(|&(variant, _)| {
            let lane = |pass: &crate::record::Pass| pass.lane(variant).is_some();
            !trial.passes.iter().any(lane)
        });
        let name = untimed.map_or(inquiry.claim.variant.as_str(), |(_, name)| name);
        return format!("`{name}` was not timed at {at}: run `cargo bench` to its end.");
    }
    let uncounted = names(inquiry).find(|&(of, _)| inquiry.takes(trial, &[of]).is_none());
    let name = uncounted.map_or(inquiry.claim.variant.as_str(), |(_, name)| name);
    let kind = uncounted.map(|(variant, _)| inquiry.record.variants[variant].kind);
    if kind == Some(Kind::Peer) {
        let why = "it runs in another process, which is not seen from here";
        let fix = match measure {
            INSTRUCTIONS => "claim them of a variant in Rust",
            _ => "let its file count them",
        };
        return format!("`{name}` tells no {measure} at {at}: {why}; {fix}.");
    }
    if measure == INSTRUCTIONS {
        return format!(
            "The instructions of `{name}` at {at} were not counted: run `cargo bench -- \
             --instructions` where `valgrind` is installed."
        );
    }
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

/// Why no trial keeps the condition on the cache.
fn outside_cache(inquiry: &Inquiry<'_>) -> String {
    let wanted = match (inquiry.claim.fits, inquiry.claim.beyond) {
        (Some(level), None) => format!("fits L{level}: add smaller sizes"),
        (None, Some(level)) => format!("exceeds L{level}: add larger sizes"),
        _ => "keeps the claim's condition on the cache: add sizes, or widen it".to_owned(),
    };
    format!("At no size that the claim speaks of and this run measured the input {wanted}.")
}

/// Why no trial of the record is covered.
fn uncovered(inquiry: &Inquiry<'_>) -> String {
    let (record, claim) = (inquiry.record, inquiry.claim);
    let within_claim = |trial: &&Trial| claim.covers(&trial.case, trial.size);
    let kept = |trial: &Trial| record.covers(claim, trial);
    let mut named = record.trials.iter().filter(within_claim).peekable();
    if named.peek().is_some() && !named.any(kept) {
        return outside_cache(inquiry);
    }
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
    let measured = match (sizes.first(), sizes.last()) {
        (Some(first), Some(last)) if first == last => format!("n = {} alone", size(*first)),
        (Some(&first), Some(&last)) => format!("n = {} to {}", size(first), size(last)),
        _ => return "This run measured no size: run it without a filter.".to_owned(),
    };
    format!(
        "This run measured {measured}, and the claim speaks of no such size: run it without a \
         filter, or with `--thorough`."
    )
}
