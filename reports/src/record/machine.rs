//! Where a record comes from: the machine, the compiler and the commit.

use serde::{Deserialize, Serialize};

use super::Probe;

/// The machine that answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name.
    pub cpu: String,
    /// `x86_64`, `aarch64`, …
    pub architecture: String,
    /// Logical processors.
    pub cores: u32,
    /// Vector extensions and the like that matter to the experiments.
    pub features: Vec<String>,
    /// Data and unified caches, from the first level outwards.
    pub caches: Vec<Cache>,
    /// Bytes of main memory.
    pub memory: u64,
    /// Operating system and version.
    pub system: String,
    /// Kernel version.
    pub kernel: String,
    /// The hypervisor's name, when there is one and it says so.
    pub hypervisor: Option<String>,
    /// The frequency governor, where the system has one.
    pub governor: Option<String>,
    /// Transparent huge pages: `always`, `madvise` or `never`.
    pub huge_pages: Option<String>,
    /// The load average over one minute when the run began.
    pub load: Option<f64>,
    /// What it can do, measured before the run; absent when that was left out or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
}

impl Machine {
    /// The machine without what differs from run to run: its load, and what was measured of it.
    #[must_use]
    pub fn lasting(&self) -> Self {
        Self {
            load: None,
            probe: None,
            ..self.clone()
        }
    }

    /// A level of the cache, where the machine tells it.
    #[must_use]
    pub fn cache(&self, level: u32) -> Option<Cache> {
        self.caches
            .iter()
            .copied()
            .find(|cache| cache.level == level)
    }
}

/// One level of the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    /// 1 is nearest to the core.
    pub level: u32,
    /// Bytes that one core sees.
    pub bytes: u64,
    /// Bytes of one line.
    pub line: u64,
}

/// The compiler and its flags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Toolchain {
    /// `rustc 1.95.0 (…)`.
    pub rustc: String,
    /// The target triple.
    pub target: String,
    /// `release` or `debug`.
    pub profile: String,
    /// The optimisation level.
    pub opt_level: String,
    /// The flags from `RUSTFLAGS` and the configuration.
    pub flags: Vec<String>,
}

/// Copies of one function at different addresses, timed over the same data: they differ by what
/// code placement alone can cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Copies {
    /// The function's name.
    pub kernel: String,
    /// The median time of one call of each copy, in nanoseconds.
    pub nanos: Vec<f64>,
}

/// The commit that was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// The full hash.
    pub hash: String,
    /// Whether the work tree differed from it.
    pub dirty: bool,
}
