//! The book's closest value: a list kept in order by insertion, and bisected.

use std::cmp::Reverse;

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("bisect")
        .of("closest")
        .equals(14.0)
        .on("-250")
        .source("HPP ch. 3, bisect_example: \"Closest value to -250: 14\""),
    claim("bisect")
        .of("closest")
        .equals(496.0)
        .on("500")
        .source("HPP ch. 3, bisect_example: \"Closest value to 500: 496\""),
    claim("bisect")
        .of("closest")
        .equals(992.0)
        .on("1100")
        .source("HPP ch. 3, bisect_example: \"Closest value to 1100: 992\""),
];

/// The numbers that the book drew at random, in the order in which it prints them.
const BOOK: [i64; 10] = [14, 265, 496, 661, 683, 734, 881, 892, 973, 992];

pub(crate) fn as_printed() -> Experiment {
    experiment("search/closest")
        .asks("Which value in a sorted list is closest to another?")
        .claims(CLAIMS)
        .case("-250", |_, _| (BOOK.to_vec(), -250))
        .case("500", |_, _| (BOOK.to_vec(), 500))
        .case("1100", |_, _| (BOOK.to_vec(), 1100))
        .ladder()
        .variant("scan", |(values, wanted)| scan(values, *wanted))
        .variant("bisect", |(values, wanted)| bisect(values, *wanted))
        .count("closest", |(values, wanted)| {
            let found = bisect(values, *wanted);
            (found, found.map_or(0, i64::unsigned_abs))
        })
        .python("find_closest", include_str!("closest.py"))
        .mirrors("bisect")
        .build()
}

/// Looks at every value; of two that are as close, the larger, as the book has it.
fn scan(values: &[i64], wanted: i64) -> Option<i64> {
    values
        .iter()
        .copied()
        .min_by_key(|value| (value.abs_diff(wanted), Reverse(*value)))
}

/// The book's: looks at the values beside the place where this one would be.
fn bisect(values: &[i64], wanted: i64) -> Option<i64> {
    let at = values.partition_point(|value| *value < wanted);
    let above = values.get(at).copied();
    let below = at.checked_sub(1).map(|below| values[below]);
    match (below, above) {
        (Some(below), Some(above)) if below.abs_diff(wanted) < above.abs_diff(wanted) => {
            Some(below)
        }
        (below, above) => above.or(below),
    }
}

/// Puts a value in its place, after those that are equal.
#[cfg(test)]
fn insort(values: &mut Vec<i64>, value: i64) {
    let at = values.partition_point(|other| *other <= value);
    values.insert(at, value);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_closest_is_the_closest(
            drawn in proptest::collection::vec(any::<i64>(), 0..50),
            wanted: i64,
        ) {
            let mut values = Vec::new();
            drawn.iter().for_each(|value| insort(&mut values, *value));
            prop_assert!(values.is_sorted());
            prop_assert_eq!(values.len(), drawn.len());
            prop_assert_eq!(bisect(&values, wanted), scan(&values, wanted));
        }
    }

    #[test]
    fn the_book_s_list_is_in_order() {
        assert!(BOOK.is_sorted());
        assert_eq!(bisect(&[], 3), None);
    }
}
