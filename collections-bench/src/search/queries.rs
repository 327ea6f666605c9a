//! Sorted keys of 32 bits, and the needles that one call looks for.

use harness::prelude::SmallRng;
use rand::RngExt;

use crate::lines::Lines;

/// Sorted, distinct keys, and random needles that are all among them.
#[derive(Debug)]
pub(crate) struct Queries {
    pub(crate) keys: Lines,
    pub(crate) needles: Vec<u32>,
}

impl Queries {
    /// `n` keys with random gaps between them, and a few needles: for searches one by one.
    pub(crate) fn few(n: usize, rng: &mut SmallRng) -> Self {
        Self::new(n, if n < 10_000 { 1 << 14 } else { 1 << 16 }, rng)
    }

    /// The same with many needles: for batches.
    ///
    /// Other variants run between two calls, and clear the caches. While the keys fit them, a call
    /// reads each line often, so that fetching it again hardly counts. Beyond the caches fewer will
    /// do: what one call has read is not there any more when its turn comes again.
    pub(crate) fn many(n: usize, rng: &mut SmallRng) -> Self {
        let needles = match n {
            ..10_000 => 1 << 16,
            10_000..4_000_000 => 1 << 20,
            _ => 1 << 18,
        };
        Self::new(n, needles, rng)
    }

    /// # Panics
    /// When `n` is 0, or when there are no `n` distinct keys of 32 bits.
    fn new(n: usize, needles: usize, rng: &mut SmallRng) -> Self {
        let gap = u32::MAX / u32::try_from(n).expect("less than 2^32 keys");
        let mut last = 0;
        let keys = Lines::from_fn(n, |_| {
            last += rng.random_range(1..=gap);
            last
        });
        let needles = (0..needles).map(|_| keys[rng.random_range(0..n)]);
        let needles = needles.collect();
        Self { keys, needles }
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
            let mut rng = SmallRng::seed_from_u64(3);
            for queries in [Queries::few(n, &mut rng), Queries::many(n, &mut rng)] {
                assert!(queries.keys.is_sorted_by(|one, next| one < next));
                assert_eq!(queries.keys.len(), n);
                let found = |needle: &u32| queries.keys.binary_search(needle).is_ok();
                assert!(queries.needles.iter().all(found));
            }
        }
    }
}
