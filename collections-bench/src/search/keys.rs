//! Sorted keys of 32 bits, and the needles that one call looks for.

use harness::prelude::{Queries, SmallRng};
use rand::RngExt;

use crate::lines::Lines;

/// Sorted, distinct keys with random gaps, and random needles that are all among them.
pub(super) type Keys = Queries<Lines, u32>;

/// `n` keys and a few needles: for searches one by one.
pub(super) fn few(n: usize, rng: &mut SmallRng) -> Keys {
    keys(n, 1 << 14, rng)
}

/// `n` keys and many needles: for batches.
///
/// Other variants run between two calls, and clear the caches. While the keys fit one, a call reads
/// each line a dozen times and more, so that fetching it again hardly counts.
pub(super) fn many(n: usize, rng: &mut SmallRng) -> Keys {
    let needles = match n {
        ..10_000 => 1 << 16,
        10_000..300_000 => 1 << 18,
        300_000..3_000_000 => 1 << 20,
        // No cache holds these.
        _ => 1 << 18,
    };
    keys(n, needles, rng)
}

/// # Panics
/// When `n` is 0, or when there are no `n` distinct keys of 32 bits.
fn keys(n: usize, needles: usize, rng: &mut SmallRng) -> Keys {
    let gap = u32::MAX / u32::try_from(n).expect("less than 2^32 keys");
    let mut last = 0;
    let keys = Lines::from_fn(n, |_| {
        last += rng.random_range(1..=gap);
        last
    });
    let needles = (0..needles).map(|_| keys[rng.random_range(0..n)]);
    let needles = needles.collect();
    Queries::new(keys, needles)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn keys_ascend_and_hold_every_needle() {
        for n in [1, 2, 1000] {
            let mut rng = SmallRng::seed_from_u64(3);
            for keys in [few(n, &mut rng), many(n, &mut rng)] {
                assert!(keys.data().is_sorted_by(|one, next| one < next));
                assert_eq!(keys.data().len(), n);
                let found = |needle: &u32| keys.data().binary_search(needle).is_ok();
                assert!(keys.queries().iter().all(found));
            }
        }
    }
}
