//! Claims about the size from which one variant needs less than another.
//!
//! At each measured size this variant surely wins, surely loses, or the two cannot be told apart.
//! They change places after the largest size at which this one loses, and before the smallest size
//! from which it wins at all larger ones: between these two the data leave it open. The claim is
//! confirmed when that range lies inside the predicted bounds, and refuted when it lies outside.
//! A variant that wins at a smaller size than one at which it loses crosses more than once, and
//! nothing is decided.
//!
//! A win counts at the rank of one place: whatever size the variants truly change places at, one
//! measured size alone must be mistaken for the upper end to move past a bound, the first beyond
//! it. A loss anywhere moves the lower end, so it counts only at the rank for as many places as
//! there are sizes.

mod words;

use std::collections::BTreeMap;

use super::Inquiry;
use super::assess::{Assessment, Place};
use super::floor::Floor;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::region::Region;
use crate::figures::UNBOUNDED;
use crate::record::{Take, Trial};
use crate::verdict::{Finding, Interval, Judgement, Verdict};

/// Wins are ratios above 1, losses below.
const WINS: Region = Region {
    low: 0.0,
    high: f64::INFINITY,
};

/// What one size tells.
struct Step {
    size: u64,
    /// The logarithm of the other's measure over this one's.
    advantage: f64,
    told: Told,
    /// How likely, at most, chance alone tells it; absent for exact counts.
    chance: Option<f64>,
}

enum Told {
    Wins,
    Loses,
    Open(Option<Box<Assessment>>),
}

/// What one case tells.
struct Crossing {
    case: String,
    steps: Vec<Step>,
    /// The largest size at which this variant loses.
    lost: Option<u64>,
    /// The smallest size from which it wins at all larger ones.
    won: Option<u64>,
    /// A size at which it wins below one at which it loses.
    alternates: Option<(u64, u64)>,
    verdict: Verdict,
}

pub(super) fn judge(inquiry: &Inquiry<'_>, bounds: (u64, u64)) -> Judgement {
    let gathered = if inquiry.timed() {
        timed(inquiry)
    } else {
        counted(inquiry)
    };
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let mut cases: BTreeMap<&str, Vec<Step>> = BTreeMap::new();
    for (trial, step) in found {
        cases.entry(&trial.case).or_default().push(step);
    }
    let crossings: Vec<Crossing> = cases
        .into_iter()
        .map(|(case, steps)| Crossing::of(case, steps, bounds))
        .collect();
    let parts: Vec<Part> = crossings
        .iter()
        .map(|of| of.part(inquiry, bounds))
        .collect();
    outcome::conclude(
        inquiry.claim,
        &parts,
        gap,
        |at| crossings[at].sentence(inquiry, bounds),
        |at| Some(crossings[at].why(inquiry, bounds)),
    )
}

fn timed<'a>(inquiry: &Inquiry<'a>) -> Result<Gathered<'a, Step>, String> {
    let (this, other) = (inquiry.this, inquiry.others[0]);
    let gathered = gather(inquiry, |trial| {
        let medians = inquiry.estimates.ln_ratios(trial, other, this);
        (medians.passes() > 0).then_some(medians)
    })?;
    let places = gathered.found.len();
    let steps = gathered.found.into_iter().filter_map(|(trial, medians)| {
        let place = Place {
            floor: Floor::of(inquiry, trial, &[this, other]).under_contention(medians.contended()),
            medians,
            region: WINS,
            places,
            own_data: inquiry.on_own_data(&[this, other]),
        };
        let assessment = place.assess(inquiry.record.run.effort)?;
        let told = match assessment.verdict {
            Verdict::Confirmed => Told::Wins,
            _ if assessment.refutes => Told::Loses,
            _ => Told::Open(Some(Box::new(assessment.clone()))),
        };
        let found = Step {
            chance: Some(assessment.chance),
            ..step(trial, assessment.interval.point, told)
        };
        Some((trial, found))
    });
    Ok(Gathered {
        found: steps.collect(),
        gap: gathered.gap,
    })
}

fn counted<'a>(inquiry: &Inquiry<'a>) -> Result<Gathered<'a, Step>, String> {
    gather(inquiry, |trial| {
        let takes = inquiry.takes(trial, &[inquiry.this, inquiry.others[0]])?;
        let (this, other) = (takes[0].counts[0], takes[0].counts[1]);
        let ahead = |take: &Take, this: usize| {
            let (own, other) = (take.counts[this], take.counts[1 - this]);
            own < other && !outcome::equal(own, other)
        };
        let told = if takes.iter().all(|take| ahead(take, 0)) {
            Told::Wins
        } else if takes.iter().all(|take| ahead(take, 1)) {
            Told::Loses
        } else {
            Told::Open(None)
        };
        // A count of zero has no logarithm; only the sign and the order of these figures matter.
        Some(step(
            trial,
            other.max(0.0).ln_1p() - this.max(0.0).ln_1p(),
            told,
        ))
    })
}

fn step(trial: &Trial, advantage: f64, told: Told) -> Step {
    Step {
        size: trial.size,
        advantage,
        told,
        chance: None,
    }
}

impl Crossing {
    fn of(case: &str, mut steps: Vec<Step>, bounds: (u64, u64)) -> Self {
        steps.sort_by_key(|step| step.size);
        let lost = steps.iter().rfind(|step| matches!(step.told, Told::Loses));
        let lost = lost.map(|step| step.size);
        let wins = |step: &&Step| matches!(step.told, Told::Wins);
        let won = steps.iter().rev().take_while(wins).last();
        let won = won.map(|step| step.size);
        let alternates = steps
            .iter()
            .find(wins)
            .and_then(|step| Some((step.size, lost.filter(|&lost| lost > step.size)?)));
        let mut crossing = Self {
            case: case.to_owned(),
            steps,
            lost,
            won,
            alternates,
            verdict: Verdict::Inconclusive,
        };
        crossing.verdict = crossing.judge(bounds);
        crossing
    }

    /// The sizes that variants truly change places at lie strictly between `lost` and `won`.
    fn judge(&self, (low, high): (u64, u64)) -> Verdict {
        if self.alternates.is_some() {
            return Verdict::Inconclusive;
        }
        let after = self.lost.is_some_and(|lost| lost >= high);
        let before = self.won.is_some_and(|won| won <= low);
        let inside =
            self.lost.is_some_and(|lost| lost >= low) && self.won.is_some_and(|won| won <= high);
        match (after || before, inside) {
            (true, _) => Verdict::Refuted,
            (false, true) => Verdict::Confirmed,
            (false, false) => Verdict::Inconclusive,
        }
    }

    /// How likely, at most, chance alone puts the crossing where it was found. A bound is passed
    /// wrongly by any loss from it on, or by a win at the last size up to it.
    fn chance(&self, (low, high): (u64, u64)) -> Option<f64> {
        let lost_from = |bound: u64| {
            let losses = self.steps.iter();
            let losses = losses.filter(|of| matches!(of.told, Told::Loses) && of.size >= bound);
            losses.filter_map(|of| of.chance).min_by(f64::total_cmp)
        };
        let won_by = |bound: u64| {
            let mut wins = self.steps.iter();
            let last = wins.rfind(|of| matches!(of.told, Told::Wins) && of.size <= bound);
            last.and_then(|of| of.chance)
        };
        match self.verdict {
            Verdict::Confirmed => Some(lost_from(low)?.max(won_by(high)?)),
            _ => lost_from(high).or_else(|| won_by(low)),
        }
    }

    fn part(&self, inquiry: &Inquiry<'_>, bounds: (u64, u64)) -> Part {
        let figure = self.figure();
        let predicted = outcome::axis(inquiry.claim).1;
        let bound = |bound: Option<f64>| bound.unwrap_or_default().max(1.0).ln();
        Part {
            finding: Finding {
                case: self.case.clone(),
                size: None,
                figure,
                predicted,
                verdict: self.verdict,
            },
            refutes: self.verdict == Verdict::Refuted,
            margin: Region {
                low: bound(predicted.low),
                high: bound(predicted.high),
            }
            .margin(figure.point.max(1.0).ln()),
            chance: self.chance(bounds),
        }
    }

    /// From the last loss to the first lasting win; the estimate is where the advantage is nought,
    /// between two sizes by interpolation in the logarithm of the size.
    fn figure(&self) -> Interval {
        let low = self.lost.map_or(0.0, |lost| lost as f64);
        let high = self.won.map_or(UNBOUNDED, |won| won as f64);
        if self.alternates.is_some() || low > high {
            let (low, high) = (0.0, UNBOUNDED);
            let point = self.steps.first().map_or(low, |step| step.size as f64);
            return Interval { point, low, high };
        }
        let turn = self.steps.windows(2).rev().find_map(|pair| {
            let (a, b) = (&pair[0], &pair[1]);
            if a.advantage >= 0.0 || b.advantage < 0.0 {
                return None;
            }
            let share = -a.advantage / (b.advantage - a.advantage);
            let ln = |step: &Step| (step.size.max(1) as f64).ln();
            Some((ln(a) + share * (ln(b) - ln(a))).exp())
        });
        let ahead = self.steps.last().is_some_and(|step| step.advantage >= 0.0);
        let edge = if ahead { high } else { low };
        // A size that was not measured is known to three digits at most.
        let point = turn.map_or(edge, rounded).clamp(low, high);
        Interval { point, low, high }
    }
}

/// A size to three significant digits.
fn rounded(size: f64) -> f64 {
    let unit = 10_f64.powf((size.log10().floor() - 2.0).max(0.0));
    (size / unit).round() * unit
}
