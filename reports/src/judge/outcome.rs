//! Puts the parts of a judgement together.

use super::region::Region;
use crate::claim::TIME;
use crate::record::{RegisteredClaim, RegisteredPrediction, Trial};
use crate::verdict::{Finding, Interval, Judgement, Quantity, Range, Reason, Verdict};

/// Counts that differ by less than this share are equal: a formula is computed in floating point.
const ROUNDING: f64 = 1e-9;

/// A claim for which there are no figures.
pub(super) fn not_measured(claim: &RegisteredClaim, why: String) -> Judgement {
    let (quantity, predicted) = axis(claim);
    Judgement {
        verdict: Verdict::NotMeasured,
        reason: Some(Reason::NotMeasured { why: why.clone() }),
        chance: None,
        quantity,
        predicted,
        decisive: None,
        findings: Vec::new(),
        sentence: why,
    }
}

/// A claim that is left open where its measure could not be taken at all: more passes would not
/// help, and whatever else was found stays told.
pub(super) fn absent(judgement: Judgement, why: String) -> Judgement {
    let mut sentence = judgement.sentence;
    if !sentence.contains(&why) {
        sentence = format!("{why} {sentence}");
    }
    Judgement {
        verdict: Verdict::NotMeasured,
        reason: Some(Reason::NotMeasured { why }),
        chance: None,
        sentence,
        ..judgement
    }
}

/// The axis of a claim's figures, and what is predicted on it.
pub(super) fn axis(claim: &RegisteredClaim) -> (Quantity, Range) {
    match &claim.prediction {
        RegisteredPrediction::Beats { .. }
        | RegisteredPrediction::Between { .. }
        | RegisteredPrediction::Within { .. }
        | RegisteredPrediction::Leads { .. }
        | RegisteredPrediction::Reaches { .. } => {
            let (region, quantity) = Region::of_ratio(&claim.prediction);
            (quantity, region.range())
        }
        RegisteredPrediction::Steady { tolerance } => {
            let high = Some(1.0 + tolerance);
            (Quantity::Spread, Range { low: None, high })
        }
        RegisteredPrediction::Grows(_) => {
            let tolerance = super::envelope::tolerance(claim.measure == TIME);
            let high = Some(super::envelope::share(tolerance));
            (
                Quantity::Misfit,
                Range {
                    low: Some(0.0),
                    high,
                },
            )
        }
        RegisteredPrediction::Crosses { low, high, .. } => {
            let (low, high) = (Some(*low as f64), Some(*high as f64));
            (Quantity::Size, Range { low, high })
        }
        RegisteredPrediction::AtLeast(bound) => {
            let low = Some(*bound);
            (Quantity::Count, Range { low, high: None })
        }
        RegisteredPrediction::AtMost(bound) => {
            let high = Some(*bound);
            (Quantity::Count, Range { low: None, high })
        }
        RegisteredPrediction::Follows {
            values, tolerance, ..
        } => {
            let first = values.values().next().copied();
            let constant = values.values().all(|&value| Some(value) == first);
            let bound = first.filter(|_| constant);
            (Quantity::Count, around(bound, *tolerance))
        }
    }
}

/// A value, give or take a share of it.
pub(super) fn around(value: Option<f64>, tolerance: f64) -> Range {
    let slack = |value: f64| tolerance * value.abs();
    Range {
        low: value.map(|value| value - slack(value)),
        high: value.map(|value| value + slack(value)),
    }
}

/// One finding of a universal claim, with what it does to the whole.
pub(super) struct Part {
    pub(super) finding: Finding,
    /// Whether it refutes the claim on its own.
    pub(super) refutes: bool,
    /// How far the figure stands inside the prediction; negative outside.
    pub(super) margin: f64,
    /// How likely, at most, chance alone lets it confirm, or refute when it does; absent for exact
    /// counts.
    pub(super) chance: Option<f64>,
}

/// The place of the part that decides: one that refutes, else one that is open, else any, and of
/// these the one nearest to the wrong side, or farthest on it. 0 without parts.
pub(super) fn decisive<'p>(parts: impl Iterator<Item = &'p Part>) -> usize {
    let rank = |part: &Part| match (part.refutes, part.finding.verdict) {
        (true, _) => 0,
        (false, Verdict::Confirmed) => 2,
        (false, _) => 1,
    };
    parts
        .enumerate()
        .min_by(|(_, a), (_, b)| {
            let margins = a.margin.total_cmp(&b.margin);
            rank(a).cmp(&rank(b)).then(margins)
        })
        .map_or(0, |(place, _)| place)
}

/// The verdict over all parts, and the place of the part that decided.
fn over(parts: &[Part], gap: bool) -> (Verdict, usize) {
    let decisive = decisive(parts.iter());
    let part = &parts[decisive];
    let verdict = match (part.refutes, part.finding.verdict) {
        (true, _) => Verdict::Refuted,
        (false, Verdict::Confirmed) if !gap => Verdict::Confirmed,
        _ => Verdict::Inconclusive,
    };
    (verdict, decisive)
}

/// How likely, at most, chance alone gives a verdict: all parts must confirm, so the least sure of
/// them tells; any can refute, and has counted the others among its places.
fn chance(verdict: Verdict, parts: &[Part]) -> Option<f64> {
    let chances = |among: fn(&Part) -> bool| {
        let among = parts.iter().filter(move |part| among(part));
        among.filter_map(|part| part.chance)
    };
    match verdict {
        Verdict::Confirmed => chances(|_| true).max_by(f64::total_cmp),
        Verdict::Refuted => chances(|part| part.refutes).min_by(f64::total_cmp),
        Verdict::Inconclusive | Verdict::NotMeasured => None,
    }
}

/// Judges a claim by its parts. `sentence` writes the evidence of one of them, and `open` tells,
/// with a sentence, why one is left open that can be.
///
/// # Panics
/// Without parts.
pub(super) fn conclude(
    claim: &RegisteredClaim,
    parts: &[Part],
    gap: Option<String>,
    sentence: impl Fn(usize) -> String,
    open: impl Fn(usize) -> Option<(Reason, String)>,
) -> Judgement {
    let (verdict, decisive) = over(parts, gap.is_some());
    let mut sentence = sentence(decisive);
    let mut reason = None;
    if verdict == Verdict::Inconclusive
        && parts[decisive].finding.verdict != Verdict::Confirmed
        && let Some((because, explanation)) = open(decisive)
    {
        reason = Some(because);
        sentence += &format!(" {explanation}");
    }
    if let Some(why) = gap {
        sentence += &format!(" {why}");
        if verdict == Verdict::Inconclusive {
            reason = reason.or(Some(Reason::NotMeasured { why }));
        }
    }
    let (quantity, predicted) = axis(claim);
    Judgement {
        verdict,
        reason,
        chance: chance(verdict, parts),
        quantity,
        predicted,
        decisive: Some(parts[decisive].finding.clone()),
        findings: parts.iter().map(|part| part.finding.clone()).collect(),
        sentence,
    }
}

/// Whether two counts are equal but for rounding.
pub(super) fn equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * a.abs().min(b.abs())
}

/// An exact figure as an interval of no width.
pub(super) fn exact(x: f64) -> Interval {
    Interval {
        point: x,
        low: x,
        high: x,
    }
}

/// The exponential of a logarithm, kept finite.
pub(super) fn finite_exp(x: f64) -> f64 {
    x.exp().min(f64::MAX)
}

/// A finding at a trial.
pub(super) fn finding(
    trial: &Trial,
    figure: Interval,
    predicted: Range,
    verdict: Verdict,
) -> Finding {
    Finding {
        case: trial.case.clone(),
        size: Some(trial.size),
        figure,
        predicted,
        verdict,
    }
}

/// `, the weakest of 13 trials` where there are several.
pub(super) fn among(places: usize) -> String {
    match places {
        0 | 1 => String::new(),
        n => format!(", the weakest of {n} trials"),
    }
}
