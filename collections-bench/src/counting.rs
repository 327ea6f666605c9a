//! Counts comparisons, by a key that notes each of them.

use std::cell::Cell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use harness::prelude::Query;

thread_local! {
    static COMPARISONS: Cell<u64> = const { Cell::new(0) };
}

/// A key that behaves as the one inside, and notes each comparison, for order or for equality.
///
/// It is `Copy` when the key is, since the standard library sorts such types in another way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counting<T>(pub(crate) T);

/// Runs `work` and tells how many comparisons of [`Counting`] keys it made.
pub(crate) fn comparisons<O>(work: impl FnOnce() -> O) -> (O, u64) {
    let before = COMPARISONS.get();
    let answer = work();
    (answer, COMPARISONS.get() - before)
}

fn note() {
    COMPARISONS.set(COMPARISONS.get() + 1);
}

impl<T: PartialEq> PartialEq for Counting<T> {
    fn eq(&self, other: &Self) -> bool {
        note();
        self.0 == other.0
    }
}

impl<T: Eq> Eq for Counting<T> {}

impl<T: Ord> PartialOrd for Counting<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for Counting<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        note();
        self.0.cmp(&other.0)
    }
}

impl<T: Hash> Hash for Counting<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: Query> Query for Counting<T> {
    fn after(&self, zero: u64) -> Self {
        Self(self.0.after(zero))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comparison_is_noted_once() {
        let (one, two) = (Counting(1), Counting(2));
        assert_eq!(comparisons(|| one == two), (false, 1));
        assert_eq!(comparisons(|| one < two), (true, 1));
        assert_eq!(comparisons(|| one.cmp(&two)), (Ordering::Less, 1));
        assert_eq!(comparisons(|| one.max(two).0), (2, 1));
    }

    #[test]
    fn only_the_comparisons_of_the_work_are_told() {
        assert_eq!(Counting(1), Counting(1));
        assert_eq!(comparisons(|| ()), ((), 0));
    }
}
