//! Claims about the ratio of variants' times: `beats`, `between`, `within`, and `leads`.
//!
//! An order of several variants holds where each is at least as fast as the next. At a trial the
//! weakest of these pairs stands for all; any pair of any trial can refute, so each counts as a
//! place of its own.

use super::Inquiry;
use super::assess::{Assessment, Place};
use super::floor::Floor;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::region::Region;
use crate::estimate::Medians;
use crate::figures::{place, significant};
use crate::record::{RegisteredPrediction, Trial};
use crate::verdict::{Interval, Judgement, Quantity, Verdict};

/// One pair of variants at one trial.
struct Compared<'a> {
    trial: &'a Trial,
    pair: (usize, usize),
    assessment: Assessment,
    part: Part,
}

pub(super) fn judge(inquiry: &Inquiry<'_>) -> Judgement {
    let (region, quantity) = Region::of_ratio(&inquiry.claim.prediction);
    let pairs = inquiry.pairs();
    let gathered = gather(inquiry, |trial| {
        let medians: Vec<Medians> = pairs
            .iter()
            .map(|&(this, other)| match quantity {
                Quantity::Speedup => inquiry.estimates.ln_ratios(trial, other, this),
                _ => inquiry.estimates.ln_ratios(trial, this, other),
            })
            .collect();
        let all = medians.iter().all(|medians| medians.passes() > 0);
        all.then_some(medians)
    });
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let places = found.len() * pairs.len();
    let weakest: Vec<Compared<'_>> = found
        .into_iter()
        .filter_map(|(trial, medians)| {
            let compared = pairs.iter().zip(medians);
            let compared = compared.filter_map(|(&pair, medians)| {
                let place = Place {
                    floor: Floor::of(inquiry, trial, &[pair.0, pair.1])
                        .under_contention(medians.contended()),
                    medians,
                    region: region.ln(),
                    places,
                    own_data: inquiry.on_own_data(&[pair.0, pair.1]),
                };
                compare(inquiry, trial, pair, region, &place)
            });
            weakest(compared.collect())
        })
        .collect();
    let (weakest, parts): (Vec<_>, Vec<Part>) = weakest
        .into_iter()
        .map(|of| ((of.trial, of.pair, of.assessment), of.part))
        .unzip();
    let sentence = |at: usize| {
        let (trial, pair, _) = &weakest[at];
        sentence(inquiry, quantity, (trial, *pair), &parts, at)
    };
    outcome::conclude(inquiry.claim, &parts, gap, sentence, |at| {
        Some(weakest[at].2.why())
    })
}

fn compare<'a>(
    inquiry: &Inquiry<'_>,
    trial: &'a Trial,
    pair: (usize, usize),
    region: Region,
    place: &Place,
) -> Option<Compared<'a>> {
    let assessment = place.assess(inquiry.record.run.effort)?;
    Some(Compared {
        trial,
        pair,
        part: part(trial, &assessment, region),
        assessment,
    })
}

/// The pair that decides at a trial. All must confirm, so the greatest chance of any is that of
/// all.
fn weakest(mut compared: Vec<Compared<'_>>) -> Option<Compared<'_>> {
    let chances = compared.iter().map(|of| of.assessment.chance);
    let greatest = chances.max_by(f64::total_cmp)?;
    let decisive = outcome::decisive(compared.iter().map(|of| &of.part));
    let mut weakest = compared.swap_remove(decisive);
    if weakest.assessment.verdict == Verdict::Confirmed {
        weakest.part.chance = Some(greatest);
    }
    Some(weakest)
}

/// What is said of a trial; the assessment is of a logarithm.
pub(super) fn part(trial: &Trial, assessment: &Assessment, region: Region) -> Part {
    let Interval { point, low, high } = assessment.interval;
    let figure = Interval {
        point: outcome::finite_exp(point),
        low: outcome::finite_exp(low),
        high: outcome::finite_exp(high),
    };
    Part {
        finding: outcome::finding(trial, figure, region.range(), assessment.verdict),
        refutes: assessment.refutes,
        margin: match assessment.verdict {
            // Nearest to the wrong side: by the end of the interval, not by its middle.
            Verdict::Confirmed => region.ln().margin(low).min(region.ln().margin(high)),
            _ => assessment.margin,
        },
        chance: Some(assessment.chance),
    }
}

fn sentence(
    inquiry: &Inquiry<'_>,
    quantity: Quantity,
    (trial, pair): (&Trial, (usize, usize)),
    parts: &[Part],
    decisive: usize,
) -> String {
    let (this, other) = (inquiry.name(pair.0), inquiry.name(pair.1));
    let write = |x| significant(x, 3);
    let figure = parts[decisive].finding.figure;
    let point = write(figure.point);
    let compared = if quantity == Quantity::Speedup {
        format!("`{this}` is {point} times as fast as `{other}`")
    } else {
        format!("`{this}` takes {point} times the time of `{other}`")
    };
    let at = place(trial);
    let interval = crate::figures::interval(figure, write);
    let asked = crate::figures::range(parts[decisive].finding.predicted, write);
    let asked = match &inquiry.claim.prediction {
        RegisteredPrediction::Leads { .. } => format!("{asked} of each against the next"),
        _ => asked,
    };
    let refuting = parts
        .iter()
        .filter(|part| part.finding.verdict == Verdict::Refuted)
        .count();
    let outside = if refuting > 0 && parts.len() > 1 {
        let lie = if refuting == 1 { "lies" } else { "lie" };
        format!(" {refuting} of {} trials {lie} outside.", parts.len())
    } else {
        String::new()
    };
    let regime = inquiry
        .regime(trial, &[pair.0, pair.1])
        .map_or(String::new(), |regime| format!(" {regime}"));
    format!(
        "{compared} at {at} ({interval}){}; the claim asks for {asked}.{outside}{regime}",
        outcome::among(parts.len())
    )
}
