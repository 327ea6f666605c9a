//! Robin Hood hashing: linear probing in which the entry that is farther from home keeps the slot.
//!
//! So all entries of a neighbourhood are about as far from home, and a search for what is not there
//! ends as soon as it is farther from home than the entry it looks at (Celis, *Robin Hood hashing*,
//! 1986). Removing shifts the entries behind back by one, and leaves no mark.

use std::hash::{BuildHasher, Hash};

use super::entry::Entry;
use super::tally::{Tally, Work};
use super::{Map, Probed};

/// The least number of slots.
const LEAST: usize = 8;

/// A map in one array of slots.
#[derive(Clone, Debug)]
pub(crate) struct RobinHood<K, V, S> {
    slots: Vec<Option<Entry<K, V>>>,
    live: usize,
    /// The share of slots that may be full, in hundredths.
    fill: usize,
    hashers: S,
}

impl<K: Eq + Hash, V, S: BuildHasher> RobinHood<K, V, S> {
    /// A table of `slots` slots, at least 8 and a power of two, that grows beyond `fill` per cent.
    pub(crate) fn with_slots(slots: usize, fill: usize, hashers: S) -> Self {
        assert!(
            (1..100).contains(&fill),
            "a slot must stay empty, so that searches end"
        );
        Self {
            slots: empty(slots.next_power_of_two().max(LEAST)),
            live: 0,
            fill,
            hashers,
        }
    }

    /// Looks a key up, and notes the work.
    pub(crate) fn get_noting(&self, key: &K, tally: &mut impl Tally) -> Option<&V> {
        let at = self.search(self.hashers.hash_one(key), key, tally)?;
        self.slots[at].as_ref().map(|entry| &entry.value)
    }

    fn mask(&self) -> usize {
        self.slots.len() - 1
    }

    /// How far a slot is from the home of a hash.
    fn distance(&self, hash: u64, at: usize) -> usize {
        at.wrapping_sub(hash as usize) & self.mask()
    }

    fn search(&self, hash: u64, key: &K, tally: &mut impl Tally) -> Option<usize> {
        let mut at = hash as usize & self.mask();
        for distance in 0.. {
            tally.probe();
            let entry = self.slots[at].as_ref()?;
            if self.distance(entry.hash, at) < distance {
                break;
            }
            if entry.hash == hash {
                tally.compare();
                if entry.key == *key {
                    return Some(at);
                }
            }
            at = (at + 1) & self.mask();
        }
        None
    }

    /// Puts an entry in that is not there; those nearer to home than it go on to the next slot.
    fn settle(&mut self, mut entry: Entry<K, V>) {
        let mut at = entry.hash as usize & self.mask();
        let mut distance = 0;
        loop {
            let Some(resident) = &self.slots[at] else {
                self.slots[at] = Some(entry);
                return;
            };
            let theirs = self.distance(resident.hash, at);
            if theirs < distance {
                entry = self.slots[at].replace(entry).expect("there is a resident");
                distance = theirs;
            }
            at = (at + 1) & self.mask();
            distance += 1;
        }
    }

    fn grow(&mut self) {
        let slots = 2 * self.slots.len();
        let old = std::mem::replace(&mut self.slots, empty(slots));
        old.into_iter()
            .flatten()
            .for_each(|entry| self.settle(entry));
    }
}

fn empty<T>(slots: usize) -> Vec<Option<T>> {
    std::iter::repeat_with(|| None).take(slots).collect()
}

impl<K: Eq + Hash, V, S: BuildHasher + Default> Map<K, V> for RobinHood<K, V, S> {
    fn with_room(entries: usize) -> Self {
        Self::with_slots((8 * entries).div_ceil(7) + 1, 87, S::default())
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = self.hashers.hash_one(&key);
        let found = self.search(hash, &key, &mut ());
        if let Some(entry) = found.and_then(|at| self.slots[at].as_mut()) {
            return Some(std::mem::replace(&mut entry.value, value));
        }
        if 100 * (self.live + 1) > self.fill * self.slots.len() {
            self.grow();
        }
        self.settle(Entry { hash, key, value });
        self.live += 1;
        None
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.get_noting(key, &mut ())
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let mut at = self.search(self.hashers.hash_one(key), key, &mut ())?;
        let entry = self.slots[at].take()?;
        self.live -= 1;
        loop {
            let next = (at + 1) & self.mask();
            let shifts = self.slots[next]
                .as_ref()
                .is_some_and(|entry| self.distance(entry.hash, next) > 0);
            if !shifts {
                return Some(entry.value);
            }
            self.slots.swap(at, next);
            at = next;
        }
    }

    fn len(&self) -> usize {
        self.live
    }

    fn for_each(&self, mut visit: impl FnMut(&K, &V)) {
        for entry in self.slots.iter().flatten() {
            visit(&entry.key, &entry.value);
        }
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> Probed<K> for RobinHood<K, V, S> {
    fn work(&self, key: &K) -> Work {
        let mut work = Work::default();
        self.get_noting(key, &mut work);
        work
    }
}
