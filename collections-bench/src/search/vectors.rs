//! The steps of a search in a static B+ tree, in the vector instructions of x86-64.

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _mm256_cmpeq_epi32, _mm256_cmpgt_epi32, _mm256_load_si256,
    _mm256_loadu_si256, _mm256_max_epu32, _mm256_movemask_epi8, _mm256_packs_epi32,
    _mm256_set1_epi32, _mm256_setzero_si256, _mm256_storeu_si256, _mm256_sub_epi32,
    _mm256_xor_si256, _mm512_cmpgt_epu32_mask, _mm512_cmplt_epu32_mask, _mm512_load_si512,
    _mm512_loadu_si512, _mm512_mask_add_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
    _mm512_storeu_si512,
};

use super::nodes::{BATCH, Batch, batched, single};
use super::splus::SPlusTree;
use crate::lines::{KEYS, Line};

#[target_feature(enable = "avx2,bmi1,popcnt")]
pub(super) fn single_avx2(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
    single(tree, needles, rank, |node, needle| below_avx2(node, needle));
}

#[target_feature(enable = "avx2,bmi1,popcnt")]
pub(super) fn batched_avx2(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
    batched(
        tree,
        needles,
        rank,
        |separators, needles| enter_avx2(separators, needles),
        |node, needle| below_avx2(node, needle),
    );
}

#[target_feature(enable = "avx512f,popcnt")]
pub(super) fn single_avx512(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
    single(tree, needles, rank, |node, needle| {
        below_avx512(node, needle)
    });
}

#[target_feature(enable = "avx512f,popcnt")]
pub(super) fn batched_avx512(tree: &SPlusTree, needles: &[u32], rank: impl FnMut(usize)) {
    batched(
        tree,
        needles,
        rank,
        |separators, needles| enter_avx512(separators, needles),
        |node, needle| below_avx512(node, needle),
    );
}

/// Compares the halves of a node with the needle, and counts from the packed result.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn below_avx2(node: &Line, needle: u32) -> usize {
    let (low, high) = node.0.split_at(KEYS / 2);
    // SAFETY: a line is 64 bytes and begins at a multiple of 64, so its halves are aligned.
    let low = unsafe { _mm256_load_si256(low.as_ptr().cast()) };
    // SAFETY: as above.
    let high = unsafe { _mm256_load_si256(high.as_ptr().cast()) };
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

/// Registers of needles that are held against a separator while it is at hand.
const SIDE_BY_SIDE: usize = 4;

#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn enter_avx2(separators: &[u32], needles: &Batch) -> Batch {
    const LANES: usize = 8;
    let mut nodes = [0; BATCH];
    // AVX2 compares signed numbers only: with the highest bit turned over, the order is the same.
    let turn = |keys: __m256i| _mm256_xor_si256(keys, _mm256_set1_epi32(i32::MIN));
    for start in (0..BATCH).step_by(LANES * SIDE_BY_SIDE) {
        let needles: [__m256i; SIDE_BY_SIDE] = std::array::from_fn(|i| {
            let eight: &[u32] = &needles[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 8 keys of 32 bits, which are 32 bytes.
            turn(unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) })
        });
        let mut below = [_mm256_setzero_si256(); SIDE_BY_SIDE];
        for separator in separators {
            let separator = turn(_mm256_set1_epi32(separator.cast_signed()));
            for (below, needles) in below.iter_mut().zip(needles) {
                *below = _mm256_sub_epi32(*below, _mm256_cmpgt_epi32(needles, separator));
            }
        }
        for (i, below) in below.into_iter().enumerate() {
            let eight: &mut [u32] = &mut nodes[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 8 places of 32 bits, which are 32 bytes.
            unsafe { _mm256_storeu_si256(eight.as_mut_ptr().cast(), below) };
        }
    }
    nodes
}

#[inline]
#[target_feature(enable = "avx512f,popcnt")]
fn enter_avx512(separators: &[u32], needles: &Batch) -> Batch {
    const LANES: usize = 16;
    let mut nodes = [0; BATCH];
    for start in (0..BATCH).step_by(LANES * SIDE_BY_SIDE) {
        let needles: [__m512i; SIDE_BY_SIDE] = std::array::from_fn(|i| {
            let sixteen: &[u32] = &needles[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 16 keys of 32 bits, which are 64 bytes.
            unsafe { _mm512_loadu_si512(sixteen.as_ptr().cast()) }
        });
        let mut below = [_mm512_setzero_si512(); SIDE_BY_SIDE];
        for separator in separators {
            let separator = _mm512_set1_epi32(separator.cast_signed());
            for (below, needles) in below.iter_mut().zip(needles) {
                let mask = _mm512_cmpgt_epu32_mask(needles, separator);
                *below = _mm512_mask_add_epi32(*below, mask, *below, _mm512_set1_epi32(1));
            }
        }
        for (i, below) in below.into_iter().enumerate() {
            let sixteen: &mut [u32] = &mut nodes[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 16 places of 32 bits, which are 64 bytes.
            unsafe { _mm512_storeu_si512(sixteen.as_mut_ptr().cast(), below) };
        }
    }
    nodes
}
