//! The systematic floor: differences that no number of samples removes.

use std::cell::OnceCell;

use super::Inquiry;
use super::placement::placement;
use crate::estimate::Estimates;
use crate::record::{Record, Trial};
use crate::verdict::Reason;

/// What a call of no length would get on top. In a call shorter than a nanosecond the loop around
/// it is a good part of what is timed, and the flag that aligns loops leaves the code inside where
/// it falls: copies of unaligned code differ by 1.4 to 6.9 % (one standard deviation).
const PLACEMENT_OF_TINY_CALLS: f64 = 0.05;

/// Something else on the core shifts the ratio of two different functions by up to 40 %, for
/// seconds to minutes and in all slices alike.
const CONTENTION: f64 = 0.4;

/// How far the same code differs from itself in this run: the estimate of the A/A control, and not
/// the farther end of its interval.
///
/// What differs from pass to pass, such as where data come to lie, is drawn anew for the control
/// and for the variants alike, and the interval across the passes already holds it: the end of the
/// control's interval would count it twice. What all passes share is the estimate. While there is
/// nothing of that kind the estimate is sampling error alone, a third of the interval's half width,
/// and widens it by as much: so a bias that the control cannot yet tell from chance is covered in
/// part too.
///
/// Variants with data of their own are held against a control with data of its own, where there is
/// one, and those that share their input against one that shares it.
fn control(inquiry: &Inquiry<'_>, controls: &[(usize, f64)], variants: &[usize]) -> f64 {
    let own = inquiry.on_own_data(variants);
    let matching = |variant: usize| inquiry.on_own_data(&[variant]) == own;
    let any = controls.iter().any(|&(variant, _)| matching(variant));
    controls
        .iter()
        .filter(|&&(variant, _)| matching(variant) || !any)
        .map(|&(_, strays)| strays)
        .fold(0.0, f64::max)
}

/// What the floors of a trial rest on, whichever claim asks.
#[derive(Debug)]
struct Basis {
    /// Nanoseconds of one call of each variant.
    times: Vec<Option<f64>>,
    /// The variants that have a control, and by how much the logarithm of its time differs.
    controls: Vec<(usize, f64)>,
}

/// What the floors of all trials of a record rest on: each is computed once, when it is needed.
#[derive(Debug)]
pub(super) struct Bases(Vec<OnceCell<Basis>>);

impl Bases {
    pub(super) fn of_record(record: &Record) -> Self {
        Self(record.trials.iter().map(|_| OnceCell::new()).collect())
    }

    /// # Panics
    /// When the trial is none of the record's.
    fn of(&self, inquiry: &Inquiry<'_>, trial: &Trial) -> &Basis {
        let trials = &inquiry.record.trials;
        let place = trials.iter().position(|other| std::ptr::eq(other, trial));
        let place = place.expect("a trial that is judged is one of its record");
        self.0[place].get_or_init(|| Basis::of(inquiry, trial))
    }
}

impl Basis {
    fn of(inquiry: &Inquiry<'_>, trial: &Trial) -> Self {
        let variants = 0..inquiry.record.variants.len();
        let estimates = inquiry.estimates;
        let time = |variant| Some(estimates.time_per_call(trial, variant)?.interval.point);
        let controls = estimates.controls(trial).into_iter();
        Self {
            times: variants.map(time).collect(),
            controls: controls
                .map(|(variant, aa)| (variant, aa.interval.point.ln().abs()))
                .filter(|(_, strays)| strays.is_finite())
                .collect(),
        }
    }
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
    let times = estimates.times(trial, variant);
    let call = times
        .estimate()
        .map_or(f64::INFINITY, |time| time.interval.point);
    let placement = placement(&record.copies) + PLACEMENT_OF_TINY_CALLS * (1.0 - call).max(0.0);
    let contention = if times.contended() {
        CONTENTION.ln_1p()
    } else {
        0.0
    };
    let controls = estimates.controls(trial).into_iter();
    controls
        .map(|(_, aa)| aa.interval.point.ln().abs())
        .filter(|strays| strays.is_finite())
        .fold(placement.max(contention), f64::max)
}

impl Floor {
    /// The floor of a trial for these variants.
    pub(super) fn of(inquiry: &Inquiry<'_>, trial: &Trial, variants: &[usize]) -> Self {
        let basis = inquiry.bases.of(inquiry, trial);
        let shortest = variants
            .iter()
            .filter_map(|&variant| *basis.times.get(variant)?)
            .fold(f64::INFINITY, f64::min);
        let placement =
            placement(&inquiry.record.copies) + PLACEMENT_OF_TINY_CALLS * (1.0 - shortest).max(0.0);
        let control = control(inquiry, &basis.controls, variants);
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

    /// The floor with what else is not known of all passes alike.
    pub(super) fn and(self, more: f64) -> Self {
        Self {
            size: self.size + more,
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
