//! The ladder of an experiment at its largest size: how far each rung is from the limit, or from
//! the fastest where not every rung has one, and what it gains on the one before.

mod limit;

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative, Width};
use crate::chart::ladder::{Ladder, Rung};
use crate::chart::mark;
use crate::chart::rows::Heading;
use crate::figures;
use crate::record::Trial;
use crate::verdict::Interval;
use crate::words;

use super::exhibit::Exhibit;
use super::plots::per_unit;
use super::{largest, pointer, trials};

pub(crate) use limit::limit;
use limit::{against, formula, known, over};

/// A variant on the ladder of one trial.
struct Step<'a> {
    slot: usize,
    name: &'a str,
    /// Nanoseconds of one unit of work.
    time: Interval,
    /// How many times as long as the limit of the trial, or as the fastest.
    slower: Interval,
    /// The share of its own limit that it reaches.
    share: Option<f64>,
    /// How many times as fast as the rung before; the first has none.
    gain: Option<Interval>,
}

/// The timed variants of a trial, in the order of the ladder.
fn steps<'a>(exhibit: &Exhibit<'a>, trial: &Trial) -> Vec<Step<'a>> {
    let variants = exhibit.record.variants.iter().enumerate();
    let timed: Vec<(usize, &str, Interval)> = variants
        .filter_map(|(slot, variant)| {
            let time = exhibit.estimates.time_per_call(trial, slot)?.interval;
            let name = words::plain_name(&variant.name);
            Some((slot, name, per_unit(time, trial.work)))
        })
        .collect();
    let Some(fastest) = timed
        .iter()
        .min_by(|a, b| a.2.point.total_cmp(&b.2.point))
        .map(|(slot, ..)| *slot)
    else {
        return Vec::new();
    };
    // Slices of the same round are compared, so these are no quotients of the medians.
    let ratio = |a, b| Some(exhibit.estimates.ratio(trial, a, b)?.interval);
    let itself = Interval {
        point: 1.0,
        low: 1.0,
        high: 1.0,
    };
    let base = limit(trial).map(|nanos| nanos / trial.work.max(1) as f64);
    let own = |slot| Some(known(trial, slot)? / trial.work.max(1) as f64);
    // A peer climbs a ladder of its own: what it gains on a variant in Rust says nothing.
    let mut before = [None; 2];
    let steps = timed.into_iter().map(|(slot, name, time)| Step {
        slot,
        name,
        time,
        slower: match base {
            Some(limit) => over(time, limit),
            None if slot == fastest => itself,
            None => ratio(slot, fastest).unwrap_or(itself),
        },
        share: own(slot).map(|limit: f64| limit / time.point),
        gain: {
            let peer = exhibit.record.variants[slot].script.is_some();
            let before = before[usize::from(peer)].replace(slot);
            before.and_then(|before| ratio(before, slot))
        },
    });
    steps.collect()
}

/// The end of the axis that shows the ladders of all these trials.
fn most(exhibit: &Exhibit<'_>, trials: &[&Trial]) -> f64 {
    let steps = trials.iter().flat_map(|trial| steps(exhibit, trial));
    let ends = steps.map(|step| step.slower.high).filter(|x| x.is_finite());
    1.1 * ends.fold(2.0, f64::max)
}

/// The ladder of one trial; all trials that are drawn beside each other share their axis.
pub(crate) fn chart(exhibit: &Exhibit<'_>, trial: &Trial) -> Ladder {
    let rungs = steps(exhibit, trial).into_iter().map(|step| Rung {
        heading: Heading {
            name: step.name.to_owned(),
            slot: step.slot,
            note: format!(
                "{} · {}",
                figures::time(step.time.point),
                figures::ratio(step.slower.point)
            ),
        },
        slower: step.slower,
    });
    Ladder {
        x_title: format!("times as long as the {}", against(trial)),
        most: most(exhibit, &largest(exhibit.record)),
        rungs: rungs.collect(),
    }
}

/// So many rungs are told one by one: whoever wants to hear more of them takes the table.
const TOLD: usize = 8;

/// What the chart says, in words.
pub(crate) fn alternative(exhibit: &Exhibit<'_>, trial: &Trial) -> Alternative {
    let steps = steps(exhibit, trial);
    let rungs = steps.len();
    let said = steps.into_iter().take(TOLD).map(|step| {
        let (time, slower) = (step.time.point, step.slower.point);
        let (time, slower) = (figures::time(time), figures::ratio(slower));
        format!("{}: {time}, {slower} the {}. ", step.name, against(trial))
    });
    let mut description: String = said.collect();
    if rungs > TOLD {
        let more = words::several(rungs - TOLD, "other rung");
        description += &format!("And {more}. The figures are in the table below.");
    }
    Alternative {
        title: format!("Ladder at {}", figures::place(trial).replace('`', "")),
        description,
    }
}

/// Whether a trial has rungs to compare.
fn compares(exhibit: &Exhibit<'_>, trial: &Trial) -> bool {
    steps(exhibit, trial).len() > 1
}

/// Whether the experiment has a ladder besides its plot of times, which at a single size is one.
pub(crate) fn stands_alone(exhibit: &Exhibit<'_>) -> bool {
    let record = exhibit.record;
    largest(record)
        .into_iter()
        .any(|trial| compares(exhibit, trial) && trials(record, &trial.case).len() > 1)
}

/// Charts of the cases of several sizes, and what each rung gains for all.
pub(crate) fn section(exhibit: &Exhibit<'_>) -> Markup {
    let record = exhibit.record;
    let all: Vec<&Trial> = largest(record)
        .into_iter()
        .filter(|trial| compares(exhibit, trial))
        .collect();
    let swept = |trial: &&&Trial| trials(record, &trial.case).len() > 1;
    let drawn: Vec<&Trial> = all.iter().filter(swept).copied().collect();
    html! {
        @if !drawn.is_empty() {
            h2 #ladder { "The ladder at the largest size" }
            figure.panel data-src="/trials" {
                @if let [only] = drawn.as_slice() {
                    @let ladder = chart(exhibit, only);
                    (drawing::both("plot-ladder", &alternative(exhibit, only), |w| ladder.draw(w)))
                } @else {
                    div.multiples {
                        @for (place, trial) in drawn.iter().enumerate() {
                            div {
                                h3 { (words::name(&trial.case)) }
                                (drawing::small(
                                    &format!("plot-ladder-{place}"),
                                    &alternative(exhibit, trial),
                                    &chart(exhibit, trial).draw(Width::Narrow),
                                ))
                            }
                        }
                    }
                }
                figcaption {
                    @if drawn.iter().any(|trial| limit(trial).is_some()) {
                        "A bar begins at the limit, as the machine was measured before the run, so \
                         its length is the distance still to go; the axis is logarithmic."
                    } @else {
                        "A bar begins at the fastest rung, so its length is the distance still to \
                         go; the axis is logarithmic."
                    }
                }
            }
        }
        @for trial in all {
            (formula(exhibit, trial))
            (gains(exhibit, trial))
        }
    }
}

fn gains(exhibit: &Exhibit<'_>, trial: &Trial) -> Markup {
    let limited = (0..exhibit.record.variants.len()).any(|slot| known(trial, slot).is_some());
    let source = pointer(exhibit.record, trial);
    let label = format!("Rungs at {}", figures::place(trial).replace('`', ""));
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.figures {
                caption.soft.small { bdi { (label) } }
                thead {
                    tr {
                        th scope="col" { "Rung" }
                        th.n scope="col" { "Time per " (words::name(&exhibit.record.unit)) }
                        th.n scope="col" { "Times the " (against(trial)) }
                        @if limited { th.n scope="col" { "Share of its limit" } }
                        th.n scope="col" { "Times as fast as the rung before" }
                    }
                }
                tbody {
                    @for step in steps(exhibit, trial) {
                        tr data-src=(source) data-variant=(step.slot) {
                            th scope="row" {
                                span.named { (mark::swatch(step.slot)) (words::name(step.name)) }
                            }
                            td.n { (figures::time(step.time.point)) }
                            td.n { (figures::ratio(step.slower.point)) }
                            @if limited {
                                td.n { (step.share.map_or("–".into(), figures::percent)) }
                            }
                            td.n { (gain(step.gain)) }
                        }
                    }
                }
            }
        }
    }
}

fn gain(gain: Option<Interval>) -> Markup {
    html! {
        @match gain {
            None => "–",
            Some(gain) => {
                (figures::ratio(gain.point))
                span.ci { "[" (figures::interval(gain, figures::ratio)) "]" }
            }
        }
    }
}
