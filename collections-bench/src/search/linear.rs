//! Looking at one key after the other, or at many at once.

#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "vectors are loaded from addresses, by instructions of some processors alone"
    )
)]

use crate::simd::{Level, Simd};

/// The loop that everybody writes: stop at the first that is equal.
pub(super) fn naive(keys: &[u32], needle: u32) -> bool {
    for key in keys {
        if *key == needle {
            return true;
        }
    }
    false
}

/// Looks at all keys, whatever they are: no branch depends on them, and the compiler compares
/// several at once.
pub(super) fn branchless(keys: &[u32], needle: u32) -> bool {
    keys.iter()
        .fold(false, |found, key| found | (*key == needle))
}

/// Stops at the block of 64 keys that holds the needle.
pub(super) fn in_blocks(keys: &[u32], needle: u32) -> bool {
    let (blocks, rest) = keys.as_chunks::<64>();
    blocks.iter().any(|block| branchless(block, needle)) || branchless(rest, needle)
}

/// The same with the vectors that the processor has.
pub(super) fn wide(simd: Simd, keys: &[u32], needle: u32) -> bool {
    match simd.level() {
        Level::Portable => in_blocks(keys, needle),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this level exists on processors alone that have the instructions.
        Level::Avx2 => unsafe { x86::wide_avx2(keys, needle) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx512 => unsafe { x86::wide_avx512(keys, needle) },
        #[cfg(not(target_arch = "x86_64"))]
        Level::Avx2 | Level::Avx512 => unreachable!("only x86-64 has these instructions"),
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        _mm256_cmpeq_epi32, _mm256_loadu_si256, _mm256_or_si256, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_testz_si256, _mm512_cmpeq_epi32_mask, _mm512_loadu_si512,
        _mm512_mask_cmpeq_epi32_mask, _mm512_maskz_loadu_epi32, _mm512_set1_epi32,
    };

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn wide_avx2(keys: &[u32], needle: u32) -> bool {
        let wanted = _mm256_set1_epi32(needle.cast_signed());
        let (blocks, rest) = keys.as_chunks::<32>();
        for block in blocks {
            let mut equal = _mm256_setzero_si256();
            for eight in block.as_chunks::<8>().0 {
                // SAFETY: eight keys of 32 bits are as long as a vector.
                let keys = unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) };
                equal = _mm256_or_si256(equal, _mm256_cmpeq_epi32(keys, wanted));
            }
            if _mm256_testz_si256(equal, equal) == 0 {
                return true;
            }
        }
        super::branchless(rest, needle)
    }

    #[target_feature(enable = "avx512f,popcnt")]
    pub(super) fn wide_avx512(keys: &[u32], needle: u32) -> bool {
        let wanted = _mm512_set1_epi32(needle.cast_signed());
        let (blocks, rest) = keys.as_chunks::<64>();
        for block in blocks {
            let mut equal = 0;
            for sixteen in block.as_chunks::<16>().0 {
                // SAFETY: sixteen keys of 32 bits are as long as a vector.
                let keys = unsafe { _mm512_loadu_si512(sixteen.as_ptr().cast()) };
                equal |= _mm512_cmpeq_epi32_mask(keys, wanted);
            }
            if equal != 0 {
                return true;
            }
        }
        rest.chunks(16).any(|some| {
            let held = u16::MAX >> (16 - some.len());
            // SAFETY: lanes behind the end of the slice are masked: they are not read.
            let keys = unsafe { _mm512_maskz_loadu_epi32(held, some.as_ptr().cast()) };
            _mm512_mask_cmpeq_epi32_mask(held, keys, wanted) != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(keys: &[u32], needle: u32) {
        let expected = keys.contains(&needle);
        for find in [naive, branchless, in_blocks] {
            assert_eq!(find(keys, needle), expected);
        }
        for simd in Simd::all() {
            assert_eq!(wide(simd, keys, needle), expected, "{simd:?}");
        }
    }

    #[test]
    fn every_place_is_looked_at_and_none_behind_the_end() {
        for n in 0..if cfg!(miri) { 40 } else { 200 } {
            let keys: Vec<u32> = (1..=n + 20).collect();
            let (keys, behind) = keys.split_at(n as usize);
            for needle in keys.iter().chain(behind) {
                check(keys, *needle);
            }
            // Lanes that are left out of a load hold 0.
            check(keys, 0);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if cfg!(miri) { 4 } else { 256 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn all_ways_agree(
            keys in proptest::collection::vec(0..300_u32, 0..300),
            needle in 0..300_u32,
        ) {
            check(&keys, needle);
            check(&keys, u32::MAX);
        }
    }
}
