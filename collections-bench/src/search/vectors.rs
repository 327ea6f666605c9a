//! The steps of a search in a static B+ tree, in the vector instructions of x86-64.

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

use std::arch::x86_64::{
    __m256i, __m512i, _mm_cvtsi32_si128, _mm256_add_epi32, _mm256_blendv_ps, _mm256_castps_si256,
    _mm256_castsi256_ps, _mm256_cmpgt_epi32, _mm256_load_si256, _mm256_loadu_si256,
    _mm256_movemask_epi8, _mm256_packs_epi32, _mm256_permutevar8x32_epi32, _mm256_set1_epi32,
    _mm256_setzero_si256, _mm256_sll_epi32, _mm256_storeu_si256, _mm256_sub_epi32,
    _mm512_add_epi32, _mm512_cmpge_epu32_mask, _mm512_cmpgt_epi32_mask, _mm512_load_si512,
    _mm512_loadu_si512, _mm512_mask_add_epi32, _mm512_mask_mov_epi32, _mm512_permutex2var_epi32,
    _mm512_permutexvar_epi32, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_si512,
};

use super::entry::Entry;
use super::nodes::{BATCH, Needles, Nodes, batched, single};
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
fn below_avx2(node: &Line, needle: i32) -> usize {
    let (low, high) = node.0.split_at(KEYS / 2);
    // SAFETY: a line is 64 bytes and begins at a multiple of 64, so its halves are aligned.
    let low = unsafe { _mm256_load_si256(low.as_ptr().cast()) };
    // SAFETY: as above.
    let high = unsafe { _mm256_load_si256(high.as_ptr().cast()) };
    let needle = _mm256_set1_epi32(needle);
    let (low, high) = (
        _mm256_cmpgt_epi32(needle, low),
        _mm256_cmpgt_epi32(needle, high),
    );
    let packed = _mm256_movemask_epi8(_mm256_packs_epi32(low, high));
    packed.count_ones() as usize / 2
}

#[inline]
#[target_feature(enable = "avx512f,popcnt")]
fn below_avx512(node: &Line, needle: i32) -> usize {
    // SAFETY: a line is 64 bytes and begins at a multiple of 64.
    let keys = unsafe { _mm512_load_si512(node.0.as_ptr().cast()) };
    let mask = _mm512_cmpgt_epi32_mask(_mm512_set1_epi32(needle), keys);
    mask.count_ones() as usize
}

/// Halves the separators, 8 needles a register: a bit of the place each step.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn enter_avx2(entry: &Entry, needles: &Needles) -> Nodes {
    const LANES: usize = 8;
    /// Registers of needles that take a step before any takes the next.
    const SIDE_BY_SIDE: usize = 4;
    let mut nodes = [0; BATCH];
    for start in (0..BATCH).step_by(LANES * SIDE_BY_SIDE) {
        let needles: [__m256i; SIDE_BY_SIDE] =
            std::array::from_fn(|i| eight(&needles[start + i * LANES..]));
        let mut places = [_mm256_setzero_si256(); SIDE_BY_SIDE];
        for (number, step) in entry.steps.iter().enumerate() {
            match number {
                ..4 => step_8::<1>(step, &mut places, &needles),
                4 => step_8::<2>(step, &mut places, &needles),
                5 => step_8::<4>(step, &mut places, &needles),
                6 => step_8::<8>(step, &mut places, &needles),
                _ => step_8::<16>(step, &mut places, &needles),
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
fn eight(keys: &[i32]) -> __m256i {
    let eight: &[i32] = &keys[..8];
    // SAFETY: the slice holds 8 keys of 32 bits, which are 32 bytes.
    unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) }
}

/// Finds a bit of each place: whether the separator there, in this step of R registers, is below.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn step_8<const R: usize>(step: &[[i32; 16]], places: &mut [__m256i], needles: &[__m256i]) {
    let keys = &step.as_flattened()[..8 * R];
    for (place, needles) in places.iter_mut().zip(needles) {
        // All bits of a lane, which are -1, when the separator is below.
        let right = _mm256_cmpgt_epi32(*needles, at_8::<R>(keys, *place));
        *place = _mm256_sub_epi32(_mm256_add_epi32(*place, *place), right);
    }
}

/// The keys at 8 places, in R registers of them. A permutation looks them up in one register, by
/// the three lower bits of a place; each bit above chooses between two registers.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn at_8<const R: usize>(keys: &[i32], places: __m256i) -> __m256i {
    let mut found: [__m256i; R] =
        std::array::from_fn(|i| _mm256_permutevar8x32_epi32(eight(&keys[8 * i..]), places));
    let (mut left, mut to_the_top) = (R, 28);
    while left > 1 {
        left /= 2;
        // A blend looks at the uppermost bit of a lane alone.
        let bit = _mm256_sll_epi32(places, _mm_cvtsi32_si128(to_the_top));
        to_the_top -= 1;
        for i in 0..left {
            found[i] = choose(found[2 * i], found[2 * i + 1], bit);
        }
    }
    found[0]
}

/// The one's lanes, or the other's where the uppermost bit is set.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn choose(one: __m256i, other: __m256i, bit: __m256i) -> __m256i {
    let [one, other, bit] = [one, other, bit].map(|lanes| _mm256_castsi256_ps(lanes));
    _mm256_castps_si256(_mm256_blendv_ps(one, other, bit))
}
/// The same, 16 needles a register.
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
fn enter_avx512(entry: &Entry, needles: &Needles) -> Nodes {
    const LANES: usize = 16;
    /// There are 32 registers: half of them hold needles and places.
    const SIDE_BY_SIDE: usize = 8;
    let mut nodes = [0; BATCH];
    for start in (0..BATCH).step_by(LANES * SIDE_BY_SIDE) {
        let needles: [__m512i; SIDE_BY_SIDE] = std::array::from_fn(|i| {
            let sixteen: &[i32] = &needles[start + i * LANES..][..LANES];
            // SAFETY: the slice holds 16 keys of 32 bits, which are 64 bytes.
            unsafe { _mm512_loadu_si512(sixteen.as_ptr().cast()) }
        });
        let mut places = [_mm512_setzero_si512(); SIDE_BY_SIDE];
        for step in &entry.steps {
            for (place, needles) in places.iter_mut().zip(needles) {
                let right = _mm512_cmpgt_epi32_mask(needles, at_16(step, *place));
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
fn at_16(step: &[[i32; 16]], places: __m512i) -> __m512i {
    let keys = |sixteen: &[i32; 16]| {
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
