//! Claims about the ratio of two variants' exact counts: compared exactly.

use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::region::Region;
use super::{Inquiry, exact};
use crate::figures::{self, UNBOUNDED, place, significant};
use crate::verdict::{Judgement, Quantity};

pub(super) fn judge(inquiry: &Inquiry<'_>, other: usize) -> Judgement {
    let gathered = gather(inquiry, |trial| {
        Some((
            inquiry.count(trial, inquiry.this)?,
            inquiry.count(trial, other)?,
        ))
    });
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let (region, quantity) = Region::of_ratio(&inquiry.claim.prediction);
    // The counts in the order of the ratio.
    let ordered = |(this, other)| match quantity {
        Quantity::Speedup => (other, this),
        _ => (this, other),
    };
    let parts: Vec<Part> = found
        .iter()
        .map(|&(trial, counts)| {
            let (above, below) = ordered(counts);
            let ratio = ratio(above, below);
            let margin = region.margin(ratio);
            let inside = margin >= 0.0
                || outcome::equal(ratio, region.low)
                || outcome::equal(ratio, region.high);
            let verdict = exact::verdict(inside);
            let figure = outcome::exact(ratio);
            Part {
                finding: outcome::finding(trial, figure, region.range(), verdict),
                refutes: !inside,
                margin,
            }
        })
        .collect();
    let sentence = |at: usize| {
        let claim = inquiry.claim;
        let (this, other) = (claim.variant.as_str(), claim.other().unwrap_or_default());
        let (subject, object) = match quantity {
            Quantity::Speedup => (other, this),
            _ => (this, other),
        };
        let (above, below) = ordered(found[at].1);
        let ratio = parts[at].finding.figure.point;
        let times = if ratio.abs() >= UNBOUNDED {
            "infinitely many".to_owned()
        } else {
            significant(ratio, 3)
        };
        format!(
            "{} is {times} times that of `{object}` at {} ({} against {}){}; the claim asks for \
             {}.",
            figures::capitalised(inquiry.measure_of(subject)),
            place(found[at].0),
            figures::count(above),
            figures::count(below),
            outcome::among(parts.len()),
            figures::range(region.range(), |x| significant(x, 3)),
        )
    };
    outcome::conclude(inquiry.claim, &parts, gap, sentence, |_| None)
}

/// A ratio that is always finite: equal counts, two zeros among them, have the ratio 1.
fn ratio(above: f64, below: f64) -> f64 {
    if above.to_bits() == below.to_bits() || (above == 0.0 && below == 0.0) {
        return 1.0;
    }
    if below == 0.0 {
        return UNBOUNDED.copysign(above);
    }
    (above / below).clamp(-UNBOUNDED, UNBOUNDED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Verdict;

    #[test]
    fn ratios_of_counts_are_always_finite() {
        assert_eq!(ratio(0.0, 0.0), 1.0);
        assert_eq!(ratio(5.0, 0.0), UNBOUNDED);
        assert_eq!(ratio(0.0, 5.0), 0.0);
        assert_eq!(ratio(f64::MAX, 1e-300), UNBOUNDED);
        assert_eq!(exact::verdict(true), Verdict::Confirmed);
    }
}
