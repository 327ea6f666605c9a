//! What changed since the run before: in a few lines for the front page, and in full.

mod table;

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative};
use crate::chart::rows::{Dot, Dots, Heading};
use crate::chart::unit::Unit;
use crate::figures;
use crate::words;

use super::exhibit::Exhibit;
use super::layout::Page;
use super::moved::{Change, Comparison, Moved};
use super::{Site, rooms};

/// So many of the figures that moved most are named on the front page.
const NAMED: usize = 3;
const DRAWN: usize = 30;

/// Figures of all experiments: those that moved first, and the farthest of them first.
fn figures<'e, 'a>(exhibits: &'e [Exhibit<'a>]) -> Vec<(&'e Exhibit<'a>, &'e Moved<'a>)> {
    let mut all: Vec<_> = exhibits
        .iter()
        .filter_map(|exhibit| match &exhibit.comparison {
            Some(Comparison::Figures(figures)) => Some((exhibit, figures)),
            _ => None,
        })
        .flat_map(|(exhibit, figures)| figures.iter().map(move |figure| (exhibit, figure)))
        .collect();
    all.sort_by(|(_, a), (_, b)| {
        let within = |figure: &Moved<'_>| figure.change() == Change::Within;
        let nearer = b.distance().total_cmp(&a.distance());
        within(a).cmp(&within(b)).then(nearer)
    });
    all
}

/// Experiments whose times cannot be compared, with the reason.
fn impossible<'e, 'a>(
    exhibits: &'e [Exhibit<'a>],
) -> impl Iterator<Item = (&'e Exhibit<'a>, &'static str)> {
    exhibits
        .iter()
        .filter_map(|exhibit| match exhibit.comparison {
            Some(Comparison::Impossible(why)) => Some((exhibit, why)),
            _ => None,
        })
}

/// `1 faster, 2 slower, 6 within noise`
fn sentence(figures: &[(&Exhibit<'_>, &Moved<'_>)]) -> String {
    let count = |wanted| {
        let changes = figures.iter().map(|(_, figure)| figure.change());
        figures::size(changes.filter(|change| *change == wanted).count() as u64)
    };
    format!(
        "{} faster, {} slower, {} within noise",
        count(Change::Faster),
        count(Change::Slower),
        count(Change::Within)
    )
}

fn name(exhibit: &Exhibit<'_>, figure: &Moved<'_>) -> String {
    let variant = words::plain_name(&exhibit.record.variants[figure.slot].name);
    let place = figures::place(figure.trial).replace('`', "");
    words::unbroken(&format!("{variant}, {place}"))
}

/// The times that moved, for the front page's card.
pub(crate) fn summary(exhibits: &[Exhibit<'_>]) -> Markup {
    let all = figures(exhibits);
    let moved = all
        .iter()
        .filter(|(_, figure)| figure.change() != Change::Within);
    let apart = impossible(exhibits).count();
    html! {
        @if !all.is_empty() {
            p { "Times: " (sentence(&all)) "." }
            ul {
                @for (exhibit, figure) in moved.take(NAMED) {
                    li {
                        a href=(exhibit.address) { (words::name(&exhibit.record.experiment)) } ", "
                        bdi { (name(exhibit, figure)) } ": "
                        strong { (figures::ratio(figure.ratio.point)) }
                        " [" (figures::interval(figure.ratio, figures::ratio)) "]"
                    }
                }
            }
        }
        @if apart > 0 {
            p.small { "Times of " (words::several(apart, "experiment")) " are not comparable." }
        }
        p.small { a href=(rooms::COMPARE) { "All that changed" } }
    }
}

/// Renders the page.
pub(crate) fn render(site: &Site<'_>) -> String {
    let exhibits = &site.exhibits;
    let all = figures(exhibits);
    let apart: Vec<_> = impossible(exhibits).collect();
    let body = html! {
        h1 { "What changed since the last run" }
        p.lead {
            "The time of each variant at its largest size, over its time in the run before. Above \
             1 is slower."
        }
        p.soft.small { (runs(site)) }
        @if !all.is_empty() {
            section.banner.not-measured data-src="/trials" {
                p.result { strong { (sentence(&all)) "." } (drift(&all)) (cause(&all)) }
                p.fine {
                    "Two runs are not interleaved: what the machine did differently on the two \
                     days counts as a change. When all times move alike, it was the machine."
                }
            }
            (chart(&all))
        }
        @if !apart.is_empty() {
            section.notice.inconclusive {
                h2 { "Not comparable" }
                ul {
                    @for (exhibit, why) in apart {
                        li {
                            a href=(exhibit.address) { bdi { (exhibit.record.id()) } }
                            ": " (why) "."
                        }
                    }
                }
            }
        }
        @if all.is_empty() {
            p { "No time was measured in both runs." }
        } @else {
            (table::table(&all))
        }
    };
    Page {
        title: "What changed",
        site,
        room: rooms::COMPARE,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

/// The latest run and the one that it is held against.
fn runs(site: &Site<'_>) -> Markup {
    let before = site.exhibits.iter().filter_map(|exhibit| exhibit.before);
    let before = before.max_by(|a, b| a.run.id.cmp(&b.run.id));
    html! {
        @for (word, record, end) in [("Before: ", before, "; "), ("now: ", site.newest, ".")] {
            @if let Some(record) = record {
                (word) bdi { (words::moment(&record.run.started)) } ", "
                bdi { (words::commit(record.commit.as_ref())) } (end)
            }
        }
    }
}

/// How far the times moved together.
fn drift(all: &[(&Exhibit<'_>, &Moved<'_>)]) -> String {
    let mut ratios: Vec<f64> = all.iter().map(|(_, figure)| figure.ratio.point).collect();
    crate::stats::median(&mut ratios).map_or_else(String::new, |median| {
        format!(" The median of all ratios is {}.", figures::ratio(median))
    })
}

/// Whether what moved did another amount of work, where instructions were counted.
fn cause(all: &[(&Exhibit<'_>, &Moved<'_>)]) -> String {
    let moved = all.iter().filter(|(_, of)| of.change() != Change::Within);
    let counted: Vec<bool> = moved.filter_map(|(_, of)| of.works_otherwise()).collect();
    let other = counted.iter().filter(|other| **other).count();
    match (counted.len(), other) {
        (0, _) => String::new(),
        (all, 0) => format!(
            " Of these, {all} were counted in both runs, and none takes another number of \
             instructions: it was the machine, or where code and data came to lie."
        ),
        (all, other) => format!(
            " Instructions were counted for {all} of them, and {other} of these take another \
             number: there it is the code."
        ),
    }
}

/// The noise of a figure in the middle of all, as a factor.
fn noise(all: &[(&Exhibit<'_>, &Moved<'_>)]) -> Option<f64> {
    let mut noises: Vec<f64> = all.iter().map(|(_, figure)| figure.noise).collect();
    crate::stats::median(&mut noises).map(|noise| 1.0 + noise)
}

fn chart(all: &[(&Exhibit<'_>, &Moved<'_>)]) -> Markup {
    let drawn = &all[..all.len().min(DRAWN)];
    let rows: Vec<Dot> = drawn
        .iter()
        .map(|(exhibit, figure)| {
            let (experiment, ratio) = (&exhibit.record.experiment, figure.ratio.point);
            let variant = words::plain_name(&exhibit.record.variants[figure.slot].name);
            Dot {
                tip: format!(
                    "{experiment}, {}: {}",
                    name(exhibit, figure),
                    figures::ratio(ratio)
                ),
                heading: Heading {
                    name: format!("{variant} · {experiment}"),
                    slot: figure.slot,
                    note: figures::ratio(ratio),
                },
                figure: figure.ratio,
            }
        })
        .collect();
    let reach = rows
        .iter()
        .flat_map(|row| [row.figure.high, 1.0 / row.figure.low])
        .fold(1.05, f64::max);
    let alternative = Alternative {
        title: "Times now over times before".into(),
        description: rows.iter().map(|row| format!("{}. ", row.tip)).collect(),
    };
    let dots = Dots {
        x_title: "time now over time before".into(),
        x_unit: Unit::Ratio,
        x_range: (1.0 / reach, reach),
        band: noise(all).map(|noise| (1.0 / noise, noise)),
        reference: Some(1.0),
        rows,
    };
    html! {
        figure.panel data-src="/trials" {
            (drawing::both("plot-moved", &alternative, |width| dots.draw(width)))
            figcaption {
                "Further left is faster. Bars hold the intervals of both runs and the noise; one \
                 that crosses the line may be no change. Shaded: the noise of a figure, in the \
                 middle of all."
                @if drawn.len() < all.len() {
                    " Drawn are " (drawn.len()) ": first what moved for sure, then what may have \
                     moved farthest."
                }
            }
        }
    }
}
