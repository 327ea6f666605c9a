//! The maps of others, as this chapter speaks to all maps.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::Map;

/// All but making room is called alike everywhere, except for what removes.
macro_rules! map {
    ($map:ty, [$($bound:tt)*], $with_room:expr, $remove:ident) => {
        impl<$($bound)*> Map<K, V> for $map {
            fn with_room(entries: usize) -> Self {
                let with_room: fn(usize) -> Self = $with_room;
                with_room(entries)
            }

            fn insert(&mut self, key: K, value: V) -> Option<V> {
                Self::insert(self, key, value)
            }

            fn get(&self, key: &K) -> Option<&V> {
                Self::get(self, key)
            }

            fn remove(&mut self, key: &K) -> Option<V> {
                Self::$remove(self, key)
            }

            fn len(&self) -> usize {
                Self::len(self)
            }

            fn for_each(&self, mut visit: impl FnMut(&K, &V)) {
                for (key, value) in self {
                    visit(key, value);
                }
            }
        }
    };
}

map!(
    HashMap<K, V, S>,
    [K: Eq + Hash, V, S: BuildHasher + Default],
    |entries| Self::with_capacity_and_hasher(entries, S::default()),
    remove
);
map!(
    hashbrown::HashMap<K, V, S>,
    [K: Eq + Hash, V, S: BuildHasher + Default],
    |entries| Self::with_capacity_and_hasher(entries, S::default()),
    remove
);
// The quick way, which moves the last entry into the gap.
map!(
    indexmap::IndexMap<K, V, S>,
    [K: Eq + Hash, V, S: BuildHasher + Default],
    |entries| Self::with_capacity_and_hasher(entries, S::default()),
    swap_remove
);
// A tree asks for its nodes one by one, whatever is known beforehand.
map!(BTreeMap<K, V>, [K: Ord, V], |_| Self::new(), remove);
