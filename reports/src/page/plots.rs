//! The main plots of an experiment: a measure against the size, or side by side at one size.

mod around;
pub(crate) mod counts;
mod told;

use maud::{Markup, html};

use crate::chart::drawing::{self, Width};
use crate::chart::lines::{Lines, Point, Series};
use crate::chart::rows::{Dot, Dots, Heading};
use crate::chart::scale;
use crate::chart::unit::Unit;
use crate::claim::TIME;
use crate::figures;
use crate::record::{Record, Trial};
use crate::verdict::Interval;
use crate::words;

use super::exhibit::Exhibit;
use super::{backdrop, cases, ladder, trials};

/// A measure of an experiment.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'e, 'a> {
    pub(crate) exhibit: &'e Exhibit<'a>,
    pub(crate) measure: &'e str,
}

/// The plots of the time, one for each case.
pub(crate) fn section(exhibit: &Exhibit<'_>) -> Markup {
    let subject = Subject {
        exhibit,
        measure: TIME,
    };
    let record = exhibit.record;
    let cases = cases(record);
    let swept = cases.iter().any(|case| trials(record, case).len() > 1);
    let against = if swept { " against size" } else { "" };
    html! {
        h2 #time { bdi { (subject.title()) (against) } }
        figure.panel data-src="/trials" {
            @if cases.len() > 1 {
                (around::legend(&[subject], false))
                div.multiples {
                    @for (place, case) in cases.iter().enumerate() {
                        div {
                            h3 { (words::name(case)) }
                            (subject.plot(case, &subject.id(place), true))
                        }
                    }
                }
            } @else {
                @for case in &cases { (subject.plot(case, &id(record, TIME), false)) }
                @if swept { (around::legend(&[subject], true)) }
            }
            figcaption { (around::caption(&subject, swept)) }
        }
    }
}

/// One small plot of an experiment: its first case's time, or else its first count.
pub(crate) fn thumbnail(exhibit: &Exhibit<'_>, id: &str) -> Markup {
    let record = exhibit.record;
    let timed = record.trials.iter().any(|trial| !trial.passes.is_empty());
    let counts = record.claims.iter().map(|claim| claim.measure.as_str());
    let measure = timed
        .then_some(TIME)
        .or_else(|| counts.into_iter().find(|measure| *measure != TIME));
    let cases = cases(record);
    html! {
        @if let (Some(measure), Some(case)) = (measure, cases.first()) {
            @let subject = Subject { exhibit, measure };
            (subject.plot(case, id, true))
            @if trials(record, case).len() > 1 { (around::legend(&[subject], false)) }
            @if cases.len() > 1 { p.soft.small { "Drawn: " (words::name(case)) "." } }
        }
    }
}

/// The id of a plot: unique on the page, and a fixed word with a number.
fn id(record: &Record, measure: &str) -> String {
    let place = record
        .claims
        .iter()
        .position(|claim| claim.measure == measure);
    match measure {
        TIME => "plot-time".into(),
        _ => format!("plot-count-{}", place.unwrap_or_default()),
    }
}

impl Subject<'_, '_> {
    fn title(&self) -> String {
        figures::capitalised(words::measure(self.measure, &self.exhibit.record.unit))
    }

    /// The id of the plot of a case.
    fn id(&self, place: usize) -> String {
        format!("{}-{place}", id(self.exhibit.record, self.measure))
    }
}

impl Subject<'_, '_> {
    /// A figure of a variant in a trial: time per unit of work, or a count per call.
    pub(crate) fn figure(&self, trial: &Trial, variant: usize) -> Option<Interval> {
        if self.measure == TIME {
            let estimate = self.exhibit.estimates.time_per_call(trial, variant)?;
            return Some(per_unit(estimate.interval, trial.work));
        }
        let count = *trial.counts.get(variant)?.as_ref()?.get(self.measure)?;
        Some(Interval {
            point: count,
            low: count,
            high: count,
        })
    }

    fn write(&self, value: f64) -> String {
        figures::measured(self.measure, value)
    }

    fn tip(&self, variant: usize, trial: &Trial, figure: Interval) -> String {
        let name = &self.exhibit.record.variants[variant].name;
        format!(
            "{}, n = {}: {}",
            words::plain_name(name),
            figures::size(trial.size),
            self.write(figure.point)
        )
    }

    /// The plot of one case. All cases share their range, so that they can be compared.
    fn plot(&self, case: &str, id: &str, small: bool) -> Markup {
        let trials = trials(self.exhibit.record, case);
        let trials: Vec<&Trial> = trials.into_iter().map(|(_, trial)| trial).collect();
        let alternative = match trials.as_slice() {
            [only] if self.measure == TIME => ladder::alternative(self.exhibit, only),
            _ => self.alternative(case, &trials),
        };
        let draw: Box<dyn Fn(Width) -> drawing::Drawing> = match trials.as_slice() {
            [] => return html! {},
            [only] => {
                if self.measure == TIME {
                    let ladder = ladder::chart(self.exhibit, only);
                    Box::new(move |width| ladder.draw(width))
                } else {
                    let dots = self.dots(only);
                    Box::new(move |width| dots.draw(width))
                }
            }
            _ => {
                let lines = self.lines(case, &trials);
                Box::new(move |width| lines.draw(width))
            }
        };
        if small {
            drawing::small(id, &alternative, &draw(Width::Narrow))
        } else {
            drawing::both(id, &alternative, draw)
        }
    }

    fn all_figures(&self) -> Vec<Interval> {
        let record = self.exhibit.record;
        let places = record.trials.iter().flat_map(|trial| {
            (0..record.variants.len()).filter_map(move |variant| self.figure(trial, variant))
        });
        places.collect()
    }

    /// All that the plots of lines show, so that they share their range.
    fn figures_and_limits(&self) -> Vec<Interval> {
        let trials: Vec<&Trial> = self.exhibit.record.trials.iter().collect();
        let limits = self.limits(&trials).map(|(_, nanos)| Interval {
            point: nanos,
            low: nanos,
            high: nanos,
        });
        self.all_figures().into_iter().chain(limits).collect()
    }

    fn lines(&self, case: &str, trials: &[&Trial]) -> Lines {
        let record = self.exhibit.record;
        let series = record.variants.iter().enumerate().map(|(slot, variant)| {
            let points = trials.iter().filter_map(|trial| {
                let y = self.figure(trial, slot)?;
                Some(Point {
                    x: trial.size as f64,
                    y,
                    tip: self.tip(slot, trial, y),
                })
            });
            Series {
                name: words::plain_name(&variant.name).to_owned(),
                slot,
                points: points.collect(),
            }
        });
        Lines {
            x_title: "size n".into(),
            x_unit: Unit::Size,
            y_title: words::measure(self.measure, &record.unit),
            y_unit: self.unit(),
            y_range: Lines::y_range(&self.figures_and_limits()),
            height: 320.0,
            series: series.collect(),
            bands: if self.measure == TIME {
                backdrop::bands(&record.machine, trials)
            } else {
                Vec::new()
            },
            guides: self.guides(case, trials),
        }
    }

    fn dots(&self, trial: &Trial) -> Dots {
        let record = self.exhibit.record;
        let rows = record
            .variants
            .iter()
            .enumerate()
            .filter_map(|(slot, variant)| {
                let figure = self.figure(trial, slot)?;
                Some(Dot {
                    heading: Heading {
                        name: words::plain_name(&variant.name).to_owned(),
                        slot,
                        note: self.write(figure.point),
                    },
                    figure,
                    tip: self.tip(slot, trial, figure),
                })
            });
        let all = self.all_figures();
        let (low, high) = scale::range(all.iter().flat_map(|f| [f.low, f.high, f.point]), 2.0);
        Dots {
            x_title: words::measure(self.measure, &record.unit),
            x_unit: self.unit(),
            x_range: (low / 1.1, high * 1.1),
            band: None,
            reference: None,
            rows: rows.collect(),
        }
    }

    fn unit(&self) -> Unit {
        match self.measure {
            TIME => Unit::Time,
            measure if figures::is_bytes(measure) => Unit::Bytes,
            _ => Unit::Count,
        }
    }
}

/// A time of one call as the time of one unit of work.
pub(crate) fn per_unit(call: Interval, work: u64) -> Interval {
    let work = work.max(1) as f64;
    Interval {
        point: call.point / work,
        low: call.low / work,
        high: call.high / work,
    }
}
