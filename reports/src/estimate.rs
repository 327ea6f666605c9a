//! Times and ratios with their intervals, for judging, tables and charts alike.
//!
//! ```
//! use reports::{estimate::Estimates, sample::Sample};
//!
//! let record = Sample::new("search/sorted-slice")
//!     .sizes(&[64])
//!     .variant("scan", |n| n as f64)
//!     .variant("halve", |n| n as f64 / 2.0)
//!     .build();
//! let estimates = Estimates::of(&record);
//! let faster = estimates.ratio(&record.trials[0], 1, 0).expect("both variants ran");
//! assert!((faster.interval.point - 0.5).abs() < 0.01);
//! ```

mod medians;

use std::collections::BTreeSet;

use serde::Serialize;

pub(crate) use medians::Medians;

use crate::record::{Lane, Pass, Record, Trial};
use crate::stats::{self, Gate};
use crate::verdict::Interval;

/// A figure over the passes of one trial.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The median of the passes' medians, and its interval from order statistics.
    pub interval: Interval,
    /// Passes that the figure rests on.
    pub passes: usize,
    /// Passes among them during which something else used the core.
    pub disturbed: usize,
    /// How often, at least, such an interval holds the true median: `0.998`. With fewer passes
    /// than [`stats::FEWEST_PASSES`] the interval is the whole range, and decides nothing.
    pub level: f64,
}

impl Estimate {
    /// Whether there were enough passes for a verdict.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.passes >= stats::FEWEST_PASSES
    }

    /// Whether something else used the core during more than half of the passes.
    #[must_use]
    pub fn contended(&self) -> bool {
        2 * self.disturbed > self.passes
    }
}

/// How often, at least, an interval of so many passes holds the true median.
#[must_use]
pub fn level(passes: usize) -> f64 {
    1.0 - stats::error(passes, stats::rank(passes).unwrap_or(1))
}

/// Estimates from one record, all with the same sentinel floor.
#[derive(Clone, Copy, Debug)]
pub struct Estimates {
    gate: Gate,
}

impl Estimates {
    /// Learns from a record what a quiet core looks like.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            gate: Gate::of(record),
        }
    }

    /// Nanoseconds of one call of a variant; absent when it was not timed.
    ///
    /// Divide by [`Trial::work`] for the time of one unit of work.
    #[must_use]
    pub fn time_per_call(&self, trial: &Trial, variant: usize) -> Option<Estimate> {
        self.times(trial, variant).estimate()
    }

    /// How many times as long as `b` the variant `a` takes: slices of the same round are compared
    /// with each other. Absent when the two were never timed side by side.
    #[must_use]
    pub fn ratio(&self, trial: &Trial, a: usize, b: usize) -> Option<Estimate> {
        self.ln_ratios(trial, a, b).estimate().map(exponential)
    }

    /// The A/A measurement: how many times as long as a variant its identical copy takes. Of
    /// several controls it is the one that strays farthest from 1.
    #[must_use]
    pub fn control(&self, trial: &Trial) -> Option<Estimate> {
        let strays = |estimate: &Estimate| estimate.interval.point.ln().abs();
        self.controls(trial)
            .into_iter()
            .map(|(_, estimate)| estimate)
            .max_by(|a, b| strays(a).total_cmp(&strays(b)))
    }

    /// All A/A measurements of a trial: the place of a variant, and how many times as long its
    /// identical copy takes.
    #[must_use]
    pub fn controls(&self, trial: &Trial) -> Vec<(usize, Estimate)> {
        let controlled: BTreeSet<usize> = trial
            .passes
            .iter()
            .flat_map(Pass::controls)
            .map(|lane| lane.variant)
            .collect();
        controlled
            .into_iter()
            .filter_map(|variant| {
                let medians = self.medians(trial, |pass| {
                    let control = pass.controls().find(|lane| lane.variant == variant)?;
                    Some((control, Some(pass.lane(variant)?)))
                });
                Some((variant, exponential(medians.estimate()?)))
            })
            .collect()
    }

    /// Nanoseconds of one call, pass by pass.
    pub(crate) fn times(&self, trial: &Trial, variant: usize) -> Medians {
        self.medians(trial, |pass| Some((pass.lane(variant)?, None)))
    }

    /// Logarithms of the ratio of `a` to `b`, pass by pass.
    pub(crate) fn ln_ratios(&self, trial: &Trial, a: usize, b: usize) -> Medians {
        self.medians(trial, |pass| Some((pass.lane(a)?, Some(pass.lane(b)?))))
    }

    /// One median a pass: of the time of a lane, or of the logarithm of its ratio to another's.
    ///
    /// Slices in which a thread waited for its core are thrown away. A pass that loses more than
    /// half of them is mute: what happened to be left says little about a machine that was so busy.
    fn medians<'t>(
        &self,
        trial: &'t Trial,
        lanes: impl Fn(&'t Pass) -> Option<(&'t Lane, Option<&'t Lane>)>,
    ) -> Medians {
        let mut by_pass = Vec::with_capacity(trial.passes.len());
        let mut widths = Vec::with_capacity(trial.passes.len());
        let (mut disturbed, mut mute) = (0, 0);
        let mut values = Vec::new();
        for pass in &trial.passes {
            let Some((lane, other)) = lanes(pass) else {
                continue;
            };
            let paired = other.map_or(usize::MAX, |other| other.nanos.len());
            let rounds = self.gate.rounds(pass, lane.nanos.len().min(paired));
            let waited = |round: usize| {
                stats::waited(lane, round) || other.is_some_and(|other| stats::waited(other, round))
            };
            values.clear();
            values.reserve(rounds.len());
            let mut lost = 0;
            for round in rounds.iter() {
                if waited(round) {
                    lost += 1;
                } else if let Some(value) = value(lane, other, round) {
                    values.push(value);
                }
            }
            if most(lost, rounds.len()) {
                mute += 1;
                continue;
            }
            if let Some(median) = stats::median(&mut values) {
                by_pass.push((pass.index, median));
                widths.extend(width(&values));
                disturbed += usize::from(rounds.disturbed);
            }
        }
        Medians {
            within: stats::median(&mut widths),
            mute,
            ..Medians::new(by_pass, disturbed)
        }
    }
}

/// The time of one call of a lane in a round, or the logarithm of its ratio to another's.
fn value(lane: &Lane, other: Option<&Lane>, round: usize) -> Option<f64> {
    let time = per_call(lane, round)?;
    match other {
        None => Some(time),
        Some(other) => Some((time / per_call(other, round)?).ln()),
    }
}

/// Whether some are more than half of all.
fn most(some: usize, all: usize) -> bool {
    2 * some > all
}

/// How wide the interval of the median of values in ascending order is.
fn width(sorted: &[f64]) -> Option<f64> {
    let rank = stats::rank(sorted.len())?;
    Some(sorted[sorted.len() - rank] - sorted[rank - 1])
}

/// Nanoseconds of one call in a round. A slice that its clock could not tell from nothing has no
/// logarithm and tells nothing.
fn per_call(lane: &Lane, round: usize) -> Option<f64> {
    let nanos = *lane.nanos.get(round)?;
    (nanos > 0 && lane.laps > 0).then(|| nanos as f64 / lane.laps as f64)
}

fn exponential(estimate: Estimate) -> Estimate {
    let Interval { point, low, high } = estimate.interval;
    Estimate {
        interval: Interval {
            point: point.exp(),
            low: low.exp(),
            high: high.exp(),
        },
        ..estimate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Noise, Sample};

    #[test]
    fn slices_of_one_round_are_compared_with_each_other() {
        // The machine slows down hundredfold from round to round: only within a round do the
        // slices compare.
        let sample = Sample::new("pairs")
            .variant("a", |_| 100.0)
            .variant("b", |_| 300.0);
        let mut record = sample.passes(8).build();
        for pass in &mut record.trials[0].passes {
            for lane in &mut pass.lanes {
                for (round, nanos) in lane.nanos.iter_mut().enumerate() {
                    *nanos *= 100_u64.pow((round % 3) as u32);
                }
            }
        }
        let ratio = Estimates::of(&record).ratio(&record.trials[0], 1, 0);
        let ratio = ratio.expect("both ran");
        assert!((ratio.interval.point - 3.0).abs() < 0.01);
        assert!(ratio.interval.high / ratio.interval.low < 1.01);
    }

    #[test]
    fn the_control_is_compared_with_its_original() {
        let noise = Noise {
            jitter: 0.0,
            ..Noise::QUIET
        };
        let sample = Sample::new("control").variant("a", |_| 100.0).noise(noise);
        let mut record = sample.build();
        let control = |record: &Record| Estimates::of(record).control(&record.trials[0]);
        let same = control(&record).expect("there is a control");
        assert_eq!((same.interval.point, same.passes), (1.0, 10));
        for pass in &mut record.trials[0].passes {
            pass.lanes.retain(|lane| !lane.control);
        }
        assert_eq!(control(&record), None);
    }

    #[test]
    fn few_passes_give_the_range_and_say_so() {
        let sample = |passes| {
            let sample = Sample::new("few").variant("a", |_| 100.0).passes(passes);
            let record = sample.build();
            Estimates::of(&record).time_per_call(&record.trials[0], 0)
        };
        assert_eq!(sample(0), None);
        let three = sample(3).expect("it ran");
        assert!(!three.decides() && (three.level - 0.75).abs() < 1e-12);
        let ten = sample(10).expect("it ran");
        assert!(ten.decides() && (ten.level - 0.998_046_875).abs() < 1e-12);
        assert!((ten.interval.point - 100.0).abs() < 0.1);
    }
}
