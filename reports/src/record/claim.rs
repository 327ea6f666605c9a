//! A claim as a record keeps it: without code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claim::Growth;

/// A claim as it stood before anything was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisteredClaim {
    /// The statement as a sentence.
    pub text: String,
    /// Where the statement comes from.
    pub source: String,
    /// Identifies the prediction: changes when anything that is predicted changes.
    pub hash: String,
    /// The variant that the statement is about.
    pub variant: String,
    /// The measure: `time`, or the name of an exact count.
    pub measure: String,
    /// What is predicted.
    pub prediction: RegisteredPrediction,
    /// The smallest size.
    pub from: Option<u64>,
    /// The largest size.
    pub up_to: Option<u64>,
    /// The one case.
    pub case: Option<String>,
    /// The level of the cache that the input fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fits: Option<u32>,
    /// The level of the cache that the input exceeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond: Option<u32>,
    /// What the author reads from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    /// When the prediction was first made; absent where nothing remembers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Registration>,
    /// What the claim predicted before, when it was changed after that had been measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Former>,
}

/// When a prediction was first made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// RFC 3339, UTC.
    pub date: String,
    /// The full hash of the commit; absent outside a git checkout.
    pub commit: Option<String>,
    /// Whether the work tree differed from it.
    pub dirty: bool,
}

/// A prediction in whose place another was put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Its hash.
    pub hash: String,
    /// Its sentence.
    pub text: String,
    /// When it was first made, RFC 3339, UTC.
    pub date: String,
}

impl RegisteredClaim {
    /// Whether the claim speaks of this case and size, whatever its condition on the cache: see
    /// [`Record::covers`](super::Record::covers).
    #[must_use]
    pub fn covers(&self, case: &str, size: u64) -> bool {
        self.from.is_none_or(|n| size >= n)
            && self.up_to.is_none_or(|n| size <= n)
            && self.case.as_deref().is_none_or(|only| only == case)
    }

    /// The variant that this claim compares with, if it compares: the next one, when it orders
    /// several.
    #[must_use]
    pub fn other(&self) -> Option<&str> {
        self.others().first().copied()
    }

    /// All variants that this claim compares with, in their order.
    #[must_use]
    pub fn others(&self) -> Vec<&str> {
        match &self.prediction {
            RegisteredPrediction::Beats { other, .. }
            | RegisteredPrediction::Between { other, .. }
            | RegisteredPrediction::Within { other, .. }
            | RegisteredPrediction::Crosses { other, .. } => vec![other],
            RegisteredPrediction::Leads { others } => others.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// What a registered claim predicts: see [`Prediction`](crate::claim::Prediction).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisteredPrediction {
    /// `other / this >= by`.
    Beats {
        /// The variant that is beaten.
        other: String,
        /// The factor, at least 1.
        by: f64,
    },
    /// `low <= this / other <= high`; 0 and [`UNBOUNDED`](crate::figures::UNBOUNDED) leave a side
    /// open.
    Between {
        /// The variant in the denominator.
        other: String,
        /// The smallest ratio that keeps the claim.
        low: f64,
        /// The largest ratio that keeps the claim.
        high: f64,
    },
    /// `1 / (1 + tolerance) <= this / other <= 1 + tolerance`.
    Within {
        /// The variant that this one equals.
        other: String,
        /// The tolerance, as a share of 1.
        tolerance: f64,
    },
    /// Each needs at most as much as the next: this one, then the others.
    Leads {
        /// The variants that follow, in their order.
        others: Vec<String>,
    },
    /// The size above which this variant needs less than the other lies between two bounds.
    Crosses {
        /// The variant that is ahead at small sizes.
        other: String,
        /// The lower bound of the size.
        low: u64,
        /// The upper bound of the size.
        high: u64,
    },
    /// A class of growth.
    Grows(Growth),
    /// The same figure at every size.
    Steady {
        /// The tolerance, as a share of 1.
        tolerance: f64,
    },
    /// `limit / this >= share`.
    Reaches {
        /// The share, more than 0 and at most 1.
        share: f64,
        /// The limit in words.
        limit: String,
    },
    /// An exact count by a formula of the size.
    Follows {
        /// The formula in words; a constant is its own words.
        words: String,
        /// The value at each size of the experiment.
        values: BTreeMap<u64, f64>,
        /// By how much the count may depart from it, as a share of 1.
        #[serde(default, skip_serializing_if = "is_zero")]
        tolerance: f64,
    },
    /// An upper bound of an exact count.
    AtMost(f64),
    /// A lower bound of an exact count.
    AtLeast(f64),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(share: &f64) -> bool {
    *share == 0.0
}
