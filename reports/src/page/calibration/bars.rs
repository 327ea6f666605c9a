//! The bars that the laboratory sets itself, and how the calibration stands to each.

use maud::{Markup, html};

use crate::calibration::{Bar, Calibration, Standing, bars};
use crate::page::head::{head, text};
use crate::words;

/// One table: bars that ask the same stand together.
pub(super) fn table(calibration: &Calibration) -> Markup {
    let bars = bars(calibration);
    let groups: Vec<&[Bar]> = bars.chunk_by(|a, b| a.asked == b.asked).collect();
    html! {
        h2 #bars { "What this laboratory asks of itself" }
        p { (tally(&bars)) }
        div.scroll tabindex="0" role="region" aria-label="Bars" {
            table.figures {
                (head(&[text("Where"), text("Measured, with its 95\u{a0}% interval"), text("Bar")]))
                @for group in groups {
                    tbody {
                        tr { th scope="rowgroup" colspan="3" { (group[0].asked) } }
                        @for bar in group {
                            tr {
                                td { (words::name(&bar.place)) }
                                td { bdi { (found(bar)) } }
                                td { (chip(bar.standing)) }
                            }
                        }
                    }
                }
            }
        }
        @if !calibration.not_measured.is_empty() {
            ul.soft.small {
                @for sentence in &calibration.not_measured { li { bdi { (sentence) } } }
            }
        }
    }
}

fn found(bar: &Bar) -> &str {
    if bar.found.is_empty() {
        "–"
    } else {
        &bar.found
    }
}

/// `30 bars: 28 met, 1 missed, 1 not measured.`
fn tally(bars: &[Bar]) -> String {
    let count = |standing: Standing| bars.iter().filter(|bar| bar.standing == standing).count();
    let all = [Standing::Met, Standing::Missed, Standing::NotMeasured];
    let parts: Vec<String> = all
        .into_iter()
        .map(|standing| format!("{} {}", count(standing), standing.words()))
        .collect();
    format!("{} bars: {}.", bars.len(), parts.join(", "))
}

fn chip(standing: Standing) -> Markup {
    let (class, sign) = match standing {
        Standing::Met => ("confirmed", "✓"),
        Standing::Missed => ("refuted", "✗"),
        Standing::NotMeasured => ("not-measured", "–"),
    };
    html! {
        span class={ "chip " (class) } { span aria-hidden="true" { (sign) } " " (standing.words()) }
    }
}
