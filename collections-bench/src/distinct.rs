//! How many different values there are: by a list, in order, or by a set.

/// Looks through a list before each append.
pub(crate) fn in_list<T: PartialEq>(values: impl Iterator<Item = T>) -> usize {
    let mut distinct = Vec::new();
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct.len()
}

/// Sorts, and drops what equals its neighbour.
pub(crate) fn in_order<T: Ord>(values: impl Iterator<Item = T>) -> usize {
    let mut distinct: Vec<T> = values.collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_way_counts_the_same(values in proptest::collection::vec(0..30_usize, 0..80)) {
            let distinct = values.iter().collect::<BTreeSet<_>>().len();
            prop_assert_eq!(in_list(values.iter()), distinct);
            prop_assert_eq!(in_order(values.iter()), distinct);
        }
    }
}
