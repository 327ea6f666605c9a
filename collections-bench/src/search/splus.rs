//! A static B+ tree of keys of 32 bits: one line of cache a node, and no pointers.
//!
//! Sergey Slotin, *Static B-Trees* (Algorithmica, 2022); Ragnar Groot Koerkamp, *Static search
//! trees: 40x faster than binary search* (2024), from whom the batches and the separators are.

use std::ops::Range;

use crate::lines::{KEYS, Line, Lines};
use crate::simd::Simd;

use super::entry::Entry;
use super::nodes;

/// Nodes at most of the level at which batches enter. To halve as many separators for 16 needles
/// side by side costs less than one node on the way of each would.
const ENTRY: usize = 256;

/// Children of an inner node: one more than it has separators.
pub(super) const CHILDREN: usize = KEYS + 1;

/// A key as the tree holds it: turned over, so that a signed comparison orders it. AVX2 has no
/// other.
#[inline(always)]
pub(super) fn signed(key: u32) -> i32 {
    (key ^ 1 << 31).cast_signed()
}

/// Sorted keys as a tree: the keys themselves as leaves, and above them levels of separators.
///
/// The children of node `k` of a level are the nodes `17 k` to `17 k + 16` of the next. A separator
/// is the largest key below the child to its left, so a search ends in the very leaf that holds
/// the answer. The last child there is has the largest number as separator: no search leaves
/// the tree.
#[derive(Debug)]
pub(crate) struct SPlusTree {
    pub(super) nodes: Lines,
    /// Where the nodes of each level are, the root's first and the leaves' last.
    levels: Vec<Range<usize>>,
    /// The level at which batches enter: the widest that has few nodes.
    pub(super) entered: usize,
    /// The separators between the nodes of that level.
    pub(super) entry: Entry,
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
        let mut largest: Vec<u32> = sorted.chunks(KEYS).filter_map(last).collect();
        let mut entry = (0, largest.clone());
        for height in 1..counts.len() {
            let children = largest.len();
            let separators = largest.iter().enumerate().filter_map(|(at, key)| {
                let is_last = at + 1 == children;
                (at % CHILDREN != KEYS).then_some(if is_last { u32::MAX } else { *key })
            });
            levels.push(separators.collect());
            largest = largest.chunks(CHILDREN).filter_map(last).collect();
            if entry.1.len() > ENTRY {
                entry = (height, largest.clone());
            }
        }
        entry.1.pop();
        let (nodes, levels) = store(&levels, &counts);
        Self {
            nodes,
            entered: levels.len() - 1 - entry.0,
            entry: Entry::new(entry.1.into_iter().map(signed).collect()),
            levels,
        }
    }

    /// The level of the leaves, and the levels above it from the root down.
    pub(super) fn levels(&self) -> (&Range<usize>, &[Range<usize>]) {
        match self.levels.split_last() {
            Some(levels) => levels,
            None => unreachable!("a tree has leaves"),
        }
    }

    /// The nodes of a level.
    pub(super) fn level(&self, range: &Range<usize>) -> &[Line] {
        &self.nodes.lines()[range.clone()]
    }

    /// Tells for each needle how many keys are below it, one search after the other.
    pub(crate) fn each(&self, simd: Simd, needles: &[u32], rank: impl FnMut(usize)) {
        nodes::each(self, simd, needles, rank);
    }

    /// The same for batches of needles, all of which take a step before any takes the next,
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

/// Puts the levels one after the other, the root's first, each filled up to whole nodes. Both are
/// given from the leaves up: the keys, and how many nodes they make.
fn store(keys: &[Vec<u32>], counts: &[usize]) -> (Lines, Vec<Range<usize>>) {
    let mut levels: Vec<Range<usize>> = Vec::with_capacity(counts.len());
    for count in counts.iter().rev() {
        let start = levels.last().map_or(0, |above| above.end);
        levels.push(start..start + count);
    }
    let all = levels.last().map_or(0, |leaves| leaves.end) * KEYS;
    let mut filled = keys.iter().zip(counts).rev().flat_map(|(keys, count)| {
        let padding = std::iter::repeat_n(u32::MAX, count * KEYS - keys.len());
        keys.iter().copied().chain(padding)
    });
    let nodes = Lines::from_fn(all, |_| {
        signed(filled.next().unwrap_or(u32::MAX)).cast_unsigned()
    });
    (nodes, levels)
}

fn last(keys: &[u32]) -> Option<u32> {
    keys.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_as_wide_as_they_must_be() {
        let tree = |n: u32| SPlusTree::new(&(0..n).collect::<Vec<_>>());
        assert_eq!(tree(0).levels.len(), 1);
        assert_eq!(tree(16).levels.len(), 1);
        assert_eq!(tree(17).levels, [0..1, 1..3]);
        assert_eq!(tree(16 * 17).levels, [0..1, 1..18]);
        assert_eq!(tree(16 * 17 + 1).levels, [0..1, 1..3, 3..21]);
    }

    #[test]
    fn batches_enter_the_widest_level_that_is_narrow_enough() {
        let tree = |n: u32| SPlusTree::new(&(0..n).collect::<Vec<_>>());
        let entry = |n| (tree(n).entered, tree(n).entry.separators.len());
        assert_eq!(entry(0), (0, 0));
        assert_eq!(entry(17), (1, 1));
        assert_eq!(entry(256 * 16), (2, 255));
        assert_eq!(entry(256 * 16 + 1), (1, 15));
        assert_eq!(tree(40).entry.separators, [15, 31].map(signed));
    }

    #[test]
    fn separators_are_the_largest_keys_to_their_left() {
        let tree = SPlusTree::new(&(0..40).collect::<Vec<_>>());
        let held = |keys: &[u32]| {
            keys.iter()
                .map(|key| signed(*key).cast_unsigned())
                .collect()
        };
        let expected: [Vec<u32>; 2] = [held(&[15, 31, u32::MAX]), held(&[0, 1, 2, 3])];
        assert_eq!([&tree.nodes[..3], &tree.nodes[16..20]], expected);
    }
}
