//! A hash table with open addressing, the textbook way: one array, and a walk over it.

use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use super::entry::{Entry, Found};
use super::probing::Probing;
use super::tally::{Tally, Work};
use super::{Map, Probed};

/// The least number of slots.
const LEAST: usize = 8;

/// A map in one array of slots. `P` is the walk, `S` makes the hasher.
///
/// Every entry keeps its hash, as CPython's do: growing calls no code of the key, and keys are
/// compared only when their hashes are equal.
#[derive(Clone, Debug)]
pub(crate) struct OpenMap<K, V, P, S> {
    slots: Vec<Slot<K, V>>,
    /// Slots with an entry.
    live: usize,
    /// Slots that are not empty: with an entry, or with a mark where one was removed.
    used: usize,
    /// The share of slots that may be used, in hundredths.
    fill: usize,
    hashers: S,
    probing: PhantomData<P>,
}

#[derive(Clone, Debug)]
enum Slot<K, V> {
    /// No entry was ever here: a search ends.
    Empty,
    /// An entry was here: a search goes on.
    Removed,
    Full(Entry<K, V>),
}

impl<K: Eq + Hash, V, P: Probing, S: BuildHasher> OpenMap<K, V, P, S> {
    /// A table of `slots` slots, at least 8 and a power of two, that grows beyond `fill` per cent.
    pub(crate) fn with_slots(slots: usize, fill: usize, hashers: S) -> Self {
        assert!(
            (1..100).contains(&fill),
            "a slot must stay empty, so that searches end"
        );
        Self {
            slots: empty(slots.next_power_of_two().max(LEAST)),
            live: 0,
            used: 0,
            fill,
            hashers,
            probing: PhantomData,
        }
    }

    /// Looks a key up, and notes the work.
    pub(crate) fn get_noting(&self, key: &K, tally: &mut impl Tally) -> Option<&V> {
        match self.search(self.hashers.hash_one(key), key, tally) {
            Found::Here(at) => self.entry(at).map(|entry| &entry.value),
            Found::Free(_) => None,
        }
    }

    /// Puts an entry in, notes the work, and tells the value that it replaces.
    pub(crate) fn insert_noting(&mut self, key: K, value: V, tally: &mut impl Tally) -> Option<V> {
        let hash = self.hashers.hash_one(&key);
        match self.search(hash, &key, tally) {
            Found::Here(at) => match &mut self.slots[at] {
                Slot::Full(entry) => Some(std::mem::replace(&mut entry.value, value)),
                _ => unreachable!("a search ends at an entry"),
            },
            Found::Free(at) => {
                let entry = Entry { hash, key, value };
                let reused = matches!(self.slots[at], Slot::Removed);
                if !reused && 100 * (self.used + 1) > self.fill * self.slots.len() {
                    self.rebuild();
                    self.settle(entry);
                } else {
                    self.slots[at] = Slot::Full(entry);
                    self.used += usize::from(!reused);
                }
                self.live += 1;
                None
            }
        }
    }

    fn entry(&self, at: usize) -> Option<&Entry<K, V>> {
        match &self.slots[at] {
            Slot::Full(entry) => Some(entry),
            _ => None,
        }
    }

    fn search(&self, hash: u64, key: &K, tally: &mut impl Tally) -> Found {
        let mut walk = P::start(hash, self.slots.len() - 1);
        let mut free = None;
        loop {
            let at = walk.slot();
            tally.probe();
            match &self.slots[at] {
                Slot::Empty => return Found::Free(free.unwrap_or(at)),
                Slot::Removed => free = free.or(Some(at)),
                Slot::Full(entry) if entry.hash == hash => {
                    tally.compare();
                    if entry.key == *key {
                        return Found::Here(at);
                    }
                }
                Slot::Full(_) => {}
            }
            walk.step();
        }
    }

    /// Moves all entries to an array with room for as many again; marks of removal stay behind.
    fn rebuild(&mut self) {
        let room = 100 * 2 * (self.live + 1) / self.fill;
        let slots = room.next_power_of_two().max(LEAST);
        let old = std::mem::replace(&mut self.slots, empty(slots));
        self.used = 0;
        for slot in old {
            if let Slot::Full(entry) = slot {
                self.settle(entry);
            }
        }
    }

    /// Puts an entry that is not in the table, which has no marks of removal, where it belongs.
    fn settle(&mut self, entry: Entry<K, V>) {
        let mut walk = P::start(entry.hash, self.slots.len() - 1);
        while matches!(self.slots[walk.slot()], Slot::Full(_)) {
            walk.step();
        }
        self.slots[walk.slot()] = Slot::Full(entry);
        self.used += 1;
    }
}

fn empty<K, V>(slots: usize) -> Vec<Slot<K, V>> {
    std::iter::repeat_with(|| Slot::Empty).take(slots).collect()
}

impl<K: Eq + Hash, V, P: Probing, S: BuildHasher + Default> Map<K, V> for OpenMap<K, V, P, S> {
    /// Two thirds, as CPython has it.
    fn with_room(entries: usize) -> Self {
        Self::with_slots((3 * entries).div_ceil(2) + 1, 66, S::default())
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.insert_noting(key, value, &mut ())
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.get_noting(key, &mut ())
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        match self.search(self.hashers.hash_one(key), key, &mut ()) {
            Found::Free(_) => None,
            Found::Here(at) => {
                let Slot::Full(entry) = std::mem::replace(&mut self.slots[at], Slot::Removed)
                else {
                    unreachable!("a search ends at an entry");
                };
                self.live -= 1;
                Some(entry.value)
            }
        }
    }

    fn len(&self) -> usize {
        self.live
    }

    fn for_each(&self, mut visit: impl FnMut(&K, &V)) {
        for slot in &self.slots {
            if let Slot::Full(entry) = slot {
                visit(&entry.key, &entry.value);
            }
        }
    }
}

impl<K: Eq + Hash, V, P: Probing, S: BuildHasher> Probed<K> for OpenMap<K, V, P, S> {
    fn work(&self, key: &K) -> Work {
        let mut work = Work::default();
        self.get_noting(key, &mut work);
        work
    }
}
