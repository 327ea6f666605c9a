//! Kinds of keys: integers, strings, and points of two integers.

use std::fmt::Debug;
use std::hash::Hash;

use harness::input;
use harness::prelude::SmallRng;

use crate::names::name;
use crate::table::Map;

/// A key that is made from a number.
pub(crate) trait Key: Clone + Ord + Hash + Debug + 'static {
    /// The key of a number; different numbers have different keys.
    fn of(number: u64) -> Self;
}

impl Key for u64 {
    /// Spread over all integers: the product with an odd number comes to each once.
    fn of(number: u64) -> Self {
        number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Key for String {
    fn of(number: u64) -> Self {
        name(number as usize)
    }
}

/// A place on a grid: small integers, as keys often are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Point {
    x: u32,
    y: u32,
}

impl Key for Point {
    fn of(number: u64) -> Self {
        Self {
            x: (number % 256) as u32,
            y: (number / 256) as u32,
        }
    }
}

/// Keys of a map, and keys that are not in it, both in random order.
#[derive(Clone, Debug)]
pub(crate) struct Keys<K> {
    pub(crate) held: Vec<K>,
    pub(crate) others: Vec<K>,
}

impl<K: Key> Keys<K> {
    pub(crate) fn random(n: usize, rng: &mut SmallRng) -> Self {
        let mut keys = input::shuffled(2 * n, rng).into_iter().map(K::of);
        Self {
            held: keys.by_ref().take(n).collect(),
            others: keys.collect(),
        }
    }

    /// A map of all keys that are held, to their places.
    pub(crate) fn build<M: Map<K, u64>>(&self) -> M {
        self.build_with_room(self.held.len())
    }

    /// The same, grown from a map with so much room.
    pub(crate) fn build_with_room<M: Map<K, u64>>(&self, room: usize) -> M {
        let mut map = M::with_room(room);
        for (place, key) in (0..).zip(&self.held) {
            map.insert(key.clone(), place);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;

    use super::*;

    fn all_differ<K: Key>() {
        let Keys { held, others } = Keys::<K>::random(1000, &mut SmallRng::seed_from_u64(1));
        let all: BTreeSet<K> = held.iter().chain(&others).cloned().collect();
        assert_eq!((held.len(), others.len(), all.len()), (1000, 1000, 2000));
    }

    #[test]
    fn different_numbers_have_different_keys() {
        all_differ::<u64>();
        all_differ::<String>();
        all_differ::<Point>();
    }
}
