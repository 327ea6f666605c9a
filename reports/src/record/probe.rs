//! What the machine can do, measured before a run: the figures that limits are made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::verdict::Interval;

/// What a probe of the machine found, in one process before the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// When it began, RFC 3339, UTC.
    pub started: String,
    /// Seconds that it took.
    pub seconds: f64,
    /// The share of the repetitions that were left out because something else used the core.
    pub disturbed: f64,
    /// Bytes of a cache line, as the system tells; 64 where it does not.
    pub line: u64,
    /// The pages that a large allocation gets without asking.
    pub ordinary: Pages,
    /// Single figures: the median of the repetitions, and its interval.
    pub figures: BTreeMap<Figure, Interval>,
    /// What memory gives against the working set, once for each kind of pages.
    pub staircases: Vec<Staircase>,
    /// What could not be measured, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
}

impl Probe {
    /// The staircase over one kind of pages.
    #[must_use]
    pub fn staircase(&self, pages: Pages) -> Option<&Staircase> {
        self.staircases
            .iter()
            .find(|staircase| staircase.pages == pages && !staircase.steps.is_empty())
    }

    /// Why a thing is not among the figures.
    #[must_use]
    pub fn why_missing(&self, what: &str) -> Option<&str> {
        let missing = self.missing.iter().find(|missing| missing.what == what);
        missing.map(|missing| missing.reason.as_str())
    }
}

/// One figure of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// An addition that depends on the one before: one cycle, in nanoseconds.
    Cycle,
    /// An addition among independent ones, in nanoseconds.
    Addition,
    /// An instruction that does nothing, in nanoseconds: the width of the front end.
    Instruction,
    /// Bytes a nanosecond of `a[i] = b[i] + s c[i]` over arrays larger than every cache, counted as
    /// STREAM counts them: three transfers an element.
    Triad,
    /// A block of 64 bytes asked of the allocator and given back, in nanoseconds.
    Allocation,
    /// A system call that does next to nothing, in nanoseconds.
    SystemCall,
    /// From one thread to another on the same core through a pipe, in nanoseconds.
    ContextSwitch,
    /// From one thread to another on another core through a pipe, in nanoseconds.
    WakeUp,
    /// The first touch of a small page, in nanoseconds.
    PageFault,
    /// The first touch of a huge page, in nanoseconds.
    HugePageFault,
}

impl Figure {
    /// All, in the order in which pages list them.
    pub const ALL: [Self; 10] = [
        Self::Cycle,
        Self::Addition,
        Self::Instruction,
        Self::Triad,
        Self::Allocation,
        Self::SystemCall,
        Self::ContextSwitch,
        Self::WakeUp,
        Self::PageFault,
        Self::HugePageFault,
    ];

    /// What it is, as a page names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cycle => "cycle",
            Self::Addition => "independent addition",
            Self::Instruction => "empty instruction",
            Self::Triad => "triad",
            Self::Allocation => "allocation",
            Self::SystemCall => "system call",
            Self::ContextSwitch => "context switch",
            Self::WakeUp => "wake-up on another core",
            Self::PageFault => "page fault",
            Self::HugePageFault => "huge page fault",
        }
    }

    /// Whether it counts bytes a nanosecond, so that more is better; else it is a time.
    #[must_use]
    pub fn is_bandwidth(self) -> bool {
        self == Self::Triad
    }
}

/// Small or huge pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pages {
    /// Those of the least size: 4 KiB each on most machines.
    #[default]
    Small,
    /// Those that were asked for, and seen to be given: 2 MiB each on most machines.
    Huge,
}

impl Pages {
    /// What pages of this kind are called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small pages",
            Self::Huge => "huge pages",
        }
    }
}

/// What memory gives against the working set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Staircase {
    /// The pages that the working sets lie in.
    pub pages: Pages,
    /// From the smallest working set to the largest.
    pub steps: Vec<Step>,
}

/// One working set of a staircase.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Bytes of the working set.
    pub bytes: u64,
    /// Nanoseconds of a load whose address is what the load before brought, from lines in an order
    /// drawn by lot.
    pub latency: Interval,
    /// Nanoseconds of a load of a line drawn by lot, which waits for no other.
    pub random: Interval,
    /// Bytes a nanosecond, read from the first to the last.
    pub bandwidth: Interval,
}

/// What could not be measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The name of the figure, or of the pages.
    pub what: String,
    /// One sentence.
    pub reason: String,
}

/// What the machine allows for one call of a variant at a trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Nanoseconds of one call. The ends are what the formula gives at the ends of the intervals of
    /// the probe's figures.
    Nanos(Interval),
    /// A figure is missing, for a reason: one sentence.
    NotMeasured(String),
}

impl Limit {
    /// Nanoseconds of one call; absent when a figure was not measured.
    #[must_use]
    pub fn nanos(&self) -> Option<Interval> {
        match self {
            Self::Nanos(nanos) => Some(*nanos),
            Self::NotMeasured(_) => None,
        }
    }
}
