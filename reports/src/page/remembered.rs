//! Estimates that are worked out once, however many figures of a page rest on them.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::estimate::{Estimate, Estimates};
use crate::record::{Record, Trial};

/// The estimates of one record, which outlives them.
pub(crate) struct Remembered<'a> {
    record: &'a Record,
    estimates: Estimates,
    known: RefCell<HashMap<Key, Option<Estimate>>>,
    controls: RefCell<HashMap<usize, Controls>>,
}

/// The variants that have a control, and what their copies take.
type Controls = Vec<(usize, Estimate)>;

/// A trial by its address in the record, and what is asked of it.
type Key = (usize, usize, Option<usize>);

impl<'a> Remembered<'a> {
    pub(crate) fn of(record: &'a Record) -> Self {
        Self {
            record,
            estimates: Estimates::of(record),
            known: RefCell::default(),
            controls: RefCell::default(),
        }
    }

    /// The estimates themselves.
    pub(crate) fn all(&self) -> &Estimates {
        &self.estimates
    }

    /// See [`Estimates::time_per_call`].
    pub(crate) fn time_per_call(&self, trial: &Trial, variant: usize) -> Option<Estimate> {
        self.recall(trial, variant, None, || {
            self.estimates.time_per_call(trial, variant)
        })
    }

    /// See [`Estimates::ratio`].
    pub(crate) fn ratio(&self, trial: &Trial, a: usize, b: usize) -> Option<Estimate> {
        self.recall(trial, a, Some(b), || self.estimates.ratio(trial, a, b))
    }

    /// See [`Estimates::controls`].
    pub(crate) fn controls(&self, trial: &Trial) -> Controls {
        let Some(address) = self.address(trial) else {
            return self.estimates.controls(trial);
        };
        if let Some(known) = self.controls.borrow().get(&address) {
            return known.clone();
        }
        let controls = self.estimates.controls(trial);
        self.controls.borrow_mut().insert(address, controls.clone());
        controls
    }

    /// The address of a trial of this record; that of a copy may be another's later.
    fn address(&self, trial: &Trial) -> Option<usize> {
        let address: *const Trial = trial;
        let own = self.record.trials.as_ptr_range();
        own.contains(&address).then_some(address as usize)
    }

    fn recall(
        &self,
        trial: &Trial,
        a: usize,
        b: Option<usize>,
        work_out: impl Fn() -> Option<Estimate>,
    ) -> Option<Estimate> {
        let Some(address) = self.address(trial) else {
            return work_out();
        };
        let key = (address, a, b);
        if let Some(&known) = self.known.borrow().get(&key) {
            return known;
        }
        let estimate = work_out();
        self.known.borrow_mut().insert(key, estimate);
        estimate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    #[test]
    fn what_is_remembered_is_what_is_worked_out() {
        let record = Sample::new("twice")
            .sizes(&[10, 20])
            .variant("a", |n| n as f64)
            .variant("b", |n| 2.0 * n as f64)
            .build();
        let (fresh, remembered) = (Estimates::of(&record), Remembered::of(&record));
        let copy = record.trials[1].clone();
        for trial in record.trials.iter().chain([&copy, &record.trials[0]]) {
            for variant in 0..3 {
                let time = remembered.time_per_call(trial, variant);
                assert_eq!(time, fresh.time_per_call(trial, variant));
                let ratio = remembered.ratio(trial, variant, 0);
                assert_eq!(ratio, fresh.ratio(trial, variant, 0));
            }
            assert_eq!(remembered.controls(trial), fresh.controls(trial));
        }
    }
}
