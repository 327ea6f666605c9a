//! The history of an experiment's claims: what each came to in every run.

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative};
use crate::chart::rows::{Dot, Dots, Heading};
use crate::chart::scale;
use crate::chart::unit::Unit;
use crate::figures;
use crate::record::{Commit, Effort, Record};
use crate::store::slug;
use crate::verdict::{Interval, Quantity, Range, Verdict};
use crate::words;

use super::exhibit::{Exhibit, Judged};
use super::head::{head, number, text};
use super::layout::Page;
use super::{Site, all, rooms};

/// So many of the last runs are drawn.
const DRAWN: usize = 30;

/// The path of the page from the root of the site.
pub(crate) fn address(record: &Record) -> String {
    let (package, experiment) = (slug(&record.package), slug(&record.experiment));
    format!("{}/{package}/{experiment}.html", rooms::HISTORY)
}

/// What a claim came to in one run.
struct Point<'a> {
    run: &'a str,
    started: &'a str,
    commit: Option<&'a Commit>,
    effort: Effort,
    verdict: Verdict,
    figure: Option<Interval>,
    predicted: Range,
}

/// All runs of a claim, from the oldest on, this one last.
fn points<'a>(exhibit: &Exhibit<'a>, judged: &Judged<'a>) -> Vec<Point<'a>> {
    let past = judged.past.iter().map(|(past, came)| Point {
        run: &past.run,
        started: &past.started,
        commit: past.commit.as_ref(),
        effort: past.effort,
        verdict: came.verdict,
        figure: came.figure,
        predicted: came.predicted,
    });
    let (record, judgement) = (exhibit.record, &judged.judgement);
    let decisive = judgement.decisive.as_ref();
    let now = Point {
        run: &record.run.id,
        started: &record.run.started,
        commit: record.commit.as_ref(),
        effort: record.run.effort,
        verdict: judgement.verdict,
        figure: decisive.map(|finding| finding.figure),
        predicted: decisive.map_or(judgement.predicted, |of| of.predicted),
    };
    past.chain([now]).collect()
}

/// Renders the page.
pub(crate) fn render(site: &Site<'_>, exhibit: &Exhibit<'_>) -> String {
    let record = exhibit.record;
    let title = format!("History of {}", words::plain_name(&record.experiment));
    let body = html! {
        (all::crumbs(exhibit, "History"))
        h1 { "History" }
        p.lead {
            "What each claim came to in every run on such a processor, judged by today's rules. "
            "A prediction that was changed begins anew."
        }
        @for (place, judged) in exhibit.claims.iter().enumerate() {
            (claim(exhibit, place, judged))
        }
    };
    Page {
        title: &title,
        site,
        room: "",
        root: "../../",
        footer: Some(record),
        body,
    }
    .render()
}

fn claim(exhibit: &Exhibit<'_>, place: usize, judged: &Judged<'_>) -> Markup {
    let points = points(exhibit, judged);
    let anchor = Judged::anchor(place);
    html! {
        section id=(anchor) {
            h2 {
                a href={ "../../" (exhibit.address) "#" (anchor) } {
                    (words::prose(&judged.claim.text))
                }
            }
            p {
                (summary(&points)) " Predicted: "
                bdi { (words::prediction(judged.claim, &judged.judgement)) } "."
            }
            (chart(judged, &points, place))
            (table(judged, &points, place))
        }
    }
}

/// Where the verdict is another than in the run before.
fn changed(points: &[Point<'_>], place: usize) -> Option<Verdict> {
    let before = points.get(place.checked_sub(1)?)?.verdict;
    (before != points[place].verdict).then_some(before)
}

/// `The verdict changed twice over 5 runs.`
fn summary(points: &[Point<'_>]) -> String {
    let changes = (0..points.len()).filter(|&place| changed(points, place).is_some());
    let runs = words::several(points.len(), "run");
    match (changes.count(), points) {
        (_, [_]) => "This is the first run of this prediction.".into(),
        (0, [first, ..]) => {
            let word = words::badge(first.verdict).word;
            match points.len() {
                2 => format!("In both runs the verdict was the same: {word}."),
                _ => format!("In all {runs} the verdict was the same: {word}."),
            }
        }
        (1, _) => format!("Over {runs} the verdict changed once."),
        (times, _) => format!("Over {runs} the verdict changed {times} times."),
    }
}

fn unit(quantity: Quantity) -> Unit {
    match quantity {
        Quantity::Speedup | Quantity::Ratio | Quantity::Spread => Unit::Ratio,
        Quantity::Misfit | Quantity::Share => Unit::Share,
        Quantity::Count => Unit::Count,
        Quantity::Size => Unit::Size,
    }
}

/// A colour and a shape for each verdict.
fn slot(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Confirmed => 2,
        Verdict::Refuted => 1,
        Verdict::Inconclusive => 4,
        Verdict::NotMeasured => 6,
    }
}

/// The figures run by run; nothing where no two differ.
fn chart(judged: &Judged<'_>, points: &[Point<'_>], place: usize) -> Markup {
    let points = &points[points.len().saturating_sub(DRAWN)..];
    let figures: Vec<Interval> = points.iter().filter_map(|point| point.figure).collect();
    let moved = figures.windows(2).any(|pair| pair[0] != pair[1]);
    let Some(last) = points.last().filter(|_| moved) else {
        return html! {};
    };
    let quantity = judged.judgement.quantity;
    let bounds = [last.predicted.low, last.predicted.high]
        .into_iter()
        .flatten();
    let ends = figures
        .iter()
        .flat_map(|figure| [figure.low, figure.point, figure.high]);
    let x_range = match unit(quantity) {
        Unit::Share => (0.0, 1.1 * ends.chain(bounds).fold(0.01, f64::max)),
        _ => {
            let (low, high) = scale::range(ends.chain(bounds), 1.2);
            (low / 1.05, high * 1.05)
        }
    };
    let dots = Dots {
        x_title: words::quantity(judged.claim, quantity),
        x_unit: unit(quantity),
        x_range,
        band: Some((
            last.predicted.low.unwrap_or(x_range.0),
            last.predicted.high.unwrap_or(x_range.1),
        )),
        reference: None,
        rows: points
            .iter()
            .filter_map(|point| dot(quantity, point))
            .collect(),
    };
    let alternative = Alternative {
        title: format!("Run by run: {}", words::quantity(judged.claim, quantity)),
        description: dots
            .rows
            .iter()
            .map(|row| format!("{}. ", row.tip))
            .collect(),
    };
    let id = format!("plot-history-{place}");
    html! {
        figure.panel data-src={ "/claims/" (place) } {
            (drawing::both(&id, &alternative, |width| dots.draw(width)))
            figcaption { "Shaded: the prediction." }
        }
    }
}

fn dot(quantity: Quantity, point: &Point<'_>) -> Option<Dot> {
    let figure = point.figure?;
    let (when, word) = (
        words::moment(point.started),
        words::badge(point.verdict).word,
    );
    let told = figures::quantity(quantity, figure.point);
    Some(Dot {
        tip: format!("{when}: {told}, {word}"),
        heading: Heading {
            name: when,
            slot: slot(point.verdict),
            note: format!("{told} {word}"),
        },
        figure,
    })
}

/// All runs, the newest first.
fn table(judged: &Judged<'_>, points: &[Point<'_>], place: usize) -> Markup {
    let quantity = judged.judgement.quantity;
    let write = |x: f64| figures::quantity(quantity, x);
    let label = format!("Runs of claim {}", place + 1);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.figures {
                (head(&[
                    text("Run"),
                    text("Commit"),
                    text("Effort"),
                    number("Measured [interval]"),
                    text("Verdict"),
                    text("Change"),
                ]))
                tbody {
                    @for (at, point) in points.iter().enumerate().rev() {
                        tr data-run=(point.run) data-src={ "/claims/" (place) } {
                            th scope="row" { bdi { (words::moment(point.started)) } }
                            td { bdi { (words::commit(point.commit)) } }
                            td { (words::effort(point.effort)) }
                            td.n {
                                @match point.figure {
                                    None => "–",
                                    Some(figure) => {
                                        (write(figure.point))
                                        @if figure.low != figure.high {
                                            span.ci { "[" (figures::interval(figure, write)) "]" }
                                        }
                                    }
                                }
                            }
                            td { (words::chip(point.verdict)) }
                            td {
                                @if let Some(before) = changed(points, at) {
                                    strong { "was " (words::badge(before).word) }
                                } @else if at > 0 { "same" }
                            }
                        }
                    }
                }
            }
        }
    }
}
