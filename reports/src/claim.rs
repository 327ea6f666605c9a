//! What an author predicts before anything is measured: plain data, built in `const` context.
//!
//! A claim is a constant, so it cannot depend on a measurement. It reads as a sentence:
//!
//! ```
//! use reports::claim::{Claim, Growth::*, claim};
//!
//! const CLAIMS: &[Claim] = &[
//!     claim("scan").grows(Linear).source("HPP ch. 3: worst case O(n)"),
//!     claim("binary").beats("scan").by(1.5).from(64).source("our expectation"),
//!     claim("binary")
//!         .of("comparisons")
//!         .follows("floor(log2 n) + 1", |n| n.ilog2() as f64 + 1.0)
//!         .source("Knuth, TAOCP 6.2.1"),
//!     claim("append").of("peak").between(2.4, 3.0, "collect").at(100_000).source("HPP ch. 3"),
//!     claim("eytzinger").leads(&["binary", "scan"]).beyond(2).source("our expectation"),
//!     claim("binary").crosses("scan").between_sizes(16, 128).source("our expectation"),
//! ];
//! # assert_eq!(CLAIMS.len(), 6);
//! ```

mod build;
mod words;

use serde::{Deserialize, Serialize};

/// The measure that a claim speaks of unless [`Claim::of`] says otherwise.
pub const TIME: &str = "time";

/// One falsifiable statement about one variant of an experiment.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Claim {
    /// The variant that the statement is about.
    pub variant: &'static str,
    /// What is predicted of it.
    pub prediction: Prediction,
    /// The measure: [`TIME`], or the name of an exact count.
    pub measure: &'static str,
    /// The cases and sizes for which it is said.
    pub scope: Scope,
    /// Where the statement comes from: a chapter, a paper, or our own expectation.
    pub source: &'static str,
    /// The statement in the author's own words, when the generated sentence is not enough.
    pub says: &'static str,
    /// What the author reads from it, for whoever looks at the verdict; empty when the figures say
    /// enough.
    pub means: &'static str,
}

/// What a claim predicts of its measure.
#[derive(Clone, Copy, Debug)]
pub enum Prediction {
    /// Nothing yet: [`claim`] was called without a verb. Refused when the experiment is built.
    Unstated,
    /// `other / this >= by`: this variant needs at most `1 / by` of the other's measure.
    Beats {
        /// The variant that is beaten.
        other: &'static str,
        /// The factor, at least 1.
        by: f64,
    },
    /// `low <= this / other <= high`; 0 and [`UNBOUNDED`](crate::figures::UNBOUNDED) leave a side
    /// open.
    Between {
        /// The variant in the denominator.
        other: &'static str,
        /// The smallest ratio that keeps the claim.
        low: f64,
        /// The largest ratio that keeps the claim.
        high: f64,
    },
    /// `1 / (1 + tolerance) <= this / other <= 1 + tolerance`: equivalence.
    Within {
        /// The variant that this one equals.
        other: &'static str,
        /// The tolerance, as a share of 1.
        tolerance: f64,
    },
    /// This variant needs at most as much as the first of the others, that one at most as much as
    /// the next, and so on.
    Leads {
        /// The variants that follow, in their order.
        others: &'static [&'static str],
    },
    /// Below some size the other needs less, above it this one does, and that size lies between
    /// two bounds.
    Crosses {
        /// The variant that is ahead at small sizes.
        other: &'static str,
        /// The lower bound of the size.
        low: u64,
        /// The upper bound of the size; 0 until [`Claim::between_sizes`] sets both.
        high: u64,
    },
    /// The measure grows as a class of functions of the size.
    Grows(Growth),
    /// The measure is the same at every size: any two differ by at most this share.
    Steady {
        /// The tolerance, as a share of 1.
        tolerance: f64,
    },
    /// `limit / this >= share`: this variant reaches this share of its limit.
    Reaches {
        /// The share, more than 0 and at most 1.
        share: f64,
    },
    /// An exact count equals this value.
    Equals(f64),
    /// An exact count follows a formula of the size.
    Follows {
        /// The formula in words, as the page shows it.
        words: &'static str,
        /// The formula itself.
        formula: fn(u64) -> f64,
        /// By how much the count may depart from it, as a share of 1.
        tolerance: f64,
    },
    /// An exact count is at most this value.
    AtMost(f64),
    /// An exact count is at least this value.
    AtLeast(f64),
}

/// A class of growth with the size `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Growth {
    /// `1`
    Constant,
    /// `log n`
    Logarithmic,
    /// `n`
    Linear,
    /// `n log n`
    Linearithmic,
    /// `n^2`
    Quadratic,
}

impl Growth {
    /// Every class, from the slowest growth to the fastest.
    pub const ALL: [Self; 5] = [
        Self::Constant,
        Self::Logarithmic,
        Self::Linear,
        Self::Linearithmic,
        Self::Quadratic,
    ];

    /// The growing term at size `n` (natural logarithms; the base is a constant factor).
    #[must_use]
    pub fn term(self, n: u64) -> f64 {
        let n = n as f64;
        match self {
            Self::Constant => 1.0,
            Self::Logarithmic => n.ln(),
            Self::Linear => n,
            Self::Linearithmic => n * n.ln(),
            Self::Quadratic => n * n,
        }
    }

    /// The class in the field's notation, such as `O(n log n)`.
    #[must_use]
    pub fn notation(self) -> &'static str {
        match self {
            Self::Constant => "O(1)",
            Self::Logarithmic => "O(log n)",
            Self::Linear => "O(n)",
            Self::Linearithmic => "O(n log n)",
            Self::Quadratic => "O(n²)",
        }
    }
}

/// The cases and sizes for which a claim is made; without a bound it is made for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The smallest size.
    pub from: Option<u64>,
    /// The largest size.
    pub up_to: Option<u64>,
    /// The one case.
    pub case: Option<&'static str>,
    /// The level of the cache that the input fits.
    pub fits: Option<u32>,
    /// The level of the cache that the input exceeds.
    pub beyond: Option<u32>,
}

/// Begins a claim about a variant; a verb such as [`Claim::beats`] must follow.
pub const fn claim(variant: &'static str) -> Claim {
    Claim {
        variant,
        prediction: Prediction::Unstated,
        measure: TIME,
        scope: Scope {
            from: None,
            up_to: None,
            case: None,
            fits: None,
            beyond: None,
        },
        source: "",
        says: "",
        means: "",
    }
}
