//! How often the laboratory is wrong, and what difference it can see: its own calibration.

mod bars;
mod charts;
mod counts;
mod tables;

use maud::{Markup, html};

use crate::calibration::{Calibration, LABORATORY, wilson};
use crate::figures;
use crate::words;

use super::layout::Page;
use super::{Site, rooms};

use counts::{Count, Table};

/// One sentence for other pages: how often the laboratory was wrong.
pub(crate) fn sentence(calibration: &Calibration) -> Option<String> {
    let wrong = Table::of(calibration).wrong(LABORATORY, None);
    (wrong.of > 0).then(|| {
        format!(
            "Of pairs of equals, {} were called different.",
            wrong.words()
        )
    })
}

/// Renders the page.
pub(crate) fn render(site: &Site<'_>, calibration: &Calibration) -> String {
    let table = Table::of(calibration);
    let body = html! {
        h1 { "How often is this laboratory wrong?" }
        p.lead {
            "Functions whose true speed is known went through the same engine and the same judge \
             as every experiment: pairs of equals, and pairs of which one is slower by a known \
             share. What was said of them is counted here."
        }
        @if calibration.rows.is_empty() {
            p { "This calibration holds no rows." }
        } @else {
            div.cards {
                (wrong(&table))
                (seen(&table))
                (circumstances(calibration))
            }
            (bars::table(calibration))
            (charts::false_alarms(&table))
            (tables::equal(&table))
            @if !table.slowdowns.is_empty() {
                (charts::power(&table))
                (tables::power(&table))
            }
            (tables::growth(calibration))
        }
    };
    Page {
        title: "Calibration",
        site,
        room: rooms::CALIBRATION,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

/// The card of false alarms.
fn wrong(table: &Table<'_>) -> Markup {
    let own = table.wrong(LABORATORY, None);
    let (share, _, high) = wilson(own.hits, own.of);
    let covered = Count::sum(
        table.equal(LABORATORY).filter(|row| row.covered.is_some()),
        |row| row.covered.unwrap_or_default(),
    );
    html! {
        section.card {
            h2 { "How often is it wrong?" }
            @if own.of > 0 {
                p.figure { (figures::percent(share)) }
                p {
                    (own.words()) " pairs of equals were called different: at most "
                    (figures::percent(high)) ", with 95\u{a0}% confidence."
                }
            } @else {
                p { "No pair of equals was judged." }
            }
            @if covered.of > 0 {
                p.soft.small {
                    (figures::percent(covered.share())) " of " (figures::size(covered.of))
                    " intervals hold the truth."
                }
            }
            (others(table))
        }
    }
}

/// The false alarms of the other tools on the same functions.
fn others(table: &Table<'_>) -> Markup {
    let others = table.tools.iter().filter(|tool| **tool != LABORATORY);
    let counted: Vec<_> = others
        .map(|tool| (tool, table.wrong(tool, None)))
        .filter(|(_, count)| count.of > 0)
        .collect();
    html! {
        @if !counted.is_empty() {
            p.soft.small {
                "On the same functions: "
                @for (place, (tool, count)) in counted.iter().enumerate() {
                    @if place > 0 { ", " }
                    (words::name(tool)) " " (figures::percent(count.share()))
                }
                "."
            }
        }
    }
}

/// The card of the smallest difference that is found.
fn seen(table: &Table<'_>) -> Markup {
    let conditions = table.conditions.iter().copied();
    let seen: Vec<_> = conditions
        .map(|condition| (condition, table.seen(LABORATORY, condition, None)))
        .collect();
    let worst = seen
        .iter()
        .map(|(_, slowdown)| slowdown.unwrap_or(f64::INFINITY))
        .fold(0.0, f64::max);
    html! {
        section.card {
            h2 { "What difference can it see?" }
            @if table.slowdowns.is_empty() {
                p { "No slow-down was tried." }
            } @else {
                p.figure {
                    @if worst.is_finite() { (charts::plain_percent(worst)) }
                    @else { "more than was tried" }
                }
                p {
                    "The smallest slow-down that is found in at least 95 of 100, over all \
                     functions:"
                }
                dl.facts {
                    @for (condition, slowdown) in &seen {
                        dt { (words::name(condition)) }
                        dd {
                            @match slowdown {
                                Some(slowdown) => (charts::plain_percent(*slowdown)),
                                None => "none of those tried",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn circumstances(calibration: &Calibration) -> Markup {
    html! {
        section.card {
            h2 { "Measured" }
            dl.facts {
                dt { "When" } dd { bdi { (words::moment(&calibration.started)) } }
                dt { "CPU" } dd { (words::name(&calibration.machine.cpu)) }
                dt { "Compiler" } dd { (words::name(&calibration.toolchain.rustc)) }
                dt { "Commit" } dd { bdi { (words::commit(calibration.commit.as_ref())) } }
            }
            p.soft.small {
                "Busy: neighbours on all cores computed half of the time. A hog on the same core \
                 computed all the time."
            }
        }
    }
}
