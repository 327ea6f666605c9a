//! What changes in steps while a call runs: the bytes that it holds, the room that a list has.

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative, Width};
use crate::chart::steps::Steps;
use crate::chart::unit::Unit;
use crate::figures;
use crate::record::{Against, Record, Timeline, Trial};
use crate::words;

use super::plots::counts::FEW;
use super::{cases, pointer, trials};

/// Steps of a call's work can be seen up to this size.
const VISIBLE: u64 = 1000;

/// The anchor of the section.
pub(crate) const ID: &str = "steps";

/// Whether there is anything to draw.
pub(crate) fn told(record: &Record) -> bool {
    let all = record.trials.iter().flat_map(|trial| &trial.timelines);
    let mut all = all.filter(|timeline| drawable(record, timeline));
    all.next().is_some()
}

/// Whether all stand on the experiment's own page.
pub(crate) fn are_few(record: &Record) -> bool {
    let groups = [Against::Time, Against::Work].map(|against| Group::new(record, against));
    let all = groups.iter().flat_map(Group::all);
    all.count() <= FEW
}

pub(crate) fn section(record: &Record) -> Markup {
    let groups = [Against::Time, Against::Work].map(|against| Group::new(record, against));
    let mut first = true;
    html! {
        @for group in groups.iter().filter(|group| !group.plots.is_empty()) {
            h2 id=[std::mem::take(&mut first).then_some(ID)] { (group.heading()) }
            figure.panel {
                @for (case, plots) in &group.plots {
                    @if group.plots.len() > 1 { h3 { (words::name(case)) } }
                    div.multiples {
                        @for (trial, timeline) in plots { (group.plot(trial, timeline)) }
                    }
                }
                figcaption { (group.caption()) }
            }
        }
    }
}

fn drawable(record: &Record, timeline: &Timeline) -> bool {
    timeline.variant < record.variants.len() && timeline.points.len() > 1
}

/// All timelines against the same, by case, each at one size.
struct Group<'a> {
    record: &'a Record,
    against: Against,
    plots: Vec<(&'a str, Vec<(&'a Trial, &'a Timeline)>)>,
}

/// Of each variant what it tells at the largest size; steps of work at the largest that shows them.
fn chosen<'a>(
    all: &[(&'a Trial, &'a Timeline)],
    against: Against,
) -> Vec<(&'a Trial, &'a Timeline)> {
    let visible = |trial: &Trial| against == Against::Time || trial.size <= VISIBLE;
    let better = |one: &Trial, two: &Trial| match (visible(one), visible(two)) {
        (true, false) => true,
        (false, true) => false,
        (true, true) => one.size > two.size,
        (false, false) => one.size < two.size,
    };
    let same = |one: &Timeline, two: &Timeline| (one.variant, &one.of) == (two.variant, &two.of);
    let mut chosen: Vec<(&Trial, &Timeline)> = Vec::new();
    for &(trial, of) in all {
        match chosen.iter_mut().find(|(_, known)| same(known, of)) {
            Some(known) if better(trial, known.0) => *known = (trial, of),
            Some(_) => {}
            None => chosen.push((trial, of)),
        }
    }
    chosen.sort_by_key(|(_, of)| of.variant);
    chosen
}

impl<'a> Group<'a> {
    fn new(record: &'a Record, against: Against) -> Self {
        let plots = cases(record).into_iter().filter_map(|case| {
            let own = trials(record, case);
            let all: Vec<(&Trial, &Timeline)> = own
                .iter()
                .flat_map(|&(_, trial)| trial.timelines.iter().map(move |of| (trial, of)))
                .filter(|(_, of)| of.against == against && drawable(record, of))
                .collect();
            let chosen = chosen(&all, against);
            (!chosen.is_empty()).then_some((case, chosen))
        });
        Self {
            record,
            against,
            plots: plots.collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &'a Timeline> {
        let plots = self.plots.iter().flat_map(|(_, plots)| plots);
        plots.map(|(_, timeline)| *timeline)
    }

    fn heading(&self) -> Markup {
        match self.against {
            Against::Time => html! { "Memory over time" },
            Against::Work => html! { "Step by step" },
        }
    }

    fn caption(&self) -> Markup {
        match self.against {
            Against::Time => html! {
                "Bytes held while one call runs, untimed. Of a variant in Rust: each change, as \
                 its allocator was asked for it. Of a peer: what its process has grown by, looked \
                 at every tenth of a millisecond. The vertical axis is the same everywhere; each \
                 call has its own time."
            },
            Against::Work => html! {
                "Traced in a call of its own, untimed. Dotted: as much as was needed."
            },
        }
    }

    fn plot(&self, trial: &Trial, timeline: &Timeline) -> Markup {
        let name = &self.record.variants[timeline.variant].name;
        let place = |other: &Timeline| std::ptr::eq(other, timeline);
        let number = self.all().position(place).unwrap_or_default();
        let own = trial.timelines.iter().position(place).unwrap_or_default();
        let id = match self.against {
            Against::Time => format!("steps-time-{number}"),
            Against::Work => format!("steps-work-{number}"),
        };
        let drawing = self.steps(timeline).draw(Width::Narrow);
        html! {
            div data-src={ (pointer(self.record, trial)) "/timelines/" (own) } {
                p.small { (words::name(name)) ", n = " (figures::size(trial.size)) }
                (drawing::small(&id, &self.alternative(trial, timeline), &drawing))
            }
        }
    }

    fn steps(&self, timeline: &Timeline) -> Steps {
        let bytes = self.against == Against::Time || figures::is_bytes(&timeline.of);
        let end = |timeline: &Timeline| timeline.points.iter().map(|point| point.0).max();
        let same = |other: &&Timeline| other.of == timeline.of || self.against == Against::Time;
        let peak = self.all().filter(same).map(Timeline::peak).max();
        let (x_title, x_unit) = match self.against {
            Against::Time => ("time of one call".to_owned(), Unit::Time),
            Against::Work => (words::plain_name(&self.record.unit).to_owned(), Unit::Size),
        };
        Steps {
            x_title,
            x_unit,
            x_end: end(timeline).unwrap_or_default() as f64,
            y_title: words::plain_name(&timeline.of).to_owned(),
            y_unit: if bytes { Unit::Bytes } else { Unit::Count },
            y_end: peak.unwrap_or_default() as f64,
            slot: timeline.variant,
            points: timeline
                .points
                .iter()
                .map(|&(at, value)| (at as f64, value as f64))
                .collect(),
            diagonal: self.against == Against::Work && !bytes,
        }
    }

    fn alternative(&self, trial: &Trial, timeline: &Timeline) -> Alternative {
        let name = words::plain_name(&self.record.variants[timeline.variant].name);
        let of = words::plain_name(&timeline.of);
        let bytes = self.against == Against::Time || figures::is_bytes(of);
        let value = |value: u64| {
            if bytes {
                figures::bytes(value as f64)
            } else {
                figures::size(value)
            }
        };
        let last = timeline.points.last().copied().unwrap_or_default();
        let end = match self.against {
            Against::Time => figures::time(last.0 as f64),
            Against::Work => {
                let unit = words::plain_name(&self.record.unit);
                words::several(usize::try_from(last.0).unwrap_or(usize::MAX), unit)
            }
        };
        Alternative {
            title: format!("{name}: {of} at n = {}", figures::size(trial.size)),
            description: format!(
                "It rises to {} at most and ends at {} after {end}, in {}.",
                value(timeline.peak()),
                value(last.1),
                words::several(timeline.points.len() - 1, "step"),
            ),
        }
    }
}
