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

use std::collections::BTreeMap;

use super::Inquiry;
use super::envelope::{self, Fits, Shape};
use super::floor::Floor;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use crate::claim::Growth;
use crate::figures::{bytes, percent, significant, size};
use crate::record::Trial;
use crate::stats;
use crate::verdict::{Finding, Interval, Judgement, Reason, Verdict};

/// Fewer sizes than this tell no growth.
const SIZES: usize = 5;
/// The largest size over the smallest must be at least this.
const RANGE: f64 = 100.0;
/// Small sizes are ruled by what does not grow: sizes from 100 are judged while they are enough.
const SMALLEST: [u64; 2] = [100, 10];
/// Functions outside the family are told from a class by at least this misfit.
const RESOLUTION: f64 = 0.002;
/// The first level of the cache where the machine does not tell.
const FIRST_LEVEL: u64 = 32 << 10;

/// A figure at a size, and how far its logarithm may be off.
#[derive(Clone, Copy, Debug)]
struct Point {
    size: u64,
    figure: f64,
    error: f64,
    passes: usize,
    /// Bytes of the input.
    bytes: u64,
}

/// What one case comes to, when its sizes tell growth at all.
struct Grown {
    case: String,
    points: Vec<Point>,
    fits: Fits,
    /// How far any misfit may be off.
    error: f64,
    verdict: Verdict,
}

/// Why the sizes of a case tell no growth.
struct Mute {
    reason: Reason,
    sentence: String,
}

pub(super) fn judge(inquiry: &Inquiry<'_>, class: Growth) -> Judgement {
    let gathered = gather(inquiry, |trial| point(inquiry, trial));
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let mut cases: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    for (trial, point) in found {
        cases.entry(&trial.case).or_default().push(point);
    }
    let mut grown = Vec::new();
    let mut mute = None;
    for (case, points) in cases {
        match grow(inquiry, class, case, points) {
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

/// A case told nothing, so the claim stays open whatever the others told.
fn silent(inquiry: &Inquiry<'_>, mute: Mute, parts: &[Part]) -> Judgement {
    let (quantity, predicted) = outcome::axis(inquiry.claim);
    Judgement {
        verdict: Verdict::Inconclusive,
        reason: Some(mute.reason),
        quantity,
        predicted,
        decisive: None,
        findings: parts.iter().map(|part| part.finding.clone()).collect(),
        sentence: mute.sentence,
    }
}

fn point(inquiry: &Inquiry<'_>, trial: &Trial) -> Option<Point> {
    let (figure, error, passes) = if inquiry.timed() {
        let time = inquiry.estimates.time_per_call(trial, inquiry.this)?;
        let Interval { point, low, high } = time.interval;
        let wide = (high / point).ln().max((point / low).ln());
        (point, wide + Floor::of(inquiry, trial).size, time.passes)
    } else {
        (inquiry.count(trial, inquiry.this)?, 0.0, 0)
    };
    Some(Point {
        size: trial.size,
        figure,
        error,
        passes,
        bytes: trial.input_bytes,
    })
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
    let points = telling(inquiry, points)?;
    let fits = Fits::of(&pairs(&points));
    let error = points.iter().map(|point| point.error).fold(0.0, f64::max);
    Ok(Grown {
        case: case.to_owned(),
        verdict: verdict(&fits, class, error, inquiry.timed()),
        points,
        fits,
        error,
    })
}

fn pairs(points: &[Point]) -> Vec<(u64, f64)> {
    points
        .iter()
        .map(|point| (point.size, point.figure))
        .collect()
}

/// The points that tell growth: enough sizes over a wide enough range, and for times those whose
/// data fit the first level of the cache.
fn telling(inquiry: &Inquiry<'_>, points: Vec<Point>) -> Result<Vec<Point>, Mute> {
    if !inquiry.timed() {
        return enough(&points).ok_or_else(|| too_few(&points));
    }
    let level = first_level(inquiry);
    let near: Vec<Point> = points
        .iter()
        .copied()
        .filter(|point| point.bytes <= level)
        .collect();
    let Some(chosen) = enough(&near) else {
        return Err(match enough(&points) {
            Some(_) => beyond_cache(level, near.len()),
            None => too_few(&points),
        });
    };
    let passes = chosen.iter().map(|point| point.passes).min();
    match passes.unwrap_or_default() {
        fewest if fewest < stats::FEWEST_PASSES => Err(too_few_passes(fewest)),
        _ => Ok(chosen),
    }
}

/// The sizes from 100, or from 10 where those are too few. The choice depends on sizes alone.
fn enough(points: &[Point]) -> Option<Vec<Point>> {
    SMALLEST.into_iter().find_map(|smallest| {
        let chosen: Vec<Point> = points
            .iter()
            .copied()
            .filter(|point| point.size >= smallest)
            .collect();
        let (first, last) = (chosen.first()?.size as f64, chosen.last()?.size as f64);
        (chosen.len() >= SIZES && last >= RANGE * first).then_some(chosen)
    })
}

fn first_level(inquiry: &Inquiry<'_>) -> u64 {
    let caches = &inquiry.record.machine.caches;
    let first = caches.iter().find(|cache| cache.level == 1);
    first.map_or(FIRST_LEVEL, |cache| cache.bytes)
}

fn too_few(points: &[Point]) -> Mute {
    let measured = match (points.first(), points.last()) {
        (Some(first), Some(last)) => format!(
            "this run has {} from n = {} to {}",
            points.len(),
            size(first.size),
            size(last.size)
        ),
        _ => "this run has none".to_owned(),
    };
    Mute {
        reason: Reason::TooFewSizes,
        sentence: format!(
            "Growth is told by at least five sizes of at least 10 over two decades; {measured}."
        ),
    }
}

fn beyond_cache(level: u64, near: usize) -> Mute {
    Mute {
        reason: Reason::BeyondCache,
        sentence: format!(
            "Time tells growth only while the input fits the first level of the cache ({}), as \
             it does at {near} of the sizes, which are too few or too near each other: add small \
             sizes, or claim the growth of a count.",
            bytes(level as f64)
        ),
    }
}

fn too_few_passes(passes: usize) -> Mute {
    let more = stats::FEWEST_PASSES - passes;
    Mute {
        reason: Reason::Budget {
            more_passes: u32::try_from(more).ok(),
        },
        sentence: format!(
            "A size was timed in {passes} passes only, and {} are needed: about {more} more \
             passes would decide it.",
            stats::FEWEST_PASSES
        ),
    }
}

/// The envelope rule. Misfits are logarithms, and may be off by `error`.
fn verdict(fits: &Fits, class: Growth, error: f64, timed: bool) -> Verdict {
    let tolerance = envelope::tolerance(timed);
    let (most, least) = (
        fits.misfit(class) + error,
        (fits.misfit(class) - error).max(0.0),
    );
    let rival = fits.rival(class).1;
    let stranger = fits.stranger().1;
    let still = fits.misfit(Growth::Constant) + error <= tolerance;
    let better = least > tolerance && rival + error <= tolerance && 2.0 * (rival + error) <= least;
    if (class != Growth::Constant && still) || better || (!timed && least > 3.0 * tolerance) {
        return Verdict::Refuted;
    }
    let told = |other: f64, at_least: f64| other - error >= 2.0 * most && other - error > at_least;
    if most <= tolerance && told(rival, tolerance / 2.0) && told(stranger, RESOLUTION) {
        return Verdict::Confirmed;
    }
    Verdict::Inconclusive
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
        }
    }

    fn sentence(&self, inquiry: &Inquiry<'_>, class: Growth) -> String {
        let name = class.notation();
        let departs = |misfit: f64| percent(envelope::share(misfit));
        let (rival, rival_misfit) = self.fits.rival(class);
        let (best, best_misfit) = self.fits.best();
        let found = match self.verdict {
            Verdict::Confirmed => format!(
                "grows as {name}: it departs by at most {}, from the next class {} by {}",
                departs(self.fits.misfit(class)),
                rival.notation(),
                departs(rival_misfit)
            ),
            _ if best == Shape::Class(class) => {
                format!(
                    "departs from {name} by up to {}",
                    departs(self.fits.misfit(class))
                )
            }
            _ => format!(
                "departs from {name} by up to {}; {} fits best, within {}",
                departs(self.fits.misfit(class)),
                best.notation(),
                departs(best_misfit)
            ),
        };
        let case = match self.case.as_str() {
            "" => String::new(),
            case => format!(" on `{case}`"),
        };
        let slope = envelope::slope(&pairs(&self.points)).map_or(String::new(), |slope| {
            format!("; the log-log slope is {}", significant(slope, 3))
        });
        format!(
            "{}{case} {found} ({} sizes from n = {} to {}){slope}.",
            inquiry.subject(),
            self.points.len(),
            size(self.points.first().map_or(0, |point| point.size)),
            size(self.points.last().map_or(0, |point| point.size)),
        )
    }

    /// Why the claim stays open.
    fn rivals(&self, inquiry: &Inquiry<'_>, class: Growth) -> (Reason, String) {
        let tolerance = envelope::tolerance(inquiry.timed());
        let misfit = self.fits.misfit(class);
        let near = (2.0 * (misfit + self.error) + self.error).max(tolerance / 2.0);
        let classes: Vec<String> = self
            .fits
            .within(near, class)
            .into_iter()
            .map(|shape| shape.notation().to_owned())
            .collect();
        let sentence = if misfit > tolerance {
            format!(
                "The claim allows {}, and no other class fits well enough to refute it.",
                percent(envelope::share(tolerance))
            )
        } else {
            format!(
                "The data do not tell it from {}: more sizes over a wider range would.",
                classes.join(", ")
            )
        };
        (Reason::Rivals { classes }, sentence)
    }
}
