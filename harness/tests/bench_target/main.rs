//! Runs a real bench target from its first line to its last, and reads what it leaves behind.
//!
//! The bench target is the example `fixture`, built without optimisation: what it measures means
//! nothing, so no test here asks for the verdict of a claim about time.

mod as_test;
mod control;
#[cfg(target_os = "linux")]
mod crowd;
mod doctor;
mod documents;
mod failures;
mod flags;
#[cfg(unix)]
mod instructions;
mod interpreters;
mod interrupt;
mod laboratory;
mod machine;
#[cfg(unix)]
mod massif;
mod memory;
mod output;
mod pages;
mod peers;
mod records;
#[cfg(target_os = "linux")]
mod scratch;
mod stand;
#[cfg(unix)]
mod terminal;
mod wrong;

use std::sync::OnceLock;

use stand::{Seen, Stand};

/// One run that many tests read.
struct Recorded {
    stand: Stand,
    seen: Seen,
}

/// The seed of the run that many tests read.
const SEED: u64 = 11;

fn recorded() -> &'static Recorded {
    static RECORDED: OnceLock<Recorded> = OnceLock::new();
    RECORDED.get_or_init(|| {
        let stand = Stand::new();
        let seen = stand.bench(&["--seed", &SEED.to_string()]);
        Recorded { stand, seen }
    })
}
