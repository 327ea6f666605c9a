//! A static B+ tree of keys of 32 bits: one line of cache a node, and no pointers.
//!
//! Sergey Slotin, *Static B-Trees* (Algorithmica, 2022); Ragnar Groot Koerkamp, *Static search
//! trees: 40x faster than binary search* (2024), from whom the batches and the separators are.

use crate::lines::{KEYS, Lines};
use crate::simd::Simd;

use super::nodes;

/// Children of an inner node: one more than it has separators.
pub(super) const CHILDREN: usize = KEYS + 1;

/// Sorted keys as a tree: the keys themselves as leaves, and above them levels of separators.
///
/// The children of node `k` of a level are the nodes `17 k` to `17 k + 16` of the next. A separator
/// is the largest key below the child to its left, so a search ends in the very leaf that holds
/// the answer. The last child there is has the largest number as separator: no search leaves
/// the tree.
#[derive(Debug)]
pub(crate) struct SPlusTree {
    pub(super) nodes: Lines,
    /// The first node of each level, the root's first and the leaves' last.
    pub(super) levels: Vec<usize>,
}

impl SPlusTree {
    /// Builds the tree over `sorted`.
    pub(crate) fn new(sorted: &[u32]) -> Self {
        let mut counts = vec![sorted.len().div_ceil(KEYS).max(1)];
        while counts[counts.len() - 1] > 1 {
            counts.push(counts[counts.len() - 1].div_ceil(CHILDREN));
        }
        // From the leaves up: the keys of each level, and the largest key below each of its nodes.
        let mut levels = vec![sorted.to_vec()];
        let mut largest: Vec<u32> = sorted
            .chunks(KEYS)
            .map(|leaf| leaf[leaf.len() - 1])
            .collect();
        for _ in 1..counts.len() {
            let children = largest.len();
            let mut keys = Vec::with_capacity(children);
            for (at, key) in largest.iter().enumerate() {
                match (at % CHILDREN, at + 1 == children) {
                    (KEYS, _) => {}
                    (_, true) => keys.push(u32::MAX),
                    (_, false) => keys.push(*key),
                }
            }
            levels.push(keys);
            largest = largest
                .chunks(CHILDREN)
                .map(|node| node[node.len() - 1])
                .collect();
        }
        Self::store(&levels, &counts)
    }

    /// Puts the levels one after the other, the root's first, each filled up to whole nodes.
    fn store(levels: &[Vec<u32>], counts: &[usize]) -> Self {
        let mut starts = Vec::with_capacity(counts.len());
        let mut start = 0;
        for count in counts.iter().rev() {
            starts.push(start);
            start += count;
        }
        let (mut level, mut next) = (0, 0);
        let top = levels.len() - 1;
        let nodes = Lines::from_fn(start * KEYS, |at| {
            while level < top && at / KEYS >= starts[level + 1] {
                (level, next) = (level + 1, 0);
            }
            let key = levels[top - level].get(next).copied();
            next += 1;
            key.unwrap_or(u32::MAX)
        });
        Self {
            nodes,
            levels: starts,
        }
    }

    /// Tells for each needle how many keys are below it, one search after the other.
    pub(crate) fn each(&self, simd: Simd, needles: &[u32], rank: impl FnMut(usize)) {
        nodes::each(self, simd, needles, rank);
    }

    /// The same for batches of 128 needles, all of which take a step before any takes the next,
    /// and ask for the node of that next step meanwhile.
    pub(crate) fn each_in_batches(&self, simd: Simd, needles: &[u32], rank: impl FnMut(usize)) {
        nodes::each_in_batches(self, simd, needles, rank);
    }

    /// How many keys are below the needle.
    pub(crate) fn rank(&self, simd: Simd, needle: u32) -> usize {
        let mut found = 0;
        self.each(simd, &[needle], |rank| found = rank);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_as_wide_as_they_must_be() {
        let tree = |n: u32| SPlusTree::new(&(0..n).collect::<Vec<_>>());
        assert_eq!(tree(0).levels, [0]);
        assert_eq!(tree(16).levels, [0]);
        assert_eq!(tree(17).levels, [0, 1]);
        assert_eq!(tree(16 * 17).levels, [0, 1]);
        assert_eq!(tree(16 * 17 + 1).levels, [0, 1, 3]);
    }

    #[test]
    fn separators_are_the_largest_keys_to_their_left() {
        let tree = SPlusTree::new(&(0..40).collect::<Vec<_>>());
        assert_eq!(tree.nodes[..3], [15, 31, u32::MAX]);
        assert_eq!(tree.nodes[16..20], [0, 1, 2, 3]);
    }
}
