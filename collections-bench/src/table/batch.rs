//! A table whose look-ups come in batches, so that many cache misses are under way at once.
//!
//! Linear probing from integers to integers, at most half full, without a stored hash: a look-up
//! reads one cache line, seldom two. While one key is looked up, the lines of the keys to come are
//! on their way.

use super::Map;
use crate::pages;
use crate::prefetch::prefetch;

/// The least number of slots.
const LEAST: usize = 8;

/// Look-ups ahead for which a line is asked: more than a core can have under way help no more.
const AHEAD: usize = 32;

/// A map from integers to integers.
#[derive(Clone, Debug)]
pub(crate) struct BatchMap {
    /// Keys and values; the key [`EMPTY`] marks a slot without an entry.
    slots: Vec<(u64, u64)>,
    live: usize,
    /// How far to shift a hash, so that its uppermost bits choose the slot.
    shift: u32,
    /// The value of the one key that marks empty slots.
    of_empty: Option<u64>,
}

/// The key that marks a slot without an entry.
const EMPTY: u64 = 0;

/// Both halves of a product with an odd constant, folded: every bit of the key reaches the
/// uppermost bits of the hash (Wang Yi, *wyhash*).
fn hash(key: u64) -> u64 {
    const SECRET: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(key ^ 0xa076_1d64_78bd_642f) * u128::from(SECRET);
    (product >> 64) as u64 ^ product as u64
}

impl BatchMap {
    fn with_slots(slots: usize) -> Self {
        let slots = Self::slots(slots);
        Self {
            slots: pages::filled((EMPTY, 0), slots),
            live: 0,
            shift: 64 - slots.trailing_zeros(),
            of_empty: None,
        }
    }

    /// How large a map with room for so many entries is in memory.
    pub(crate) fn bytes(entries: usize) -> usize {
        Self::slots(2 * entries) * size_of::<(u64, u64)>()
    }

    /// Slots of a map that is asked for at least so many.
    fn slots(least: usize) -> usize {
        least.next_power_of_two().max(LEAST)
    }

    fn home(&self, key: u64) -> usize {
        (hash(key) >> self.shift) as usize
    }

    /// The slot of a key, or the empty one where it would go.
    fn search(&self, key: u64) -> usize {
        let mut at = self.home(key);
        while self.slots[at].0 != key && self.slots[at].0 != EMPTY {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// Looks up all keys, and hands over the place of each with its value.
    pub(crate) fn get_many(&self, keys: &[u64], mut visit: impl FnMut(usize, Option<u64>)) {
        for &key in keys.iter().take(AHEAD) {
            prefetch(&self.slots, self.home(key));
        }
        for (place, &key) in keys.iter().enumerate() {
            if let Some(&later) = keys.get(place + AHEAD) {
                prefetch(&self.slots, self.home(later));
            }
            visit(place, self.get(&key).copied());
        }
    }

    fn grow(&mut self) {
        let slots = 2 * self.slots.len();
        let old = std::mem::replace(&mut self.slots, pages::filled((EMPTY, 0), slots));
        self.shift -= 1;
        for (key, value) in old.into_iter().filter(|&(key, _)| key != EMPTY) {
            let at = self.search(key);
            self.slots[at] = (key, value);
        }
    }
}

impl Map<u64, u64> for BatchMap {
    fn with_room(entries: usize) -> Self {
        Self::with_slots(2 * entries)
    }

    fn insert(&mut self, key: u64, value: u64) -> Option<u64> {
        if key == EMPTY {
            return self.of_empty.replace(value);
        }
        let mut at = self.search(key);
        if self.slots[at].0 == key {
            return Some(std::mem::replace(&mut self.slots[at].1, value));
        }
        if 2 * (self.live + 1) > self.slots.len() {
            self.grow();
            at = self.search(key);
        }
        self.slots[at] = (key, value);
        self.live += 1;
        None
    }

    fn get(&self, key: &u64) -> Option<&u64> {
        if *key == EMPTY {
            return self.of_empty.as_ref();
        }
        let slot = &self.slots[self.search(*key)];
        (slot.0 == *key).then_some(&slot.1)
    }

    /// Entries behind that may not be reached any more move up (Knuth, TAOCP 6.4, algorithm R).
    fn remove(&mut self, key: &u64) -> Option<u64> {
        if *key == EMPTY {
            return self.of_empty.take();
        }
        let mask = self.slots.len() - 1;
        let mut hole = self.search(*key);
        let (found, value) = self.slots[hole];
        if found == EMPTY {
            return None;
        }
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let entry = self.slots[at];
            if entry.0 == EMPTY {
                break;
            }
            let from_home = at.wrapping_sub(self.home(entry.0)) & mask;
            if from_home >= at.wrapping_sub(hole) & mask {
                self.slots[hole] = entry;
                hole = at;
            }
        }
        self.slots[hole] = (EMPTY, 0);
        self.live -= 1;
        Some(value)
    }

    fn len(&self) -> usize {
        self.live + usize::from(self.of_empty.is_some())
    }

    fn for_each(&self, mut visit: impl FnMut(&u64, &u64)) {
        if let Some(value) = &self.of_empty {
            visit(&EMPTY, value);
        }
        let full = self.slots.iter().filter(|(key, _)| *key != EMPTY);
        full.for_each(|(key, value)| visit(key, value));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_batch_finds_what_single_look_ups_find(
            entries in proptest::collection::vec((0..300_u64, any::<u64>()), 0..300),
            keys in proptest::collection::vec(0..300_u64, 0..100),
        ) {
            let mut map = BatchMap::with_room(0);
            for (key, value) in entries {
                map.insert(key, value);
            }
            let mut found = Vec::new();
            map.get_many(&keys, |place, value| {
                assert_eq!(place, found.len());
                found.push(value);
            });
            let single: Vec<_> = keys.iter().map(|key| map.get(key).copied()).collect();
            prop_assert_eq!(found, single);
            let map = BatchMap::with_room(keys.len());
            prop_assert_eq!(size_of_val(&map.slots[..]), BatchMap::bytes(keys.len()));
        }
    }
}
