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

mod affinity;
mod aligned;
mod alloc;
mod bench;
mod calibrate;
mod chapter;
mod cli;
pub mod clocks;
mod conductor;
mod doctor;
mod effort;
mod ending;
mod experiment;
pub mod input;
mod instructions;
mod kernels;
pub mod lab;
mod ladder;
mod machine;
mod meter;
mod paths;
mod peer;
mod probe;
pub mod queries;
mod recorder;
mod replay;
mod resident;
mod run;
pub mod scratch;
mod select;
mod show;
pub mod sizes;
mod snippet;
mod strace;
mod suite;
mod terminal;
mod testmode;
pub mod threads;
mod trial;
mod variant;
mod waits;
mod wire;
mod worker;

pub use aligned::Aligned;
pub use alloc::mappings;
#[doc(hidden)]
pub use alloc::while_counting;
pub use chapter::Chapter;
pub use experiment::{Draft, Experiment, Inputs, experiment};
pub use ladder::Ladder;
pub use peer::interpreter::{python, pythons};
pub use peer::not_measured;
pub use probe::{Figures, issue, pages};
pub use run::run;
pub use strace::no_strace;
pub use wire::Wire;

/// All that an experiment file needs.
pub mod prelude {
    pub use rand::rngs::SmallRng;
    pub use reports::claim::{Claim, Growth::*, claim};

    pub use crate::clocks;
    pub use crate::experiment::{Experiment, experiment};
    pub use crate::input;
    pub use crate::probe::Figures;
    pub use crate::queries::{Answer, Mode, Queries, Query};
    pub use crate::sizes::{decades, octaves, per_octave};
    pub use crate::threads;
    pub use crate::wire::Wire;
}
