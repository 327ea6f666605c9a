//! What a figure means in practice, at the place that decided: the times behind a ratio, which
//! variant to take at which size, how much there is still to gain.

use crate::claim::TIME;
use crate::figures::{self, UNBOUNDED};
use crate::page::exhibit::{Exhibit, Judged};
use crate::page::plots::per_unit;
use crate::record::{RegisteredPrediction, Trial};
use crate::verdict::Verdict;
use crate::words;

/// One or two sentences; nothing where the evidence says all.
pub(super) fn practice(exhibit: &Exhibit<'_>, judged: &Judged<'_>) -> Option<String> {
    let timed = judged.claim.measure == TIME;
    match &judged.claim.prediction {
        RegisteredPrediction::Beats { .. }
        | RegisteredPrediction::Between { .. }
        | RegisteredPrediction::Leads { .. } => {
            if timed {
                times(exhibit, judged)
            } else {
                each(exhibit, judged)
            }
        }
        RegisteredPrediction::Within { .. } if timed => {
            let alike = judged.judgement.verdict == Verdict::Confirmed;
            let choice = alike.then_some(" Speed is no reason to choose between them.");
            Some(times(exhibit, judged)? + choice.unwrap_or_default())
        }
        RegisteredPrediction::Within { .. } => each(exhibit, judged),
        RegisteredPrediction::Reaches { .. } => room(judged),
        RegisteredPrediction::Crosses { other, .. } => choice(judged, other),
        RegisteredPrediction::Follows { .. } => nothing(judged).or_else(|| each(exhibit, judged)),
        RegisteredPrediction::AtMost(bound) => {
            nothing(judged).or_else(|| bounded(judged, *bound, "of what it allows"))
        }
        RegisteredPrediction::AtLeast(bound) => bounded(judged, *bound, "of what it asks for"),
        RegisteredPrediction::Grows(_) | RegisteredPrediction::Steady { .. } => None,
    }
}

/// The trial that decided.
fn decisive<'a>(exhibit: &Exhibit<'a>, judged: &Judged<'_>) -> Option<&'a Trial> {
    let finding = judged.judgement.decisive.as_ref()?;
    let here = |trial: &&Trial| trial.case == finding.case && Some(trial.size) == finding.size;
    exhibit.record.trials.iter().find(here)
}

/// The places of the claim's variant and of those that it is compared with, with their names.
fn compared<'a>(exhibit: &Exhibit<'a>, judged: &Judged<'a>) -> Option<Vec<(usize, &'a str)>> {
    let names = std::iter::once(judged.claim.variant.as_str()).chain(judged.claim.others());
    let places = names.map(|name| Some((exhibit.record.variant(name)?, name)));
    places.collect()
}

/// `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The times that a ratio is of.
fn times(exhibit: &Exhibit<'_>, judged: &Judged<'_>) -> Option<String> {
    let trial = decisive(exhibit, judged)?;
    let told: Option<Vec<String>> = compared(exhibit, judged)?
        .into_iter()
        .map(|(slot, name)| {
            let time = exhibit.estimates.time_per_call(trial, slot)?.interval;
            let time = figures::time(per_unit(time, trial.work).point);
            Some(format!("{time} with `{name}`"))
        })
        .collect();
    Some(format!(
        "One {} takes {}.",
        words::plain_name(&exhibit.record.unit),
        listed(&told?)
    ))
}

/// Bytes for each element, where bytes are counted.
fn each(exhibit: &Exhibit<'_>, judged: &Judged<'_>) -> Option<String> {
    let measure = judged.claim.measure.as_str();
    let trial = decisive(exhibit, judged).filter(|trial| trial.size > 1)?;
    if !figures::is_bytes(measure) {
        return None;
    }
    let told: Option<Vec<String>> = compared(exhibit, judged)?
        .into_iter()
        .map(|(slot, name)| {
            let count = *trial.counts.get(slot)?.as_ref()?.get(measure)?;
            let bytes = figures::significant(count / trial.size as f64, 3);
            Some(format!("{bytes} with `{name}`"))
        })
        .collect();
    Some(format!(
        "Divided by n, in bytes, that is {}.",
        listed(&told?)
    ))
}

/// What the limit leaves to be gained.
fn room(judged: &Judged<'_>) -> Option<String> {
    let share = judged.judgement.decisive.as_ref()?.figure.point;
    if !(share > 0.0 && share.is_finite()) {
        return None;
    }
    Some(if share > 1.0 {
        "Above 100 % it gets by with less than the limit counts.".to_owned()
    } else {
        format!(
            "No way of doing this work can be more than {} times as fast on this machine.",
            figures::significant(1.0 / share, 3)
        )
    })
}

/// Which variant is the faster one at which size.
fn choice(judged: &Judged<'_>, other: &str) -> Option<String> {
    let found = judged.judgement.decisive.as_ref()?.figure;
    let known = found.low >= 1.0 && found.low < found.high && found.high < UNBOUNDED;
    known.then(|| {
        format!(
            "So `{other}` is faster up to n = {}, and `{}` from n = {} on.",
            figures::size(found.low as u64),
            judged.claim.variant,
            figures::size(found.high as u64)
        )
    })
}

/// Work that is not done at all.
fn nothing(judged: &Judged<'_>) -> Option<String> {
    let most = judged.judgement.findings.iter();
    let most = most.map(|finding| finding.figure.high).reduce(f64::max)?;
    (most == 0.0 && judged.claim.measure == "allocations")
        .then(|| "The allocator is not asked for anything.".to_owned())
}

/// How much of a bound was used.
fn bounded(judged: &Judged<'_>, bound: f64, of: &str) -> Option<String> {
    let share = judged.judgement.decisive.as_ref()?.figure.point / bound;
    let telling = share.is_finite() && share > 0.0 && share != 1.0;
    telling.then(|| {
        if share < 10.0 {
            format!("That is {} {of}.", figures::percent(share))
        } else {
            format!("That is {} times as much.", figures::significant(share, 3))
        }
    })
}
