//! Claims about the ratio of variants' exact counts: compared exactly.

use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::region::Region;
use super::{Inquiry, exact};
use crate::figures::{self, UNBOUNDED, place, significant};
use crate::record::Trial;
use crate::verdict::{Judgement, Quantity};

/// Two counts at one trial, in the order of their ratio.
#[derive(Clone)]
struct Compared<'a> {
    trial: &'a Trial,
    /// The variant whose count is the numerator, and the other.
    variants: (usize, usize),
    counts: (f64, f64),
    /// Which input they were counted for, where it is not the one that was timed.
    whence: String,
}

pub(super) fn judge(inquiry: &Inquiry<'_>) -> Judgement {
    let (region, quantity) = Region::of_ratio(&inquiry.claim.prediction);
    let pairs: Vec<(usize, usize)> = inquiry
        .pairs()
        .into_iter()
        .map(|(this, other)| match quantity {
            Quantity::Speedup => (other, this),
            _ => (this, other),
        })
        .collect();
    let gathered = gather(inquiry, |trial| compare(inquiry, trial, &pairs));
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    let (weakest, parts): (Vec<Compared<'_>>, Vec<Part>) = found
        .into_iter()
        .map(|(_, mut compared)| {
            let mut parts: Vec<Part> = compared.iter().map(|of| part(of, region)).collect();
            let decisive = outcome::decisive(parts.iter());
            (compared.swap_remove(decisive), parts.swap_remove(decisive))
        })
        .unzip();
    let sentence = |at: usize| {
        let Compared {
            trial,
            variants: (subject, object),
            counts: (above, below),
            whence,
        } = &weakest[at];
        let ratio = parts[at].finding.figure.point;
        let times = if ratio.abs() >= UNBOUNDED {
            "infinitely many".to_owned()
        } else {
            significant(ratio, 3)
        };
        format!(
            "{} is {times} times that of `{}` at {}{whence} ({} against {}){}; the claim asks for \
             {}.",
            figures::capitalised(inquiry.measure_of(inquiry.name(*subject))),
            inquiry.name(*object),
            place(trial),
            figures::count(*above),
            figures::count(*below),
            outcome::among(parts.len()),
            figures::range(region.range(), |x| significant(x, 3)),
        )
    };
    outcome::conclude(inquiry.claim, &parts, gap, sentence, |_| None)
}

/// Compares each pair at a trial, each time that both were counted.
fn compare<'a>(
    inquiry: &Inquiry<'a>,
    trial: &'a Trial,
    pairs: &[(usize, usize)],
) -> Option<Vec<Compared<'a>>> {
    let mut compared = Vec::new();
    for &variants in pairs {
        let takes = inquiry.takes(trial, &[variants.0, variants.1])?;
        compared.extend(takes.into_iter().map(|take| Compared {
            trial,
            variants,
            counts: (take.counts[0], take.counts[1]),
            whence: inquiry.whence(&take),
        }));
    }
    Some(compared)
}

fn part(compared: &Compared<'_>, region: Region) -> Part {
    let (above, below) = compared.counts;
    let ratio = ratio(above, below);
    let margin = region.margin(ratio);
    let inside =
        margin >= 0.0 || outcome::equal(ratio, region.low) || outcome::equal(ratio, region.high);
    let verdict = exact::verdict(inside);
    let figure = outcome::exact(ratio);
    Part {
        finding: outcome::finding(compared.trial, figure, region.range(), verdict),
        refutes: !inside,
        margin,
        chance: None,
    }
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
