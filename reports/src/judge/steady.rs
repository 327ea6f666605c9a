//! Claims that a figure is the same at every size.
//!
//! Two trials of a pass are seconds apart and not interleaved, so the floor is doubled. For times
//! the ratio of every two sizes is judged: picking the two that differ most, and then judging
//! them as if they had been named before, would refute too often.

use std::collections::BTreeMap;

use super::assess::{Assessment, Place};
use super::floor::Floor;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::region::Region;
use super::{Inquiry, exact};
use crate::estimate::Medians;
use crate::figures::{self, UNBOUNDED, significant};
use crate::record::Trial;
use crate::verdict::{Finding, Interval, Judgement, Verdict};

/// Two trials of a pass are not interleaved.
const NOT_INTERLEAVED: f64 = 2.0;

/// For each case its trials with their figures.
type Cases<'a, F> = Vec<Vec<(&'a Trial, F)>>;

pub(super) fn judge(inquiry: &Inquiry<'_>, tolerance: f64) -> Judgement {
    if inquiry.timed() {
        judge_time(inquiry, tolerance)
    } else {
        judge_count(inquiry, tolerance)
    }
}

/// The trials of each case that has two sizes at least, and why one has not.
fn by_case<F>(gathered: Gathered<'_, F>) -> Result<(Cases<'_, F>, Option<String>), String> {
    let mut cases: BTreeMap<&str, Vec<(&Trial, F)>> = BTreeMap::new();
    for (trial, figure) in gathered.found {
        cases.entry(&trial.case).or_default().push((trial, figure));
    }
    let (cases, single): (Vec<_>, Vec<_>) =
        cases.into_values().partition(|trials| trials.len() > 1);
    let lonely = single.first().map(|trials| {
        format!(
            "Only {} was measured, and a claim about sizes needs two: run it without `--quick` \
             and without a filter.",
            figures::place(trials[0].0)
        )
    });
    if cases.is_empty() {
        return Err(lonely.unwrap_or_default());
    }
    Ok((cases, gathered.gap.or(lonely)))
}

fn judge_count(inquiry: &Inquiry<'_>, tolerance: f64) -> Judgement {
    let gathered = gather(inquiry, |trial| {
        let measure = &inquiry.claim.measure;
        trial.count_range(measure, inquiry.this)
    });
    let (cases, gap) = match gathered.and_then(by_case) {
        Ok(split) => split,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let (_, predicted) = outcome::axis(inquiry.claim);
    let high = 1.0 + tolerance;
    let mut ends = Vec::new();
    let mut parts = Vec::new();
    for trials in &cases {
        let lows = trials.iter().map(|(trial, (low, _))| (*trial, *low));
        let highs = trials.iter().map(|(trial, (_, high))| (*trial, *high));
        let (Some(least), Some(most)) = (
            lows.min_by(|a, b| a.1.total_cmp(&b.1)),
            highs.max_by(|a, b| a.1.total_cmp(&b.1)),
        ) else {
            continue;
        };
        let spread = spread(least.1, most.1);
        let inside = spread <= high || outcome::equal(spread, high);
        parts.push(Part {
            finding: Finding {
                case: least.0.case.clone(),
                size: None,
                figure: outcome::exact(spread),
                predicted,
                verdict: exact::verdict(inside),
            },
            refutes: !inside,
            margin: high - spread,
            chance: None,
        });
        ends.push((least, most));
    }
    let sentence = |at: usize| {
        let (least, most): ((&Trial, f64), (&Trial, f64)) = ends[at];
        format!(
            "{} is {} at {} and {} at {}, {} times as much; the claim allows {}.",
            inquiry.subject(),
            figures::count(least.1),
            figures::place(least.0),
            figures::count(most.1),
            figures::place(most.0),
            significant(parts[at].finding.figure.point, 3),
            significant(high, 3),
        )
    };
    outcome::conclude(inquiry.claim, &parts, gap, sentence, |_| None)
}

/// The largest over the smallest count; equal counts have no spread, and zero is infinitely far
/// from anything else.
fn spread(least: f64, most: f64) -> f64 {
    if least == most {
        1.0
    } else if least <= 0.0 {
        UNBOUNDED
    } else {
        (most / least).min(UNBOUNDED)
    }
}

/// The ratio of the times at two sizes, the longer time above.
struct Pair<'a> {
    longer: &'a Trial,
    shorter: &'a Trial,
    assessment: Assessment,
}

fn judge_time(inquiry: &Inquiry<'_>, tolerance: f64) -> Judgement {
    let gathered = gather(inquiry, |trial| {
        let times = inquiry.estimates.times(trial, inquiry.this);
        (times.passes() > 0).then(|| (times, Floor::of(inquiry, trial, &[inquiry.this])))
    });
    let (cases, gap) = match gathered.and_then(by_case) {
        Ok(split) => split,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let region = Region::of_ratio(&inquiry.claim.prediction).0.ln();
    let places = cases.iter().map(|of| of.len() * (of.len() - 1) / 2).sum();
    let decisive: Vec<Pair<'_>> = cases
        .iter()
        .filter_map(|trials| weakest(pairs(inquiry, trials, region, places)))
        .collect();
    if decisive.is_empty() {
        let why = "No pass timed two of the sizes: run it again to its end.".to_owned();
        return outcome::not_measured(inquiry.claim, why);
    }
    let parts: Vec<Part> = decisive.iter().map(|pair| part(inquiry, pair)).collect();
    let sentence =
        |at: usize| sentence(inquiry, &decisive[at], parts[at].finding.figure, tolerance);
    let why = |at: usize| Some(decisive[at].assessment.why());
    outcome::conclude(inquiry.claim, &parts, gap, sentence, why)
}

/// Every two sizes of a case, pass by pass.
fn pairs<'a>(
    inquiry: &Inquiry<'_>,
    trials: &[(&'a Trial, (Medians, Floor))],
    region: Region,
    places: usize,
) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (i, (first, (a, a_floor))) in trials.iter().enumerate() {
        for (second, (b, b_floor)) in &trials[i + 1..] {
            let medians = a.ln_over(b);
            let floor = a_floor.larger(*b_floor).times(NOT_INTERLEAVED);
            let place = Place {
                floor: floor.under_contention(medians.contended()),
                medians,
                region,
                places,
                own_data: inquiry.on_own_data(&[inquiry.this]),
            };
            let Some(assessment) = place.assess(inquiry.record.run.effort) else {
                continue;
            };
            let swapped = assessment.interval.point < 0.0;
            let (longer, shorter) = if swapped {
                (*second, *first)
            } else {
                (*first, *second)
            };
            pairs.push(Pair {
                longer,
                shorter,
                assessment,
            });
        }
    }
    pairs
}

/// The pair that refutes, or is left open, or is the least sure to be confirmed. All must confirm,
/// so the greatest chance of any is that of all.
fn weakest(pairs: Vec<Pair<'_>>) -> Option<Pair<'_>> {
    let rank = |pair: &Pair<'_>| match (pair.assessment.refutes, pair.assessment.verdict) {
        (true, _) => 0,
        (false, Verdict::Confirmed) => 2,
        (false, _) => 1,
    };
    let chances = pairs.iter().map(|pair| pair.assessment.chance);
    let greatest = chances.fold(0.0, f64::max);
    let mut weakest = pairs.into_iter().min_by(|a, b| {
        let margins = a.assessment.margin.total_cmp(&b.assessment.margin);
        rank(a).cmp(&rank(b)).then(margins)
    })?;
    if weakest.assessment.verdict == Verdict::Confirmed {
        weakest.assessment.chance = greatest;
    }
    Some(weakest)
}

fn part(inquiry: &Inquiry<'_>, pair: &Pair<'_>) -> Part {
    let Interval { point, low, high } = pair.assessment.interval;
    // The longer time is the numerator: the interval is mirrored where it was not.
    let (low, high) = if point < 0.0 {
        (-high, -low)
    } else {
        (low, high)
    };
    let figure = Interval {
        point: outcome::finite_exp(point.abs()),
        low: outcome::finite_exp(low.max(0.0)),
        high: outcome::finite_exp(high),
    };
    Part {
        finding: Finding {
            case: pair.longer.case.clone(),
            size: None,
            figure,
            predicted: outcome::axis(inquiry.claim).1,
            verdict: pair.assessment.verdict,
        },
        refutes: pair.assessment.refutes,
        margin: pair.assessment.margin,
        chance: Some(pair.assessment.chance),
    }
}

fn sentence(inquiry: &Inquiry<'_>, pair: &Pair<'_>, figure: Interval, tolerance: f64) -> String {
    let write = |x| significant(x, 3);
    format!(
        "`{}` takes {} times as long at {} as at {} ({}), the two that differ most; the claim \
         allows {}.",
        inquiry.claim.variant,
        write(figure.point),
        figures::place(pair.longer),
        figures::place(pair.shorter),
        figures::interval(figure, write),
        write(1.0 + tolerance),
    )
}
