//! Counts the instructions of a call: exactly, inside of valgrind, and as the hardware's counters
//! see them.

pub(crate) mod callgrind;
pub(crate) mod hardware;
mod phase;
pub(crate) mod request;

pub(crate) use phase::{Counted, not_asked};

/// What counts laps instead of timing them. It starts where the clock would, and stops where that
/// would: what is made before, and dropped after, is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tally {
    /// Valgrind's tool callgrind, inside of which this process runs.
    Callgrind,
    /// The hardware's counters, which this thread has opened.
    Hardware,
}

impl Tally {
    #[inline]
    pub(crate) fn start(self) {
        match self {
            Self::Callgrind => request::toggle_collect(),
            Self::Hardware => hardware::start(),
        }
    }

    #[inline]
    pub(crate) fn stop(self) {
        match self {
            Self::Callgrind => request::toggle_collect(),
            Self::Hardware => hardware::stop(),
        }
    }
}
