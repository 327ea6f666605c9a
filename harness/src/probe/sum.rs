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

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn with_avx512(words: &[u64], laps: u32) -> u64 {
    plain(words, laps)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2(words: &[u64], laps: u32) -> u64 {
    plain(words, laps)
}

/// The compiler makes several vectors of sums of it, in the width of the extension.
#[inline(always)]
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
        for length in [0, 1, 15, 64, 100, 1000] {
            let words = &words[..length];
            let once: u128 = words.iter().map(|word| u128::from(*word)).sum();
            let expected = ((3 * once) & u128::from(u64::MAX)) as u64;
            assert_eq!(sum(words, 3), expected);
            assert_eq!(plain(words, 3), expected);
        }
    }
}
