//! A claim as a sentence.

use crate::claim::{Claim, Prediction, Scope, TIME};
use crate::figures::{UNBOUNDED, capitalised, count, give_or_take, percent, significant, size};

/// Writes a claim as a sentence without a full stop, as titles are.
pub(super) fn of(claim: &Claim, limit: Option<&str>) -> String {
    let name = claim.variant;
    let (measure, noun) = (claim.measure, noun(claim.measure));
    let timed = measure == TIME;
    let said = match claim.prediction {
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
            let range = between(low, high);
            format!("{noun} of `{name}` is {range} times that of `{other}`")
        }
        Prediction::Leads { others } => order(claim, others),
        Prediction::Crosses { other, low, high } => {
            let what = match timed {
                true => format!("`{name}` becomes faster than `{other}`"),
                false => format!("{noun} of `{name}` becomes smaller than that of `{other}`"),
            };
            format!("{what} between n = {} and {}", size(low), size(high))
        }
        Prediction::Within { other, tolerance } => {
            let tolerance = percent(tolerance);
            format!("{noun} of `{name}` is that of `{other}`, within {tolerance}")
        }
        _ => alone(claim),
    };
    let limit = match claim.prediction {
        Prediction::Reaches { .. } => limit.map_or(String::new(), |words| format!(": {words}")),
        _ => String::new(),
    };
    capitalised(said + &scope(claim.scope) + &limit)
}

/// What is said of a variant that is compared with none.
fn alone(claim: &Claim) -> String {
    let (name, noun) = (claim.variant, noun(claim.measure));
    match claim.prediction {
        Prediction::Grows(class) => format!("{noun} of `{name}` grows as {}", class.notation()),
        Prediction::Steady { tolerance } => {
            let tolerance = percent(tolerance);
            format!("{noun} of `{name}` is the same at every size, within {tolerance}")
        }
        Prediction::Reaches { share } => {
            format!("`{name}` reaches at least {} of the limit", percent(share))
        }
        Prediction::Equals(value) => format!("{noun} of `{name}` is {}", count(value)),
        Prediction::Follows {
            words, tolerance, ..
        } => {
            let value = give_or_take(words, tolerance);
            format!("{noun} of `{name}` is {value}")
        }
        Prediction::AtMost(value) => format!("{noun} of `{name}` is at most {}", count(value)),
        Prediction::AtLeast(value) => format!("{noun} of `{name}` is at least {}", count(value)),
        _ => format!("Nothing is said of `{name}`"),
    }
}

/// The order of several variants.
fn order(claim: &Claim, others: &[&str]) -> String {
    let name = claim.variant;
    let names: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
    let timed = claim.measure == TIME;
    let (least, than) = if timed {
        ("at least as fast", "as")
    } else {
        ("no larger", "than that of")
    };
    let chain = names.join(&format!(", {least} {than} "));
    if timed {
        format!("`{name}` is {least} {than} {chain}")
    } else {
        let noun = noun(claim.measure);
        format!("{noun} of `{name}` is {least} {than} {chain}")
    }
}

/// A range of factors; 0 below and [`UNBOUNDED`] above leave it open.
fn between(low: f64, high: f64) -> String {
    let write = |x| significant(x, 3);
    if high >= UNBOUNDED {
        format!("at least {}", write(low))
    } else if low <= 0.0 {
        format!("at most {}", write(high))
    } else if low == high {
        format!("exactly {}", write(low))
    } else {
        format!("{} to {}", write(low), write(high))
    }
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
    let case = scope
        .case
        .map_or(String::new(), |case| format!(" on `{case}`"));
    let cache = |words: &str, level: Option<u32>| {
        level.map_or(String::new(), |level| format!(" {words} L{level}"))
    };
    let fits = cache("while the input fits", scope.fits);
    sizes + &case + &fits + &cache("where the input exceeds", scope.beyond)
}
