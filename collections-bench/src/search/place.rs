//! Finding the place of a number in a list without order, many numbers at once.

#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "vectors are loaded from addresses, by instructions of some processors alone"
    )
)]

use super::find::{blocks, position};
use crate::simd::{Level, Simd};

/// The place of the first number that equals the needle, with the vectors that the processor has.
pub(super) fn wide_place(simd: Simd, values: &[u64], needle: u64) -> Option<usize> {
    match simd.level() {
        Level::Portable => blocks(values, &needle),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this level exists on processors alone that have the instructions.
        Level::Avx2 => unsafe { x86::place_avx2(values, needle) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Level::Avx512 => unsafe { x86::place_avx512(values, needle) },
        #[cfg(not(target_arch = "x86_64"))]
        Level::Avx2 | Level::Avx512 => unreachable!("only x86-64 has these instructions"),
    }
}

/// Looks for the block that holds the needle, then for the place in it. What is behind the last
/// block is looked through number by number.
#[inline(always)]
fn by_blocks<const N: usize>(
    values: &[u64],
    needle: u64,
    holds: impl Fn(&[u64; N]) -> bool,
) -> Option<usize> {
    let (whole, _) = values.as_chunks::<N>();
    let block = whole.iter().position(holds).unwrap_or(whole.len()) * N;
    position(&values[block..], &needle).map(|at| block + at)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        _mm256_cmpeq_epi64, _mm256_loadu_si256, _mm256_or_si256, _mm256_set1_epi64x,
        _mm256_setzero_si256, _mm256_testz_si256, _mm512_cmpeq_epi64_mask, _mm512_loadu_si512,
        _mm512_set1_epi64,
    };

    use super::by_blocks;

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn place_avx2(values: &[u64], needle: u64) -> Option<usize> {
        let wanted = _mm256_set1_epi64x(needle.cast_signed());
        by_blocks::<16>(values, needle, |block| {
            let mut equal = _mm256_setzero_si256();
            for four in block.as_chunks::<4>().0 {
                // SAFETY: four numbers of 64 bits are as long as a vector.
                let values = unsafe { _mm256_loadu_si256(four.as_ptr().cast()) };
                equal = _mm256_or_si256(equal, _mm256_cmpeq_epi64(values, wanted));
            }
            _mm256_testz_si256(equal, equal) == 0
        })
    }

    #[target_feature(enable = "avx512f,popcnt")]
    pub(super) fn place_avx512(values: &[u64], needle: u64) -> Option<usize> {
        let wanted = _mm512_set1_epi64(needle.cast_signed());
        by_blocks::<32>(values, needle, |block| {
            let mut equal = 0;
            for eight in block.as_chunks::<8>().0 {
                // SAFETY: eight numbers of 64 bits are as long as a vector.
                let values = unsafe { _mm512_loadu_si512(eight.as_ptr().cast()) };
                equal |= _mm512_cmpeq_epi64_mask(values, wanted);
            }
            equal != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_place_is_found_and_none_behind_the_end() {
        for n in 0..if cfg!(miri) { 20 } else { 100 } {
            let values: Vec<u64> = (1..=n + 10).collect();
            let (values, behind) = values.split_at(n as usize);
            for needle in values.iter().chain(behind).chain(&[0]) {
                let expected = position(values, needle);
                for simd in Simd::all() {
                    assert_eq!(wide_place(simd, values, *needle), expected, "{simd:?}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if cfg!(miri) { 4 } else { 256 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn of_several_the_first_is_found(
            values in proptest::collection::vec(0..40_u64, 0..200),
            needle in 0..50_u64,
        ) {
            let first = values.iter().position(|value| *value == needle);
            for simd in Simd::all() {
                prop_assert_eq!(wide_place(simd, &values, needle), first);
            }
        }
    }
}
