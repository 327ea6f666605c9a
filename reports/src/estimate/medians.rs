//! The medians of passes, and their order statistics.

use std::collections::BTreeMap;

use super::{Estimate, level};
use crate::stats;
use crate::verdict::Interval;

/// The medians of the passes: the observations of which order statistics are taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Medians {
    /// The place of each pass in the run, and its median.
    pub(crate) by_pass: Vec<(u32, f64)>,
    /// The medians in ascending order.
    pub(crate) sorted: Vec<f64>,
    /// How many of the passes were disturbed.
    pub(crate) disturbed: usize,
    /// How many further passes say nothing, for threads waited for their cores.
    pub(crate) mute: usize,
    /// How wide the interval of a pass's own median is, in the middle of all passes; absent where
    /// they have too few rounds.
    pub(crate) within: Option<f64>,
}

impl Medians {
    pub(crate) fn new(by_pass: Vec<(u32, f64)>, disturbed: usize) -> Self {
        let mut sorted: Vec<f64> = by_pass.iter().map(|&(_, median)| median).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        Self {
            by_pass,
            sorted,
            disturbed,
            mute: 0,
            within: None,
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

    /// Logarithms of the ratio of a constant to these figures.
    pub(crate) fn ln_under(&self, constant: f64) -> Self {
        let figures = self.by_pass.iter();
        let ratios = figures.map(|&(pass, figure)| (pass, (constant / figure).ln()));
        Self {
            mute: self.mute,
            ..Self::new(ratios.collect(), self.disturbed)
        }
    }

    /// Logarithms of the ratio of these figures to others, in the passes that have both.
    pub(crate) fn ln_over(&self, other: &Self) -> Self {
        let others: BTreeMap<u32, f64> = other.by_pass.iter().copied().collect();
        let ratios = self
            .by_pass
            .iter()
            .filter_map(|&(pass, figure)| Some((pass, (figure / others.get(&pass)?).ln())))
            .collect();
        Self {
            mute: self.mute.max(other.mute),
            ..Self::new(ratios, self.disturbed.max(other.disturbed))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            let not_below = values.len() - below(interval.high);
            prop_assert!(above(interval.high) < rank && rank <= not_below);
            let half = values.len() / 2;
            prop_assert!(below(interval.point) <= half && above(interval.point) <= half);
        }
    }
}
