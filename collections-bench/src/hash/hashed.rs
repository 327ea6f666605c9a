//! Counts how often a key is hashed.

use std::cell::Cell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

thread_local! {
    static HASHES: Cell<u64> = const { Cell::new(0) };
}

/// A key that behaves as the one inside, and notes each time that it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hashed<T>(pub(crate) T);

/// Runs `work` and tells how often a [`Hashed`] key was hashed.
pub(crate) fn hashes<O>(work: impl FnOnce() -> O) -> (O, u64) {
    let before = HASHES.get();
    let answer = work();
    (answer, HASHES.get() - before)
}

impl<T: Hash> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        HASHES.set(HASHES.get() + 1);
        self.0.hash(state);
    }
}

impl<T: Ord> PartialOrd for Hashed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for Hashed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_hash_is_noted_once() {
        let (_, noted) = hashes(|| HashSet::<_>::from([Hashed(1), Hashed(2), Hashed(1)]));
        assert_eq!(noted, 3);
        assert_eq!(hashes(|| Hashed(1) == Hashed(1)), (true, 0));
    }
}
