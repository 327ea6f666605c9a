//! All times before and now, with the instructions that they took.

use maud::{Markup, html};

use crate::chart::mark;
use crate::figures;
use crate::page::exhibit::Exhibit;
use crate::page::head::{head, number, text};
use crate::page::moved::{Change, Moved};
use crate::page::pointer;
use crate::words;

use super::name;

/// A ratio of counts, which is known to more digits than one of times.
fn exactly(ratio: f64) -> String {
    format!("{}×", figures::significant(ratio, 5))
}

/// All times that were measured in both runs.
pub(super) fn table(all: &[(&Exhibit<'_>, &Moved<'_>)]) -> Markup {
    let counted = all.iter().any(|(_, figure)| figure.instructions.is_some());
    let first = [text("Experiment"), text("Variant")];
    let figures = ["Before", "Now", "Ratio", "Noise"].map(number);
    let instructions = counted.then(|| number("Instructions"));
    let columns: Vec<Markup> = first
        .into_iter()
        .chain(figures)
        .chain(instructions)
        .chain([text("Change")])
        .collect();
    html! {
        div.scroll tabindex="0" role="region" aria-label="All times before and now" {
            table.figures.sortable {
                (head(&columns))
                tbody { @for (exhibit, figure) in all { (row(exhibit, figure, counted)) } }
            }
        }
    }
}

fn time(nanoseconds: f64) -> Markup {
    html! { td.n data-v=(words::sortable(nanoseconds)) { (figures::time(nanoseconds)) } }
}

fn row(exhibit: &Exhibit<'_>, figure: &Moved<'_>, counted: bool) -> Markup {
    let (sign, class, word) = match figure.change() {
        Change::Faster => ("▼", "confirmed", "faster"),
        Change::Slower => ("▲", "refuted", "slower"),
        Change::Within => ("=", "not-measured", "within noise"),
    };
    let source = pointer(exhibit.record, figure.trial);
    html! {
        tr data-record=(exhibit.record.id()) data-src=(source) data-variant=(figure.slot) {
            th scope="row" {
                a href=(exhibit.address) title=(exhibit.record.id()) {
                    (words::name(&exhibit.record.experiment))
                }
            }
            td { span.named { (mark::swatch(figure.slot)) bdi { (name(exhibit, figure)) } } }
            (time(figure.before.point))
            (time(figure.now.point))
            td.n data-v=(words::sortable(figure.ratio.point)) {
                (figures::ratio(figure.ratio.point))
                span.ci { "[" (figures::interval(figure.ratio, figures::ratio)) "]" }
            }
            td.n data-v=(words::sortable(figure.noise)) { "±" (figures::percent(figure.noise)) }
            @if counted {
                @match figure.instructions {
                    Some(ratio) => { td.n data-v=(words::sortable(ratio)) { (exactly(ratio)) } }
                    None => { td.n { "–" } }
                }
            }
            td { span class={ "chip " (class) } { span aria-hidden="true" { (sign) } " " (word) } }
        }
    }
}
