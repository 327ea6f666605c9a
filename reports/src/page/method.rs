//! How the verdicts were reached: the run, and every finding of every claim.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::figures;
use crate::record::{Record, State};
use crate::words;

use super::exhibit::{Exhibit, Judged};
use super::head::{head, number, text};
use super::{all, peers, pointer};

/// From the page to the root of the site.
const ROOT: &str = "../../";

pub(crate) fn section(exhibit: &Exhibit<'_>) -> Markup {
    let record = exhibit.record;
    html! {
        h2 #method { "How this was judged" }
        p {
            "All variants of a trial ran in turn, in short slices, in an order drawn by coin, in \
             passes that each were a fresh process. Ratios compare slices of the same round. The \
             median of each pass is one observation; an interval lies between two of them in \
             order, and is widened by the floor, which no number of samples removes: code and data \
             placement, learned from the control copies. A claim is confirmed when its whole \
             interval lies inside the prediction, refuted when it lies wholly outside."
        }
        dl.facts data-src="/run" {
            (run(record))
            (control(exhibit))
            (placement(record))
            (peers::facts(record))
            dt { "Commit" } dd { bdi { (words::commit(record.commit.as_ref())) } }
        }
        @if exhibit.claims.iter().any(|judged| !judged.judgement.findings.is_empty()) {
            p {
                a href={ (ROOT) (all::address(record)) "#findings" } {
                    "What was found for each claim, place by place"
                }
            }
        }
    }
}

/// What was found for each claim at each place.
pub(crate) fn all_findings(exhibit: &Exhibit<'_>) -> Markup {
    html! {
        h2 #findings { "What was found, claim by claim" }
        @for (place, judged) in exhibit.claims.iter().enumerate() {
            (findings(place, judged))
        }
    }
}

fn run(record: &Record) -> Markup {
    let run = &record.run;
    let (passes, rounds) = extent(record);
    html! {
        dt { "Effort" }
        dd {
            (words::effort(run.effort)) ", "
            @if run.state == State::Interrupted { "interrupted after " }
            (figures::time(run.seconds * 1e9))
        }
        dt { "Passes" } dd { (passes) " a trial, " (rounds) " rounds each" }
        dt { "Seed" } dd { (run.seed) }
        dt { "Left out" }
        dd { (words::several(usize::try_from(run.left_out).unwrap_or(usize::MAX), "trial")) }
        @if !run.arguments.is_empty() {
            dt { "Arguments" } dd { code { bdi { (run.arguments.join(" ")) } } }
        }
    }
}

/// The fewest and the most passes of a trial and rounds of a pass, as text.
fn extent(record: &Record) -> (String, String) {
    let span = |counts: &mut dyn Iterator<Item = usize>| {
        let (low, high) = counts.fold((usize::MAX, 0), |(low, high), count| {
            (low.min(count), high.max(count))
        });
        match (low, high) {
            (usize::MAX, _) => "no".into(),
            (low, high) if low == high => low.to_string(),
            (low, high) => format!("{low} to {high}"),
        }
    };
    let trials = &record.trials;
    let passes = span(&mut trials.iter().map(|trial| trial.passes.len()));
    let all = trials.iter().flat_map(|trial| &trial.passes);
    (passes, span(&mut all.map(|pass| pass.order.len())))
}

/// What identical copies of variants differed by, at the largest size of each case.
fn control(exhibit: &Exhibit<'_>) -> Markup {
    let controls: Vec<_> = super::largest(exhibit.record)
        .into_iter()
        .flat_map(|trial| {
            let controls = exhibit.estimates.controls(trial).into_iter();
            controls.map(move |(variant, estimate)| (trial, variant, estimate.interval))
        })
        .collect();
    html! {
        @if !controls.is_empty() {
            dt { "A/A control" }
            dd {
                @for (trial, variant, interval) in controls {
                    div data-src=(pointer(exhibit.record, trial)) data-variant=(variant) {
                        (figures::significant(interval.point, 4)) "× ["
                        (figures::interval(interval, |x| figures::significant(x, 4)))
                        "] of " (words::name(&exhibit.record.variants[variant].name)) " at "
                        bdi { (figures::place(trial).replace('`', "")) }
                    }
                }
            }
        }
    }
}

/// How far copies of the same code at other addresses came apart when the run began.
fn placement(record: &Record) -> Markup {
    html! {
        @if !record.copies.is_empty() {
            dt { "Code placement" }
            dd data-src="/copies" {
                @for (kernel, spreads) in spreads(record) {
                    div {
                        "copies of " (words::name(kernel)) " differ by up to "
                        (figures::percent(spreads.iter().copied().fold(0.0, f64::max)))
                        " in one of " (spreads.len()) " fresh processes"
                    }
                }
            }
        }
    }
}

/// How far the copies of each kernel came apart in each process.
fn spreads(record: &Record) -> BTreeMap<&str, Vec<f64>> {
    let mut spreads: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for copies in &record.copies {
        spreads
            .entry(&copies.kernel)
            .or_default()
            .push(spread(&copies.nanos));
    }
    spreads
}

/// The slowest over the fastest, less 1; 0 when nothing was timed.
fn spread(nanos: &[f64]) -> f64 {
    let timed = nanos
        .iter()
        .copied()
        .filter(|nanos| nanos.is_finite() && *nanos > 0.0);
    let (low, high) = timed.fold((f64::INFINITY, 0.0_f64), |(low, high), nanos| {
        (low.min(nanos), high.max(nanos))
    });
    if low > high { 0.0 } else { high / low - 1.0 }
}

fn findings(place: usize, judged: &Judged<'_>) -> Markup {
    let judgement = &judged.judgement;
    let write = |x: f64| figures::quantity(judgement.quantity, x);
    if judgement.findings.is_empty() {
        return html! {};
    }
    let label = format!("Findings of claim {}", place + 1);
    html! {
        details open {
            summary {
                (words::several(judgement.findings.len(), "finding")) ": "
                (words::prose(&judged.claim.text))
            }
            div.scroll tabindex="0" role="region" aria-label=(label) {
                table.figures {
                    (head(&[
                        text("Case"),
                        number("n"),
                        number("Found"),
                        text("Predicted"),
                        text("Alone"),
                    ]))
                    tbody {
                        @for (at, finding) in judgement.findings.iter().enumerate() {
                            tr data-src={ "/claims/" (place) } data-finding=(at) {
                                td {
                                    @if finding.case.is_empty() { "–" }
                                    @else { (words::name(&finding.case)) }
                                }
                                td.n {
                                    @match finding.size {
                                        Some(size) => (figures::size(size)),
                                        None => "all",
                                    }
                                }
                                td.n {
                                    (write(finding.figure.point))
                                    @if finding.figure.low != finding.figure.high {
                                        span.ci {
                                            "[" (figures::interval(finding.figure, write)) "]"
                                        }
                                    }
                                }
                                td { (figures::range(finding.predicted, write)) }
                                td { (words::chip(finding.verdict)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_leaves_out_what_was_not_timed() {
        assert_eq!(spread(&[10.0, 0.0, f64::NAN, 12.5]), 0.25);
        assert_eq!(spread(&[]), 0.0);
    }
}
