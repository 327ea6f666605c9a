//! Claims about the class of growth: the envelope rule.
//!
//! A class is confirmed when it fits within its tolerance, every other class fits at least twice
//! as badly and misses by more than half the tolerance, and every function outside the family that
//! is near to a class (`log log n`, `log² n`, `√n`, `n√n`) fits at least twice as badly too. A
//! growing class is refuted when a constant fits. Any class is refuted when it misses its
//! tolerance and another fits twice as well and within it, or, for exact counts, when it misses by
//! three tolerances. Else the data do not tell.
//!
//! Times tell growth only while the data fit the first level of the cache, and only by what is
//! left of these distances after the interval of every figure and its floor are taken off: the
//! misfit changes by no more than the largest change of the logarithm of any figure.
//!
//! A claim on times is judged by the work first, where it was counted: see [`work`].
//!
//! Counted work says nothing of what memory does to it. Where the variant was timed too, the
//! verdict on its counts tells the time of one counted unit at the largest size against the
//! smallest.

mod select;
mod tell;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use super::Inquiry;
use super::envelope::{self, Fits};
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use crate::claim::Growth;
use crate::verdict::{Finding, Interval, Judgement, Verdict};
use select::{Mute, Point, points, telling};

/// What one case comes to, when its sizes tell growth at all.
struct Grown {
    case: String,
    points: Vec<Point>,
    fits: Fits,
    /// How far any misfit may be off.
    error: f64,
    /// The part of it that more passes do not remove.
    floor: f64,
    verdict: Verdict,
    /// A size that tells no growth, at which the same time was claimed, and how many times as long
    /// it takes there.
    contradiction: Option<(u64, f64)>,
}

pub(super) fn judge(inquiry: &Inquiry<'_>, class: Growth) -> Judgement {
    let by_time = by_figures(inquiry, class);
    if !inquiry.timed() {
        return by_time;
    }
    work::judge(inquiry, class, by_time)
}

/// Judges a claim by the figures of its own measure.
fn by_figures(inquiry: &Inquiry<'_>, class: Growth) -> Judgement {
    let gathered = gather(inquiry, |trial| points(inquiry, trial));
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let mut cases: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    for (trial, points) in found {
        cases.entry(&trial.case).or_default().extend(points);
    }
    let mut grown = Vec::new();
    let mut mute = None;
    for (case, points) in cases {
        match weakest(inquiry, class, case, &points) {
            Ok(found) => grown.push(found),
            Err(why) => mute = mute.or(Some(why)),
        }
    }
    let parts: Vec<Part> = grown.iter().map(|of| of.part(inquiry, class)).collect();
    let refuted = parts.iter().any(|part| part.refutes);
    match mute {
        Some(mute) if !refuted => silent(inquiry, mute, &parts),
        _ => outcome::conclude(
            inquiry.claim,
            &parts,
            gap,
            |at| grown[at].sentence(inquiry, class),
            |at| Some(grown[at].rivals(inquiry, class)),
        ),
    }
}

/// Counts that were taken several times must tell the same growth each time: the one that is
/// nearest to the wrong side stands for the case. Too few sizes are a matter of the first alone.
fn weakest(
    inquiry: &Inquiry<'_>,
    class: Growth,
    case: &str,
    points: &[Point],
) -> Result<Grown, Mute> {
    let taken = |again: Option<u64>| {
        let points = points.iter().filter(|point| point.again == again);
        grow(inquiry, class, case, points.copied().collect())
    };
    let mut grown = vec![taken(None)?];
    let seeds: BTreeSet<u64> = points.iter().filter_map(|point| point.again).collect();
    grown.extend(seeds.into_iter().filter_map(|seed| taken(Some(seed)).ok()));
    let parts: Vec<Part> = grown.iter().map(|of| of.part(inquiry, class)).collect();
    Ok(grown.swap_remove(outcome::decisive(parts.iter())))
}

/// A case told nothing, so the claim stays open whatever the others told.
fn silent(inquiry: &Inquiry<'_>, mute: Mute, parts: &[Part]) -> Judgement {
    let (quantity, predicted) = outcome::axis(inquiry.claim);
    Judgement {
        verdict: Verdict::Inconclusive,
        reason: Some(mute.reason),
        chance: None,
        quantity,
        predicted,
        decisive: None,
        findings: parts.iter().map(|part| part.finding.clone()).collect(),
        sentence: mute.sentence,
    }
}

/// Fits and judges one case.
fn grow(
    inquiry: &Inquiry<'_>,
    class: Growth,
    case: &str,
    mut points: Vec<Point>,
) -> Result<Grown, Mute> {
    points.sort_by_key(|point| point.size);
    points.dedup_by_key(|point| point.size);
    let all = points;
    let points = telling(inquiry, &all)?;
    let fits = Fits::of(&pairs(&points));
    let error = points.iter().map(|point| point.error).fold(0.0, f64::max);
    let floor = points.iter().map(|point| point.floor).fold(0.0, f64::max);
    let mut verdict = fits.verdict(class, error, inquiry.timed());
    let claimed = inquiry.timed() && class == Growth::Constant && verdict == Verdict::Confirmed;
    let contradiction = claimed.then(|| contradiction(&all, &points)).flatten();
    if contradiction.is_some() {
        verdict = Verdict::Inconclusive;
    }
    Ok(Grown {
        case: case.to_owned(),
        verdict,
        points,
        fits,
        error,
        floor,
        contradiction,
    })
}

/// The size at which a time that is the same wherever it tells growth surely is another: beyond the
/// first level of the cache the memory may be to blame, and not the number of steps, but the same
/// time it is not.
fn contradiction(all: &[Point], telling: &[Point]) -> Option<(u64, f64)> {
    let longest = telling
        .iter()
        .max_by(|a, b| a.figure.total_cmp(&b.figure))?;
    let factor = |point: &Point| point.figure / longest.figure;
    let tolerance = envelope::tolerance(true);
    let beyond = all.iter().filter(|point| {
        point.bytes > longest.bytes && factor(point).ln() - point.error - longest.error > tolerance
    });
    let worst = beyond.max_by(|a, b| a.figure.total_cmp(&b.figure))?;
    Some((worst.size, factor(worst)))
}

fn pairs(points: &[Point]) -> Vec<(u64, f64)> {
    points
        .iter()
        .map(|point| (point.size, point.figure))
        .collect()
}

impl Grown {
    fn part(&self, inquiry: &Inquiry<'_>, class: Growth) -> Part {
        let misfit = self.fits.misfit(class);
        Part {
            finding: Finding {
                case: self.case.clone(),
                size: None,
                figure: Interval {
                    point: envelope::share(misfit),
                    low: envelope::share((misfit - self.error).max(0.0)),
                    high: envelope::share(misfit + self.error),
                },
                predicted: outcome::axis(inquiry.claim).1,
                verdict: self.verdict,
            },
            refutes: self.verdict == Verdict::Refuted,
            margin: envelope::tolerance(inquiry.timed()) - misfit,
            chance: inquiry.timed().then(|| self.chance(inquiry, class)),
        }
    }

    /// How likely, at most, chance alone gives the verdict: that any of the figures is off by more
    /// than the largest error at which the verdict would still be the same.
    fn chance(&self, inquiry: &Inquiry<'_>, class: Growth) -> f64 {
        if self.verdict == Verdict::Inconclusive {
            return 1.0;
        }
        let same = |error: f64| self.fits.verdict(class, error, true) == self.verdict;
        let (mut least, mut most) = (self.error, self.error + 10.0);
        for _ in 0..40 {
            let middle = f64::midpoint(least, most);
            if same(middle) {
                least = middle;
            } else {
                most = middle;
            }
        }
        let effort = inquiry.record.run.effort;
        let chances = self.points.iter().map(|point| point.chance(effort, least));
        chances.sum::<f64>().min(1.0)
    }
}
