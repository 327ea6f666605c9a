//! Vectors by run-time dispatch: what adds up as wide as the processor can.

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
