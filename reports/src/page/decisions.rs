//! What to use, and from which size on: what the records tell somebody who has to choose.
//!
//! An experiment that says what it decides stands here. At each size those variants are
//! recommended that took the least time, or could not be told from the one that did: an interval
//! with its floor has to lie above 1 for a variant to be the slower one. Neighbouring sizes with
//! the same advice are one row. Where two variants change places is the range that a claim about
//! crossing found.

mod advice;

use maud::{Markup, html};

use crate::chart::mark;
use crate::figures::{self, UNBOUNDED};
use crate::record::Decision;
use crate::verdict::{Interval, Quantity, Reason};
use crate::words;

use super::exhibit::{Exhibit, Judged};
use super::layout::Page;
use super::{Site, cases, rooms};

use advice::{Advice, Language};

/// The experiments that decide something, each with what it decides.
fn deciding<'s, 'a>(site: &'s Site<'a>) -> impl Iterator<Item = (&'s Exhibit<'a>, &'a Decision)> {
    let decision = |exhibit: &'s Exhibit<'a>| Some((exhibit, exhibit.record.decides.as_ref()?));
    site.exhibits.iter().filter_map(decision)
}

/// Whether there is anything to decide by.
pub(crate) fn any(site: &Site<'_>) -> bool {
    deciding(site).next().is_some()
}

/// Renders the page.
pub(crate) fn render(site: &Site<'_>) -> String {
    let body = html! {
        h1 { "What should I use?" }
        p.lead {
            "What took the least time on this machine, by size."
            @if let Some(record) = site.newest {
                " It is " bdi { (words::plain_name(&record.machine.cpu)) }
                "; another may advise otherwise."
            }
        }
        p.soft.small {
            "Where several are named, this run cannot tell them apart: take the simplest. \
             The sizes are those that were measured; between two rows lies the change."
        }
        @for (place, (exhibit, decision)) in deciding(site).enumerate() {
            (section(exhibit, decision, place))
        }
    };
    Page {
        title: "What should I use?",
        site,
        room: rooms::DECISIONS,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

fn section(exhibit: &Exhibit<'_>, decision: &Decision, place: usize) -> Markup {
    let cases = cases(exhibit.record);
    html! {
        section.decision id=(format!("decision-{}", place + 1))
            data-record=(exhibit.record.id()) data-src="/trials" {
            h2 { bdi { (words::plain_name(&decision.what)) } }
            p.soft { a href=(exhibit.address) { (words::name(&exhibit.record.experiment)) } }
            @for case in &cases {
                @if cases.len() > 1 { h3 { (words::name(case)) } }
                (tables(exhibit, decision, case))
                (crossings(exhibit, decision, case))
            }
            @if cases.is_empty() { p { "Nothing was measured." } }
        }
    }
}

/// What to use in each language that was measured.
fn tables(exhibit: &Exhibit<'_>, decision: &Decision, case: &str) -> Markup {
    let rust = advice::of(exhibit, case, Language::Rust);
    let python = advice::of(exhibit, case, Language::Python);
    html! {
        @if rust.is_empty() {
            p { "Nothing was timed here: run " code { "cargo bench" } " to its end." }
        } @else {
            (table(exhibit, decision, &rust, "In Rust"))
        }
        @if !python.is_empty() { (table(exhibit, decision, &python, "In Python")) }
    }
}

fn table(exhibit: &Exhibit<'_>, decision: &Decision, rows: &[Advice], caption: &str) -> Markup {
    let name = |slot: usize| words::plain_name(&exhibit.record.variants[slot].name);
    let label = format!("{}: {caption}", words::plain_name(&decision.what));
    let of = figures::capitalised(words::plain_name(&decision.of).to_owned());
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.figures.advice {
                caption.soft.small { (caption) }
                thead {
                    tr {
                        th scope="col" { bdi { (of) } }
                        th scope="col" { "Use" }
                        th scope="col" { "The others, at the largest of these sizes" }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (sizes(row)) }
                            td {
                                @for (i, &slot) in row.best.iter().enumerate() {
                                    @if i > 0 { " or " }
                                    span.named {
                                        (mark::swatch(slot)) strong { bdi { (name(slot)) } }
                                    }
                                }
                            }
                            td.soft {
                                @for (i, (slot, ratio)) in row.others.iter().enumerate() {
                                    @if i > 0 { ", " }
                                    bdi { (name(*slot)) } " " (figures::ratio(*ratio))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// `4 to 16`, or `64`.
fn sizes(row: &Advice) -> String {
    let (first, last) = (figures::size(row.first), figures::size(row.last));
    if first == last {
        first
    } else {
        format!("{first} to {last}")
    }
}

/// Where variants change places, as the claims about it found.
fn crossings(exhibit: &Exhibit<'_>, decision: &Decision, case: &str) -> Markup {
    let of = words::plain_name(&decision.of);
    let found: Vec<(&Judged<'_>, String)> = exhibit
        .claims
        .iter()
        .filter(|judged| judged.judgement.quantity == Quantity::Size)
        .filter_map(|judged| Some((judged, break_even(judged, of, case)?)))
        .collect();
    html! {
        @if !found.is_empty() {
            ul.small {
                @for (judged, sentence) in found {
                    li {
                        (words::prose(&sentence)) " "
                        span.soft { "Claimed: " (words::prose(&judged.claim.text)) ". " }
                        (words::chip(judged.judgement.verdict))
                    }
                }
            }
        }
    }
}

/// The break-even as a sentence; nothing where the claim found nothing on this case.
fn break_even(judged: &Judged<'_>, of: &str, case: &str) -> Option<String> {
    let (this, other) = (&judged.claim.variant, judged.claim.other()?);
    let finding = judged.judgement.findings.iter().find(|f| f.case == case)?;
    let Interval { point, low, high } = finding.figure;
    let size = |n: f64| figures::size(n.round() as u64);
    if judged.judgement.reason == Some(Reason::Alternating) {
        return Some(format!(
            "`{this}` and `{other}` change places more than once."
        ));
    }
    let range = match (low > 0.0, high < UNBOUNDED) {
        (true, true) => format!(
            "at about {} {of}, for sure between {} and {}",
            size(point),
            size(low),
            size(high)
        ),
        (false, true) => format!("by {} {of} at the latest", size(high)),
        (true, false) => format!("beyond {} {of}, if at all", size(low)),
        (false, false) => format!("at a number of {of} that this run does not tell"),
    };
    Some(format!("`{this}` overtakes `{other}` {range}."))
}
