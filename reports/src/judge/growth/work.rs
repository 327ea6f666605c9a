//! Growth of a time, told by the work that the time is spent on.
//!
//! How an algorithm grows is a statement about its work, and time says it only while the data fit
//! the first level of the cache. So a claim about the growth of a time is judged on the first of
//! these that tells: a count of work that the variant offers, its instructions, its time. What the
//! work says is contradicted by a time, inside the first level of the cache, that says the
//! opposite: then nothing is decided.
//!
//! A count stands for the work only while its units follow each other quickly: of events that are
//! further apart than [`RARE`], the work between them is not counted.

use std::collections::BTreeSet;

use super::{Inquiry, by_figures};
use crate::claim::Growth;
use crate::record::{INSTRUCTIONS, RegisteredClaim, Trial};
use crate::register::BUILT_IN;
use crate::verdict::{Judgement, Reason, Verdict};

/// Nanoseconds from one counted unit to the next at which it still stands for the work: a miss of
/// all caches, and room for what is done with what was read.
const RARE: f64 = 250.0;

/// Judges a claim about a time by the work, where that tells; else as the time alone does.
pub(super) fn judge(inquiry: &Inquiry<'_>, class: Growth, by_time: Judgement) -> Judgement {
    let told = |measure: &String| {
        let claim = about(inquiry, measure)?;
        let inquiry = Inquiry {
            claim: &claim,
            others: Vec::new(),
            ..*inquiry
        };
        let mut judged = by_figures(&inquiry, class);
        let decided = matches!(judged.verdict, Verdict::Confirmed | Verdict::Refuted);
        judged.sentence += &inquiry.taken();
        decided.then_some(judged)
    };
    if by_time.verdict == Verdict::NotMeasured {
        return by_time;
    }
    match measures(inquiry).iter().find_map(told) {
        Some(by_work) => together(by_work, &by_time),
        None => by_time,
    }
}

/// The measures of the work, in the order in which they are asked: of several counts the one that
/// counts the most, then instructions.
fn measures(inquiry: &Inquiry<'_>) -> Vec<String> {
    let largest = trials(inquiry).max_by_key(|trial| trial.size);
    let counts = largest.and_then(|trial| trial.counts.get(inquiry.this)?.as_ref());
    let mut offered: Vec<(&String, f64)> = counts
        .into_iter()
        .flatten()
        .filter(|(measure, _)| !BUILT_IN.contains(&measure.as_str()) && *measure != INSTRUCTIONS)
        .map(|(measure, count)| (measure, *count))
        .collect();
    offered.sort_by(|a, b| b.1.total_cmp(&a.1));
    let frequent = offered
        .first()
        .filter(|(measure, _)| frequent(inquiry, measure));
    let counted = frequent.map(|(measure, _)| (*measure).clone());
    counted
        .into_iter()
        .chain([INSTRUCTIONS.to_owned()])
        .collect()
}

/// The trials of which the claim speaks.
fn trials<'a>(inquiry: &Inquiry<'a>) -> impl Iterator<Item = &'a Trial> {
    let (record, claim) = (inquiry.record, inquiry.claim);
    let trials = record.trials.iter();
    trials.filter(move |trial| record.covers(claim, trial))
}

/// Whether a counted unit stands for the work, wherever that was timed.
fn frequent(inquiry: &Inquiry<'_>, measure: &str) -> bool {
    let mut units = trials(inquiry).filter_map(|trial| {
        let (least, _) = trial.count_range(measure, inquiry.this)?;
        let time = inquiry.estimates.time_per_call(trial, inquiry.this)?;
        Some(time.interval.point / least)
    });
    units.all(|unit| unit <= RARE)
}

/// The same claim about another measure, up to the largest size at which each case has it; absent
/// where a case has none.
fn about(inquiry: &Inquiry<'_>, measure: &str) -> Option<RegisteredClaim> {
    let cases: BTreeSet<&str> = trials(inquiry).map(|trial| trial.case.as_str()).collect();
    let reach = |case: &str| {
        let counted = trials(inquiry).filter(|trial| trial.case == case);
        let counted = counted.filter(|trial| !trial.takes(measure, &[inquiry.this]).is_empty());
        counted.map(|trial| trial.size).max()
    };
    let reaches: Option<Vec<u64>> = cases.into_iter().map(reach).collect();
    Some(RegisteredClaim {
        measure: measure.to_owned(),
        up_to: Some(reaches?.into_iter().min()?),
        ..inquiry.claim.clone()
    })
}

/// What the work says, unless the time says the opposite.
fn together(by_work: Judgement, by_time: &Judgement) -> Judgement {
    let opposite = match by_work.verdict {
        Verdict::Confirmed => Verdict::Refuted,
        _ => Verdict::Confirmed,
    };
    if by_time.verdict == opposite {
        return Judgement {
            verdict: Verdict::Inconclusive,
            reason: Some(Reason::Contradiction),
            chance: None,
            sentence: format!(
                "Work and time contradict each other. {} {}",
                by_work.sentence, by_time.sentence
            ),
            ..by_work
        };
    }
    let mut judged = by_work;
    if by_time.verdict == judged.verdict {
        judged.sentence += " Its time, while the input fits the first level of the cache, says so \
                            too.";
    }
    judged
}
