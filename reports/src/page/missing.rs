//! What was not measured, and why.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::claim::TIME;
use crate::figures;
use crate::record::{NotMeasured, Record};
use crate::words;

/// What was not run at all somewhere, at the top of the page: it is no failure, but it must be
/// seen. Nothing where all was.
pub(super) fn notice(record: &Record) -> Markup {
    let lines = lines(record.not_measured.iter().filter(|of| is_untimed(of)));
    html! {
        @if !lines.is_empty() {
            section.notice.inconclusive {
                h2 { "Not measured here" }
                ul { @for line in &lines { li { (line) } } }
            }
        }
    }
}

/// What was run and only not counted, beside the figures; nothing where all was.
pub(super) fn section(record: &Record) -> Markup {
    let lines = lines(record.not_measured.iter().filter(|of| !is_untimed(of)));
    html! {
        @if !lines.is_empty() {
            div.missing.soft.small {
                @for line in &lines { div { "Not measured: " (line) } }
            }
        }
    }
}

fn is_untimed(missing: &NotMeasured) -> bool {
    missing
        .measure
        .as_deref()
        .is_none_or(|measure| measure == TIME)
}

/// Each reason once; several places that it concerns stand behind a click.
fn lines<'r>(all: impl Iterator<Item = &'r NotMeasured>) -> Vec<Markup> {
    let mut reasons: BTreeMap<(&str, &str), Vec<&NotMeasured>> = BTreeMap::new();
    for missing in all {
        let measure = missing.measure.as_deref().unwrap_or_default();
        let concerned = reasons.entry((measure, missing.reason.as_str()));
        concerned.or_default().push(missing);
    }
    let lines = reasons.into_iter().map(|((measure, reason), concerned)| {
        let places: Vec<String> = concerned.iter().map(|of| place(of)).collect();
        line(measure, reason, &places)
    });
    lines.collect()
}

fn line(measure: &str, reason: &str, places: &[String]) -> Markup {
    let many = words::several(places.len(), "place");
    html! {
        @if !measure.is_empty() { (words::name(measure)) " of " }
        @match places {
            [place] => bdi { (place) },
            _ => (many),
        }
        ": " (words::prose(reason)) "."
        @if places.len() > 1 {
            details {
                summary { (many) }
                p { @for (i, place) in places.iter().enumerate() {
                    @if i > 0 { "; " }
                    bdi { (place) }
                } }
            }
        }
    }
}

/// What a reason concerns.
fn place(missing: &NotMeasured) -> String {
    let variant = missing.variant.as_deref().map(words::plain_name);
    let case = missing.case.as_deref().filter(|case| !case.is_empty());
    let size = missing
        .size
        .map(|size| format!("n = {}", figures::size(size)));
    let parts = [
        Some(variant.unwrap_or("all variants").to_owned()),
        case.map(str::to_owned),
        size,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
