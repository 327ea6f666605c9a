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

use std::collections::BTreeMap;

use serde::Serialize;

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

    /// The A/A measurement: how many times as long as the reference its identical copy takes.
    #[must_use]
    pub fn control(&self, trial: &Trial) -> Option<Estimate> {
        self.ln_control(trial).estimate().map(exponential)
    }

    /// Nanoseconds of one call, pass by pass.
    pub(crate) fn times(&self, trial: &Trial, variant: usize) -> Medians {
        self.medians(trial, |pass| Some((pass.lane(variant)?, None)))
    }

    /// Logarithms of the ratio of `a` to `b`, pass by pass.
    pub(crate) fn ln_ratios(&self, trial: &Trial, a: usize, b: usize) -> Medians {
        self.medians(trial, |pass| Some((pass.lane(a)?, Some(pass.lane(b)?))))
    }

    /// Logarithms of the ratio of the control to its original, pass by pass.
    pub(crate) fn ln_control(&self, trial: &Trial) -> Medians {
        self.medians(trial, |pass| {
            let control = pass.control()?;
            Some((control, Some(pass.lane(control.variant)?)))
        })
    }

    /// One median a pass: of the time of a lane, or of the logarithm of its ratio to another's.
    fn medians<'t>(
        &self,
        trial: &'t Trial,
        lanes: impl Fn(&'t Pass) -> Option<(&'t Lane, Option<&'t Lane>)>,
    ) -> Medians {
        let mut by_pass = Vec::with_capacity(trial.passes.len());
        let mut disturbed = 0;
        for pass in &trial.passes {
            let Some((lane, other)) = lanes(pass) else {
                continue;
            };
            let paired = other.map_or(usize::MAX, |other| other.nanos.len());
            let rounds = self.gate.rounds(pass, lane.nanos.len().min(paired));
            let mut values: Vec<f64> = rounds
                .iter()
                .filter_map(|round| {
                    let time = per_call(lane, round)?;
                    match other {
                        None => Some(time),
                        Some(other) => Some((time / per_call(other, round)?).ln()),
                    }
                })
                .collect();
            if let Some(median) = stats::median(&mut values) {
                by_pass.push((pass.index, median));
                disturbed += usize::from(rounds.disturbed);
            }
        }
        Medians::new(by_pass, disturbed)
    }
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

/// The medians of the passes: the observations of which order statistics are taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Medians {
    /// The place of each pass in the run, and its median.
    pub(crate) by_pass: Vec<(u32, f64)>,
    /// The medians in ascending order.
    pub(crate) sorted: Vec<f64>,
    /// How many of the passes were disturbed.
    pub(crate) disturbed: usize,
}

impl Medians {
    pub(crate) fn new(by_pass: Vec<(u32, f64)>, disturbed: usize) -> Self {
        let mut sorted: Vec<f64> = by_pass.iter().map(|&(_, median)| median).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Self {
            by_pass,
            sorted,
            disturbed,
        }
    }

    pub(crate) fn passes(&self) -> usize {
        self.sorted.len()
    }

    /// Whether more than half of the passes were disturbed.
    pub(crate) fn contended(&self) -> bool {
        2 * self.disturbed > self.passes()
    }

    /// The interval between the order statistics of a rank; absent when there are too few.
    pub(crate) fn interval(&self, rank: usize) -> Option<Interval> {
        let (below, above) = (rank.checked_sub(1)?, self.passes().checked_sub(rank)?);
        Some(Interval {
            point: stats::median_of_sorted(&self.sorted)?,
            low: *self.sorted.get(below)?,
            high: *self.sorted.get(above)?,
        })
    }

    /// The interval at the rank that this many passes have; the whole range when they are too few
    /// to decide.
    pub(crate) fn estimate(&self) -> Option<Estimate> {
        let rank = stats::rank(self.passes()).unwrap_or(1);
        Some(Estimate {
            interval: self.interval(rank)?,
            passes: self.passes(),
            disturbed: self.disturbed,
            level: level(self.passes()),
        })
    }

    /// Logarithms of the ratio of these figures to others, in the passes that have both.
    pub(crate) fn ln_over(&self, other: &Self) -> Self {
        let others: BTreeMap<u32, f64> = other.by_pass.iter().copied().collect();
        let ratios = self
            .by_pass
            .iter()
            .filter_map(|&(pass, figure)| Some((pass, (figure / others.get(&pass)?).ln())))
            .collect();
        Self::new(ratios, self.disturbed.max(other.disturbed))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        /// The ends of an interval, found by counting how many figures are smaller and larger.
        #[test]
        fn an_interval_ends_at_the_order_statistics(
            values in prop::collection::vec(-1e3..1e3_f64, 1..40),
            rank in 1..20_usize,
        ) {
            let by_pass = values.iter().map(|&value| (0, value)).collect();
            let found = Medians::new(by_pass, 0).interval(rank);
            prop_assert_eq!(found.is_some(), rank <= values.len());
            let Some(interval) = found else { return Ok(()) };
            let below = |end: f64| values.iter().filter(|&&value| value < end).count();
            let above = |end: f64| values.iter().filter(|&&value| value > end).count();
            prop_assert!(below(interval.low) < rank && rank <= values.len() - above(interval.low));
            prop_assert!(above(interval.high) < rank && rank <= values.len() - below(interval.high));
            let half = values.len() / 2;
            prop_assert!(below(interval.point) <= half && above(interval.point) <= half);
        }
    }
}
