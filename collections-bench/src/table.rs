//! Hash tables to learn from, one small file each, and what all maps of the chapter can do.

pub(crate) mod batch;
pub(crate) mod dict;
mod entry;
pub(crate) mod group;
pub(crate) mod grouped;
pub(crate) mod hashers;
#[cfg(test)]
mod model;
pub(crate) mod open;
mod others;
pub(crate) mod probing;
pub(crate) mod robin_hood;
pub(crate) mod sorted;
#[cfg(target_arch = "x86_64")]
mod sse2;
pub(crate) mod tally;

use tally::Work;

/// A map from keys to values, whoever made it.
pub(crate) trait Map<K, V> {
    /// An empty map that grows at no insertion up to so many entries, where the map can promise it.
    fn with_room(entries: usize) -> Self;

    /// Puts an entry in, and tells the value that it replaces.
    fn insert(&mut self, key: K, value: V) -> Option<V>;

    /// The value of a key.
    fn get(&self, key: &K) -> Option<&V>;

    /// Takes an entry out, and tells its value.
    fn remove(&mut self, key: &K) -> Option<V>;

    /// How many entries there are.
    fn len(&self) -> usize;

    /// Visits every entry once, in the order of the map.
    fn for_each(&self, visit: impl FnMut(&K, &V));
}

/// A table that tells how much work a look-up is.
pub(crate) trait Probed<K> {
    /// The work of looking this key up.
    fn work(&self, key: &K) -> Work;
}
