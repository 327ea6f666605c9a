//! julia

use harness::Experiment;

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![]
}
