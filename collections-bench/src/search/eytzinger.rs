//! A sorted slice in the order in which a binary search visits it: a heap's, root first.
//!
//! Khuong and Morin, *Array Layouts for Comparison-Based Searching* (2017).

/// Sorted values, laid out as a heap: the children of place `k` are at `2 k + 1` and `2 k + 2`.
pub(crate) struct Eytzinger<T> {
    tree: Vec<T>,
    /// The place in the sorted slice of each place of the tree.
    ranks: Vec<u32>,
}

impl<T: Ord + Clone> Eytzinger<T> {
    /// Lays out `sorted`.
    ///
    /// # Panics
    /// When it holds 2^32 values or more.
    pub(crate) fn new(sorted: &[T]) -> Self {
        assert!(
            u32::try_from(sorted.len()).is_ok(),
            "an Eytzinger tree holds less than 2^32 values"
        );
        let mut ranks = vec![0; sorted.len()];
        in_order(&mut ranks, 0, 0);
        let tree = ranks
            .iter()
            .map(|&rank| sorted[rank as usize].clone())
            .collect();
        Self { tree, ranks }
    }

    /// The first place in the sorted slice that holds the needle.
    pub(crate) fn find(&self, needle: &T) -> Option<usize> {
        let mut k = 0;
        while let Some(value) = self.tree.get(k) {
            k = 2 * k + 1 + usize::from(value < needle);
        }
        // The last turn to the left was at the smallest value that is not below the needle: undo
        // the turns to the right after it, and that turn.
        let path = k + 1;
        let k = (path >> (path.trailing_ones() + 1)).checked_sub(1)?;
        (self.tree[k] == *needle).then_some(self.ranks[k] as usize)
    }
}

/// Numbers the subtree at `k` from left to right, and tells the next free number.
fn in_order(ranks: &mut [u32], k: usize, next: u32) -> u32 {
    if k >= ranks.len() {
        return next;
    }
    let rank = in_order(ranks, 2 * k + 1, next);
    ranks[k] = rank;
    in_order(ranks, 2 * k + 2, rank + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_a_heap_s() {
        let tree = Eytzinger::new(&[10, 11, 12, 13, 14, 15]);
        assert_eq!(tree.tree, [13, 11, 15, 10, 12, 14]);
        assert_eq!(tree.ranks, [3, 1, 5, 0, 2, 4]);
    }
}
