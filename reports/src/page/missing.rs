//! What was not measured, and why.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::figures;
use crate::record::{NotMeasured, Record};
use crate::words;

/// A list of reasons, each once, with what it concerns behind a click; nothing where all was
/// measured.
pub(super) fn section(record: &Record) -> Markup {
    let mut reasons: BTreeMap<(&str, &str), Vec<&NotMeasured>> = BTreeMap::new();
    for missing in &record.not_measured {
        let measure = missing.measure.as_deref().unwrap_or_default();
        let concerned = reasons.entry((measure, missing.reason.as_str()));
        concerned.or_default().push(missing);
    }
    html! {
        @for ((measure, reason), concerned) in &reasons {
            @let places: Vec<String> = concerned.iter().filter_map(|of| place(of)).collect();
            div.soft.small {
                p {
                    "Not measured: "
                    @if !measure.is_empty() { (words::name(measure)) ", for " }
                    (words::prose(reason)) "."
                }
                @if !places.is_empty() {
                    details {
                        summary { (words::several(places.len(), "place")) }
                        p { @for (i, place) in places.iter().enumerate() {
                            @if i > 0 { "; " }
                            bdi { (place) }
                        } }
                    }
                }
            }
        }
    }
}

/// What a reason concerns; nothing when that is all.
fn place(missing: &NotMeasured) -> Option<String> {
    let case = missing.case.as_deref().filter(|case| !case.is_empty());
    let parts = [
        missing
            .variant
            .as_deref()
            .map(|name| words::plain_name(name).to_owned()),
        missing
            .size
            .map(|size| format!("n = {}", figures::size(size))),
        case.map(str::to_owned),
    ];
    let named: Vec<String> = parts.into_iter().flatten().collect();
    (!named.is_empty()).then(|| named.join(", "))
}
