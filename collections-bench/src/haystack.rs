//! Values to search, and the needles that one call looks for.

use harness::input;
use harness::prelude::{SmallRng, Wire};

use crate::counting::{Counting, comparisons};

/// Needles a call: many, so that neither the caches nor the branch predictor learn them by heart.
pub(crate) const NEEDLES: usize = 4096;

/// Values to search, and the needles that one call looks for.
#[derive(Clone, Debug)]
pub(crate) struct Haystack<T = u64> {
    pub(crate) values: Vec<T>,
    pub(crate) needles: Vec<T>,
}

impl<T: Wire> Wire for Haystack<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.values, &self.needles).write(out);
    }
}

impl Haystack {
    /// Sorted odd values, and random needles that are all among them.
    pub(crate) fn sorted(n: usize, rng: &mut SmallRng) -> Self {
        Self::with_hits((0..n as u64).map(|i| 2 * i + 1).collect(), rng)
    }

    /// Values all over `u64` in no order, and random needles that are all among them.
    pub(crate) fn random(n: usize, rng: &mut SmallRng) -> Self {
        Self::with_hits(input::uniform(n, rng), rng)
    }

    fn with_hits(values: Vec<u64>, rng: &mut SmallRng) -> Self {
        let needles = input::positions(NEEDLES, values.len(), rng)
            .into_iter()
            .map(|at| values[at])
            .collect();
        Self { values, needles }
    }
}

impl<T: Copy> Haystack<T> {
    /// The same values and needles, as keys that count their comparisons.
    pub(crate) fn counting(&self) -> Haystack<Counting<T>> {
        let keys = |values: &[T]| values.iter().copied().map(Counting).collect();
        Haystack {
            values: keys(&self.values),
            needles: keys(&self.needles),
        }
    }

    /// Runs `work` on the counting copy and tells how many comparisons it made.
    pub(crate) fn counted<O>(&self, work: impl FnOnce(&Haystack<Counting<T>>) -> O) -> (O, u64) {
        let copy = self.counting();
        comparisons(|| work(&copy))
    }
}

impl<T> Haystack<T> {
    /// Bytes of the lines in which the needles lie, at most.
    pub(crate) fn reached(&self) -> usize {
        const LINE: usize = 64;
        size_of_val(&*self.values).min(self.needles.len() * LINE)
    }

    /// Looks for every needle, and adds up the places, counted from 1; a needle that is not found
    /// adds nothing.
    pub(crate) fn places(&self, find: impl Fn(&[T], &T) -> Option<usize>) -> usize {
        self.needles
            .iter()
            .map(|needle| find(&self.values, needle).map_or(0, |at| at + 1))
            .sum()
    }

    /// Looks for every needle, and tells how many were found.
    pub(crate) fn hits(&self, holds: impl Fn(&T) -> bool) -> usize {
        self.needles.iter().filter(|needle| holds(needle)).count()
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_needle_is_a_hit() {
        for n in [1, 2, 100] {
            let mut rng = SmallRng::seed_from_u64(1);
            for hay in [Haystack::sorted(n, &mut rng), Haystack::random(n, &mut rng)] {
                assert_eq!((hay.values.len(), hay.needles.len()), (n, NEEDLES));
                assert_eq!(hay.hits(|needle| hay.values.contains(needle)), NEEDLES);
            }
        }
    }

    #[test]
    fn needles_reach_their_own_lines_at_most() {
        let hay = |n| Haystack {
            values: vec![0_u64; n],
            needles: vec![0_u64; 10],
        };
        assert_eq!((hay(20).reached(), hay(1000).reached()), (160, 640));
    }

    #[test]
    fn places_are_counted_from_one_and_misses_add_nothing() {
        let hay = Haystack {
            values: vec![5, 7],
            needles: vec![7, 5, 6],
        };
        let find = |values: &[u64], needle: &u64| values.iter().position(|value| value == needle);
        assert_eq!(hay.places(find), 2 + 1);
        assert_eq!(hay.hits(|needle| *needle != 6), 2);
    }

    #[test]
    fn the_counting_copy_counts_its_own_work_only() {
        let hay = Haystack {
            values: vec![5, 7],
            needles: vec![7],
        };
        assert_eq!(
            hay.counted(|hay| hay.values.contains(&hay.needles[0])),
            (true, 2)
        );
    }
}
