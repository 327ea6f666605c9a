//! What a variant cannot be measured for, on its way from deep in the author's code to the worker.

use std::panic::resume_unwind;

/// A variant that cannot be measured here, though nothing is wrong with the experiment.
///
/// It travels as a panic does, so that instruments need not know of it; the worker tells the one
/// from the other where it guards the author's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Absent {
    pub(crate) variant: &'static str,
    /// A clause about the variant: `it raised …`.
    pub(crate) reason: String,
    /// Whether the author can mend it, and a test should therefore fail.
    pub(crate) mistake: bool,
}

impl Absent {
    /// Leaves everything up to the nearest guard, without a word.
    pub(crate) fn unwind(self) -> ! {
        resume_unwind(Box::new(self))
    }
}

/// Ends a variant that turns out not to be measurable on this input: it is *not measured* there.
/// The reason is a clause, such as `the system gave small pages`. What is known beforehand is
/// better said by [`unless`](crate::Ladder::unless).
pub fn not_measured(variant: &'static str, reason: impl Into<String>) -> ! {
    let reason = reason.into();
    Absent {
        variant,
        reason,
        mistake: false,
    }
    .unwind()
}
