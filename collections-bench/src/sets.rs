//! The sets that the experiments compare, with hashers whose seed is the same on every run.
//!
//! By default these hashers draw a seed for each process. With a fixed one the tables are laid out
//! alike in every pass, and counts of comparisons are exact.

use std::hash::BuildHasherDefault;

/// The hasher of the standard library: SipHash-1-3.
pub(crate) type SipHash = BuildHasherDefault<std::hash::DefaultHasher>;

/// The hasher of hashbrown: foldhash.
pub(crate) type FoldHash = foldhash::fast::FixedState;

/// The set of the standard library.
pub(crate) type StdSet<T> = std::collections::HashSet<T, SipHash>;

/// The set of hashbrown: the same table, by default with another hasher.
pub(crate) type BrownSet<T, S = FoldHash> = hashbrown::HashSet<T, S>;

/// A set that keeps the order of insertion: a list of the values, and a table of places in it.
pub(crate) type OrderedSet<T> = indexmap::IndexSet<T, FoldHash>;

/// The map of the standard library.
pub(crate) type StdMap<K, V = u64> = std::collections::HashMap<K, V, SipHash>;

/// The map of hashbrown.
pub(crate) type BrownMap<K, V = u64, S = FoldHash> = hashbrown::HashMap<K, V, S>;

/// A map that keeps the order of insertion.
pub(crate) type OrderedMap<K, V = u64> = indexmap::IndexMap<K, V, FoldHash>;
