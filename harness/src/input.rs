//! A library of seeded input patterns, so that an input is the same on every run.
//!
//! The patterns follow the sorting literature: Peters, *listsort.txt* (2002); Bergdoll,
//! *sort-research-rs*.

use std::hint::black_box;

use rand::RngExt;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

/// Hides a value, or one behind a reference, from the optimiser: what is made and read at once
/// would otherwise never be made.
#[must_use]
pub fn unknown<T>(value: T) -> T {
    black_box(value)
}

/// `n` independent values, uniform over all of `u64`.
#[must_use]
pub fn uniform(n: usize, rng: &mut SmallRng) -> Vec<u64> {
    (0..n).map(|_| rng.random()).collect()
}

/// `0, 1, … n - 1`.
#[must_use]
pub fn ascending(n: usize) -> Vec<u64> {
    (0..n as u64).collect()
}

/// `n - 1, … 1, 0`.
#[must_use]
pub fn descending(n: usize) -> Vec<u64> {
    (0..n as u64).rev().collect()
}

/// `0, 1, … n - 1` in random order: distinct, and dense.
#[must_use]
pub fn shuffled(n: usize, rng: &mut SmallRng) -> Vec<u64> {
    let mut values = ascending(n);
    values.shuffle(rng);
    values
}

/// `n` values drawn from `0..distinct`.
///
/// # Panics
/// When `distinct` is 0.
#[must_use]
pub fn few_unique(n: usize, distinct: u64, rng: &mut SmallRng) -> Vec<u64> {
    (0..n).map(|_| rng.random_range(0..distinct)).collect()
}

/// Ascending, but for a share of the values that are replaced by random ones.
///
/// # Panics
/// When `share` is not within 0 and 1.
#[must_use]
pub fn mostly_sorted(n: usize, share: f64, rng: &mut SmallRng) -> Vec<u64> {
    assert!(
        (0.0..=1.0).contains(&share),
        "a share lies within 0 and 1, not at {share}"
    );
    let mut values = ascending(n);
    let replaced = (n as f64 * share).round() as usize;
    for _ in 0..replaced {
        let (at, value) = (rng.random_range(0..n), rng.random_range(0..n as u64));
        values[at] = value;
    }
    values
}

/// Ascending to the middle, then descending: a pipe organ.
#[must_use]
pub fn pipe_organ(n: usize) -> Vec<u64> {
    (0..n).map(|i| i.min(n - 1 - i) as u64).collect()
}

/// Ascending runs of `length`, one after the other.
///
/// # Panics
/// When `length` is 0.
#[must_use]
pub fn saw(n: usize, length: usize) -> Vec<u64> {
    (0..n).map(|i| (i % length) as u64).collect()
}

/// `count` positions below `n`, for reading at random.
///
/// # Panics
/// When `n` is 0 and `count` is not.
#[must_use]
pub fn positions(count: usize, n: usize, rng: &mut SmallRng) -> Vec<usize> {
    (0..count).map(|_| rng.random_range(0..n)).collect()
}

/// `count` different positions below `n`, in random order.
///
/// # Panics
/// When `count` is greater than `n`.
#[must_use]
pub fn distinct_positions(count: usize, n: usize, rng: &mut SmallRng) -> Vec<usize> {
    assert!(
        count <= n,
        "there are no {count} different positions below {n}"
    );
    if count > n / 2 {
        let mut all: Vec<usize> = (0..n).collect();
        all.shuffle(rng);
        all.truncate(count);
        return all;
    }
    // Few among many: drawing again what was drawn before is quicker than shuffling all.
    let mut taken = vec![false; n];
    std::iter::repeat_with(|| rng.random_range(0..n))
        .filter(|&at| !std::mem::replace(&mut taken[at], true))
        .take(count)
        .collect()
}

/// A random cyclic permutation: following `next[i]` from 0 visits all `n` places once.
///
/// Sattolo, *An algorithm to generate a random cyclic permutation* (1986).
#[must_use]
pub fn cycle(n: usize, rng: &mut SmallRng) -> Vec<usize> {
    let mut next: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        next.swap(i, rng.random_range(0..i));
    }
    next
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;

    proptest! {
        #[test]
        fn a_cycle_visits_every_place_once(n in 1_usize..500, seed: u64) {
            let next = cycle(n, &mut SmallRng::seed_from_u64(seed));
            let mut seen = vec![false; n];
            let mut at = 0;
            for _ in 0..n {
                prop_assert!(!std::mem::replace(&mut seen[at], true));
                at = next[at];
            }
            prop_assert_eq!(at, 0);
        }

        #[test]
        fn distinct_positions_are_distinct(n in 0_usize..500, share in 0.0..=1.0, seed: u64) {
            let count = (n as f64 * share) as usize;
            let mut rng = SmallRng::seed_from_u64(seed);
            let mut positions = distinct_positions(count, n, &mut rng);
            prop_assert!(positions.iter().all(|&at| at < n));
            positions.sort_unstable();
            positions.dedup();
            prop_assert_eq!(positions.len(), count);
        }

        #[test]
        fn shuffled_is_a_permutation(n in 0_usize..500, seed: u64) {
            let mut values = shuffled(n, &mut SmallRng::seed_from_u64(seed));
            values.sort_unstable();
            prop_assert_eq!(values, ascending(n));
        }

        #[test]
        fn mostly_sorted_replaces_at_most_its_share(n in 1_usize..500, seed: u64) {
            let values = mostly_sorted(n, 0.05, &mut SmallRng::seed_from_u64(seed));
            let moved = values.iter().zip(ascending(n)).filter(|(a, b)| **a != *b).count();
            prop_assert!(moved <= (n as f64 * 0.05).round() as usize);
        }

        #[test]
        fn few_unique_stays_below_its_bound(n in 0_usize..500, distinct in 1_u64..30, seed: u64) {
            let values = few_unique(n, distinct, &mut SmallRng::seed_from_u64(seed));
            prop_assert!(values.iter().all(|value| *value < distinct));
        }
    }

    #[test]
    fn fixed_patterns_are_what_they_say() {
        assert_eq!(descending(3), [2, 1, 0]);
        assert_eq!(pipe_organ(5), [0, 1, 2, 1, 0]);
        assert_eq!(pipe_organ(4), [0, 1, 1, 0]);
        assert_eq!(saw(5, 2), [0, 1, 0, 1, 0]);
    }
}
