//! Claims about the ratio of two variants' times: `beats`, `between`, `within`.

use super::Inquiry;
use super::assess::{Assessment, Place};
use super::floor::Floor;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::region::Region;
use crate::figures::{place, significant};
use crate::record::{RegisteredPrediction, Trial};
use crate::verdict::{Interval, Judgement, Quantity, Verdict};

pub(super) fn judge(inquiry: &Inquiry<'_>, other: usize) -> Judgement {
    let faster = matches!(inquiry.claim.prediction, RegisteredPrediction::Beats { .. });
    let gathered = gather(inquiry, |trial| {
        let medians = inquiry.estimates.ln_ratios(trial, inquiry.this, other);
        let medians = if faster { medians.negated() } else { medians };
        (medians.passes() > 0).then_some(medians)
    });
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let (region, quantity) = Region::of_ratio(&inquiry.claim.prediction);
    let places = found.len();
    let (trials, assessed): (Vec<&Trial>, Vec<Assessment>) = found
        .into_iter()
        .filter_map(|(trial, medians)| {
            let place = Place {
                floor: Floor::of(inquiry, trial).under_contention(medians.contended()),
                medians,
                region: region.ln(),
                places,
            };
            Some((trial, place.assess(inquiry.record.run.effort)?))
        })
        .unzip();
    let parts: Vec<Part> = trials
        .iter()
        .zip(&assessed)
        .map(|(trial, assessment)| part(trial, assessment, region))
        .collect();
    let sentence = |at: usize| sentence(inquiry, quantity, trials[at], &parts, at);
    outcome::conclude(inquiry.claim, &parts, gap, sentence, |at| {
        Some(assessed[at].why())
    })
}

fn part(trial: &Trial, assessment: &Assessment, region: Region) -> Part {
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
    }
}

fn sentence(
    inquiry: &Inquiry<'_>,
    quantity: Quantity,
    trial: &Trial,
    parts: &[Part],
    decisive: usize,
) -> String {
    let claim = inquiry.claim;
    let (this, other) = (&claim.variant, claim.other().unwrap_or_default());
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
    format!(
        "{compared} at {at} ({interval}){}; the claim asks for {asked}.{outside}",
        outcome::among(parts.len())
    )
}
