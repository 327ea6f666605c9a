//! The figures of an experiment: for each case the largest size, and all sizes on a page of their
//! own.

mod counters;

use maud::{Markup, html};

use crate::chart::mark;
use crate::claim::TIME;
use crate::figures;
use crate::record::{Record, Trial};
use crate::verdict::Interval;
use crate::words;

use super::exhibit::Exhibit;
use super::plots::per_unit;
use super::{Links, all, cases, missing, peers, trials};
use counters::Counter;

/// Counts that come first, in this order; those that variants offer follow by name.
const FIRST: [&str; 7] = [
    "allocations",
    "reallocations",
    "moved blocks",
    "moved bytes",
    "bytes",
    "peak",
    "peak while moving",
];

/// What is told of blocks that move, where any does.
const MOVING: [&str; 3] = ["moved blocks", "moved bytes", "peak while moving"];

/// The tables of one experiment and what their columns are.
struct Tables<'e, 'a> {
    exhibit: &'e Exhibit<'a>,
    links: &'e Links<'e>,
    counts: Vec<&'a str>,
    counters: Vec<Counter>,
    linked: bool,
}

/// The figures of the largest size of each case.
pub(crate) fn section(exhibit: &Exhibit<'_>, links: &Links<'_>) -> Markup {
    let record = exhibit.record;
    let tables = Tables::of(exhibit, links);
    let cases = cases(record);
    html! {
        h2 #figures { "Figures" }
        (explained(record))
        @for case in &cases {
            @if cases.len() > 1 { h3 { (words::name(case)) } }
            @if let Some(&largest) = trials(record, case).last() {
                @let at = format!("At n = {}", figures::size(largest.1.size));
                (tables.table(case, &at, &[largest], false))
            }
        }
        @if record.trials.len() > cases.len() {
            p {
                a href={ "../../" (all::address(record)) } {
                    "All figures: " (words::several(record.trials.len(), "trial"))
                }
            }
        }
    }
}

/// The figures of all sizes of all cases.
pub(crate) fn whole(exhibit: &Exhibit<'_>, links: &Links<'_>) -> Markup {
    let record = exhibit.record;
    let tables = Tables::of(exhibit, links);
    let cases = cases(record);
    html! {
        h2 #figures { "All sizes" }
        (explained(record))
        @for case in &cases {
            @let trials = trials(record, case);
            @if cases.len() > 1 { h3 { (words::name(case)) } }
            (tables.table(case, &words::several(trials.len(), "size"), &trials, true))
        }
    }
}

fn explained(record: &Record) -> Markup {
    html! {
        p.soft.small {
            "Times are medians per " (words::name(&record.unit)) " with their intervals. "
            "Ratios are to the first variant that ran at the size, from slices that ran side by \
             side; above 1 is slower. "
            "Counts are exact, for one call; one that differs from input to input, or from process \
             to process, is a range."
        }
        (counters::explained(record))
        (missing::section(record))
    }
}

fn places(record: &Record) -> impl Iterator<Item = (usize, usize)> {
    let variants = record.variants.len();
    (0..record.trials.len()).flat_map(move |trial| (0..variants).map(move |v| (trial, v)))
}

/// The counts that any variant has in any trial.
fn counts(record: &Record) -> Vec<&str> {
    let all = record
        .trials
        .iter()
        .flat_map(|trial| trial.counts.iter().flatten());
    let mut names: Vec<&str> = all
        .flat_map(|counts| counts.keys().map(String::as_str))
        .collect();
    let place = |name: &str| {
        FIRST
            .iter()
            .position(|first| *first == name)
            .unwrap_or(FIRST.len())
    };
    let moves = |trial: &Trial| {
        let mut counts = trial.counts.iter().flatten();
        counts.any(|counts| counts.get("moved blocks").is_some_and(|&moved| moved > 0.0))
    };
    if !record.trials.iter().any(moves) {
        names.retain(|name| !MOVING.contains(name));
    }
    names.sort_unstable_by(|a, b| place(a).cmp(&place(b)).then(a.cmp(b)));
    names.dedup();
    names
}

impl<'e, 'a> Tables<'e, 'a> {
    fn of(exhibit: &'e Exhibit<'a>, links: &'e Links<'e>) -> Self {
        let record = exhibit.record;
        Self {
            exhibit,
            links,
            counts: counts(record),
            counters: counters::seen(record),
            linked: places(record).any(|(t, v)| (links.criterion)(record, t, v).is_some()),
        }
    }

    fn table(&self, case: &str, caption: &str, trials: &[(usize, &Trial)], sized: bool) -> Markup {
        let label = match case {
            "" => caption.to_owned(),
            case => format!("{caption}, {case}"),
        };
        html! {
            div.scroll tabindex="0" role="region" aria-label=(label) {
                table.figures.sortable {
                    caption.(if sized { "unseen" } else { "soft small" }) { (caption) }
                    thead {
                        tr {
                            @if sized { th.n scope="col" { "n" } }
                            th scope="col" { "Variant" }
                            th.n scope="col" { "Median" }
                            th.n scope="col" { "Ratio" }
                            @for count in &self.counts {
                                th.n scope="col" { (words::name(count)) }
                            }
                            @for counter in &self.counters {
                                th.n scope="col" { (counter.name()) }
                            }
                            @if self.linked { th scope="col" { "Criterion" } }
                        }
                    }
                    tbody {
                        @for (place, trial) in trials {
                            @for variant in 0..self.exhibit.record.variants.len() {
                                (self.row(*place, trial, variant, sized))
                            }
                        }
                    }
                }
            }
        }
    }

    /// A row; nothing for a variant that was not run here.
    fn row(&self, place: usize, trial: &Trial, variant: usize, sized: bool) -> Markup {
        let record = self.exhibit.record;
        let time = self.exhibit.estimates.time_per_call(trial, variant);
        let counts = trial.counts.get(variant).and_then(Option::as_ref);
        let absent = peers::absent(record, trial, &record.variants[variant].name);
        if time.is_none() && counts.is_none() && absent.is_none() {
            return html! {};
        }
        let contended = time.filter(|time| 2 * time.disturbed > time.passes);
        let base = self.exhibit.base(trial);
        let ratio = base
            .and_then(|base| self.exhibit.estimates.ratio(trial, variant, base))
            .map(|ratio| ratio.interval);
        html! {
            tr data-src={ "/trials/" (place) } data-variant=(variant) {
                @if sized { td.n data-v=(trial.size) { (figures::size(trial.size)) } }
                th scope="row" {
                    span.named {
                        (mark::swatch(variant)) (words::name(&record.variants[variant].name))
                    }
                    (peers::beneath(record, &record.variants[variant]))
                    @if absent.is_some() { span.ci { "not measured" } }
                    @if let Some(time) = contended {
                        span.ci {
                            "disturbed in " (time.disturbed) " of "
                            (time.passes) " passes"
                        }
                    }
                }
                (cell(time.map(|time| per_unit(time.interval, trial.work)), figures::time))
                @if base == Some(variant) {
                    td.n data-v="1" { "1" }
                } @else {
                    (cell(ratio, figures::ratio))
                }
                @for name in &self.counts {
                    (count(name, trial.count_range(name, variant)))
                }
                @for counter in &self.counters { (counter.cell(trial, variant)) }
                @if self.linked { td { (self.link(place, trial, variant)) } }
            }
        }
    }

    fn link(&self, place: usize, trial: &Trial, variant: usize) -> Markup {
        let record = self.exhibit.record;
        html! {
            @if let Some(address) = (self.links.criterion)(record, place, variant) {
                a href={ "../../" (address) } {
                    "report"
                    span.unseen {
                        " of " (words::plain_name(&record.variants[variant].name))
                        " at n = " (figures::size(trial.size))
                    }
                }
            }
        }
    }
}

fn cell(figure: Option<Interval>, write: fn(f64) -> String) -> Markup {
    html! {
        @match figure {
            None => { td.n { "–" } }
            Some(figure) => {
                td.n data-v=(words::sortable(figure.point)) {
                    (write(figure.point))
                    @if figure.low != figure.high {
                        span.ci { "[" (figures::interval(figure, write)) "]" }
                    }
                }
            }
        }
    }
}

/// A count; a range where it was not the same each time that it was taken.
fn count(name: &str, range: Option<(f64, f64)>) -> Markup {
    debug_assert_ne!(name, TIME, "a time is not a count");
    let write = |value| figures::measured(name, value);
    html! {
        @match range {
            None => { td.n { "–" } }
            Some((low, high)) if write(low) == write(high) => {
                td.n data-v=(words::sortable(low)) { (write(low)) }
            }
            Some((low, high)) => {
                td.n data-v=(words::sortable(high)) { (write(low)) " to " (write(high)) }
            }
        }
    }
}
