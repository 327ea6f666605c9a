//! The searches of a static B+ tree, with the vector instructions that the processor has.

#![expect(
    unsafe_code,
    reason = "vector instructions that only some processors have, and no check of bounds"
)]

use crate::lines::{KEYS, Line};
use crate::prefetch::prefetch;
use crate::simd::{Level, Simd};

use super::splus::{CHILDREN, SPlusTree};

/// Needles that descend side by side: enough to keep every line on its way that the processor can
/// wait for at once.
const BATCH: usize = 128;

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
        Level::Portable => batched(tree, needles, rank, below),
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

/// How many keys of a node are below the needle; all are compared, so the compiler may do it with
/// vectors.
#[inline(always)]
fn below(node: &Line, needle: u32) -> usize {
    let count: u32 = node.0.iter().map(|key| u32::from(*key < needle)).sum();
    count as usize
}

#[inline(always)]
fn single(
    tree: &SPlusTree,
    needles: &[u32],
    mut rank: impl FnMut(usize),
    below: impl Fn(&Line, u32) -> usize,
) {
    let (leaves, inner) = levels(tree);
    for needle in needles {
        let mut node = 0;
        for start in inner {
            node = node * CHILDREN + below(at(tree, start + node), *needle);
        }
        rank(node * KEYS + below(at(tree, leaves + node), *needle));
    }
}

#[inline(always)]
fn batched(
    tree: &SPlusTree,
    needles: &[u32],
    mut rank: impl FnMut(usize),
    below: impl Fn(&Line, u32) -> usize,
) {
    let (leaves, inner) = levels(tree);
    let lines = tree.nodes.lines();
    for needles in needles.chunks(BATCH) {
        let mut nodes = [0; BATCH];
        let nodes = &mut nodes[..needles.len()];
        for (level, start) in inner.iter().enumerate() {
            let next = tree.levels[level + 1];
            for (node, needle) in nodes.iter_mut().zip(needles) {
                *node = *node * CHILDREN + below(at(tree, start + *node), *needle);
                prefetch(lines, next + *node);
            }
        }
        for (node, needle) in nodes.iter().zip(needles) {
            rank(node * KEYS + below(at(tree, leaves + node), *needle));
        }
    }
}

/// The first leaf, and the first nodes of the levels above, from the root down.
#[inline(always)]
fn levels(tree: &SPlusTree) -> (usize, &[usize]) {
    match tree.levels.split_last() {
        Some((leaves, inner)) => (*leaves, inner),
        None => unreachable!("a tree has leaves"),
    }
}

/// A node on the way of a search.
#[inline(always)]
fn at(tree: &SPlusTree, node: usize) -> &Line {
    let lines = tree.nodes.lines();
    debug_assert!(node < lines.len(), "a search left the tree");
    // SAFETY: a search starts at the root and goes to children that exist: it steps right past
    // separators that are below the needle, and the last child there is has none such (see
    // `SPlusTree`), since no key is above `u32::MAX`.
    unsafe { lines.get_unchecked(node) }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi32, _mm256_load_si256, _mm256_max_epu32, _mm256_movemask_epi8,
        _mm256_packs_epi32, _mm256_set1_epi32, _mm512_cmplt_epu32_mask, _mm512_load_si512,
        _mm512_set1_epi32,
    };

    use super::{Line, SPlusTree, batched, single};

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn single_avx2(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
        single(tree, needles, rank, |node, needle| below_avx2(node, needle));
    }

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn batched_avx2(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
        batched(tree, needles, rank, |node, needle| below_avx2(node, needle));
    }

    #[target_feature(enable = "avx512f,popcnt")]
    pub(super) fn single_avx512(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
        single(tree, needles, rank, |node, needle| {
            below_avx512(node, needle)
        });
    }

    #[target_feature(enable = "avx512f,popcnt")]
    pub(super) fn batched_avx512(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
        batched(tree, needles, rank, |node, needle| {
            below_avx512(node, needle)
        });
    }

    /// Compares the halves of a node with the needle, and counts from the packed result.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,popcnt")]
    fn below_avx2(node: &Line, needle: u32) -> usize {
        let half: *const __m256i = node.0.as_ptr().cast();
        // SAFETY: a line is 64 bytes and begins at a multiple of 64, so both halves are aligned.
        let (low, high) = unsafe { (_mm256_load_si256(half), _mm256_load_si256(half.add(1))) };
        let needle = _mm256_set1_epi32(needle.cast_signed());
        // A key is not below the needle when it is the larger of both; AVX2 has no unsigned `<`.
        let low = _mm256_cmpeq_epi32(_mm256_max_epu32(low, needle), low);
        let high = _mm256_cmpeq_epi32(_mm256_max_epu32(high, needle), high);
        let packed = _mm256_movemask_epi8(_mm256_packs_epi32(low, high));
        16 - packed.count_ones() as usize / 2
    }

    #[inline]
    #[target_feature(enable = "avx512f,popcnt")]
    fn below_avx512(node: &Line, needle: u32) -> usize {
        // SAFETY: a line is 64 bytes and begins at a multiple of 64.
        let keys = unsafe { _mm512_load_si512(node.0.as_ptr().cast()) };
        let mask = _mm512_cmplt_epu32_mask(keys, _mm512_set1_epi32(needle.cast_signed()));
        mask.count_ones() as usize
    }
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
            for simd in Simd::all() {
                assert_eq!(tree.rank(simd, needle), below(&Line(keys), needle));
            }
        }
    }
}
