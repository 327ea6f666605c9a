//! Every sample at the largest size: what a median hides.

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative, Width};
use crate::chart::rain::{Rain, Shower};
use crate::chart::rows::Heading;
use crate::figures;
use crate::record::{Lane, Trial};
use crate::words;

use super::exhibit::Exhibit;
use super::largest;
use super::plots::per_unit;

/// So many rows stand on the page of the experiment; more of them would make it heavy, and stand
/// with all figures.
const FEW: usize = 20;

/// Whether all samples stand on the page of the experiment.
pub(crate) fn are_few(exhibit: &Exhibit<'_>) -> bool {
    let trials = largest(exhibit.record).into_iter();
    let rows = trials.flat_map(|trial| {
        let variants = 0..exhibit.record.variants.len();
        variants.filter_map(|slot| exhibit.estimates.time_per_call(trial, slot))
    });
    rows.count() <= FEW
}

pub(crate) fn section(exhibit: &Exhibit<'_>) -> Markup {
    let trials: Vec<&Trial> = largest(exhibit.record)
        .into_iter()
        .filter(|trial| !trial.passes.is_empty())
        .collect();
    html! {
        h2 #samples { "Every sample at the largest size" }
        figure.panel data-src="/trials" {
            @if let [only] = trials.as_slice() {
                (plot(exhibit, only, "samples", false))
            } @else {
                div.multiples {
                    @for (place, trial) in trials.iter().enumerate() {
                        div {
                            h3 { (words::name(&trial.case)) }
                            (plot(exhibit, trial, &format!("samples-{place}"), true))
                        }
                    }
                }
            }
            figcaption {
                "Each line of drops is one fresh process, each drop a slice of consecutive calls, \
                 each bar the median of its process. All relative to the variant's own median. \
                 What lies beyond the axis stands on its edge."
            }
        }
    }
}

fn plot(exhibit: &Exhibit<'_>, trial: &Trial, id: &str, small: bool) -> Markup {
    let rain = rain(exhibit, trial, (!small).then_some("rain"));
    let slices: usize = rain
        .rows
        .iter()
        .flat_map(|row| &row.passes)
        .map(Vec::len)
        .sum();
    let alternative = Alternative {
        title: format!("Every sample at {}", figures::place(trial).replace('`', "")),
        description: format!(
            "{} of {}, relative to the median of each.",
            words::several(slices, "slice"),
            words::several(rain.rows.len(), "variant")
        ),
    };
    if small {
        drawing::small(id, &alternative, &rain.draw(Width::Narrow))
    } else {
        drawing::both(id, &alternative, |width| rain.draw(width))
    }
}

fn rain(exhibit: &Exhibit<'_>, trial: &Trial, name: Option<&'static str>) -> Rain {
    let variants = exhibit.record.variants.iter().enumerate();
    let rows = variants.filter_map(|(slot, variant)| {
        let estimate = exhibit.estimates.time_per_call(trial, slot)?;
        let median = estimate.interval.point;
        let departures = |lane: &Lane| -> Vec<f64> {
            let per_call = |nanos: &u64| *nanos as f64 / lane.laps.max(1) as f64;
            lane.nanos
                .iter()
                .map(|nanos| per_call(nanos) / median - 1.0)
                .collect()
        };
        Some(Shower {
            heading: Heading {
                name: words::plain_name(&variant.name).to_owned(),
                slot,
                note: figures::time(per_unit(estimate.interval, trial.work).point),
            },
            passes: trial
                .passes
                .iter()
                .filter_map(|pass| pass.lane(slot))
                .map(departures)
                .collect(),
        })
    });
    Rain {
        x_title: "time of a slice relative to the variant's median".into(),
        rows: rows.collect(),
        name,
    }
}
