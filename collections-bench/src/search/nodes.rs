//! The searches of a static B+ tree, with the vector instructions that the processor has.

#![expect(
    unsafe_code,
    reason = "vector instructions that only some processors have, and no check of bounds"
)]

use crate::lines::{KEYS, Line};
use crate::prefetch::prefetch;
use crate::simd::{Level, Simd};

use super::entry::Entry;
use super::splus::{CHILDREN, SPlusTree, signed};
#[cfg(target_arch = "x86_64")]
use super::vectors as x86;

/// Needles that descend side by side: enough to keep every line on its way that the processor can
/// wait for at once, and so many that it seldom waits for the first of them to come.
pub(super) const BATCH: usize = 256;

/// The needles of a batch.
pub(super) type Needles = [i32; BATCH];

/// The node of each needle of a batch.
pub(super) type Nodes = [u32; BATCH];

pub(super) fn each(tree: &SPlusTree, simd: Simd, needles: &[u32], rank: impl FnMut(usize)) {
    match simd.level() {
        Level::Portable => single(tree, needles, rank, below),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this level exists on processors alone that have the instructions.
        Level::Avx2 => unsafe { x86::single_avx2(tree, needles, rank) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx512 => unsafe { x86::single_avx512(tree, needles, rank) },
        #[cfg(not(target_arch = "x86_64"))]
        Level::Avx2 | Level::Avx512 => unreachable!("only x86-64 has these instructions"),
    }
}

pub(super) fn each_in_batches(
    tree: &SPlusTree,
    simd: Simd,
    needles: &[u32],
    rank: impl FnMut(usize),
) {
    match simd.level() {
        Level::Portable => batched(tree, needles, rank, enter, below),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this level exists on processors alone that have the instructions.
        Level::Avx2 => unsafe { x86::batched_avx2(tree, needles, rank) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx512 => unsafe { x86::batched_avx512(tree, needles, rank) },
        #[cfg(not(target_arch = "x86_64"))]
        Level::Avx2 | Level::Avx512 => unreachable!("only x86-64 has these instructions"),
    }
}

/// How many keys of a node are below the needle: halved, without a branch.
#[inline(always)]
fn below(node: &Line, needle: i32) -> usize {
    // The mask changes nothing: it tells the compiler that there is nothing to check.
    let is_below = |at: usize| usize::from(node.0[at % KEYS].cast_signed() < needle);
    let mut count = 0;
    for half in [8, 4, 2, 1] {
        count += half * is_below(count + half - 1);
    }
    count + is_below(count)
}

#[inline(always)]
pub(super) fn single(
    tree: &SPlusTree,
    needles: &[u32],
    mut rank: impl FnMut(usize),
    below: impl Fn(&Line, i32) -> usize,
) {
    let (leaves, inner) = tree.levels();
    let Some((root, inner)) = inner.split_first() else {
        let leaf = at(tree.level(leaves), 0);
        let each = |needle: &u32| rank(below(leaf, signed(*needle)));
        return needles.iter().for_each(each);
    };
    // The root is the same for all needles, so it may stay in a register.
    let root = at(tree.level(root), 0);
    for needle in needles {
        let needle = signed(*needle);
        let node = inner.iter().fold(below(root, needle), |node, level| {
            node * CHILDREN + below(at(tree.level(level), node), needle)
        });
        rank(node * KEYS + below(at(tree.level(leaves), node), needle));
    }
}

/// What makes no whole batch is searched one by one.
#[inline(always)]
pub(super) fn batched(
    tree: &SPlusTree,
    needles: &[u32],
    mut rank: impl FnMut(usize),
    enter: impl Fn(&Entry, &Needles) -> Nodes,
    below: impl Fn(&Line, i32) -> usize,
) {
    let (leaves, inner) = tree.levels();
    let leaves = tree.level(leaves);
    let (batches, rest) = needles.as_chunks::<BATCH>();
    for needles in batches {
        let needles = needles.map(signed);
        let mut nodes = enter(&tree.entry, &needles);
        for range in &inner[tree.entered..] {
            let (level, next) = (tree.level(range), &tree.nodes.lines()[range.end..]);
            for (node, needle) in nodes.iter_mut().zip(&needles) {
                let child = *node as usize * CHILDREN + below(at(level, *node as usize), *needle);
                prefetch(next, child);
                *node = child as u32;
            }
        }
        for (node, needle) in nodes.iter().zip(&needles) {
            let node = *node as usize;
            rank(node * KEYS + below(at(leaves, node), *needle));
        }
    }
    single(tree, rest, rank, below);
}

/// Finds the nodes of the level that is entered: how many of its separators are below each needle.
///
/// The separators of one level are the same for all needles, so with vectors it is the needles that
/// are compared side by side here.
#[inline(always)]
fn enter(entry: &Entry, needles: &Needles) -> Nodes {
    needles.map(|needle| entry.separators.partition_point(|key| *key < needle) as u32)
}

/// A node on the way of a search.
#[inline(always)]
fn at(level: &[Line], node: usize) -> &Line {
    debug_assert!(node < level.len(), "a search left the tree");
    // SAFETY: a search starts at the root and goes to children that exist: it steps right past
    // separators that are below the needle, and the last child there is has none such (see
    // `SPlusTree`), since no key is above `u32::MAX`. The level that batches enter has one node
    // more than it has separators.
    unsafe { level.get_unchecked(node) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_count_alike() {
        let mut keys = [0; KEYS];
        for (lane, key) in (0..).zip(&mut keys) {
            *key = 0x1000_0001_u32.wrapping_mul(lane);
        }
        keys.sort_unstable();
        for needle in keys
            .iter()
            .flat_map(|key| [key.wrapping_sub(1), *key, key.wrapping_add(1)])
        {
            let tree = SPlusTree::new(&keys);
            let node = Line(keys.map(|key| signed(key).cast_unsigned()));
            for simd in Simd::all() {
                assert_eq!(tree.rank(simd, needle), below(&node, signed(needle)));
            }
        }
    }
}
