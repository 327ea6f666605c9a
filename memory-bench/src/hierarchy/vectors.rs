//! Vectors by run-time dispatch, and stores that go past the caches.

#![expect(unsafe_code, reason = "code for an extension needs the extension")]

/// Why this processor cannot do it; absent where it can.
pub(crate) fn lacks_avx2() -> Option<&'static str> {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        return None;
    }
    Some("this processor lacks AVX2")
}

/// Why this processor cannot do it; absent where it can.
pub(crate) fn lacks_avx512() -> Option<&'static str> {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx512f") {
        return None;
    }
    Some("this processor lacks AVX-512")
}

/// Why there are no stores past the caches here; absent where there are.
pub(crate) fn lacks_streaming() -> Option<&'static str> {
    (!cfg!(target_arch = "x86_64")).then_some("such stores are written for x86-64 alone")
}

/// Adds up in `SUMS` sums at a time, which do not wait for each other; the compiler makes vectors
/// of them in the width that it may use.
#[inline(always)]
pub(crate) fn in_sums<const SUMS: usize>(values: &[f64]) -> f64 {
    let mut sums = [0.0; SUMS];
    let (whole, rest) = values.as_chunks::<SUMS>();
    for values in whole {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value;
        }
    }
    sums.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// The sum, by vectors of 32 bytes.
///
/// # Panics
/// Where [`lacks_avx2`] has a reason.
pub(crate) fn sum_avx2(values: &[f64]) -> f64 {
    #[cfg(target_arch = "x86_64")]
    {
        assert_eq!(lacks_avx2(), None);
        // SAFETY: the extension was detected.
        unsafe { avx2(values) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    in_sums::<32>(values)
}

/// The sum, by vectors of 64 bytes.
///
/// # Panics
/// Where [`lacks_avx512`] has a reason.
pub(crate) fn sum_avx512(values: &[f64]) -> f64 {
    #[cfg(target_arch = "x86_64")]
    {
        assert_eq!(lacks_avx512(), None);
        // SAFETY: the extension was detected.
        unsafe { avx512(values) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    in_sums::<64>(values)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(values: &[f64]) -> f64 {
    in_sums::<32>(values)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512(values: &[f64]) -> f64 {
    in_sums::<64>(values)
}

/// Elements of a line.
const LINE: usize = 8;

/// Writes `element(i)` to each place by stores that go past the caches: no line is read before it
/// is overwritten.
///
/// # Panics
/// When the target does not begin on a line, or does not end on one.
#[inline(always)]
pub(crate) fn stream(target: &mut [f64], element: impl Fn(usize) -> f64) {
    assert!(target.as_ptr().addr().is_multiple_of(64) && target.len().is_multiple_of(LINE));
    let (lines, _) = target.as_chunks_mut::<LINE>();
    for (line, target) in lines.iter_mut().enumerate() {
        let values = std::array::from_fn(|at| element(line * LINE + at));
        store(target, values);
    }
    fence();
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn store(target: &mut [f64; LINE], values: [f64; LINE]) {
    use std::arch::x86_64::{_mm_set_pd, _mm_stream_pd};
    let (pairs, _) = values.as_chunks::<2>();
    let (targets, _) = target.as_chunks_mut::<2>();
    for (target, [low, high]) in targets.iter_mut().zip(pairs) {
        // SAFETY: every x86-64 has SSE2.
        let pair = unsafe { _mm_set_pd(*high, *low) };
        // SAFETY: as above; the target is borrowed alone, and it begins on a multiple of 16 bytes,
        // since the slice begins on a line.
        unsafe { _mm_stream_pd(target.as_mut_ptr(), pair) };
    }
}

/// Orders the stores before all later ones, as the model of memory has it.
#[cfg(target_arch = "x86_64")]
fn fence() {
    // SAFETY: every x86-64 has SSE.
    unsafe { std::arch::x86_64::_mm_sfence() };
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn store(target: &mut [f64; LINE], values: [f64; LINE]) {
    *target = values;
}

#[cfg(not(target_arch = "x86_64"))]
fn fence() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(align(64))]
    struct Aligned([f64; 64]);

    #[test]
    fn every_way_of_adding_gives_the_plain_sum() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * 37 % 101)).collect();
        for length in [0, 1, 7, 31, 32, 63, 64, 65, 1000] {
            let values = &values[..length];
            let plain: f64 = values.iter().sum();
            let exact = |sum: f64| assert!((sum - plain).abs() < 1e-9, "{length}: {sum}");
            exact(in_sums::<8>(values));
            if lacks_avx2().is_none() {
                exact(sum_avx2(values));
            }
            if lacks_avx512().is_none() {
                exact(sum_avx512(values));
            }
        }
    }

    #[test]
    fn streamed_elements_are_where_stores_would_put_them() {
        for length in [0, 8, 64] {
            let mut target = Aligned([-1.0; 64]);
            stream(&mut target.0[..length], |at| at as f64 * 0.5);
            for (at, value) in target.0.iter().enumerate() {
                let expected = if at < length { at as f64 * 0.5 } else { -1.0 };
                assert!((value - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    #[should_panic(expected = "is_multiple_of")]
    fn a_target_off_its_line_is_refused() {
        let mut target = Aligned([0.0; 64]);
        stream(&mut target.0[1..9], |_| 1.0);
    }
}
