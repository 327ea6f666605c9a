//! Sorting other things than whole numbers of 64 bits: narrow ones, floats, words, large structs.

use std::fmt::Debug;

use harness::input;
use harness::prelude::*;
use rand::seq::SliceRandom;

use super::orders::Orders;
use super::quick::quick_sort;
use super::radix::{radix_sort, radix_sort_by_key};
use super::timsort::timsort;
use super::wide::{ordered, wide_sort, wide_sort_floats};
use crate::simd::Simd;

const SIZES: [u64; 2] = [1000, 100_000];

const NARROW: &[Claim] = &[
    claim("wide quicksort")
        .beats("unstable")
        .by(2.5)
        .source("ours: sixteen numbers are split by one comparison, twice as many as of 64 bits"),
    claim("radix")
        .beats("unstable")
        .by(1.7)
        .at(100_000)
        .source("ours: no more digits than tell the numbers apart"),
];

const FLOATS: &[Claim] = &[
    claim("wide quicksort")
        .beats("unstable")
        .by(1.5)
        .source("ours: turning floats into whole numbers and back costs two passes"),
    claim("radix")
        .beats("unstable")
        .by(1.5)
        .at(100_000)
        .source("ours: a float is ordered as a whole number is, with some bits turned over"),
];

const STRINGS: &[Claim] = &[
    claim("unstable").beats("timsort").source(
        "std: pattern-defeating quicksort; ours: here comparisons are dear, and it makes more",
    ),
    claim("stable")
        .within(0.5, "unstable")
        .source("std: both make n log n comparisons, and those cost most here"),
    claim("by first letters")
        .beats("unstable")
        .by(1.5)
        .source("Bentley and Sedgewick (1997): comparing from the first letter on again is waste"),
];

const STRUCTS: &[Claim] = &[
    claim("by index")
        .beats("stable")
        .source("folklore: what is large is sorted by its place, and moved once"),
    claim("unstable")
        .beats("stable")
        .source("std: sort_unstable is typically faster than sort"),
    claim("radix")
        .takes_at_least(1.0, "by index")
        .source("ours: a radix sort moves each struct several times"),
];

pub(crate) fn of_narrow_numbers() -> Experiment {
    let best = Simd::best();
    let numbers = |n, rng: &mut SmallRng| {
        let wide = input::uniform(n, rng);
        shuffled(wide.into_iter().map(|number| number as u32).collect(), rng)
    };
    experiment("sort/u32")
        .asks("How fast can numbers of 32 bits be sorted?")
        .claims(NARROW)
        .sizes(SIZES)
        .quick_up_to(1000)
        .input(numbers)
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("unstable", |orders| orders.values.sort_unstable())
        .in_place("stable", |orders| orders.values.sort())
        .in_place("quick", |orders| quick_sort(&mut orders.values))
        .in_place("timsort", |orders| timsort(&mut orders.values))
        .in_place("radix", |orders| radix_sort(&mut orders.values))
        .in_place("wide quicksort, AVX2", |orders| {
            wide_sort(Simd::up_to_avx2(), &mut orders.values);
        })
        .unless(Simd::without_avx2())
        .in_place("wide quicksort", move |orders| {
            wide_sort(best, &mut orders.values);
        })
        .build()
}

pub(crate) fn of_floats() -> Experiment {
    let best = Simd::best();
    experiment("sort/f64")
        .asks("How fast can floats be sorted, in their total order?")
        .claims(FLOATS)
        .sizes(SIZES)
        .quick_up_to(1000)
        .input(|n, rng| {
            let whole = input::uniform(n, rng);
            // From -1 to 1, evenly spread.
            let floats = whole
                .into_iter()
                .map(|w| w.cast_signed() as f64 / 2_f64.powi(63));
            shuffled(floats.collect(), rng)
        })
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("unstable", |orders| {
            orders.values.sort_unstable_by(f64::total_cmp);
        })
        .in_place("stable", |orders| orders.values.sort_by(f64::total_cmp))
        .in_place("radix", |orders| {
            radix_sort_by_key(&mut orders.values, |float| ordered(*float));
        })
        .in_place("wide quicksort", move |orders| {
            wide_sort_floats(best, &mut orders.values);
        })
        .build()
}

pub(crate) fn of_strings() -> Experiment {
    experiment("sort/strings")
        .asks("What does sorting words cost, which lie all over the memory?")
        .claims(STRINGS)
        .sizes(SIZES)
        .quick_up_to(1000)
        .input(|n, rng| {
            let numbers = input::uniform(n, rng);
            shuffled(numbers.into_iter().map(word).collect(), rng)
        })
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("unstable", |orders| orders.values.sort_unstable())
        .in_place("stable", |orders| orders.values.sort())
        .in_place("quick", |orders| quick_sort(&mut orders.values))
        .in_place("timsort", |orders| timsort(&mut orders.values))
        .in_place("by first letters", |orders| {
            by_first_letters(&mut orders.values);
        })
        .build()
}

/// A struct of 256 bytes with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Large {
    key: u64,
    payload: [u64; 31],
}

pub(crate) fn of_large_structs() -> Experiment {
    experiment("sort/structs")
        .asks("What does it cost to sort what is dear to move?")
        .claims(STRUCTS)
        .sizes([1000, 30_000])
        .quick_up_to(1000)
        .input(|n, rng| {
            let large = |key| Large {
                key,
                payload: [key; 31],
            };
            shuffled(input::uniform(n, rng).into_iter().map(large).collect(), rng)
        })
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("unstable", |orders| {
            orders.values.sort_unstable_by_key(|large| large.key);
        })
        .in_place("stable", |orders| {
            orders.values.sort_by_key(|large| large.key);
        })
        .in_place("timsort", |orders| timsort(&mut orders.values))
        .in_place("radix", |orders| {
            radix_sort_by_key(&mut orders.values, |large| large.key);
        })
        .in_place("by index", |orders| by_index(&mut orders.values))
        .build()
}

fn shuffled<T: Clone + Debug>(values: Vec<T>, rng: &mut SmallRng) -> Orders<T> {
    Orders::many(values, rng, <[T]>::shuffle)
}

/// A word of 8 to 15 lower-case letters.
fn word(number: u64) -> String {
    let letters = 8 + number % 8;
    let digit = |place: u64| number.rotate_left(5 * place as u32) % 26;
    let letter = |place| char::from(b'a' + digit(place) as u8);
    (0..letters).map(letter).collect()
}

/// Sorts by the first eight letters as one number, and by the whole word where these agree.
fn by_first_letters(words: &mut [String]) {
    let first = |word: &String| {
        let mut letters = [0; 8];
        let len = word.len().min(8);
        letters[..len].copy_from_slice(&word.as_bytes()[..len]);
        u64::from_be_bytes(letters)
    };
    let mut keyed: Vec<(u64, String)> = words
        .iter_mut()
        .map(|word| (first(word), std::mem::take(word)))
        .collect();
    keyed.sort_unstable();
    for (word, (_, sorted)) in words.iter_mut().zip(keyed) {
        *word = sorted;
    }
}

/// Sorts keys with places, and moves each struct once.
fn by_index(values: &mut [Large]) {
    let mut order: Vec<(u64, usize)> = values
        .iter()
        .enumerate()
        .map(|(at, large)| (large.key, at))
        .collect();
    order.sort_unstable();
    let sorted: Vec<Large> = order.into_iter().map(|(_, at)| values[at]).collect();
    values.copy_from_slice(&sorted);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_sorted_by_their_first_letters_and_wholly(
            mut words in proptest::collection::vec("[a-cé\0]{0,12}", 0..80),
        ) {
            let mut expected = words.clone();
            expected.sort();
            by_first_letters(&mut words);
            prop_assert_eq!(words, expected);
        }

        #[test]
        fn structs_keep_their_payload(keys in proptest::collection::vec(0..30_u64, 0..80)) {
            let large = |(tag, key): (usize, &u64)| Large { key: *key, payload: [tag as u64; 31] };
            let mut values: Vec<Large> = keys.iter().enumerate().map(large).collect();
            let mut expected = values.clone();
            expected.sort_by_key(|large| large.key);
            by_index(&mut values);
            prop_assert_eq!(values, expected);
        }
    }

    #[test]
    fn words_are_words() {
        assert_eq!(word(7).len(), 15);
        assert!(
            word(u64::MAX)
                .bytes()
                .all(|letter| letter.is_ascii_lowercase())
        );
    }
}
