//! A map without any table: a sorted list of entries, searched by halving.

use super::Map;

/// Entries in the order of their keys. Putting one in moves all that are greater.
#[derive(Clone, Debug)]
pub(crate) struct SortedVec<K, V>(Vec<(K, V)>);

impl<K: Ord, V> SortedVec<K, V> {
    fn search(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(key))
    }
}

impl<K: Ord, V> Map<K, V> for SortedVec<K, V> {
    fn with_room(entries: usize) -> Self {
        Self(Vec::with_capacity(entries))
    }

    fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.search(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.search(key).ok().map(|at| &self.0[at].1)
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        self.search(key).ok().map(|at| self.0.remove(at).1)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn for_each(&self, mut visit: impl FnMut(&K, &V)) {
        for (key, value) in &self.0 {
            visit(key, value);
        }
    }
}
