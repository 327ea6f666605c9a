//! What is in a table, and what one call looks up in it.

use std::collections::BTreeMap;
use std::hash::Hash;

use harness::input;
use harness::prelude::{SmallRng, Wire};

use crate::counting::{Counting, comparisons};
use crate::names::name;
use crate::table::Map;
use crate::table::batch::BatchMap;

/// Look-ups a call: many, so that neither the caches nor the branch predictor learn them by heart.
pub(crate) const NEEDLES: usize = 4096;

/// More keys than any table here holds; its lowest bits are zero, as a table looks at these.
const LARGER: u64 = 1 << 23;

/// Keys to put in, and keys to look up. The value of a key is its place.
#[derive(Clone, Debug)]
pub(crate) struct Queries<K = u64> {
    pub(crate) keys: Vec<K>,
    pub(crate) needles: Vec<K>,
    /// Whether each look-up waits for the answer of the one before.
    dependent: bool,
}

impl<K: Wire> Wire for Queries<K> {
    /// Another language looks up one after the other in any case.
    fn write(&self, out: &mut Vec<u8>) {
        (&self.keys, &self.needles).write(out);
    }
}

impl Queries {
    /// Random keys, and look-ups of random ones among them.
    pub(crate) fn hits(n: usize, rng: &mut SmallRng) -> Self {
        let keys = input::uniform(n, rng);
        let places = input::positions(NEEDLES, n, rng).into_iter();
        Self {
            needles: places.map(|at| keys[at]).collect(),
            keys,
            dependent: false,
        }
    }

    /// Random keys, and look-ups of other random ones.
    pub(crate) fn misses(n: usize, rng: &mut SmallRng) -> Self {
        Self {
            keys: input::uniform(n, rng),
            needles: input::uniform(NEEDLES, rng),
            dependent: false,
        }
    }

    /// Keys made of their places, and look-ups of keys made of much larger numbers: none is there.
    pub(crate) fn missing(n: usize, rng: &mut SmallRng, key: fn(u64) -> u64) -> Self {
        let places = input::positions(NEEDLES, n, rng).into_iter();
        Self {
            keys: (0..n as u64).map(key).collect(),
            needles: places.map(|at| key(LARGER + at as u64)).collect(),
            dependent: false,
        }
    }

    /// The same look-ups, with keys that are made of their places.
    pub(crate) fn with(self, key: fn(u64) -> u64) -> Self {
        self.map(key)
    }

    /// The same look-ups, with names for keys: so many times a name of about ten letters.
    pub(crate) fn named(self, times: usize) -> Queries<String> {
        self.map(|place| name(place as usize).repeat(times))
    }

    /// Other keys in the same places.
    fn map<K: Clone>(self, key: impl Fn(u64) -> K) -> Queries<K> {
        let places: BTreeMap<u64, u64> = self.build();
        let keys: Vec<K> = (0..self.keys.len() as u64).map(key).collect();
        let needles = self
            .needles
            .iter()
            .map(|needle| keys[places[needle] as usize].clone());
        Queries {
            needles: needles.collect(),
            keys,
            dependent: self.dependent,
        }
    }

    /// The same look-ups, each of which waits for the one before.
    pub(crate) fn one_by_one(self) -> Self {
        Self {
            dependent: true,
            ..self
        }
    }

    /// Looks all keys up in batches, where no look-up waits for another.
    pub(crate) fn batched(&self, map: &BatchMap) -> u64 {
        if self.dependent {
            return self.look_up(map);
        }
        let mut sum = 0_u64;
        map.get_many(&self.needles, |_, value| {
            sum += value.map_or(0, |place| place + 1);
        });
        sum
    }
}

impl<K: Clone> Queries<K> {
    /// A map of all keys.
    pub(crate) fn build<M: Map<K, u64>>(&self) -> M {
        let mut map = M::with_room(self.keys.len());
        for (place, key) in (0..).zip(&self.keys) {
            map.insert(key.clone(), place);
        }
        map
    }

    /// Looks all needles up, and adds up the places, counted from 1; what is missing adds nothing.
    pub(crate) fn look_up<M: Map<K, u64>>(&self, map: &M) -> u64 {
        let places = |needle| map.get(needle).map_or(0, |place| place + 1);
        if !self.dependent {
            return self.needles.iter().map(places).sum();
        }
        let (mut sum, mut at) = (0_u64, 0);
        while let Some(needle) = self.needles.get(at) {
            let place = places(needle);
            sum += place;
            // No place is that large, which nobody but us knows.
            at += 1 + (place >> 63) as usize;
        }
        sum
    }
}

impl<K: Clone> Queries<K> {
    /// As [`Queries::look_up`], with the map first.
    pub(crate) fn answers<M: Map<K, u64>>(map: &M, queries: &Self) -> u64 {
        queries.look_up(map)
    }
}

impl<K: Copy + Eq + Hash> Queries<K> {
    /// Builds a map of keys that count, and tells how many comparisons its look-ups make.
    pub(crate) fn comparisons<M: Map<Counting<K>, u64>>(&self) -> (u64, u64) {
        let keys = |keys: &[K]| keys.iter().copied().map(Counting).collect();
        let counting = Queries {
            keys: keys(&self.keys),
            needles: keys(&self.needles),
            dependent: self.dependent,
        };
        let map: M = counting.build();
        comparisons(|| counting.look_up(&map))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn hits_hit_misses_miss_and_waiting_changes_no_answer() {
        let mut rng = SmallRng::seed_from_u64(1);
        let hits = Queries::hits(100, &mut rng);
        let map: BTreeMap<u64, u64> = hits.build();
        assert!(hits.needles.iter().all(|needle| map.contains_key(needle)));
        let sum = hits.look_up(&map);
        assert!(sum >= NEEDLES as u64);
        assert_eq!(hits.batched(&hits.build()), sum);
        let waiting = hits.one_by_one();
        assert_eq!(waiting.look_up(&map), sum);
        assert_eq!(waiting.batched(&waiting.build()), sum);
        let misses = Queries::misses(100, &mut rng);
        let map: BTreeMap<u64, u64> = misses.build();
        assert_eq!(misses.look_up(&map), 0);
    }
}
