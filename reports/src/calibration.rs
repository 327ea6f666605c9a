//! The laboratory's own false alarms, power and coverage, measured on known truth.
//!
//! A calibration runs functions that are equal, or slower by a known share, through the same
//! engine and the same judge as every experiment. Each repetition is a record of its own; this
//! module counts what the judge made of them, and holds the counts against the laboratory's bars.

mod bars;
mod count;
mod duels;
mod file;
mod share;
mod widths;

use serde::{Deserialize, Serialize};

use crate::record::{Commit, Machine, Toolchain};

pub use bars::{Bar, Standing, bars};
pub use count::evaluate;
pub use duels::duels;
pub use share::wilson;

/// The version of this format.
pub const SCHEMA: u32 = 1;

/// The name of this laboratory among the tools.
pub const LABORATORY: &str = "laboratory";

/// Single passes, in which two functions are told apart as soon as it can be.
pub const DUEL: &str = "single duel";

/// Classes of growth, judged by counts or times.
pub const GROWTH: &str = "growth";

/// Criterion's comparison with a baseline.
pub const CRITERION: &str = "criterion 0.8";

/// Tango's comparison of two processes.
pub const TANGO: &str = "tango 0.9";

/// Nothing else was started.
pub const QUIET: &str = "quiet";

/// Beside neighbours on all cores that compute half of the time.
pub const BUSY: &str = "busy";

/// Beside a neighbour on the same core that computes all the time.
pub const HOG: &str = "hog on the same core";

/// The functions that are shorter than a slice.
pub const SHORT: [&str; 3] = ["20 ns", "1 us", "100 us"];

/// The function whose single call is longer than a slice.
pub const LONG: &str = "10 ms";

/// The same look-ups in hash tables that each variant builds for itself.
pub const OWN_TABLE: &str = "own hash table";

/// The same look-ups in a hash table of the shared input, and in one that a variant builds for
/// itself.
pub const INPUT_TABLE: &str = "own hash table against the input's";

/// The branchy functions in many copies.
pub const COPIES: [&str; 3] = ["binary search", "linear search", "insertion sort"];

/// The functions of known growth.
pub const GROWING: [&str; 5] = ["index", "binary search", "scan", "sort", "nested scan"];

/// The class of a hash look-up from 10 to 10 million keys, by the time that it takes.
pub const HASH_TIME: &str = "hash look-up, by time";

/// The class of a hash look-up from 10 to 10 million keys, by the comparisons that it makes.
pub const HASH_COUNT: &str = "hash look-up, by comparisons";

/// The variant that all others are held against.
pub const BASE: &str = "base";

/// The variant that is the base's equal.
pub const SAME: &str = "same";

/// The difference that an equal pair must not be said to have, as a share of 1.
pub const SMALL: f64 = 0.01;

/// What `cargo lab calibrate` leaves behind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The version of the format: [`SCHEMA`].
    pub schema: u32,
    /// When it began, RFC 3339, UTC.
    pub started: String,
    /// The machine that answered.
    pub machine: Machine,
    /// The compiler and its flags.
    pub toolchain: Toolchain,
    /// The commit that was calibrated.
    pub commit: Option<Commit>,
    /// Whether a part of the repetitions was made only, to see that everything works.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quick: bool,
    /// What was found: one row for each tool, condition, function and true slow-down.
    pub rows: Vec<Row>,
    /// What could not be measured, and why, in a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_measured: Vec<String>,
}

/// What one tool said of one pair of functions, over many repetitions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// [`LABORATORY`], or the name of another tool.
    pub tool: String,
    /// What else ran: [`QUIET`], [`BUSY`] or [`HOG`].
    pub condition: String,
    /// The function: `20 ns`.
    pub function: String,
    /// By which share the slower one is truly slower; 0 for an equal pair.
    pub slowdown: f64,
    /// Repetitions.
    pub claims: u64,
    /// A difference was found where there is one, in the right direction; a class of growth was
    /// rightly confirmed or refuted.
    pub found: u64,
    /// What was said is not true: a difference where there is none, or the wrong direction; a class
    /// of growth that was wrongly confirmed or refuted.
    pub wrong: u64,
    /// 95 % intervals that hold the truth; absent for tools that give none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<u64>,
    /// Half the width of the 95 % interval, as a share of 1: the median over the repetitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_width: Option<f64>,
    /// What the best known method makes of the same slices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pooled: Option<Pooled>,
    /// Seconds of slices for one repetition, both functions together: the median. A duel ends with
    /// its verdict.
    pub seconds: f64,
    /// The most seconds of slices after which a difference counts as found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<f64>,
}

/// The median of all pairs of slices of a repetition, whatever pass they are from, with its
/// interval from order statistics: of all methods that were compared, the one that needed the
/// fewest slices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// Its 95 % intervals that hold the truth.
    pub covered: u64,
    /// Half the width of its 95 % interval, as a share of 1: the median over the repetitions.
    pub half_width: f64,
    /// What half the width must be to hold the truth in 95 of 100 repetitions: so far its estimate
    /// is from the truth at most in 95 % of them.
    pub needed: f64,
}

impl Row {
    /// A row without any repetition.
    #[must_use]
    pub fn of(tool: &str, condition: &str, function: &str, slowdown: f64) -> Self {
        Self {
            tool: tool.to_owned(),
            condition: condition.to_owned(),
            function: function.to_owned(),
            slowdown,
            ..Self::default()
        }
    }

    /// The share of wrong verdicts, with its 95 % interval.
    #[must_use]
    pub fn wrong_share(&self) -> (f64, f64, f64) {
        wilson(self.wrong, self.claims)
    }

    /// The share of differences found, with its 95 % interval.
    #[must_use]
    pub fn found_share(&self) -> (f64, f64, f64) {
        wilson(self.found, self.claims)
    }
}
