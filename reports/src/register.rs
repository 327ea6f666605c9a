//! Turns a claim as its author wrote it into the form that a record keeps, or refuses it.
//!
//! Formulas are evaluated here, once, so that a record needs no code to be judged again.

mod refuse;
mod sentence;

pub(crate) use sentence::noun;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::claim::{Claim, Prediction};
use crate::figures;
use crate::hash::fnv1a;
use crate::record::{RegisteredClaim, RegisteredPrediction};

/// The counts that every variant offers.
pub const BUILT_IN: [&str; 7] = [
    "allocations",
    "reallocations",
    "moved blocks",
    "moved bytes",
    "bytes",
    "peak",
    "peak while moving",
];

/// What an experiment offers to a claim: one variant.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The variant's name.
    pub name: &'a str,
    /// The exact counts that it offers besides the built-in ones.
    pub measures: &'a [&'a str],
    /// The largest size at which it is run.
    pub up_to: Option<u64>,
    /// Its limit in words, if it names one.
    pub limit: Option<&'a str>,
}

/// Registers a claim of an experiment with these sizes, cases and variants. An experiment with one
/// unnamed kind of input has the case `""`.
///
/// # Errors
/// One sentence that names what is wrong and the fix, when the claim can never be judged: an
/// unknown variant, case or measure, no prediction, an exact prediction about time, a scope that
/// covers nothing, a number that is not finite, or no source.
pub fn register(
    claim: &Claim,
    sizes: &[u64],
    cases: &[&str],
    variants: &[Offer<'_>],
) -> Result<RegisteredClaim, String> {
    let covered = refuse::covered_sizes(claim, sizes, cases, variants)?;
    let limit = variants
        .iter()
        .find(|variant| variant.name == claim.variant)
        .and_then(|variant| variant.limit);
    let prediction = evaluate(claim, &covered, limit)?;
    let text = match claim.says {
        "" => sentence::of(claim, limit),
        says => says.to_owned(),
    };
    let mut registered = RegisteredClaim {
        text,
        source: claim.source.to_owned(),
        hash: String::new(),
        variant: claim.variant.to_owned(),
        measure: claim.measure.to_owned(),
        prediction,
        from: claim.scope.from,
        up_to: claim.scope.up_to,
        case: claim.scope.case.map(str::to_owned),
        fits: claim.scope.fits,
        beyond: claim.scope.beyond,
        means: Some(claim.means.to_owned()).filter(|means| !means.is_empty()),
        registered: None,
        former: None,
    };
    registered.hash = hash(&registered);
    Ok(registered)
}

/// Writes the prediction without code: formulas become their values.
fn evaluate(
    claim: &Claim,
    sizes: &[u64],
    limit: Option<&str>,
) -> Result<RegisteredPrediction, String> {
    let at = |words: String, formula: &dyn Fn(u64) -> f64, tolerance: f64| {
        let values: BTreeMap<u64, f64> = sizes.iter().map(|&n| (n, formula(n))).collect();
        match values.iter().find(|(_, value)| !value.is_finite()) {
            Some((&n, value)) => Err(format!(
                "the formula `{words}` of the claim about `{}` gives {value} at n = {}: restrict \
                 the claim to sizes where it is defined",
                claim.variant,
                figures::size(n),
            )),
            None => Ok(RegisteredPrediction::Follows {
                words,
                values,
                tolerance,
            }),
        }
    };
    Ok(match claim.prediction {
        Prediction::Unstated => return Err(refuse::unstated(claim)),
        Prediction::Beats { other, by } => RegisteredPrediction::Beats {
            other: other.to_owned(),
            by,
        },
        Prediction::Between { other, low, high } => RegisteredPrediction::Between {
            other: other.to_owned(),
            low,
            high,
        },
        Prediction::Within { other, tolerance } => RegisteredPrediction::Within {
            other: other.to_owned(),
            tolerance,
        },
        Prediction::Leads { others } => RegisteredPrediction::Leads {
            others: others.iter().map(|&other| other.to_owned()).collect(),
        },
        Prediction::Crosses { other, low, high } => RegisteredPrediction::Crosses {
            other: other.to_owned(),
            low,
            high,
        },
        Prediction::Grows(class) => RegisteredPrediction::Grows(class),
        Prediction::Steady { tolerance } => RegisteredPrediction::Steady { tolerance },
        Prediction::Reaches { share } => RegisteredPrediction::Reaches {
            share,
            limit: limit.unwrap_or_default().to_owned(),
        },
        Prediction::Equals(value) => return at(figures::count(value), &|_| value, 0.0),
        Prediction::Follows {
            words,
            formula,
            tolerance,
        } => return at(words.to_owned(), &formula, tolerance),
        Prediction::AtMost(value) => RegisteredPrediction::AtMost(value),
        Prediction::AtLeast(value) => RegisteredPrediction::AtLeast(value),
    })
}

/// Identifies all that is predicted, and none of the words. Numbers count bit by bit.
fn hash(claim: &RegisteredClaim) -> String {
    let bound = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    let mut text = format!(
        "{}\0{}\0{}\0{}\0{}\0",
        claim.variant,
        claim.measure,
        bound(claim.from),
        bound(claim.up_to),
        // An unnamed case is not the same as every case.
        claim
            .case
            .as_ref()
            .map_or(String::new(), |case| format!("on {case}")),
    );
    // Claims without a condition keep the hashes that they had before there were conditions.
    for (condition, level) in [("fits", claim.fits), ("beyond", claim.beyond)] {
        if let Some(level) = level {
            text += &format!("{condition} {level}\0");
        }
    }
    let mut put = |kind: &str, other: &str, numbers: &[f64]| {
        text += &format!("{kind}\0{other}\0");
        for number in numbers {
            // Writing to a string cannot fail.
            let _ = write!(text, "{:016x}\0", number.to_bits());
        }
    };
    match &claim.prediction {
        RegisteredPrediction::Beats { other, by } => put("beats", other, &[*by]),
        RegisteredPrediction::Between { other, low, high } => {
            put("between", other, &[*low, *high]);
        }
        RegisteredPrediction::Within { other, tolerance } => put("within", other, &[*tolerance]),
        RegisteredPrediction::Leads { others } => {
            others.iter().for_each(|other| put("leads", other, &[]));
        }
        RegisteredPrediction::Crosses { other, low, high } => {
            put("crosses", &format!("{other}\0{low}\0{high}"), &[]);
        }
        RegisteredPrediction::Grows(class) => put("grows", class.notation(), &[]),
        RegisteredPrediction::Steady { tolerance } => put("steady", "", &[*tolerance]),
        RegisteredPrediction::Reaches { share, limit } => put("reaches", limit, &[*share]),
        RegisteredPrediction::AtMost(value) => put("at most", "", &[*value]),
        RegisteredPrediction::AtLeast(value) => put("at least", "", &[*value]),
        RegisteredPrediction::Follows {
            values, tolerance, ..
        } => {
            for (size, value) in values {
                put("follows", &size.to_string(), &[*value]);
            }
            // Exact claims keep the hashes that they had before there was a tolerance.
            if *tolerance > 0.0 {
                put("give or take", "", &[*tolerance]);
            }
        }
    }
    format!("{:016x}", fnv1a(text.as_bytes()))
}

#[cfg(test)]
mod tests;
