//! Radix sort by the least significant digit, of as many digits as it takes to tell keys apart.

use crate::pages;

/// Values of a digit: those of a byte. More would have too many places to write to at once.
const BUCKETS: usize = 256;
const DIGIT: u32 = BUCKETS.ilog2();

/// Shorter slices are sorted by comparison: counting digits costs as much.
const SHORT: usize = 128;

/// Further binary digits than numbering the values takes. With them, few of n random keys agree in
/// all digits that are looked at.
const SPARE: u32 = 4;

/// Sorts stably by a key of 64 bits.
///
/// Only the highest digits in which keys differ are sorted by, and of these no more than tell n
/// random keys apart; groups that agree in them are then sorted by comparison, so no keys are bad.
pub(crate) fn radix_sort_by_key<T: Copy>(values: &mut [T], key: impl Fn(&T) -> u64) {
    if values.len() <= SHORT {
        return values.sort_by_key(key);
    }
    let first = key(&values[0]);
    let differ = values
        .iter()
        .fold(0, |bits, value| bits | (key(value) ^ first));
    if differ == 0 || values.is_sorted_by_key(&key) {
        return;
    }
    let width = u64::BITS - differ.leading_zeros();
    let wanted = usize::BITS - values.len().leading_zeros() + SPARE;
    let passes = width.min(wanted).div_ceil(DIGIT);
    let unsorted = width.saturating_sub(passes * DIGIT);
    sort_digits(values, &key, unsorted, passes);
    if unsorted > 0 {
        sort_groups(values, &key, unsorted);
    }
}

/// Sorts by `passes` digits above the lowest `shift` bits.
fn sort_digits<T: Copy>(values: &mut [T], key: &impl Fn(&T) -> u64, shift: u32, passes: u32) {
    let digit = |value: &T, pass: u32| (key(value) >> (shift + pass * DIGIT)) as usize % BUCKETS;
    let mut counts = vec![[0_usize; BUCKETS]; passes as usize];
    for value in &*values {
        for (pass, counts) in (0..).zip(&mut counts) {
            counts[digit(value, pass)] += 1;
        }
    }
    // A digit that is the same everywhere changes nothing.
    let first = values[0];
    let mut telling: Vec<_> = (0..)
        .zip(counts)
        .filter(|(pass, counts)| counts[digit(&first, *pass)] < values.len())
        .collect();
    // The buffer begins as a copy, so either may be read first: the last pass writes to `values`.
    let mut buffer = pages::with_room(values.len());
    buffer.extend_from_slice(values);
    let (mut from, mut to) = if telling.len().is_multiple_of(2) {
        (values, &mut buffer[..])
    } else {
        (&mut buffer[..], values)
    };
    for (pass, counts) in &mut telling {
        let mut next = 0;
        for count in counts.iter_mut() {
            next += std::mem::replace(count, next);
        }
        for value in &*from {
            let place = &mut counts[digit(value, *pass)];
            to[*place] = *value;
            *place += 1;
        }
        (from, to) = (to, from);
    }
}

/// Sorts groups of values whose keys agree above the lowest `shift` bits, where they are out of
/// order.
fn sort_groups<T: Copy>(values: &mut [T], key: &impl Fn(&T) -> u64, shift: u32) {
    let mut at = 1;
    while at < values.len() {
        if key(&values[at]) >= key(&values[at - 1]) {
            at += 1;
            continue;
        }
        let group = key(&values[at]) >> shift;
        let alike = |value: &&T| key(value) >> shift == group;
        let start = at - values[..at].iter().rev().take_while(alike).count();
        let end = at + values[at..].iter().take_while(alike).count();
        values[start..end].sort_by_key(key);
        at = end + 1;
    }
}

/// Keys that can be sorted by digits.
pub(crate) trait Digits: Copy {
    /// A number that is ordered as the keys are.
    fn digits(&self) -> u64;
}

impl Digits for u32 {
    fn digits(&self) -> u64 {
        u64::from(*self)
    }
}

impl Digits for u64 {
    fn digits(&self) -> u64 {
        *self
    }
}

/// Sorts keys.
pub(crate) fn radix_sort<T: Digits>(values: &mut [T]) {
    radix_sort_by_key(values, T::digits);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sort::oracle::kinds;

    fn check(keys: &[u64]) {
        let (mut sorted, mut expected) = (keys.to_vec(), keys.to_vec());
        radix_sort(&mut sorted);
        expected.sort_unstable();
        assert_eq!(sorted, expected);
        let mut tagged: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
        let mut stable = tagged.clone();
        radix_sort_by_key(&mut tagged, |pair| pair.0);
        stable.sort_by_key(|pair| pair.0);
        assert_eq!(tagged, stable);
    }

    #[test]
    fn every_kind_of_keys_is_sorted() {
        for keys in kinds() {
            for shift in [0, 16, 32] {
                let keys: Vec<u64> = keys.iter().map(|key| u64::from(*key) << shift).collect();
                check(&keys);
            }
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
                prop_oneof![
                    any::<u64>(),
                    0..50_u64,
                    Just(u64::MAX),
                    (0..9_u64).prop_map(|k| k << 60),
                ],
                0..if cfg!(miri) { 150 } else { 1000 },
            ),
        ) {
            check(&keys);
        }
    }
}
