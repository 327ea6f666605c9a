//! A claim as a sentence.

use crate::claim::{Claim, Prediction, Scope, TIME};
use crate::figures::{capitalised, count, percent, significant, size};

/// Writes a claim as a sentence without a full stop, as titles are.
pub(super) fn of(claim: &Claim) -> String {
    let name = claim.variant;
    let (measure, noun) = (claim.measure, noun(claim.measure));
    let timed = measure == TIME;
    let said = match claim.prediction {
        Prediction::Unstated => format!("Nothing is said of `{name}`"),
        Prediction::Beats { other, by } if timed && by <= 1.0 => {
            format!("`{name}` is at least as fast as `{other}`")
        }
        Prediction::Beats { other, by } if timed => {
            let by = significant(by, 3);
            format!("`{name}` is at least {by} times as fast as `{other}`")
        }
        Prediction::Beats { other, by } if by <= 1.0 => {
            format!("{noun} of `{name}` is at most that of `{other}`")
        }
        Prediction::Beats { other, by } => {
            let by = significant(by, 3);
            format!("{noun} of `{other}` is at least {by} times that of `{name}`")
        }
        Prediction::Between { other, low, high } => {
            let (low, high) = (significant(low, 3), significant(high, 3));
            format!("{noun} of `{name}` is {low} to {high} times that of `{other}`")
        }
        Prediction::Within { other, tolerance } => {
            let tolerance = percent(tolerance);
            format!("{noun} of `{name}` is that of `{other}`, within {tolerance}")
        }
        Prediction::Grows(class) => format!("{noun} of `{name}` grows as {}", class.notation()),
        Prediction::Steady { tolerance } => {
            let tolerance = percent(tolerance);
            format!("{noun} of `{name}` is the same at every size, within {tolerance}")
        }
        Prediction::Equals(value) => format!("{noun} of `{name}` is {}", count(value)),
        Prediction::Follows { words, .. } => format!("{noun} of `{name}` is {words}"),
        Prediction::AtMost(value) => format!("{noun} of `{name}` is at most {}", count(value)),
    };
    capitalised(said + &scope(claim.scope))
}

/// A measure in the singular.
pub(crate) fn noun(measure: &str) -> String {
    match measure {
        TIME => "the time".to_owned(),
        "peak" => "the peak memory".to_owned(),
        count if count.ends_with('s') => format!("the number of {count}"),
        count => format!("the {count}"),
    }
}

fn scope(scope: Scope) -> String {
    let sizes = match (scope.from, scope.up_to) {
        (None, None) => String::new(),
        (Some(from), Some(up_to)) if from == up_to => format!(" at n = {}", size(from)),
        (Some(from), Some(up_to)) => format!(" from n = {} to {}", size(from), size(up_to)),
        (Some(from), None) => format!(" from n = {}", size(from)),
        (None, Some(up_to)) => format!(" up to n = {}", size(up_to)),
    };
    match scope.case {
        Some(case) => format!("{sizes} on `{case}`"),
        None => sizes,
    }
}
