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
    in_lanes::<16>(words, laps)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn with_avx512(words: &[u64], laps: u32) -> u64 {
    in_lanes::<64>(words, laps)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2(words: &[u64], laps: u32) -> u64 {
    in_lanes::<32>(words, laps)
}

/// Eight vectors of sums, so that no addition waits for the one before.
#[inline(always)]
fn in_lanes<const LANES: usize>(words: &[u64], laps: u32) -> u64 {
    let mut lanes = [0_u64; LANES];
    let mut rest = 0_u64;
    for _ in 0..laps {
        let (chunks, tail) = black_box(words).as_chunks::<LANES>();
        for chunk in chunks {
            for (lane, word) in lanes.iter_mut().zip(chunk) {
                *lane = lane.wrapping_add(*word);
            }
        }
        rest = tail.iter().fold(rest, |sum, word| sum.wrapping_add(*word));
    }
    lanes.iter().fold(rest, |sum, lane| sum.wrapping_add(*lane))
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
            let plain = words
                .iter()
                .fold(0_u64, |sum, word| sum.wrapping_add(*word));
            let expected = plain.wrapping_mul(3);
            assert_eq!(sum(words, 3), expected);
            assert_eq!(in_lanes::<16>(words, 3), expected);
            assert_eq!(in_lanes::<32>(words, 3), expected);
            assert_eq!(in_lanes::<64>(words, 3), expected);
        }
    }
}
