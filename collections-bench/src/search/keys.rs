//! Sorted keys of 32 bits, and the needles that one call looks for.

use harness::prelude::{Queries, SmallRng, Wire};
use rand::RngExt;

use super::splus::SPlusTree;
use crate::lines::Lines;

/// Sorted, distinct keys with random gaps, and random needles that are all among them.
pub(crate) type Keys = Queries<Lines, u32>;

/// `n` keys and a few needles: for searches one by one.
pub(super) fn few(n: usize, rng: &mut SmallRng) -> Keys {
    some(n, 1 << 14, rng)
}

/// `n` keys and so many needles.
pub(crate) fn some(n: usize, needles: usize, rng: &mut SmallRng) -> Keys {
    let (keys, needles) = keys(n, needles, rng);
    Queries::new(keys, needles)
}

/// Keys, and the tree over them that all searches share.
///
/// A tree for each would do the same. But of those that no cache holds together each would be in
/// memory again when its turn comes, and a call would measure fetching it.
#[derive(Debug)]
pub(super) struct Planted {
    pub(super) keys: Lines,
    pub(super) tree: SPlusTree,
}

/// Another language gets the keys.
impl Wire for Planted {
    fn write(&self, out: &mut Vec<u8>) {
        self.keys.write(out);
    }
}

/// `n` keys with a tree over them, and many needles: for batches.
///
/// A call is so short that a pass has some rounds of it, and reads each line of keys that fit a
/// cache at least twice.
pub(super) fn many(n: usize, rng: &mut SmallRng) -> Queries<Planted, u32> {
    let needles = match n {
        ..10_000 => 1 << 16,
        300_000..3_000_000 => 1 << 17,
        // Of more keys than a cache holds, the lines that are read do not fit one either.
        _ => 1 << 18,
    };
    let (keys, needles) = keys(n, needles, rng);
    let tree = SPlusTree::new(&keys);
    Queries::new(Planted { keys, tree }, needles)
}

/// # Panics
/// When `n` is 0, or when there are no `n` distinct keys of 32 bits.
fn keys(n: usize, needles: usize, rng: &mut SmallRng) -> (Lines, Vec<u32>) {
    let gap = u32::MAX / u32::try_from(n).expect("less than 2^32 keys");
    let mut last = 0;
    let keys = Lines::from_fn(n, |_| {
        last += rng.random_range(1..=gap);
        last
    });
    let needles = (0..needles).map(|_| keys[rng.random_range(0..n)]);
    let needles = needles.collect();
    (keys, needles)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn keys_ascend_and_hold_every_needle() {
        for n in [1, 2, 1000] {
            let mut rng = SmallRng::seed_from_u64(3);
            let (few, many) = (few(n, &mut rng), many(n, &mut rng));
            for (keys, needles) in [
                (few.data(), few.queries()),
                (&many.data().keys, many.queries()),
            ] {
                assert!(keys.is_sorted_by(|one, next| one < next));
                assert_eq!(keys.len(), n);
                let found = |needle: &u32| keys.binary_search(needle).is_ok();
                assert!(needles.iter().all(found));
            }
        }
    }
}
