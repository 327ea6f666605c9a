//! The steps of a search in a static B+ tree, in the vector instructions of x86-64.

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi32, _mm256_blendv_epi8, _mm256_cmpeq_epi32, _mm256_cmpgt_epi32,
    _mm256_load_si256, _mm256_loadu_si256, _mm256_max_epu32, _mm256_movemask_epi8,
    _mm256_packs_epi32, _mm256_permutevar8x32_epi32, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_storeu_si256, _mm512_add_epi32, _mm512_cmpge_epu32_mask, _mm512_cmpgt_epu32_mask,
    _mm512_cmplt_epu32_mask, _mm512_load_si512, _mm512_loadu_si512, _mm512_mask_add_epi32,
    _mm512_mask_mov_epi32, _mm512_permutex2var_epi32, _mm512_permutexvar_epi32, _mm512_set1_epi32,
    _mm512_setzero_si512, _mm512_storeu_si512,
};

use super::entry::Entry;
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
        |entry, needles| enter_avx2(entry, needles),
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
        |entry, needles| enter_avx512(entry, needles),
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

/// Registers of needles that take a step before any takes the next.
const SIDE_BY_SIDE: usize = 4;

/// Halves the separators, 8 needles a register: a bit of the place each step.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn enter_avx2(entry: &Entry, needles: &Batch) -> Batch {
    const LANES: usize = 8;
    let mut nodes = [0; BATCH];
    for start in (0..BATCH).step_by(LANES * SIDE_BY_SIDE) {
        let needles: [__m256i; SIDE_BY_SIDE] =
            std::array::from_fn(|i| eight(&needles[start + i * LANES..]));
        let mut places = [_mm256_setzero_si256(); SIDE_BY_SIDE];
        for (number, step) in entry.steps.iter().enumerate() {
            for (place, needles) in places.iter_mut().zip(needles) {
                let separators = at_8(number > 3, step, *place);
                // All bits of a lane, which are -1, when the separator is not below.
                let not_below =
                    _mm256_cmpeq_epi32(_mm256_max_epu32(separators, needles), separators);
                let right = _mm256_add_epi32(not_below, _mm256_set1_epi32(1));
                *place = _mm256_add_epi32(_mm256_add_epi32(*place, *place), right);
            }
        }
        for (i, places) in places.into_iter().enumerate() {
            let eight: &mut [u32] = &mut nodes[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 8 places of 32 bits, which are 32 bytes.
            unsafe { _mm256_storeu_si256(eight.as_mut_ptr().cast(), places) };
        }
    }
    nodes
}

/// The first 8 keys.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn eight(keys: &[u32]) -> __m256i {
    let eight: &[u32] = &keys[..8];
    // SAFETY: the slice holds 8 keys of 32 bits, which are 32 bytes.
    unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) }
}

/// The separators of a step at 8 places; a step that is not wide has up to 8 separators.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn at_8(wide: bool, step: &[[u32; 16]], places: __m256i) -> __m256i {
    let mut found = _mm256_permutevar8x32_epi32(eight(&step[0]), places);
    if !wide {
        return found;
    }
    for (i, keys) in step.as_flattened().chunks_exact(8).enumerate().skip(1) {
        let keys = _mm256_permutevar8x32_epi32(eight(keys), places);
        let is_here = _mm256_cmpgt_epi32(places, _mm256_set1_epi32(8 * i as i32 - 1));
        found = _mm256_blendv_epi8(found, keys, is_here);
    }
    found
}

/// The same, 16 needles a register.
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
fn enter_avx512(entry: &Entry, needles: &Batch) -> Batch {
    const LANES: usize = 16;
    let mut nodes = [0; BATCH];
    for start in (0..BATCH).step_by(LANES * SIDE_BY_SIDE) {
        let needles: [__m512i; SIDE_BY_SIDE] = std::array::from_fn(|i| {
            let sixteen: &[u32] = &needles[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 16 keys of 32 bits, which are 64 bytes.
            unsafe { _mm512_loadu_si512(sixteen.as_ptr().cast()) }
        });
        let mut places = [_mm512_setzero_si512(); SIDE_BY_SIDE];
        for step in &entry.steps {
            for (place, needles) in places.iter_mut().zip(needles) {
                let right = _mm512_cmpgt_epu32_mask(needles, at_16(step, *place));
                let doubled = _mm512_add_epi32(*place, *place);
                *place = _mm512_mask_add_epi32(doubled, right, doubled, _mm512_set1_epi32(1));
            }
        }
        for (i, places) in places.into_iter().enumerate() {
            let sixteen: &mut [u32] = &mut nodes[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 16 places of 32 bits, which are 64 bytes.
            unsafe { _mm512_storeu_si512(sixteen.as_mut_ptr().cast(), places) };
        }
    }
    nodes
}

/// The separators of a step at 16 places: a permutation looks them up in two registers at once.
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
fn at_16(step: &[[u32; 16]], places: __m512i) -> __m512i {
    let keys = |sixteen: &[u32; 16]| {
        // SAFETY: 16 keys of 32 bits are 64 bytes.
        unsafe { _mm512_loadu_si512(sixteen.as_ptr().cast()) }
    };
    let (pairs, one) = step.as_chunks::<2>();
    if let [one] = one {
        return _mm512_permutexvar_epi32(places, keys(one));
    }
    let mut found = _mm512_setzero_si512();
    for (i, [low, high]) in pairs.iter().enumerate() {
        let keys = _mm512_permutex2var_epi32(keys(low), places, keys(high));
        let is_here = _mm512_cmpge_epu32_mask(places, _mm512_set1_epi32(32 * i as i32));
        found = _mm512_mask_mov_epi32(found, is_here, keys);
    }
    found
}
