//! What a slot of a table holds, and where a search for it ends.

/// An entry with its hash, which is kept so that growing asks no hasher again.
#[derive(Clone, Debug)]
pub(super) struct Entry<K, V> {
    pub(super) hash: u64,
    pub(super) key: K,
    pub(super) value: V,
}

/// Where a search ended.
pub(super) enum Found {
    /// The key is in this slot.
    Here(usize),
    /// The key is nowhere, and would go into this slot.
    Free(usize),
}
