//! The kinds of order in which values to sort are found.
//!
//! They follow Peters, *listsort.txt* (2002), and Bergdoll, *sort-research-rs*.

use harness::input;
use harness::prelude::SmallRng;
use rand::seq::SliceRandom;

use super::orders::Orders;

/// Values that are appended to a sorted list.
const APPENDED: usize = 10;

/// Different values where they are few.
const FEW: u64 = 20;

/// Runs of a saw.
const TEETH: usize = 10;

/// All over `u64`, in no order.
pub(crate) fn random(n: usize, rng: &mut SmallRng) -> Orders<u64> {
    Orders::many(input::uniform(n, rng), rng, <[u64]>::shuffle)
}

pub(crate) fn sorted(n: usize, _: &mut SmallRng) -> Orders<u64> {
    Orders::one(input::ascending(n))
}

pub(crate) fn reversed(n: usize, _: &mut SmallRng) -> Orders<u64> {
    Orders::one(input::descending(n))
}

/// Sorted, but for one value in twenty.
pub(crate) fn mostly_sorted(n: usize, rng: &mut SmallRng) -> Orders<u64> {
    let values = input::mostly_sorted(n, 0.05, rng);
    let replaced: Vec<usize> = (0..n).filter(|at| values[*at] != *at as u64).collect();
    Orders::many(values, rng, move |values, rng| {
        let mut moved: Vec<u64> = replaced.iter().map(|at| values[*at]).collect();
        moved.shuffle(rng);
        for (at, value) in replaced.iter().zip(moved) {
            values[*at] = value;
        }
    })
}

/// Twenty different values, in no order.
pub(crate) fn few_unique(n: usize, rng: &mut SmallRng) -> Orders<u64> {
    Orders::many(input::few_unique(n, FEW, rng), rng, <[u64]>::shuffle)
}

/// Ten runs that ascend.
pub(crate) fn saw(n: usize, _: &mut SmallRng) -> Orders<u64> {
    Orders::one(input::saw(n, n.div_ceil(TEETH)))
}

/// Up to the middle, and down again.
pub(crate) fn pipe_organ(n: usize, _: &mut SmallRng) -> Orders<u64> {
    Orders::one(input::pipe_organ(n))
}

/// Sorted, but for ten values at the end.
pub(crate) fn appended(n: usize, rng: &mut SmallRng) -> Orders<u64> {
    let mut values = input::ascending(n);
    let sorted = n.saturating_sub(APPENDED);
    for (value, place) in values[sorted..]
        .iter_mut()
        .zip(input::positions(APPENDED, n.max(1), rng))
    {
        *value = place as u64;
    }
    Orders::many(values, rng, move |values, rng| {
        values[sorted..].shuffle(rng);
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_kind_keeps_its_order_in_every_copy() {
        let mut rng = SmallRng::seed_from_u64(5);
        let n = 1000;
        let descents = |values: &[u64]| values.windows(2).filter(|pair| pair[0] > pair[1]).count();
        for _ in 0..3 {
            let mut found = |kind: fn(usize, &mut SmallRng) -> Orders<u64>| {
                let copy = kind(n, &mut rng).clone();
                assert_eq!(copy.values.len(), n);
                descents(&copy.values)
            };
            assert_eq!(
                (found(sorted), found(reversed), found(saw)),
                (0, n - 1, TEETH - 1)
            );
            assert_eq!(found(pipe_organ), n / 2 - 1);
            assert!((1..=APPENDED).contains(&found(appended)));
            assert!((1..=n / 10).contains(&found(mostly_sorted)));
            assert!(found(random) > n / 3);
            assert!(found(few_unique) > n / 3);
        }
    }

    #[test]
    fn a_single_value_has_every_order() {
        let mut rng = SmallRng::seed_from_u64(5);
        for kind in [random, mostly_sorted, few_unique, saw, pipe_organ, appended] {
            assert_eq!(kind(1, &mut rng).values.len(), 1);
        }
    }
}
