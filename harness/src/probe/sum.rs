//! Adds up words as fast as the vector extensions of this machine allow: what reading can reach.

use std::hint::black_box;

/// The sum of the words, laps times over, modulo 2^64.
pub(super) fn sum(words: &[u64], laps: u32) -> u64 {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") {
            // SAFETY: the extension was detected.
            #[expect(unsafe_code, reason = "code for an extension needs the extension")]
            return unsafe { with_avx512(words, laps) };
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the extension was detected.
            #[expect(unsafe_code, reason = "code for an extension needs the extension")]
            return unsafe { with_avx2(words, laps) };
        }
    }
    plain(words, laps)
}

/// Vectors that are added up side by side: an addition need not wait for the one before, and a lap
/// over what fits the first level is long against adding the vectors up in the end.
#[cfg(target_arch = "x86_64")]
const SIDE_BY_SIDE: usize = 8;

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn with_avx512(words: &[u64], laps: u32) -> u64 {
    use std::arch::x86_64::{
        _mm512_add_epi64, _mm512_loadu_si512, _mm512_reduce_add_epi64, _mm512_setzero_si512,
    };
    let mut sums = [_mm512_setzero_si512(); SIDE_BY_SIDE];
    let mut left = 0;
    for _ in 0..laps {
        let (whole, rest) = black_box(words).as_chunks::<8>();
        let (whole, odd) = whole.as_chunks::<SIDE_BY_SIDE>();
        for eight in whole {
            for (sum, words) in sums.iter_mut().zip(eight) {
                // SAFETY: the words are as many as the vector holds.
                #[expect(unsafe_code, reason = "vectors are loaded by their address")]
                let words = unsafe { _mm512_loadu_si512(words.as_ptr().cast()) };
                *sum = _mm512_add_epi64(*sum, words);
            }
        }
        left = plain_on(left, odd.as_flattened(), rest);
    }
    let all = sums
        .into_iter()
        .reduce(|all, sum| _mm512_add_epi64(all, sum));
    let all = all.map_or(0, |all| _mm512_reduce_add_epi64(all) as u64);
    left.wrapping_add(all)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2(words: &[u64], laps: u32) -> u64 {
    use std::arch::x86_64::{
        _mm256_add_epi64, _mm256_extract_epi64, _mm256_loadu_si256, _mm256_setzero_si256,
    };
    let mut sums = [_mm256_setzero_si256(); SIDE_BY_SIDE];
    let mut left = 0;
    for _ in 0..laps {
        let (whole, rest) = black_box(words).as_chunks::<4>();
        let (whole, odd) = whole.as_chunks::<SIDE_BY_SIDE>();
        for eight in whole {
            for (sum, words) in sums.iter_mut().zip(eight) {
                // SAFETY: the words are as many as the vector holds.
                #[expect(unsafe_code, reason = "vectors are loaded by their address")]
                let words = unsafe { _mm256_loadu_si256(words.as_ptr().cast()) };
                *sum = _mm256_add_epi64(*sum, words);
            }
        }
        left = plain_on(left, odd.as_flattened(), rest);
    }
    let all = sums
        .into_iter()
        .reduce(|all, sum| _mm256_add_epi64(all, sum));
    let words = all.map(|all| {
        let words = [
            _mm256_extract_epi64::<0>(all),
            _mm256_extract_epi64::<1>(all),
            _mm256_extract_epi64::<2>(all),
            _mm256_extract_epi64::<3>(all),
        ];
        words.map(i64::cast_unsigned)
    });
    plain_on(left, &words.unwrap_or_default(), &[])
}

/// A sum with what vectors leave over.
#[cfg(target_arch = "x86_64")]
fn plain_on(sum: u64, odd: &[u64], rest: &[u64]) -> u64 {
    let words = odd.iter().chain(rest);
    words.fold(sum, |sum, word| sum.wrapping_add(*word))
}

/// The compiler makes several vectors of sums of it.
fn plain(words: &[u64], laps: u32) -> u64 {
    (0..laps).fold(0, |sum, _| {
        let words = black_box(words).iter();
        words.fold(sum, |sum, word| sum.wrapping_add(*word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_adding_gives_the_same_sum() {
        let words: Vec<u64> = (0..1000_u64)
            .map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        for length in [0, 1, 15, 32, 64, 100, 129, 1000] {
            let words = &words[..length];
            let once: u128 = words.iter().map(|word| u128::from(*word)).sum();
            let expected = ((3 * once) & u128::from(u64::MAX)) as u64;
            assert_eq!(sum(words, 3), expected);
            assert_eq!(plain(words, 3), expected);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                // SAFETY: the extension was detected.
                #[expect(unsafe_code, reason = "code for an extension needs the extension")]
                let wide = unsafe { with_avx2(words, 3) };
                assert_eq!(wide, expected);
            }
        }
    }
}
