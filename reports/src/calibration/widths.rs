//! How wide the intervals of equal pairs are, how often they hold the truth, and what the best
//! known method makes of the same slices.
//!
//! The base and its equal are the same code over the same data, so the truth is exactly one. Of the
//! methods in the table of METHODOLOGY the median of all pairs is the one with the smallest error.
//! Its own interval takes pairs of one process for independent of each other, which they need not
//! be; so what it *needs* is taken from its errors: half the width that holds the truth in 95 of
//! 100 repetitions.

use super::count::median;
use super::{BASE, Pooled, SAME};
use crate::estimate::Estimates;
use crate::record::{Record, Trial};
use crate::stats;

/// The error of a 95 % interval.
const ERROR: f64 = 0.05;

/// Intervals of logarithms of ratios, one a repetition.
#[derive(Default)]
pub(super) struct Widths {
    own: Vec<Reach>,
    pooled: Vec<Reach>,
}

/// An interval of a logarithm.
#[derive(Clone, Copy)]
struct Reach {
    point: f64,
    low: f64,
    high: f64,
}

impl Reach {
    /// The 95 % interval of the median of some values, from order statistics.
    fn of(values: &mut [f64]) -> Option<Self> {
        let point = stats::median(values)?;
        let rank = stats::largest_rank(values.len(), ERROR)?;
        Some(Self {
            point,
            low: values[rank - 1],
            high: values[values.len() - rank],
        })
    }

    fn half(self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

impl Widths {
    pub(super) fn of(records: &[Record]) -> Self {
        let mut widths = Self::default();
        for record in records {
            let (base, same) = (record.variant(BASE), record.variant(SAME));
            let (Some(base), Some(same), Some(trial)) = (base, same, record.trials.first()) else {
                continue;
            };
            let mut medians = Estimates::of(record).ln_ratios(trial, same, base).sorted;
            let own = Reach::of(&mut medians);
            let pooled = Reach::of(&mut pairs(trial, same, base));
            if let (Some(own), Some(pooled)) = (own, pooled) {
                widths.own.push(own);
                widths.pooled.push(pooled);
            }
        }
        widths
    }

    pub(super) fn covered(&self) -> Option<u64> {
        (!self.own.is_empty()).then(|| covered(&self.own))
    }

    pub(super) fn half_width(&self) -> Option<f64> {
        (!self.own.is_empty()).then(|| half_width(&self.own))
    }

    pub(super) fn pooled(&self) -> Option<Pooled> {
        let mut errors: Vec<f64> = self.pooled.iter().map(|reach| reach.point.abs()).collect();
        errors.sort_unstable_by(f64::total_cmp);
        Some(Pooled {
            covered: covered(&self.pooled),
            half_width: half_width(&self.pooled),
            needed: stats::quantile_of_sorted(&errors, 1.0 - ERROR)?,
        })
    }
}

fn covered(reaches: &[Reach]) -> u64 {
    let hold = |reach: &&Reach| reach.low <= 0.0 && 0.0 <= reach.high;
    reaches.iter().filter(hold).count() as u64
}

fn half_width(reaches: &[Reach]) -> f64 {
    median(reaches.iter().map(|reach| reach.half()))
}

/// Logarithms of the ratios of all pairs of slices, whatever disturbed them.
fn pairs(trial: &Trial, a: usize, b: usize) -> Vec<f64> {
    let mut pairs = Vec::new();
    for pass in &trial.passes {
        let (Some(a), Some(b)) = (pass.lane(a), pass.lane(b)) else {
            continue;
        };
        let laps = (b.laps.max(1) as f64 / a.laps.max(1) as f64).ln();
        let times = a.nanos.iter().zip(&b.nanos);
        let ratio = |(a, b): (&u64, &u64)| ((*a).max(1) as f64 / (*b).max(1) as f64).ln();
        pairs.extend(times.map(|pair| ratio(pair) + laps));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Noise, Sample};

    fn repetitions(noise: Noise) -> Vec<Record> {
        (0..400)
            .map(|seed| {
                let sample = Sample::new("equal").sizes(&[1]).noise(noise).seed(seed);
                let both = sample.variant(BASE, |_| 1000.0).variant(SAME, |_| 1000.0);
                both.rounds(25).passes(10).build()
            })
            .collect()
    }

    #[test]
    fn intervals_of_95_per_cent_cover_and_are_not_twice_as_wide_as_needed() {
        for noise in [Noise::QUIET, Noise::TYPICAL] {
            let widths = Widths::of(&repetitions(noise));
            // At rank 2 of 10 passes the error is 2.1 %: 17 of 400 are improbable then (0.5 %).
            let missed = 400 - widths.covered().expect("there are repetitions");
            assert!(missed <= 17, "{missed}");
            let own = widths.half_width().expect("there are repetitions");
            let best = widths.pooled().expect("there are repetitions");
            assert!(own <= 2.0 * best.needed, "{own} {best:?}");
            assert!(own >= best.needed, "{own} {best:?}");
        }
    }

    #[test]
    fn pooled_pairs_know_nothing_of_what_differs_between_processes() {
        let noise = Noise {
            placement: 0.01,
            ..Noise::QUIET
        };
        let widths = Widths::of(&repetitions(noise));
        let best = widths.pooled().expect("there are repetitions");
        assert!(best.covered < 300, "{best:?}");
        assert!(best.half_width < best.needed / 2.0, "{best:?}");
        assert!(widths.covered() >= Some(383), "{:?}", widths.covered());
    }

    #[test]
    fn nothing_is_said_of_no_repetition() {
        let none = Widths::of(&[]);
        assert_eq!(
            (none.covered(), none.half_width(), none.pooled()),
            (None, None, None)
        );
    }
}
