//! Assesses one place of a claim about ratios of times: the interval, its floor, the prediction.

use super::floor::Floor;
use super::modes::{Modes, modes};
use super::region::Region;
use crate::estimate::Medians;
use crate::figures::percent;
use crate::record::Effort;
use crate::stats::{self, Look};
use crate::verdict::{Interval, Reason, Verdict};

/// Where the passes are too few for a stricter rank, a single place refutes a claim over many only
/// by this many floors, and only when the passes are near each other as against that distance.
const BLATANT: f64 = 4.0;
/// The interval across passes is this many times as wide as the one within a pass where the
/// variants' own data, which lie elsewhere in each pass, make the difference.
const OWN_DATA: f64 = 10.0;
/// More passes than this are not proposed.
const PATIENCE: f64 = 1000.0;

/// A logarithm of a ratio that was measured at one place, and what is predicted of it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) medians: Medians,
    pub(super) floor: Floor,
    pub(super) region: Region,
    /// How many places the claim has, any of which can refute it.
    pub(super) places: usize,
    /// Whether any of the variants works on data of its own.
    pub(super) own_data: bool,
}

/// What one place comes to. All figures are logarithms.
#[derive(Clone, Debug)]
pub(super) struct Assessment {
    /// The estimate, and the interval with its floor.
    pub(super) interval: Interval,
    pub(super) floor: f64,
    pub(super) passes: usize,
    pub(super) disturbed: usize,
    /// Further passes that say nothing, for threads waited for their cores.
    mute: usize,
    /// What this place alone comes to.
    pub(super) verdict: Verdict,
    /// Whether this place refutes the whole claim.
    pub(super) refutes: bool,
    /// How likely, at most, chance alone lets this place confirm; or refute, when it does.
    pub(super) chance: f64,
    /// How far the estimate stands inside the prediction; negative outside.
    pub(super) margin: f64,
    /// Why it decides nothing, if it does not.
    pub(super) reason: Reason,
    /// Passes that would decide it, at this spread; absent when it cannot be told.
    more_passes: Option<u32>,
    /// The groups in which the passes fall.
    modes: Option<Modes>,
}

impl Place {
    /// Assesses the place; absent when nothing was measured there.
    pub(super) fn assess(&self, effort: Effort) -> Option<Assessment> {
        let found = self.medians.estimate()?;
        let (point, floor) = (found.interval.point, self.floor.size);
        let low = found.interval.low - floor;
        let high = found.interval.high + floor;
        let decides = found.decides();
        let refutes = decides && self.refutes(effort);
        Some(Assessment {
            interval: Interval { point, low, high },
            floor,
            passes: found.passes,
            disturbed: found.disturbed,
            mute: self.medians.mute,
            verdict: if decides {
                self.region.verdict(low, high)
            } else {
                Verdict::Inconclusive
            },
            refutes,
            chance: if refutes {
                self.refuting_chance(effort)
            } else {
                self.confirming_chance(effort)
            },
            margin: self.region.margin(point),
            reason: self.reason(effort, point, decides),
            more_passes: self.more_passes(point),
            modes: self.modes(),
        })
    }

    /// Whether the place refutes the claim although it is one of many.
    fn refutes(&self, effort: Effort) -> bool {
        let passes = self.medians.passes();
        let (rank, floor) = self.refuting(passes);
        let outside = self.medians.interval(rank).is_some_and(|interval| {
            let (low, high) = (interval.low - floor, interval.high + floor);
            self.region.excludes(low, high)
        });
        let strict = stats::strict_rank(passes, self.places).is_some();
        let alone = stats::rank(passes).map_or(0.0, |rank| stats::error(passes, rank));
        outside && (strict || self.refuting_chance(effort) <= alone)
    }

    /// How likely, at most, chance alone confirms here. An earlier look may have erred too.
    fn confirming_chance(&self, effort: Effort) -> f64 {
        let (floor, Region { low, high }) = (self.floor.size, self.region);
        let above = stats::chance_above(&self.medians.sorted, low + floor, floor);
        let below = stats::chance_below(&self.medians.sorted, high - floor, floor);
        let before = stats::error_before(effort, self.medians.passes()) / 2.0;
        (above.max(below) + before).min(1.0)
    }

    /// How likely, at most, chance alone lets this place, or any of the others, refute.
    fn refuting_chance(&self, effort: Effort) -> f64 {
        let (floor, Region { low, high }) = (self.floor.size, self.region);
        let above = || stats::chance_above(&self.medians.sorted, high + floor, floor);
        let below = || stats::chance_below(&self.medians.sorted, low - floor, floor);
        let now = if low == f64::NEG_INFINITY {
            above()
        } else if high == f64::INFINITY {
            below()
        } else {
            2.0 * above().min(below())
        };
        let before = stats::error_before(effort, self.medians.passes());
        (now * self.places as f64 + before).min(1.0)
    }

    /// The rank of the interval that may refute the claim after so many passes, and its floor.
    fn refuting(&self, passes: usize) -> (usize, f64) {
        match stats::strict_rank(passes, self.places) {
            Some(rank) => (rank, self.floor.size),
            None => (1, BLATANT * self.floor.size),
        }
    }

    /// Why an interval that straddles the edge does so.
    fn reason(&self, effort: Effort, point: f64, decides: bool) -> Reason {
        let passes = self.medians.passes();
        if !decides && self.medians.mute > 0 {
            return Reason::Contended;
        }
        if !decides {
            let next = stats::looks(effort)
                .iter()
                .map(|look| look.passes)
                .find(|&planned| planned > passes);
            return Reason::Budget {
                more_passes: next.and_then(|next| u32::try_from(next - passes).ok()),
            };
        }
        if self.medians.contended() {
            return Reason::Contended;
        }
        // While the interval is wider than the floor, the estimate may still leave it.
        if self.region.margin(point).abs() <= self.floor.size
            && self.half_width() <= self.floor.size
        {
            return self.floor.reason();
        }
        if self.modes().is_some() {
            return Reason::TwoModes;
        }
        if self.own_data && self.differs_by_pass() {
            return Reason::OwnData;
        }
        Reason::Budget {
            more_passes: self.more_passes(point),
        }
    }

    fn modes(&self) -> Option<Modes> {
        modes(&self.medians.sorted, self.floor.size)
    }

    /// Whether the passes differ from each other far more than any of them can be wrong.
    fn differs_by_pass(&self) -> bool {
        let within = self.medians.within;
        within.is_some_and(|within| 2.0 * self.half_width() > OWN_DATA * within)
    }

    /// Passes that would decide this place if the further ones are spread like those at hand.
    ///
    /// At each later look the interval would end at certain quantiles of the passes' medians; the
    /// first look that decides is proposed. If none does, the interval is taken to shrink with the
    /// square root of the number of passes.
    fn more_passes(&self, point: f64) -> Option<u32> {
        let passes = self.medians.passes();
        let decided = |look: &&Look| {
            let end = |rank: usize| (rank as f64 - 0.5) / look.passes as f64;
            let (strict, floor) = self.refuting(look.passes);
            self.at_quantile(end(look.rank), self.floor.size, |region, low, high| {
                region.verdict(low, high) == Verdict::Confirmed
            }) || self.at_quantile(end(strict), floor, Region::excludes)
        };
        let planned = stats::looks(Effort::Thorough);
        let later = planned.iter().filter(|look| look.passes > passes);
        if let Some(look) = later.clone().find(decided) {
            return u32::try_from(look.passes - passes).ok();
        }
        let needed = self.region.margin(point).abs() - self.floor.size;
        let more = passes as f64 * ((self.half_width() / needed).powi(2) - 1.0);
        let in_sight = needed > 0.0 && (1.0..=PATIENCE).contains(&more);
        in_sight.then(|| more.ceil() as u32)
    }

    /// Half the width of the interval, without the floor.
    fn half_width(&self) -> f64 {
        let estimate = self.medians.estimate();
        estimate.map_or(0.0, |found| {
            (found.interval.high - found.interval.low) / 2.0
        })
    }

    /// Tests the interval between two quantiles of the passes' medians, widened by a floor.
    fn at_quantile(&self, p: f64, floor: f64, test: impl Fn(Region, f64, f64) -> bool) -> bool {
        let quantile = |p| stats::quantile_of_sorted(&self.medians.sorted, p);
        match (quantile(p), quantile(1.0 - p)) {
            (Some(low), Some(high)) => test(self.region, low - floor, high + floor),
            _ => false,
        }
    }
}

impl Assessment {
    /// The smallest effect that could have been seen here, as a share of 1: half the interval.
    pub(super) fn smallest_effect(&self) -> f64 {
        ((self.interval.high - self.interval.low) / 2.0).exp_m1()
    }

    /// Why the place decides nothing, and the same as a sentence or two.
    pub(super) fn why(&self) -> (Reason, String) {
        (self.reason.clone(), self.explanation())
    }

    fn explanation(&self) -> String {
        let effect = percent(self.smallest_effect());
        let floor = percent(self.floor.exp_m1());
        let seen = format!("The smallest effect that this run could have seen is {effect}");
        let more = match self.reason {
            Reason::Budget { more_passes } => more_passes,
            _ => self.more_passes,
        };
        let more = match more {
            Some(1) => "about 1 more pass would decide it".to_owned(),
            Some(more) => format!("about {more} more passes would decide it"),
            None => {
                "it stands so near the edge of the claim that no number of passes in sight would \
                     decide it, and another bound would"
                    .to_owned()
            }
        };
        match &self.reason {
            Reason::Contended if 2 * self.disturbed <= self.passes => format!(
                "Its threads waited for a core in {} of {} passes, and these count for nothing: \
                 repeat it when the machine is quiet. {seen}.",
                self.mute,
                self.mute + self.passes
            ),
            Reason::Contended => format!(
                "Something else used the core in {} of {} passes: repeat it when the machine is \
                 quiet. {seen}.",
                self.disturbed, self.passes
            ),
            Reason::Control => format!(
                "In this run the same code timed against itself differs by {floor}, and nothing \
                 smaller can be told: repeat it when the machine is quiet. {seen}."
            ),
            Reason::Placement => format!(
                "Code placement alone can cause {floor}, so more passes would not decide it. \
                 {seen}."
            ),
            Reason::TwoModes => {
                let modes = self.modes.unwrap_or(Modes { upper: 0, gap: 0.0 });
                format!(
                    "The passes fall in two groups that differ by {}, {} of {} in one of them: \
                     code or data run in two modes, and no median lies between. Find what differs \
                     from process to process. {seen}.",
                    percent(modes.gap.exp_m1()),
                    modes.upper,
                    self.passes
                )
            }
            Reason::OwnData => format!(
                "It differs from pass to pass far more than within one: where data of their own \
                 come to lie makes the difference. Let the variants share their input if they can. \
                 {seen}; {more}."
            ),
            _ => format!("{seen}; {more}."),
        }
    }
}
