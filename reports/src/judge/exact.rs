//! Claims about an exact count: a value, a formula of the size, a bound.

use super::Inquiry;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use crate::figures::{self, count, place};
use crate::record::{RegisteredPrediction, Take, Trial};
use crate::verdict::{Judgement, Range, Verdict};

pub(super) fn judge(inquiry: &Inquiry<'_>) -> Judgement {
    let claim = inquiry.claim;
    if inquiry.timed() {
        let why = format!(
            "The claim predicts the time of `{}` exactly, which no clock can confirm: predict a \
             ratio, or an exact count.",
            claim.variant
        );
        return outcome::not_measured(claim, why);
    }
    let gathered = gather(inquiry, |trial| inquiry.takes(trial, &[inquiry.this]));
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(claim, why),
    };
    let (judged, parts): (Vec<Judged<'_>>, Vec<Part>) = found
        .into_iter()
        .filter_map(|(trial, takes)| Some(weakest(trial, takes, predicted(inquiry, trial)?)))
        .unzip();
    if judged.is_empty() {
        let why = "The claim's formula was not evaluated at any size of this run: run it again \
                   from the source that states the claim.";
        return outcome::not_measured(inquiry.claim, why.to_owned());
    }
    let sentence = |at: usize| sentence(inquiry, &judged, &parts, at);
    outcome::conclude(claim, &parts, gap, sentence, |_| None)
}

/// A trial, the count of all that were taken there which is the nearest to the wrong side, and
/// what is predicted.
struct Judged<'a> {
    trial: &'a Trial,
    take: Take,
    predicted: Range,
}

impl Judged<'_> {
    fn found(&self) -> f64 {
        self.take.counts[0]
    }
}

/// A formula must hold for every input: the count that is nearest to the wrong side decides.
fn weakest(trial: &Trial, mut takes: Vec<Take>, predicted: Range) -> (Judged<'_>, Part) {
    let mut parts: Vec<Part> = takes
        .iter()
        .map(|take| part(trial, take.counts[0], predicted))
        .collect();
    let decisive = outcome::decisive(parts.iter());
    let take = takes.swap_remove(decisive);
    (
        Judged {
            trial,
            take,
            predicted,
        },
        parts.swap_remove(decisive),
    )
}

/// The verdict of an exact figure: it is inside or not.
pub(super) fn verdict(inside: bool) -> Verdict {
    if inside {
        Verdict::Confirmed
    } else {
        Verdict::Refuted
    }
}

/// What is predicted at a trial; absent when the formula was not evaluated at its size.
fn predicted(inquiry: &Inquiry<'_>, trial: &Trial) -> Option<Range> {
    match &inquiry.claim.prediction {
        RegisteredPrediction::AtMost(bound) => Some(Range {
            low: None,
            high: Some(*bound),
        }),
        RegisteredPrediction::AtLeast(bound) => Some(Range {
            low: Some(*bound),
            high: None,
        }),
        RegisteredPrediction::Follows {
            values, tolerance, ..
        } => {
            let value = *values.get(&trial.size)?;
            Some(outcome::around(Some(value), *tolerance))
        }
        _ => None,
    }
}

fn part(trial: &Trial, found: f64, predicted: Range) -> Part {
    let high = predicted.high.unwrap_or(f64::MAX);
    let low = predicted.low.unwrap_or(f64::MIN);
    let margin = (found - low).min(high - found);
    let inside = margin >= 0.0 || outcome::equal(found, low) || outcome::equal(found, high);
    let verdict = verdict(inside);
    Part {
        finding: outcome::finding(trial, outcome::exact(found), predicted, verdict),
        refutes: !inside,
        margin: if inside { margin.max(0.0) } else { margin },
        chance: None,
    }
}

fn sentence(
    inquiry: &Inquiry<'_>,
    judged: &[Judged<'_>],
    parts: &[Part],
    decisive: usize,
) -> String {
    let measure = inquiry.subject();
    let Judged {
        trial, predicted, ..
    } = &judged[decisive];
    let found = judged[decisive].found();
    let asked = figures::range(*predicted, count);
    let wrong = parts.iter().filter(|part| part.refutes).count();
    let trials = parts.len();
    if wrong > 0 {
        let of = if trials > 1 {
            let contradict = if wrong == 1 {
                "contradicts"
            } else {
                "contradict"
            };
            format!(" {wrong} of {trials} trials {contradict} it.")
        } else {
            String::new()
        };
        return format!(
            "{measure} is {} at {}{}; the claim asks for {asked}.{of}",
            count(found),
            place(trial),
            inquiry.whence(&judged[decisive].take)
        );
    }
    let same = judged
        .iter()
        .all(|other| outcome::equal(other.found(), found));
    let everywhere = match trials {
        1 => format!("at {}", place(trial)),
        n if same => format!("at all {n} trials"),
        n => {
            let words = match &inquiry.claim.prediction {
                RegisteredPrediction::Follows {
                    words, tolerance, ..
                } => figures::give_or_take(words, *tolerance),
                _ => asked,
            };
            return format!(
                "{measure} is {words} at all {n} trials, such as {} at {}.",
                count(found),
                place(trial)
            );
        }
    };
    format!(
        "{measure} is {} {everywhere}; the claim asks for {asked}.",
        count(found)
    )
}
