//! The region of a prediction, and where an interval stands to it.

use crate::figures::UNBOUNDED;
use crate::record::RegisteredPrediction;
use crate::verdict::{Quantity, Range, Verdict};

/// A region on the axis of the figures or of their logarithms; open sides are infinite.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Region {
    /// The region of a prediction about a ratio: of the other's measure to this one's for `beats`,
    /// else of this one's to the other's.
    pub(super) fn of_ratio(prediction: &RegisteredPrediction) -> (Self, Quantity) {
        match *prediction {
            RegisteredPrediction::Beats { by, .. } => (
                Self {
                    low: by,
                    high: f64::INFINITY,
                },
                Quantity::Speedup,
            ),
            RegisteredPrediction::Leads { .. } => (
                Self {
                    low: 1.0,
                    high: f64::INFINITY,
                },
                Quantity::Speedup,
            ),
            RegisteredPrediction::Between { low, high, .. } => (
                Self {
                    low,
                    high: if high < UNBOUNDED {
                        high
                    } else {
                        f64::INFINITY
                    },
                },
                Quantity::Ratio,
            ),
            RegisteredPrediction::Within { tolerance, .. }
            | RegisteredPrediction::Steady { tolerance } => (
                Self {
                    low: 1.0 / (1.0 + tolerance),
                    high: 1.0 + tolerance,
                },
                Quantity::Ratio,
            ),
            RegisteredPrediction::Reaches { share, .. } => (
                Self {
                    low: share,
                    high: f64::INFINITY,
                },
                Quantity::Share,
            ),
            RegisteredPrediction::Grows(_)
            | RegisteredPrediction::Crosses { .. }
            | RegisteredPrediction::Follows { .. }
            | RegisteredPrediction::AtMost(_)
            | RegisteredPrediction::AtLeast(_) => (Self::EVERYTHING, Quantity::Count),
        }
    }

    const EVERYTHING: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// The region of the logarithms.
    pub(super) fn ln(self) -> Self {
        Self {
            low: self.low.ln(),
            high: self.high.ln(),
        }
    }

    /// Where an interval stands.
    pub(super) fn verdict(self, low: f64, high: f64) -> Verdict {
        if self.low <= low && high <= self.high {
            Verdict::Confirmed
        } else if self.excludes(low, high) {
            Verdict::Refuted
        } else {
            Verdict::Inconclusive
        }
    }

    pub(super) fn excludes(self, low: f64, high: f64) -> bool {
        high < self.low || self.high < low
    }

    /// How far a figure stands inside; negative outside.
    pub(super) fn margin(self, x: f64) -> f64 {
        (x - self.low).min(self.high - x)
    }

    /// The region of ratios as a page shows it: none is below 0.
    pub(super) fn range(self) -> Range {
        Range {
            low: (self.low.is_finite() && self.low > 0.0).then_some(self.low),
            high: self.high.is_finite().then_some(self.high),
        }
    }
}
