//! The words of the pages: one for each thing, everywhere.

use maud::{Markup, html};

use crate::claim::TIME;
use crate::figures;
pub(crate) use crate::figures::several;
use crate::record::{Effort, Kind, RegisteredClaim, RegisteredPrediction};
use crate::verdict::{Judgement, Quantity, Verdict};

/// How a verdict is shown: never by colour alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Badge {
    pub(crate) class: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) word: &'static str,
}

/// All verdicts, in the order in which pages count them.
pub(crate) const VERDICTS: [Verdict; 4] = [
    Verdict::Confirmed,
    Verdict::Refuted,
    Verdict::Inconclusive,
    Verdict::NotMeasured,
];

pub(crate) fn badge(verdict: Verdict) -> Badge {
    let (class, sign, word) = match verdict {
        Verdict::Confirmed => ("confirmed", "✓", "confirmed"),
        Verdict::Refuted => ("refuted", "✗", "refuted"),
        Verdict::Inconclusive => ("inconclusive", "?", "inconclusive"),
        Verdict::NotMeasured => ("not-measured", "–", "not measured"),
    };
    Badge { class, sign, word }
}

/// A verdict as a coloured label.
pub(crate) fn chip(verdict: Verdict) -> Markup {
    let Badge { class, sign, word } = badge(verdict);
    html! { span class={ "chip " (class) } { span aria-hidden="true" { (sign) } " " (word) } }
}

/// A verdict with how often it was reached, as a coloured label.
pub(crate) fn counted(verdict: Verdict, count: usize) -> Markup {
    let Badge { class, sign, word } = badge(verdict);
    html! {
        span class={ "chip " (class) } {
            span aria-hidden="true" { (sign) } " " (figures::size(count as u64)) " " (word)
        }
    }
}

/// A name from a record, kept from turning the text around it; an empty one is said to be so.
pub(crate) fn name(name: &str) -> Markup {
    html! { bdi { (plain_name(name)) } }
}

/// A name from a record where there is no markup.
pub(crate) fn plain_name(name: &str) -> &str {
    if name.trim().is_empty() {
        "(no name)"
    } else {
        name
    }
}

/// A sentence in which names stand between backticks.
pub(crate) fn prose(sentence: &str) -> Markup {
    html! { bdi { (coded(sentence)) } }
}

/// A sentence as authors write it, which may begin small and end without a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = figures::capitalised(text.trim().to_owned());
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text
    } else {
        text + "."
    }
}

/// A sentence as [`prose`] shows it, for a place that keeps its text from turning what is around
/// it.
pub(crate) fn coded(sentence: &str) -> Markup {
    let sentence = unbroken(plain_name(sentence));
    html! {
        @for (i, part) in sentence.split('`').enumerate() {
            @if i % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// Keeps figures and their units on one line.
pub(crate) fn unbroken(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
        .replace("n = ", "n\u{a0}=\u{a0}")
}

/// A figure for sorting by, in few characters; a whole number as it is.
pub(crate) fn sortable(x: f64) -> String {
    if x.fract() == 0.0 {
        return x.to_string();
    }
    let short: f64 = format!("{x:.4e}").parse().unwrap_or(x);
    short.to_string()
}

/// What a measure is of: times are per unit of work, counts per call.
pub(crate) fn measure(measure: &str, unit: &str) -> String {
    match measure {
        TIME => format!("time per {}", plain_name(unit)),
        "bytes" => "bytes allocated per call".into(),
        "peak" => "peak bytes of a call".into(),
        "resident" => "bytes that a fresh process grows by".into(),
        other => format!("{} per call", plain_name(other)),
    }
}

/// What the figures of a claim are.
pub(crate) fn quantity(claim: &RegisteredClaim, quantity: Quantity) -> String {
    let what = match claim.measure.as_str() {
        "" => "figure",
        measure => measure,
    };
    let other = claim.other().map(plain_name).unwrap_or_default();
    match quantity {
        Quantity::Speedup if what == TIME => format!("times as fast as {other}"),
        Quantity::Speedup => format!("{what} of {other} over its own"),
        Quantity::Ratio => format!("{what} relative to {other}"),
        Quantity::Spread => format!("largest {what} over smallest"),
        Quantity::Misfit => format!("departure of the {what} from the class"),
        Quantity::Share => "share of the limit".to_owned(),
        Quantity::Count => what.to_owned(),
        Quantity::Size => format!("size from which it needs less {what} than {other}"),
    }
}

/// What a claim predicts, in the unit of its figures.
pub(crate) fn prediction(claim: &RegisteredClaim, judgement: &Judgement) -> String {
    let words = match &claim.prediction {
        RegisteredPrediction::Grows(class) => class.notation().to_owned(),
        RegisteredPrediction::Follows {
            words, tolerance, ..
        } => figures::give_or_take(words, *tolerance),
        RegisteredPrediction::Steady { tolerance } => {
            format!(
                "the same at every size, within {}",
                figures::percent(*tolerance)
            )
        }
        RegisteredPrediction::Within { tolerance, .. } => {
            format!("equal, within {}", figures::percent(*tolerance))
        }
        _ => figures::range(judgement.predicted, |x| {
            figures::quantity(judgement.quantity, x)
        }),
    };
    unbroken(&words)
}

/// What stands inside the clock.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Reads => "reads the shared input",
        Kind::Prepared => "reads a structure of its own, prepared outside the clock",
        Kind::Fresh => "uses up a fresh structure each call, made outside the clock",
        Kind::InPlace => "changes a copy of the input, made outside the clock",
        Kind::Timed => "times itself",
        Kind::Peer => "runs in another process, on a copy of the input",
    }
}

pub(crate) fn effort(effort: Effort) -> &'static str {
    match effort {
        Effort::Quick => "quick",
        Effort::Default => "default",
        Effort::Thorough => "thorough",
    }
}

/// A point in time as pages write it: `2026-11-22 13:40 UTC`; what is no time is left as it is.
pub(crate) fn moment(rfc3339: &str) -> String {
    rfc3339.parse::<jiff::Timestamp>().map_or_else(
        |_| rfc3339.to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// How likely something is, at most.
pub(crate) fn chance(share: f64) -> String {
    if share < 1e-6 {
        return "less than one case in a million".into();
    }
    unbroken(&format!("at most {} of cases", figures::percent(share)))
}

/// A commit as pages write it.
pub(crate) fn commit(commit: Option<&crate::record::Commit>) -> String {
    let dirty = commit.is_some_and(|commit| commit.dirty);
    commit_at(commit.map(|commit| commit.hash.as_str()), dirty)
}

/// A commit by its hash.
pub(crate) fn commit_at(hash: Option<&str>, dirty: bool) -> String {
    hash.map_or_else(
        || "no commit".to_owned(),
        |hash| {
            let short: String = hash.chars().take(10).collect();
            let state = if dirty {
                ", with changes not committed"
            } else {
                ""
            };
            format!("commit {short}{state}")
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_backticks_are_code() {
        let shown = prose("`a<b` beats `c` by 2×").into_string();
        assert_eq!(
            shown,
            "<bdi><code>a&lt;b</code> beats <code>c</code> by 2×</bdi>"
        );
    }

    #[test]
    fn a_moment_that_is_none_is_shown_as_it_is() {
        assert_eq!(moment("2026-11-22T13:40:05Z"), "2026-11-22 13:40 UTC");
        assert_eq!(moment("yesterday"), "yesterday");
    }

    #[test]
    fn empty_names_are_said_to_be_empty() {
        assert_eq!(name(" ").into_string(), "<bdi>(no name)</bdi>");
    }
}
