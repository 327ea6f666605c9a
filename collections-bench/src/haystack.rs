//! Values to search, and the needles that one call looks for.

use harness::input;
use harness::prelude::{Queries, Query, SmallRng};

use crate::counting::{Counting, comparisons};

/// Needles a call: 2^k, so that each call looks for them in another order, and many, so that those
/// places of a large list that are read do not all stay in a cache.
pub(crate) const NEEDLES: usize = 1 << 14;

/// Values to search, and the needles that one call looks for.
pub(crate) type Haystack<T = u64> = Queries<Vec<T>, T>;

/// Sorted odd values, and random needles that are all among them.
pub(crate) fn sorted(n: usize, rng: &mut SmallRng) -> Haystack {
    with_hits((0..n as u64).map(|i| 2 * i + 1).collect(), rng)
}

/// Values all over `u64` in no order, and random needles that are all among them.
pub(crate) fn random(n: usize, rng: &mut SmallRng) -> Haystack {
    with_hits(input::uniform(n, rng), rng)
}

/// Values all over `u64` in order, and random needles that are all among them.
pub(crate) fn random_sorted(n: usize, rng: &mut SmallRng) -> Haystack {
    let mut values = input::uniform(n, rng);
    values.sort_unstable();
    with_hits(values, rng)
}

fn with_hits(values: Vec<u64>, rng: &mut SmallRng) -> Haystack {
    let places = input::positions(NEEDLES, values.len(), rng);
    let needles = places.into_iter().map(|at| values[at]).collect();
    Haystack::new(values, needles)
}

/// Looks for every needle, and adds up the places, counted from 1; a needle that is not found adds
/// nothing.
pub(crate) fn places<T: Query>(
    find: impl Fn(&[T], &T) -> Option<usize>,
) -> impl Fn(&Haystack<T>) -> u64 {
    move |hay| hay.ask(|values, needle| find(values, needle))
}

/// Does the same with keys that count, and tells how many comparisons it made.
pub(crate) fn compared(
    find: impl Fn(&[Counting<u64>], &Counting<u64>) -> Option<usize>,
) -> impl Fn(&Haystack) -> (u64, u64) {
    let all = places(find);
    move |hay| {
        let keys = counting(hay);
        comparisons(|| all(&keys))
    }
}

/// The same values and needles, as keys that count their comparisons.
pub(crate) fn counting<T: Copy>(hay: &Haystack<T>) -> Haystack<Counting<T>> {
    let keys = |values: &Vec<T>| values.iter().copied().map(Counting).collect();
    hay.map(keys, |needle| Counting(*needle))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_needle_is_a_hit() {
        for n in [1, 2, 100] {
            let mut rng = SmallRng::seed_from_u64(1);
            for hay in [sorted(n, &mut rng), random(n, &mut rng)] {
                assert_eq!((hay.data().len(), hay.len()), (n, NEEDLES));
                let hits = hay.ask(|values, needle| values.contains(needle));
                assert_eq!(hits, NEEDLES as u64);
            }
        }
    }

    #[test]
    fn places_are_counted_from_one_and_misses_add_nothing() {
        let hay = Haystack::new(vec![5, 7], vec![7, 5, 6]);
        let find = |values: &[u64], needle: &u64| values.iter().position(|value| value == needle);
        assert_eq!(places(find)(&hay), 2 + 1);
    }

    #[test]
    fn the_counting_copy_counts_its_own_work_only() {
        let hay = Haystack::new(vec![5, 7], vec![7]);
        let find = compared(|values, needle| values.iter().position(|value| value == needle));
        assert_eq!(find(&hay), (2, 2));
    }
}
