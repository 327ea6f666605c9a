//! What is in a table, and what one call looks up in it.

use std::collections::BTreeMap;
use std::hash::Hash;

use harness::input;
use harness::prelude::{self, Mode, Query, SmallRng};

use crate::counting::{Counting, comparisons};
use crate::names::name;
use crate::table::Map;
use crate::table::batch::BatchMap;

/// Look-ups a call: many, so that neither the caches nor the branch predictor learn them by heart.
pub(crate) const NEEDLES: usize = 1 << 12;

/// More keys than any table here holds; its lowest bits are zero, as a table looks at these.
const LARGER: u64 = 1 << 23;

/// Keys to put in, and keys to look up. The value of a key is its place.
pub(crate) type Queries<K = u64> = prelude::Queries<Vec<K>, K>;

/// Random keys, and look-ups of random ones among them.
pub(crate) fn hits(n: usize, rng: &mut SmallRng) -> Queries {
    some_hits(n, NEEDLES, rng)
}

/// The same, with so many look-ups that the lines they read fit no cache.
pub(crate) fn many_hits(n: usize, rng: &mut SmallRng) -> Queries {
    some_hits(n, 1 << 20, rng)
}

fn some_hits(n: usize, needles: usize, rng: &mut SmallRng) -> Queries {
    let keys = input::uniform(n, rng);
    let places = input::positions(needles, n, rng).into_iter();
    let needles = places.map(|at| keys[at]).collect();
    Queries::new(keys, needles)
}

/// Random keys, and look-ups of other random ones.
pub(crate) fn misses(n: usize, rng: &mut SmallRng) -> Queries {
    let keys = input::uniform(n, rng);
    Queries::new(keys, input::uniform(NEEDLES, rng))
}

/// Keys made of their places, and look-ups of keys made of much larger numbers: none is there.
pub(crate) fn missing(n: usize, rng: &mut SmallRng, key: fn(u64) -> u64) -> Queries {
    let places = input::positions(NEEDLES, n, rng).into_iter();
    let keys = (0..n as u64).map(key).collect();
    Queries::new(keys, places.map(|at| key(LARGER + at as u64)).collect())
}

/// Keys made of their places, and look-ups of random ones among them.
pub(crate) fn made<K: Clone>(n: usize, rng: &mut SmallRng, key: impl Fn(u64) -> K) -> Queries<K> {
    let keys: Vec<K> = (0..n as u64).map(key).collect();
    let places = input::positions(NEEDLES, n, rng).into_iter();
    let needles = places.map(|at| keys[at].clone()).collect();
    Queries::new(keys, needles)
}

/// Names for keys, each so many times a name of about ten letters, and look-ups among them.
pub(crate) fn named(n: usize, rng: &mut SmallRng, times: usize) -> Queries<String> {
    made(n, rng, |place| name(place as usize).repeat(times))
}

/// A map of all keys.
pub(crate) fn build<K: Clone, M: Map<K, u64>>(queries: &Queries<K>) -> M {
    let mut map = M::with_room(queries.data().len());
    for (place, key) in (0..).zip(queries.data()) {
        map.insert(key.clone(), place);
    }
    map
}

/// A place counted from 1; what is missing adds nothing.
fn place(found: Option<&u64>) -> u64 {
    found.map_or(0, |place| place + 1)
}

/// Looks all needles up, and adds up the places.
pub(crate) fn answers<K: Query, M: Map<K, u64>>(map: &M, queries: &Queries<K>) -> u64 {
    queries.ask(|_, needle| place(map.get(needle)))
}

/// The same for names, one look-up after the other, none of which waits for another.
pub(crate) fn answers_of_names<M: Map<String, u64>>(map: &M, queries: &Queries<String>) -> u64 {
    let places = queries.queries().iter().map(|name| place(map.get(name)));
    places.sum()
}

/// Looks all needles up in batches, where no look-up waits for another; one by one where it has to
/// wait.
pub(crate) fn batched(map: &BatchMap, queries: &Queries) -> u64 {
    if queries.mode() == Mode::Latency {
        return answers(map, queries);
    }
    let mut sum = 0_u64;
    map.get_many(queries.queries(), |_, value| {
        sum += place(value.as_ref());
    });
    sum
}

/// Builds a map of keys that count, and tells how many comparisons its look-ups make.
pub(crate) fn compared<K, M>(queries: &Queries<K>) -> (u64, u64)
where
    K: Copy + Eq + Hash + Query,
    M: Map<Counting<K>, u64>,
{
    let keys = |keys: &Vec<K>| keys.iter().copied().map(Counting).collect();
    let counting = queries.map(keys, |needle| Counting(*needle));
    let map: M = build(&counting);
    comparisons(|| answers(&map, &counting))
}

/// Keys in order, as a model of every map.
pub(crate) type Tree<K = u64> = BTreeMap<K, u64>;

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn hits_hit_misses_miss_and_waiting_changes_no_answer() {
        let mut rng = SmallRng::seed_from_u64(1);
        let all = hits(100, &mut rng);
        let map: Tree = build(&all);
        assert!(all.queries().iter().all(|needle| map.contains_key(needle)));
        let sum = answers(&map, &all);
        assert!(sum >= NEEDLES as u64);
        assert_eq!(batched(&build(&all), &all), sum);
        let waiting = all.with_mode(Mode::Latency);
        assert_eq!(answers(&map, &waiting), sum);
        assert_eq!(batched(&build(&waiting), &waiting), sum);
        let none = misses(100, &mut rng);
        assert_eq!(answers(&build::<_, Tree>(&none), &none), 0);
        let none = missing(100, &mut rng, |place| place << 40);
        assert_eq!(answers(&build::<_, Tree>(&none), &none), 0);
        let names = named(100, &mut rng, 2);
        let map: Tree<String> = build(&names);
        assert!(answers_of_names(&map, &names) >= NEEDLES as u64);
        assert!(names.data().iter().all(|name| name.len() % 2 == 0));
    }
}
