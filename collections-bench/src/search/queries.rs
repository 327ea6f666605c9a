//! Sorted keys of 32 bits, and the needles that one call looks for.

use harness::prelude::SmallRng;
use rand::RngExt;

use crate::lines::Lines;

/// Needles a call where the keys fit the caches.
const FEW: usize = 1 << 14;

/// Needles a call where they may not: so many that what one call has read is not there any more
/// when its turn comes again.
const MANY: usize = 1 << 16;

/// Sorted, distinct keys, and random needles that are all among them.
#[derive(Debug)]
pub(crate) struct Queries {
    pub(crate) keys: Lines,
    pub(crate) needles: Vec<u32>,
}

impl Queries {
    /// `n` keys with random gaps between them.
    ///
    /// # Panics
    /// When `n` is 0, or when there are no `n` distinct keys of 32 bits.
    pub(crate) fn new(n: usize, rng: &mut SmallRng) -> Self {
        let gap = u32::MAX / u32::try_from(n).expect("less than 2^32 keys");
        let mut last = 0;
        let keys = Lines::from_fn(n, |_| {
            last += rng.random_range(1..=gap);
            last
        });
        let needles = (0..Self::needles(n)).map(|_| keys[rng.random_range(0..n)]);
        let needles = needles.collect();
        Self { keys, needles }
    }

    /// Needles a call among `n` keys.
    fn needles(n: usize) -> usize {
        if n < 1_000_000 { FEW } else { MANY }
    }

    /// Looks for one needle after the other, and adds up how many keys are below them.
    pub(crate) fn ranks(&self, find: impl Fn(&[u32], u32) -> usize) -> usize {
        self.needles
            .iter()
            .map(|needle| find(&self.keys, *needle))
            .sum()
    }

    /// The same for a search that takes all needles at once.
    pub(crate) fn ranks_at_once(&self, search: impl FnOnce(&[u32], &mut usize)) -> usize {
        let mut sum = 0;
        search(&self.needles, &mut sum);
        sum
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn keys_ascend_and_hold_every_needle() {
        for n in [1, 2, 1000] {
            let queries = Queries::new(n, &mut SmallRng::seed_from_u64(3));
            assert!(queries.keys.is_sorted_by(|one, next| one < next));
            assert_eq!((queries.keys.len(), queries.needles.len()), (n, FEW));
            let found = |needle: &u32| queries.keys.binary_search(needle).is_ok();
            assert!(queries.needles.iter().all(found));
        }
    }
}
