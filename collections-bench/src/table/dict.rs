//! The table of CPython's `dict`: entries in the order of insertion, and a sparse table of indices
//! with perturbed probing.
//!
//! The rules are those of CPython 3.11, `Objects/dictobject.c`: 8 slots at least, at most two
//! thirds of them in use, and room for three times the entries when that is exceeded.

use std::hash::{BuildHasher, Hash};

use super::entry::Entry;
use super::probing::{Perturbed, Probing};
use super::tally::{Tally, Work};
use super::{Map, Probed};

/// The least number of slots.
const LEAST: usize = 8;

const EMPTY: u32 = u32::MAX;
const REMOVED: u32 = u32::MAX - 1;

/// A map that keeps the order of insertion.
#[derive(Clone, Debug)]
pub(crate) struct Dict<K, V, S> {
    /// For each slot the place of its entry, or a mark.
    indices: Vec<u32>,
    /// `None` where an entry was removed.
    entries: Vec<Option<Entry<K, V>>>,
    live: usize,
    hashers: S,
}

/// How many of the slots may be used: two thirds.
fn usable(slots: usize) -> usize {
    2 * slots / 3
}

/// The slots that CPython takes for a wanted number: see its `calculate_log2_keysize`.
fn slots_for(wanted: usize) -> usize {
    let wanted = wanted.max(LEAST);
    ((((wanted | LEAST) - 1) | (LEAST - 1)) + 1).next_power_of_two()
}

impl<K: Eq + Hash, V, S: BuildHasher> Dict<K, V, S> {
    /// Room for so many slots, at least.
    fn with_slots(slots: usize, hashers: S) -> Self {
        let slots = slots_for(slots);
        Self {
            indices: vec![EMPTY; slots],
            entries: Vec::with_capacity(usable(slots)),
            live: 0,
            hashers,
        }
    }

    /// Slots, full or not.
    pub(crate) fn slots(&self) -> usize {
        self.indices.len()
    }

    /// What `sys.getsizeof` says of a `dict` of this many slots, in CPython 3.11 on 64 bits: the
    /// object, the header of its keys, the indices in as few bytes each as they need, and three
    /// words for each usable slot.
    pub(crate) fn size_in_cpython(&self) -> usize {
        const OBJECT: usize = 64;
        const HEADER: usize = 32;
        let slots = self.slots();
        let index = match slots {
            0..=128 => 1,
            129..=32_768 => 2,
            _ => 4,
        };
        OBJECT + HEADER + index * slots + 24 * usable(slots)
    }

    /// Looks a key up, and notes the work.
    pub(crate) fn get_noting(&self, key: &K, tally: &mut impl Tally) -> Option<&V> {
        let (_, found) = self.search(self.hashers.hash_one(key), key, tally);
        self.entries[found?].as_ref().map(|entry| &entry.value)
    }

    /// Puts an entry in, notes the work, and tells the value that it replaces.
    pub(crate) fn insert_noting(&mut self, key: K, value: V, tally: &mut impl Tally) -> Option<V> {
        let hash = self.hashers.hash_one(&key);
        let (_, found) = self.search(hash, &key, tally);
        if let Some(entry) = found.and_then(|at| self.entries[at].as_mut()) {
            return Some(std::mem::replace(&mut entry.value, value));
        }
        if self.entries.len() == usable(self.slots()) {
            self.rebuild();
        }
        self.settle(hash);
        self.entries.push(Some(Entry { hash, key, value }));
        self.live += 1;
        None
    }

    /// The slot of a key and the place of its entry; without an entry, the empty slot that ended
    /// the search.
    fn search(&self, hash: u64, key: &K, tally: &mut impl Tally) -> (usize, Option<usize>) {
        let mut walk = Perturbed::start(hash, self.slots() - 1);
        loop {
            let slot = walk.slot();
            tally.probe();
            match self.indices[slot] {
                EMPTY => return (slot, None),
                REMOVED => {}
                at => {
                    let at = at as usize;
                    let entry = self.entries[at]
                        .as_ref()
                        .expect("an index leads to an entry");
                    if entry.hash == hash {
                        tally.compare();
                        if entry.key == *key {
                            return (slot, Some(at));
                        }
                    }
                }
            }
            walk.step();
        }
    }

    /// Notes the place of the next entry in the first empty slot of its walk.
    fn settle(&mut self, hash: u64) {
        let mut walk = Perturbed::start(hash, self.slots() - 1);
        while self.indices[walk.slot()] != EMPTY {
            walk.step();
        }
        let at = u32::try_from(self.entries.len())
            .ok()
            .filter(|&at| at < REMOVED);
        self.indices[walk.slot()] = at.expect("fewer entries than there are 32-bit indices");
    }

    /// Drops what was removed, and makes room for three times the entries.
    fn rebuild(&mut self) {
        let slots = slots_for(3 * self.live);
        let old = std::mem::replace(&mut self.entries, Vec::with_capacity(usable(slots)));
        self.indices = vec![EMPTY; slots];
        for entry in old.into_iter().flatten() {
            self.settle(entry.hash);
            self.entries.push(Some(entry));
        }
    }
}

impl<K: Eq + Hash, V, S: BuildHasher + Default> Map<K, V> for Dict<K, V, S> {
    fn with_room(entries: usize) -> Self {
        Self::with_slots((3 * entries).div_ceil(2) + 1, S::default())
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.insert_noting(key, value, &mut ())
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.get_noting(key, &mut ())
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let (slot, found) = self.search(self.hashers.hash_one(key), key, &mut ());
        let entry = self.entries[found?].take()?;
        self.indices[slot] = REMOVED;
        self.live -= 1;
        Some(entry.value)
    }

    fn len(&self) -> usize {
        self.live
    }

    fn for_each(&self, mut visit: impl FnMut(&K, &V)) {
        for entry in self.entries.iter().flatten() {
            visit(&entry.key, &entry.value);
        }
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> Probed<K> for Dict<K, V, S> {
    fn work(&self, key: &K) -> Work {
        let mut work = Work::default();
        self.get_noting(key, &mut work);
        work
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::hashers::Identity;

    /// The sizes after each insertion.
    fn sizes(entries: u64) -> Vec<usize> {
        let mut dict: Dict<u64, (), Identity> = Map::with_room(0);
        (0..entries)
            .map(|key| {
                dict.insert(key, ());
                dict.slots()
            })
            .collect()
    }

    #[test]
    fn it_grows_where_cpython_grows() {
        let sizes = sizes(100);
        let grown: Vec<(usize, usize)> = (1..sizes.len())
            .filter(|&at| sizes[at] != sizes[at - 1])
            .map(|at| (at + 1, sizes[at]))
            .collect();
        assert_eq!(sizes[0], 8);
        assert_eq!(grown, [(6, 16), (11, 32), (22, 64), (43, 128), (86, 256)]);
    }

    #[test]
    fn it_keeps_the_order_of_insertion() {
        let mut dict: Dict<u64, u64, Identity> = Map::with_room(0);
        for key in [5, 3, 9, 3, 7] {
            dict.insert(key, key);
        }
        dict.remove(&9);
        dict.insert(1, 1);
        let mut keys = Vec::new();
        dict.for_each(|&key, _| keys.push(key));
        assert_eq!(keys, [5, 3, 7, 1]);
    }

    #[test]
    fn entries_that_come_and_go_do_not_fill_it_up() {
        let mut dict: Dict<u64, u64, Identity> = Map::with_room(0);
        for key in 0..10_000 {
            dict.insert(key, key);
            assert_eq!(dict.remove(&key), Some(key));
        }
        assert_eq!((dict.len(), dict.slots()), (0, 8));
    }
}
