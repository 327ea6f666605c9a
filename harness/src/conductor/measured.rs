//! One trial, and what was measured of it so far.

use reports::record::{Failure, Pass};

use crate::experiment::Experiment;
use crate::instructions::Counted;
use crate::trial::Watched;
use crate::worker::message::{Errand, Missing, Pace, Spent, TrialKey, Verified};

/// One trial and what was measured of it.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) key: TrialKey,
    pub(crate) verified: Option<Verified>,
    pub(crate) passes: Vec<Pass>,
    /// What verifying it took.
    pub(crate) verifying: Spent,
    /// What its passes took, all that they need with them.
    pub(crate) timing: Spent,
    /// Its instructions, where they were counted.
    pub(crate) counted: Counted,
    /// The memory of its variants, as one process after the other told.
    pub(crate) watched: Vec<(usize, Watched)>,
    pub(crate) failures: Vec<Failure>,
    /// What could not be measured here.
    pub(crate) missing: Vec<Missing>,
    /// Variants that failed or are missing here, and are not run again.
    pub(crate) left_out: Vec<usize>,
    /// Whether more passes could still change a verdict.
    pub(crate) open: bool,
}

impl Measured {
    pub(super) fn new(key: TrialKey) -> Self {
        Self {
            key,
            verified: None,
            passes: Vec::new(),
            verifying: Spent::default(),
            timing: Spent::default(),
            counted: Counted::default(),
            watched: Vec::new(),
            failures: Vec::new(),
            missing: Vec::new(),
            left_out: Vec::new(),
            open: true,
        }
    }

    pub(crate) fn errand(&self, pace: Pace) -> Errand {
        let calls = self
            .verified
            .as_ref()
            .map_or_else(Vec::new, |verified| verified.calls.clone());
        Errand {
            key: self.key,
            left_out: self.left_out.clone(),
            calls,
            pace,
            draws: false,
        }
    }

    pub(super) fn take(&mut self, mut verified: Verified) {
        self.verifying += verified.spent;
        self.failures.append(&mut verified.failures);
        self.missing.append(&mut verified.missing);
        self.verified = Some(verified);
    }

    /// A variant that failed once, or could not be measured, is not run again here.
    pub(super) fn leave_out_failures(&mut self, experiment: &Experiment) {
        let failed = self.failures.iter().map(|failure| &failure.variant);
        let missing = self.missing.iter().map(|missing| &missing.what.variant);
        for name in failed.chain(missing).flatten() {
            let index = experiment.outline.place(name);
            if let Some(index) = index.filter(|index| !self.left_out.contains(index)) {
                self.left_out.push(index);
            }
        }
    }
}
