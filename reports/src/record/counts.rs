//! What one call costs, counted: exactly where that is possible, and again for other inputs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Trial;

/// The measure that counts the instructions of one call, as a simulated processor sees them.
pub const INSTRUCTIONS: &str = "instructions";

/// Exact counts of one call: `allocations`, `bytes` (allocated), `peak` (bytes, above the input),
/// `instructions`, and those that the variant offers.
pub type Counts = BTreeMap<String, f64>;

/// Counts that were taken again.
///
/// For the input of another seed all counts but the instructions are taken; for that of the run's
/// own seed only the instructions, in another process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recount {
    /// From which the input was drawn.
    pub seed: u64,
    /// One entry for each variant of the ladder, in its order; `None` where it was not run.
    pub counts: Vec<Option<Counts>>,
}

/// Counts of some variants that were taken side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// From which the input was drawn when they were taken again; absent for the first time.
    pub again: Option<u64>,
    /// One count a variant.
    pub counts: Vec<f64>,
}

/// What the hardware's counters saw, per call; no exact counts, for they differ from call to call.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counters {
    /// Instructions that were retired.
    pub instructions: f64,
    /// Cycles of the core's own clock.
    pub cycles: f64,
    /// Branches that were foreseen wrongly; absent where the processor does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch_misses: Option<f64>,
    /// Reads that missed the last level of the cache; absent where the processor does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_misses: Option<f64>,
}

impl Counters {
    /// Instructions a cycle; absent where no cycle was counted.
    #[must_use]
    pub fn ipc(&self) -> Option<f64> {
        (self.cycles > 0.0).then(|| self.instructions / self.cycles)
    }
}

impl Trial {
    /// Every time that these variants' counts of a measure were taken, side by side; the first is
    /// that of the input that is timed, and where that is absent there is none. What is not finite
    /// is no count.
    #[must_use]
    pub fn takes(&self, measure: &str, variants: &[usize]) -> Vec<Take> {
        let take = |again: Option<u64>, counts: &[Option<Counts>]| {
            let of = |&variant: &usize| {
                let count = *counts.get(variant)?.as_ref()?.get(measure)?;
                count.is_finite().then_some(count)
            };
            let counts = variants.iter().map(of).collect::<Option<Vec<f64>>>()?;
            Some(Take { again, counts })
        };
        let Some(first) = take(None, &self.counts) else {
            return Vec::new();
        };
        let again = self.recounts.iter();
        let again = again.filter_map(|again| take(Some(again.seed), &again.counts));
        std::iter::once(first).chain(again).collect()
    }

    /// The least and the greatest that a variant's count of a measure ever was.
    #[must_use]
    pub fn count_range(&self, measure: &str, variant: usize) -> Option<(f64, f64)> {
        let takes = self.takes(measure, &[variant]);
        let all = takes.iter().flat_map(|take| take.counts.iter().copied());
        all.fold(None, |range: Option<(f64, f64)>, count| {
            let (low, high) = range.unwrap_or((count, count));
            Some((low.min(count), high.max(count)))
        })
    }
}
