//! Quicksort of plain numbers, without a branch that depends on them: with AVX-512 or AVX2 where
//! the processor has it, and in plain Rust elsewhere.
//!
//! Bramas, *A novel hybrid quicksort algorithm vectorized using AVX-512* (2017); Wassenberg et al.,
//! *Vectorized and performance-portable quicksort* (2022).

use super::heap::heap_sort;
use super::insertion::insertion_sort;
use crate::pages;
use crate::simd::{Level, Simd};

/// Numbers that the quicksort knows how to compare side by side.
pub(crate) trait Wide: Copy + Ord {
    /// Sorts with the vectors of a level.
    fn sort_with(values: &mut [Self], simd: Simd);
}

/// Sorts numbers.
pub(crate) fn wide_sort<T: Wide>(simd: Simd, values: &mut [T]) {
    match simd.level() {
        Level::Portable => sort(values, depth(values.len())),
        Level::Avx2 | Level::Avx512 => T::sort_with(values, simd),
    }
}

/// Sorts numbers by their total order: `-NaN`, `-inf`, …, `-0.0`, `0.0`, …, `inf`, `NaN`.
pub(crate) fn wide_sort_floats(simd: Simd, values: &mut [f64]) {
    let mut keys: Vec<u64> = pages::with_room(values.len());
    keys.extend(values.iter().map(|value| ordered(*value)));
    wide_sort(simd, &mut keys);
    for (value, key) in values.iter_mut().zip(keys) {
        *value = unordered(key);
    }
}

/// A number that is ordered as [`f64::total_cmp`] orders.
pub(crate) fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    // Negative numbers descend with their bits: turn all over. Others: turn the sign over.
    bits ^ ((bits.cast_signed() >> 63).cast_unsigned() | 1 << 63)
}

/// What [`ordered`] was made from.
fn unordered(key: u64) -> f64 {
    f64::from_bits(key ^ ((!key.cast_signed() >> 63).cast_unsigned() | 1 << 63))
}

/// Rounds after which pivots have proved bad, and a heap takes over.
pub(super) fn depth(n: usize) -> u32 {
    2 * n.checked_ilog2().unwrap_or(0)
}

/// Slices up to this length are sorted by insertion.
const SHORT: usize = 20;

/// The plain version.
fn sort<T: Copy + Ord>(mut values: &mut [T], mut depth: u32) {
    while values.len() > SHORT {
        if depth == 0 {
            return heap_sort(values);
        }
        depth -= 1;
        let pivot = median(&sample(values));
        let below = partition(values, |value| value < pivot);
        if below == 0 {
            // The pivot is the smallest: all that equal it are in place after one more round.
            let equal = partition(values, |value| value <= pivot);
            values = &mut values[equal..];
            continue;
        }
        let (left, right) = values.split_at_mut(below);
        let (shorter, longer) = if left.len() < right.len() {
            (left, right)
        } else {
            (right, left)
        };
        sort(shorter, depth);
        values = longer;
    }
    insertion_sort(values);
}

/// Values from all over the slice. It must not be empty.
pub(super) fn sample<T: Copy, const N: usize>(values: &[T]) -> [T; N] {
    let mut state = values.len() as u64;
    std::array::from_fn(|_| {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        // The upper half of a 64-bit number, scaled to a place.
        values[(((state >> 32) * values.len() as u64) >> 32) as usize]
    })
}

fn median<T: Copy + Ord>(sample: &[T; 9]) -> T {
    let mut sorted = *sample;
    insertion_sort(&mut sorted);
    sorted[4]
}

/// Moves what is low to the front, and tells how many values are.
///
/// Lomuto's scheme without a branch: each value changes places with the first that is not low, and
/// only the counter knows whether it was.
fn partition<T: Copy>(values: &mut [T], is_low: impl Fn(T) -> bool) -> usize {
    let mut low = 0;
    for at in 0..values.len() {
        let value = values[at];
        values.swap(at, low);
        low += usize::from(is_low(value));
    }
    low
}

macro_rules! wide {
    ($($number:ty: $avx2:ident, $avx512:ident)*) => {$(
        impl Wide for $number {
            fn sort_with(values: &mut [Self], simd: Simd) {
                #[cfg(target_arch = "x86_64")]
                match simd.level() {
                    Level::Avx512 => super::vector_quick::$avx512::sort(values, simd),
                    _ => super::vector_quick::$avx2::sort(values, simd),
                }
                #[cfg(not(target_arch = "x86_64"))]
                unreachable!("only x86-64 has these vectors, not {simd:?}: {values:?}");
            }
        }
    )*};
}

wide!(u32: u32_256, u32_512 u64: u64_256, u64_512);

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use proptest::prelude::*;

    use super::*;
    use crate::sort::oracle::kinds;

    fn check<T: Wide + Debug>(keys: &[T]) {
        let mut expected = keys.to_vec();
        expected.sort_unstable();
        for simd in Simd::all() {
            let mut sorted = keys.to_vec();
            wide_sort(simd, &mut sorted);
            assert_eq!(sorted, expected, "{simd:?}");
        }
    }

    #[test]
    fn every_kind_of_keys_is_sorted() {
        for keys in kinds() {
            check(&keys);
            check(
                &keys
                    .iter()
                    .map(|key| u64::from(*key) << 20)
                    .collect::<Vec<_>>(),
            );
        }
    }

    #[test]
    fn every_length_is_sorted() {
        let lengths = if cfg!(miri) { 60 } else { 700_u32 };
        for n in 0..lengths {
            let keys: Vec<u32> = (0..n).map(|i| i.wrapping_mul(0x9e37_79b9)).collect();
            check(&keys);
            check(
                &keys
                    .iter()
                    .map(|key| u64::from(*key) << 31)
                    .collect::<Vec<_>>(),
            );
        }
    }

    #[test]
    fn nothing_beside_the_slice_is_touched() {
        for n in [1, 7, 8, 9, 15, 16, 17, 100, 127, 128, 129, 130, 200, 400] {
            let whole: Vec<u64> = (0..n + 32)
                .map(|i: u64| i.wrapping_mul(0x9e37_79b9 << 32))
                .collect();
            for simd in Simd::all() {
                let mut values = whole.clone();
                wide_sort(simd, &mut values[16..16 + n as usize]);
                assert_eq!(values[..16], whole[..16]);
                assert_eq!(values[16 + n as usize..], whole[16 + n as usize..]);
            }
        }
    }

    #[test]
    fn floats_are_totally_ordered() {
        let all = [
            f64::NAN,
            -f64::NAN,
            f64::INFINITY,
            -0.0,
            0.0,
            1.5,
            -1.5,
            f64::MIN,
            -f64::INFINITY,
        ];
        let mut expected = all.repeat(30);
        expected.sort_by(f64::total_cmp);
        let bits = |values: &[f64]| {
            values
                .iter()
                .map(|value| value.to_bits())
                .collect::<Vec<_>>()
        };
        for simd in Simd::all() {
            let mut values = all.repeat(30);
            wide_sort_floats(simd, &mut values);
            assert_eq!(bits(&values), bits(&expected));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if cfg!(miri) { 2 } else { 128 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn random_keys_are_sorted(
            keys in proptest::collection::vec(
                prop_oneof![any::<u64>(), 0..5_u64, Just(u64::MAX), Just(0)],
                0..if cfg!(miri) { 100 } else { 3000 },
            ),
        ) {
            check(&keys);
            check(&keys.iter().map(|key| *key as u32).collect::<Vec<_>>());
        }

        #[test]
        fn floats_and_their_keys_are_ordered_alike(one: f64, other: f64) {
            prop_assert_eq!(ordered(one).cmp(&ordered(other)), one.total_cmp(&other));
            prop_assert_eq!(unordered(ordered(one)).to_bits(), one.to_bits());
        }
    }
}
