//! One timed pass over one trial, as it was measured.

use serde::{Deserialize, Serialize};

/// One trial in one fresh process: rounds, in each of which every lane ran one slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pass {
    /// The place of this pass in the run, from 0.
    pub index: u32,
    /// What ran: every variant, and the controls.
    pub lanes: Vec<Lane>,
    /// For each round the lanes in the order in which they ran.
    pub order: Vec<Vec<u8>>,
    /// For each round what the sentinel around its slices read: the time of multiplications side by
    /// side, in millionths of that of as many one after the other. The slowest reading, or the
    /// median when the round was long.
    pub sentinel: Vec<u32>,
    /// For how many thousandths of each round the thread that measured was ready to run while
    /// something else had its core; 0 where nothing took it away. Empty where slices are looked at
    /// one by one, where the system does not tell, and in older records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queued: Vec<u16>,
    /// What the operating system saw while the pass ran.
    pub disturbance: Disturbance,
}

impl Pass {
    /// The lane of a variant (not its control).
    #[must_use]
    pub fn lane(&self, variant: usize) -> Option<&Lane> {
        self.lanes
            .iter()
            .find(|lane| lane.variant == variant && !lane.control)
    }

    /// The control of the reference: its second copy.
    #[must_use]
    pub fn control(&self) -> Option<&Lane> {
        self.controls().next()
    }

    /// All controls: the second copies of variants, that of the reference first.
    pub fn controls(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.iter().filter(|lane| lane.control)
    }
}

/// The slices of one variant in one pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// The place of the variant in the ladder.
    pub variant: usize,
    /// Whether this is the second copy of the variant: the A/A control.
    pub control: bool,
    /// Calls in one slice.
    pub laps: u64,
    /// What timed the slices.
    pub clock: Clock,
    /// Nanoseconds of each slice, one a round.
    pub nanos: Vec<u64>,
    /// For how many thousandths of each slice what worked in it, of several threads the one that
    /// waited longest, was ready to run while something else had its core. Empty where nobody
    /// looked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<u16>,
}

/// What timed a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The monotonic clock.
    Wall,
    /// The thread's CPU clock, for calls longer than a millisecond: waiting for a busy core is
    /// not counted.
    Cpu,
}

/// What the operating system saw while a pass ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Disturbance {
    /// Wall time of the pass in nanoseconds.
    pub wall: u64,
    /// CPU time of the process in nanoseconds.
    pub cpu: u64,
    /// CPU time in the program itself, in nanoseconds; absent where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<u64>,
    /// CPU time in the system on its behalf, in nanoseconds; absent where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sys: Option<u64>,
    /// Nanoseconds that the thread waited for a core; absent where the system does not tell.
    pub run_queue: Option<u64>,
    /// Times that the thread was put off its core.
    pub involuntary_switches: Option<u64>,
}
