//! Probing by groups: sixteen slots at a time, told apart by seven bits of the hash.
//!
//! The idea of SwissTable (Kulukundis, CppCon 2017): one instruction compares the tag of the key
//! with the tags of a whole group, and hardly ever is a key compared that is another. Here a group
//! begins at a multiple of sixteen, which is simpler than hashbrown's unaligned groups.

use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use super::entry::{Entry, Found};
use super::group::{EMPTY, Group, REMOVED, WIDTH};
use super::probing::{Probing, Quadratic};
use super::tally::{Tally, Work};
use super::{Map, Probed};

/// A map in groups of slots; `G` is how a group of tags is looked at.
#[derive(Clone, Debug)]
pub(crate) struct Grouped<K, V, G, S> {
    tags: Vec<[u8; WIDTH]>,
    slots: Vec<Option<Entry<K, V>>>,
    live: usize,
    /// Slots that are not empty: with an entry, or with a mark where one was removed.
    used: usize,
    /// The share of slots that may be used, in hundredths.
    fill: usize,
    hashers: S,
    group: PhantomData<G>,
}

/// The upper bits tell entries of a group apart; the lower bits choose the group.
fn tag(hash: u64) -> u8 {
    (hash >> 57) as u8
}

/// The places of the bits that are set.
fn places(mut bits: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        (bits != 0).then(|| {
            bits &= bits - 1;
            place
        })
    })
}

impl<K: Eq + Hash, V, G: Group, S: BuildHasher> Grouped<K, V, G, S> {
    /// A table of `slots` slots, at least 16 and a power of two, that grows beyond `fill` per cent.
    pub(crate) fn with_slots(slots: usize, fill: usize, hashers: S) -> Self {
        assert!(
            (1..100).contains(&fill),
            "a slot must stay empty, so that searches end"
        );
        let slots = slots.next_power_of_two().max(WIDTH);
        Self {
            tags: vec![[EMPTY; WIDTH]; slots / WIDTH],
            slots: empty(slots),
            live: 0,
            used: 0,
            fill,
            hashers,
            group: PhantomData,
        }
    }

    /// Looks a key up, and notes the work; a probe is of a whole group.
    pub(crate) fn get_noting(&self, key: &K, tally: &mut impl Tally) -> Option<&V> {
        match self.search(self.hashers.hash_one(key), key, tally) {
            Found::Here(at) => self.slots[at].as_ref().map(|entry| &entry.value),
            Found::Free(_) => None,
        }
    }

    fn search(&self, hash: u64, key: &K, tally: &mut impl Tally) -> Found {
        let mut walk = Quadratic::start(hash, self.tags.len() - 1);
        let mut free = None;
        loop {
            let first = walk.slot() * WIDTH;
            let tags = &self.tags[walk.slot()];
            let group = G::load(tags);
            tally.probe();
            for at in places(group.matches(tag(hash))).map(|place| first + place) {
                tally.compare();
                if self.slots[at]
                    .as_ref()
                    .is_some_and(|entry| entry.key == *key)
                {
                    return Found::Here(at);
                }
            }
            free = free.or_else(|| places(group.free()).next().map(|place| first + place));
            if group.matches(EMPTY) != 0
                && let Some(at) = free
            {
                return Found::Free(at);
            }
            walk.step();
        }
    }

    fn put(&mut self, at: usize, entry: Entry<K, V>) {
        let place = &mut self.tags[at / WIDTH][at % WIDTH];
        self.used += usize::from(*place == EMPTY);
        *place = tag(entry.hash);
        self.slots[at] = Some(entry);
    }

    /// Moves all entries to an array with room for as many again; marks of removal stay behind.
    fn rebuild(&mut self) {
        let room = 100 * 2 * (self.live + 1) / self.fill;
        let slots = room.next_power_of_two().max(WIDTH);
        let old = std::mem::replace(&mut self.slots, empty(slots));
        self.tags = vec![[EMPTY; WIDTH]; slots / WIDTH];
        self.used = 0;
        old.into_iter()
            .flatten()
            .for_each(|entry| self.settle(entry));
    }

    /// Puts an entry that is not in the table where it belongs.
    fn settle(&mut self, entry: Entry<K, V>) {
        let mut walk = Quadratic::start(entry.hash, self.tags.len() - 1);
        loop {
            let free = G::load(&self.tags[walk.slot()]).free();
            if let Some(place) = places(free).next() {
                return self.put(walk.slot() * WIDTH + place, entry);
            }
            walk.step();
        }
    }
}

fn empty<T>(slots: usize) -> Vec<Option<T>> {
    std::iter::repeat_with(|| None).take(slots).collect()
}

impl<K: Eq + Hash, V, G: Group, S: BuildHasher + Default> Map<K, V> for Grouped<K, V, G, S> {
    fn with_room(entries: usize) -> Self {
        Self::with_slots((8 * entries).div_ceil(7) + 1, 87, S::default())
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = self.hashers.hash_one(&key);
        let at = match self.search(hash, &key, &mut ()) {
            Found::Here(at) => {
                let entry = self.slots[at].as_mut()?;
                return Some(std::mem::replace(&mut entry.value, value));
            }
            Found::Free(at) => at,
        };
        let entry = Entry { hash, key, value };
        let fresh = self.tags[at / WIDTH][at % WIDTH] == EMPTY;
        if fresh && 100 * (self.used + 1) > self.fill * self.slots.len() {
            self.rebuild();
            self.settle(entry);
        } else {
            self.put(at, entry);
        }
        self.live += 1;
        None
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.get_noting(key, &mut ())
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let Found::Here(at) = self.search(self.hashers.hash_one(key), key, &mut ()) else {
            return None;
        };
        let entry = self.slots[at].take()?;
        // No search has gone past a group with an empty slot, so there no mark is needed.
        let group = &mut self.tags[at / WIDTH];
        let spare = G::load(group).matches(EMPTY) != 0;
        group[at % WIDTH] = if spare { EMPTY } else { REMOVED };
        self.used -= usize::from(spare);
        self.live -= 1;
        Some(entry.value)
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

impl<K: Eq + Hash, V, G: Group, S: BuildHasher> Probed<K> for Grouped<K, V, G, S> {
    fn work(&self, key: &K) -> Work {
        let mut work = Work::default();
        self.get_noting(key, &mut work);
        work
    }
}
