//! The systematic floor: differences that no number of samples removes.

use super::Inquiry;
use crate::estimate::Estimates;
use crate::record::{Copies, Record, Trial};
use crate::stats;
use crate::verdict::Reason;

/// With loops aligned to 64 bytes, identical copies of branchy code differ by at most 0.8 %, and
/// two of them by less than 0.5 % nearly always.
const PLACEMENT: f64 = 0.005;
/// Of all pairs of copies that were timed when the run began, this share differs by less than the
/// floor.
const COPIES_COVERED: f64 = 0.95;
/// What a call of no length would get on top. In a call shorter than a nanosecond the loop around
/// it is a good part of what is timed, and the flag that aligns loops leaves the code inside where
/// it falls: copies of unaligned code differ by 1.4 to 6.9 % (one standard deviation).
const PLACEMENT_OF_TINY_CALLS: f64 = 0.05;

/// Something else on the core shifts the ratio of two different functions by up to 40 %, for
/// seconds to minutes and in all slices alike.
const CONTENTION: f64 = 0.4;

/// What code placement alone can cause in this build: learned from copies of the same code, and
/// never less than is known from others.
fn placement(copies: &[Copies]) -> f64 {
    let mut differences: Vec<f64> = Vec::new();
    for copies in copies {
        let timed: Vec<f64> = copies
            .nanos
            .iter()
            .copied()
            .filter(|nanos| *nanos > 0.0)
            .collect();
        for (index, a) in timed.iter().enumerate() {
            differences.extend(timed[..index].iter().map(|b| (a / b).ln().abs()));
        }
    }
    differences.retain(|difference| difference.is_finite());
    differences.sort_by(f64::total_cmp);
    stats::quantile_of_sorted(&differences, COPIES_COVERED)
        .unwrap_or(0.0)
        .max(PLACEMENT)
}

/// What an interval is widened by on either side, as a logarithm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    pub(super) size: f64,
    /// Whether the A/A control set it, and not code placement.
    pub(super) by_control: bool,
}

/// By how much, as a logarithm, the time of a variant may differ from that of the same variant in
/// another run though nothing was changed.
pub(crate) fn floor(record: &Record, estimates: &Estimates, trial: &Trial, variant: usize) -> f64 {
    let contended = estimates.times(trial, variant).contended();
    let floor = Floor::between(record, estimates, trial, &[variant]);
    floor.under_contention(contended).size
}

impl Floor {
    /// The floor of a trial for these variants.
    pub(super) fn of(inquiry: &Inquiry<'_>, trial: &Trial, variants: &[usize]) -> Self {
        Self::between(inquiry.record, inquiry.estimates, trial, variants)
    }

    fn between(record: &Record, estimates: &Estimates, trial: &Trial, variants: &[usize]) -> Self {
        let shortest = variants
            .iter()
            .filter_map(|&variant| estimates.time_per_call(trial, variant))
            .map(|estimate| estimate.interval.point)
            .fold(f64::INFINITY, f64::min);
        let placement =
            placement(&record.copies) + PLACEMENT_OF_TINY_CALLS * (1.0 - shortest).max(0.0);
        let control = estimates
            .ln_control(trial)
            .estimate()
            .map_or(0.0, |aa| aa.interval.low.abs().max(aa.interval.high.abs()));
        Self {
            size: placement.max(control),
            by_control: control > placement,
        }
    }

    /// The floor of passes most of which were disturbed, if they were.
    pub(super) fn under_contention(self, contended: bool) -> Self {
        let contention = if contended { CONTENTION.ln_1p() } else { 0.0 };
        Self {
            size: self.size.max(contention),
            ..self
        }
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self {
            size: self.size * factor,
            ..self
        }
    }

    pub(super) fn larger(self, other: Self) -> Self {
        if other.size > self.size { other } else { self }
    }

    /// Why an effect smaller than the floor stays undecided.
    pub(super) fn reason(self) -> Reason {
        if self.by_control {
            Reason::Control
        } else {
            Reason::Placement
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies(nanos: &[f64]) -> [Copies; 1] {
        [Copies {
            kernel: "search".into(),
            nanos: nanos.to_vec(),
        }]
    }

    #[test]
    fn copies_that_differ_raise_the_floor_and_equal_ones_do_not_lower_it() {
        assert_eq!(placement(&[]), PLACEMENT);
        assert_eq!(placement(&copies(&[10.0, 10.0, 10.001])), PLACEMENT);
        let apart = placement(&copies(&[10.0, 13.0]));
        assert!((apart - 1.3_f64.ln()).abs() < 1e-12, "{apart}");
        assert_eq!(placement(&copies(&[0.0, f64::NAN, 10.0])), PLACEMENT);
    }
}
