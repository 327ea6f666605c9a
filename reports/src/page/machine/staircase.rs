//! The staircases as pictures: latency and bandwidth against the working set.

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative};
use crate::chart::lines::{Band, Guide, Lines, Point, Series};
use crate::chart::unit::Unit;
use crate::figures;
use crate::levels::levels;
use crate::record::{Machine, Probe, Staircase, Step};
use crate::verdict::Interval;

use super::probe::telling;

/// A figure of a step.
type Read = fn(&Step) -> Interval;

const DEPENDENT: (&str, Read) = ("dependent", |step| step.latency);
const INDEPENDENT: (&str, Read) = ("independent", |step| step.random);
const IN_ORDER: (&str, Read) = ("in order", |step| step.bandwidth);

pub(super) fn charts(machine: &Machine, probe: &Probe, id: usize) -> Markup {
    if probe.staircases.is_empty() {
        return html! {};
    }
    let shaded = if machine.caches.is_empty() {
        ""
    } else {
        "Shaded: the caches as the system tells them. "
    };
    html! {
        h3 { "Latency against the working set" }
        figure.panel {
            (picture(&format!("staircase-{id}"), "Nanoseconds of a load", &latency(machine, probe)))
            figcaption {
                "A load of a line drawn by lot: dependent, when its address is what the load \
                 before brought, or independent. Both axes are logarithmic. " (shaded)
                "Dotted: the levels that were found."
            }
        }
        h3 { "Bandwidth against the working set" }
        figure.panel {
            (picture(&format!("bandwidth-{id}"), "Gigabytes a second", &bandwidth(machine, probe)))
            figcaption {
                "Read from the first byte to the last by one core, with the widest vectors that it \
                 has. " (shaded)
            }
        }
    }
}

fn picture(id: &str, title: &str, lines: &Lines) -> Markup {
    let said = lines.series.iter().map(|series| {
        let ends = series.points.first().zip(series.points.last());
        ends.map_or(String::new(), |(first, last)| {
            format!("{}: from {} to {}. ", series.name, first.tip, last.tip)
        })
    });
    let alternative = Alternative {
        title: format!("{title} against the working set"),
        description: said.collect(),
    };
    drawing::both(id, &alternative, |width| lines.draw(width))
}

fn latency(machine: &Machine, probe: &Probe) -> Lines {
    let found = telling(probe).map(levels).unwrap_or_default();
    let guides = found.iter().map(|level| Guide {
        label: figures::time(level.latency),
        points: vec![
            (level.from as f64, level.latency),
            (level.to as f64, level.latency),
        ],
    });
    let title = "time of a load";
    Lines {
        guides: guides.collect(),
        ..lines(
            machine,
            probe,
            &[DEPENDENT, INDEPENDENT],
            (title, Unit::Time),
        )
    }
}

fn bandwidth(machine: &Machine, probe: &Probe) -> Lines {
    lines(machine, probe, &[IN_ORDER], ("bandwidth", Unit::Bandwidth))
}

fn lines(
    machine: &Machine,
    probe: &Probe,
    accesses: &[(&str, Read)],
    (title, unit): (&str, Unit),
) -> Lines {
    let drawn = accesses.iter().flat_map(|access| {
        let staircases = probe.staircases.iter();
        staircases.map(move |staircase| (access, staircase))
    });
    let series: Vec<Series> = drawn
        .enumerate()
        .map(|(slot, (&(name, read), staircase))| Series {
            name: format!("{name}, {}", staircase.pages.name()),
            slot,
            points: points(staircase, read, unit),
        })
        .collect();
    let figures: Vec<Interval> = series
        .iter()
        .flat_map(|series| series.points.iter().map(|point| point.y))
        .collect();
    Lines {
        x_title: "working set".into(),
        x_unit: Unit::Bytes,
        y_title: title.into(),
        y_unit: unit,
        y_range: Lines::y_range(&figures),
        height: 320.0,
        series,
        bands: bands(machine, probe),
        guides: Vec::new(),
    }
}

fn points(staircase: &Staircase, read: Read, unit: Unit) -> Vec<Point> {
    let write = if unit == Unit::Bandwidth {
        figures::bandwidth
    } else {
        figures::time
    };
    let steps = staircase.steps.iter();
    steps
        .map(|step| {
            let y = read(step);
            let tip = format!("{}: {}", figures::bytes(step.bytes as f64), write(y.point));
            Point {
                x: step.bytes as f64,
                y,
                tip,
            }
        })
        .collect()
}

/// The caches as the system tells them, and what lies beyond.
fn bands(machine: &Machine, probe: &Probe) -> Vec<Band> {
    let steps = probe
        .staircases
        .iter()
        .flat_map(|staircase| &staircase.steps);
    let sizes: Vec<u64> = steps.map(|step| step.bytes).collect();
    let (Some(&first), Some(&last)) = (sizes.iter().min(), sizes.iter().max()) else {
        return Vec::new();
    };
    let (mut from, last) = (first as f64, last as f64);
    let mut bands = Vec::new();
    for cache in &machine.caches {
        let to = (cache.bytes as f64).min(last);
        if to > from {
            bands.push(Band {
                label: format!("L{}", cache.level),
                from,
                to,
            });
            from = to;
        }
    }
    if from < last && !machine.caches.is_empty() {
        bands.push(Band {
            label: "memory".into(),
            from,
            to: last,
        });
    }
    bands
}
