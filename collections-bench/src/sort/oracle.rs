//! What every sort is put to: the same order as the standard library's, equals in their order where
//! it is stable, and orders that panic or lie.

use std::cell::Cell;
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Compares by the key alone, so that a tag can tell equal keys apart. The tag lies on the heap:
/// what is lost or dropped twice shows under Miri and a sanitizer.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    pub(crate) key: u32,
    pub(crate) tag: Box<usize>,
}

/// How keys are compared.
#[derive(Clone, Copy, Debug)]
enum Manner {
    Honest,
    /// Panics at the comparison with this number.
    PanicsAt(u64),
    /// Answers by a generator, whatever the keys.
    Lies(u64),
}

thread_local! {
    static MANNER: Cell<Manner> = const { Cell::new(Manner::Honest) };
}

impl PartialEq for Tagged {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Tagged {}

impl PartialOrd for Tagged {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tagged {
    fn cmp(&self, other: &Self) -> Ordering {
        match MANNER.get() {
            Manner::Honest => self.key.cmp(&other.key),
            Manner::PanicsAt(0) => panic!("an order that panics"),
            Manner::PanicsAt(left) => {
                MANNER.set(Manner::PanicsAt(left - 1));
                self.key.cmp(&other.key)
            }
            Manner::Lies(seed) => {
                let seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                MANNER.set(Manner::Lies(seed));
                [Ordering::Less, Ordering::Equal, Ordering::Greater][(seed >> 33) as usize % 3]
            }
        }
    }
}

/// These keys, tagged with their places.
pub(crate) fn tagged(keys: &[u32]) -> Vec<Tagged> {
    let boxed = |(tag, key): (usize, &u32)| Tagged {
        key: *key,
        tag: Box::new(tag),
    };
    keys.iter().enumerate().map(boxed).collect()
}

/// The keys and tags, in their order.
pub(crate) fn pairs(values: &[Tagged]) -> Vec<(u32, usize)> {
    values.iter().map(|value| (value.key, *value.tag)).collect()
}

/// Nothing is lost, and nothing is there twice.
fn assert_permutation(values: &[Tagged], keys: &[u32]) {
    let mut found = pairs(values);
    found.sort_unstable_by_key(|pair| pair.1);
    let expected: Vec<_> = keys.iter().copied().zip(0..).collect();
    assert_eq!(found, expected);
}

/// Sorts as the standard library does; keeps equals in their order when it is `stable`.
pub(crate) fn assert_sorts(sort: fn(&mut [Tagged]), stable: bool, keys: &[u32]) {
    let (mut values, mut expected) = (tagged(keys), tagged(keys));
    sort(&mut values);
    expected.sort();
    if stable {
        assert_eq!(pairs(&values), pairs(&expected));
    } else {
        assert!(values.is_sorted_by_key(|value| value.key));
        assert_permutation(&values, keys);
    }
}

/// Loses nothing when a comparison panics, and none when the order is none.
pub(crate) fn assert_survives(sort: fn(&mut [Tagged]), keys: &[u32], seed: u64) {
    let mut values = tagged(keys);
    MANNER.set(Manner::PanicsAt(seed % (8 * keys.len() as u64 + 1)));
    // Whether it comes to the comparison that panics is the sort's own affair.
    let _ = catch_unwind(AssertUnwindSafe(|| sort(&mut values)));
    MANNER.set(Manner::Lies(seed));
    assert_permutation_after(|| sort(&mut values));
    assert_permutation(&values, keys);
}

/// Runs under the manner that is set, and is honest again afterwards.
fn assert_permutation_after(work: impl FnOnce()) {
    work();
    MANNER.set(Manner::Honest);
}

/// Keys of every length and kind that a sort may treat on its own, short enough for a test.
pub(crate) fn kinds() -> Vec<Vec<u32>> {
    let lengths: &[u32] = if cfg!(miri) {
        &[0, 1, 2, 3, 21, 70]
    } else {
        &[
            0, 1, 2, 3, 4, 16, 17, 20, 21, 33, 63, 64, 65, 100, 128, 129, 500, 1500,
        ]
    };
    let kinds: [fn(u32, u32) -> u32; 8] = [
        |i, _| i,
        |i, n| n - i,
        |_, _| 7,
        |i, _| i % 5,
        |i, n| i.min(n - i),
        |i, n| {
            if i < n - n / 10 {
                i
            } else {
                i.wrapping_mul(0x9e37_79b9)
            }
        },
        |i, _| {
            i.wrapping_mul(0x9e37_79b9)
                .rotate_left(13)
                .wrapping_mul(0x85eb_ca6b)
        },
        |i, _| if i % 3 == 0 { u32::MAX } else { i % 2 },
    ];
    let all = lengths.iter().flat_map(|n| {
        let n = *n;
        kinds.map(|key| (0..n).map(|i| key(i, n)).collect())
    });
    all.collect()
}

/// Puts a sort of `&mut [T]` for any `T: Ord` to all of it.
macro_rules! put_to_the_test {
    ($sort:ident, stable: $stable:expr) => {
        mod oracle {
            use proptest::prelude::*;

            use super::super::$sort;
            use crate::sort::oracle::{assert_sorts, assert_survives, kinds};

            #[test]
            fn every_kind_of_keys_is_sorted() {
                for keys in kinds() {
                    assert_sorts($sort, $stable, &keys);
                }
            }

            #[test]
            fn an_order_that_panics_or_lies_loses_nothing() {
                for (seed, keys) in (0x9e37_79b9_u64..).step_by(7919).zip(kinds()) {
                    assert_survives($sort, &keys, seed);
                }
            }

            proptest! {
                #![proptest_config(ProptestConfig {
                    cases: if cfg!(miri) { 4 } else { 128 },
                    failure_persistence: None,
                    ..ProptestConfig::default()
                })]

                #[test]
                fn random_keys_are_sorted(
                    keys in proptest::collection::vec(
                        prop_oneof![0..8_u32, any::<u32>()],
                        0..if cfg!(miri) { 60 } else { 900 },
                    ),
                    seed: u64,
                ) {
                    assert_sorts($sort, $stable, &keys);
                    assert_survives($sort, &keys, seed);
                }
            }
        }
    };
}

pub(crate) use put_to_the_test;

mod tests {
    use super::*;

    #[test]
    fn a_sort_that_does_nothing_or_loses_something_is_found_out() {
        let keys = [3, 1, 2];
        let fails = |work: fn(&mut [Tagged])| {
            catch_unwind(move || assert_sorts(work, false, &[3, 1, 2])).is_err()
        };
        assert!(fails(|_| ()));
        assert!(fails(|values| {
            let first = values[0].clone();
            values.fill(first);
        }));
        assert!(!fails(<[Tagged]>::sort_unstable));
        assert_permutation(&tagged(&keys), &keys);
    }
}
