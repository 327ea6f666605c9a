//! What a claim came to, and on what evidence.

use serde::{Deserialize, Serialize};

/// What a claim came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every interval lies wholly inside the prediction.
    Confirmed,
    /// An interval lies wholly outside the prediction.
    Refuted,
    /// An interval straddles the prediction's edge.
    Inconclusive,
    /// There is nothing to judge, for a reason.
    NotMeasured,
}

/// A claim's verdict with all that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is inconclusive or not measured.
    pub reason: Option<Reason>,
    /// How likely, at most, chance alone gives this verdict; absent when nothing is decided, and
    /// for exact counts, which no chance can change.
    #[serde(default)]
    pub chance: Option<f64>,
    /// The unit of all figures here.
    pub quantity: Quantity,
    /// What was predicted, on the same axis as the figures.
    pub predicted: Range,
    /// The finding that decided: the one nearest to the wrong side.
    pub decisive: Option<Finding>,
    /// What was found for each case and size (growth, steadiness, crossing: for each case).
    pub findings: Vec<Finding>,
    /// The evidence in one or two plain sentences made from the figures.
    pub sentence: String,
}

/// Why a claim is inconclusive or not measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// More samples would decide it: the sampling error alone straddles the edge.
    Budget {
        /// Passes that would decide it, at this spread; absent when it cannot be told.
        more_passes: Option<u32>,
    },
    /// The effect is smaller than what code and data placement alone can cause.
    Placement,
    /// The A/A control of the same run differs by more than the effect.
    Control,
    /// Something else used the core.
    Contended,
    /// The passes fall in two groups, and the edge may lie between them.
    TwoModes,
    /// Where the variants' own data come to lie in a pass changes the figure far more than anything
    /// within a pass.
    OwnData,
    /// The data do not tell the class of growth from its rivals.
    Rivals {
        /// The classes that fit about as well, in their notation.
        classes: Vec<String>,
    },
    /// The work grows in one way, and the time in another.
    Contradiction,
    /// Too few sizes, or too narrow a range of them, to tell growth.
    TooFewSizes,
    /// Time alone tells growth only while the data fit the first level of the cache.
    BeyondCache,
    /// The measured sizes do not tell where two variants change places.
    Sizes,
    /// Two variants change places more than once over the sizes.
    Alternating,
    /// It would be decided alone, but among so many claims of its run chance explains it too well.
    FalseDiscovery {
        /// How likely, at most, chance alone gives the verdict.
        chance: f64,
        /// The chance up to which a verdict of this run counts.
        threshold: f64,
    },
    /// There are no figures: what is missing and how to get it.
    NotMeasured {
        /// One sentence.
        why: String,
    },
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// How many times faster: the other's measure over this one's.
    Speedup,
    /// This one's measure over the other's.
    Ratio,
    /// The largest figure over all sizes divided by the smallest.
    Spread,
    /// The greatest departure of the data from the fitted class, as a share of 1.
    Misfit,
    /// The limit over this one's time, as a share of 1.
    Share,
    /// An exact count.
    Count,
    /// A size.
    Size,
}

/// A range, open where a bound is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// The lower bound.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
}

/// A figure with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The estimate.
    pub point: f64,
    /// The lower end; the estimate itself when the figure is exact.
    pub low: f64,
    /// The upper end; the estimate itself when the figure is exact.
    pub high: f64,
}

/// What was found at one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The case.
    pub case: String,
    /// The size; absent for growth, steadiness and crossing, which span them.
    pub size: Option<u64>,
    /// The figure that was compared with the prediction, its systematic floor included.
    pub figure: Interval,
    /// What was predicted here, when it differs from size to size.
    pub predicted: Range,
    /// What this finding alone comes to.
    pub verdict: Verdict,
}
