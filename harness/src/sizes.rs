//! The size axis. No number stands in a name: names are made from the axis.

use std::ops::RangeInclusive;

/// `2^from, 2^(from+1), … 2^to`.
///
/// # Panics
/// When `to` is 64 or more.
#[must_use]
pub fn octaves(exponents: RangeInclusive<u32>) -> Vec<u64> {
    exponents.map(|exponent| 1 << exponent).collect()
}

/// `10^from, … 10^to`.
///
/// # Panics
/// When `10^to` does not fit in 64 bits.
#[must_use]
pub fn decades(exponents: RangeInclusive<u32>) -> Vec<u64> {
    exponents.map(|exponent| 10_u64.pow(exponent)).collect()
}

/// `steps` sizes an octave, spaced evenly in the logarithm, from `2^from` to `2^to`.
///
/// Powers of two alone can show a crossover that is not there: trip counts and cache sets vary
/// between them.
///
/// # Panics
/// When `steps` is 0.
#[must_use]
pub fn per_octave(steps: u32, exponents: RangeInclusive<u32>) -> Vec<u64> {
    assert!(steps > 0, "`per_octave` takes at least one step");
    let first = exponents.start() * steps;
    let last = exponents.end() * steps;
    let mut sizes: Vec<u64> = (first..=last)
        .map(|step| (f64::from(step) / f64::from(steps)).exp2().round() as u64)
        .collect();
    sizes.dedup();
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_increasing_and_end_where_they_say() {
        assert_eq!(octaves(4..=6), [16, 32, 64]);
        assert_eq!(decades(1..=3), [10, 100, 1000]);
        assert_eq!(per_octave(2, 4..=6), [16, 23, 32, 45, 64]);
        assert_eq!(
            per_octave(4, 0..=2),
            [1, 2, 3, 4],
            "equal neighbours are one size"
        );
    }
}
