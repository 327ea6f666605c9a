//! What one call costs, counted: exactly where that is possible, and again for other inputs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
