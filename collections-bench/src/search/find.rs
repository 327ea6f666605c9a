//! Ways to find the place of a value in a slice.

/// The notes' linear search: look at one element after the other.
pub(crate) fn scan<T: PartialEq>(values: &[T], needle: &T) -> Option<usize> {
    for (at, value) in values.iter().enumerate() {
        if value == needle {
            return Some(at);
        }
    }
    None
}

/// What `list.index` is in Rust.
pub(crate) fn position<T: PartialEq>(values: &[T], needle: &T) -> Option<usize> {
    values.iter().position(|value| value == needle)
}

/// Looks for the block that holds the needle, then for the place in it.
///
/// `contains` does not tell where, so it may compare several elements at once.
pub(crate) fn blocks<T: PartialEq>(values: &[T], needle: &T) -> Option<usize> {
    const BLOCK: usize = 64;
    let block = values
        .chunks(BLOCK)
        .position(|block| block.contains(needle))?
        * BLOCK;
    position(&values[block..], needle).map(|at| block + at)
}

/// The book's binary search: halve the interval, and stop at a hit.
pub(crate) fn textbook<T: Ord>(values: &[T], needle: &T) -> Option<usize> {
    let (mut low, mut high) = (0, values.len());
    while low < high {
        let middle = low.midpoint(high);
        if values[middle] > *needle {
            high = middle;
        } else if values[middle] < *needle {
            low = middle + 1;
        } else {
            return Some(middle);
        }
    }
    None
}

/// The standard library's binary search.
pub(crate) fn binary_search<T: Ord>(values: &[T], needle: &T) -> Option<usize> {
    values.binary_search(needle).ok()
}

/// The first place that is not below the needle, and a look at what stands there.
pub(crate) fn partition_point<T: Ord>(values: &[T], needle: &T) -> Option<usize> {
    let at = values.partition_point(|value| value < needle);
    (values.get(at)? == needle).then_some(at)
}

/// Doubles the step from the front until the needle is behind, then halves the last step.
///
/// Bentley and Yao, *An almost optimal algorithm for unbounded searching* (1976).
pub(crate) fn galloping<T: Ord>(values: &[T], needle: &T) -> Option<usize> {
    let (mut low, mut high) = (0, 1);
    while high < values.len() && values[high] < *needle {
        low = high;
        high *= 2;
    }
    let end = values.len().min(high + 1);
    textbook(&values[low..end], needle).map(|at| low + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::eytzinger::Eytzinger;

    /// Few distinct values and both extremes, so that duplicates and misses are common.
    fn value() -> impl Strategy<Value = u64> {
        prop_oneof![0..20_u64, Just(u64::MAX), any::<u64>()]
    }

    proptest! {
        #[test]
        fn scans_find_the_first_occurrence(
            values in proptest::collection::vec(value(), 0..300),
            needle in value(),
        ) {
            let expected = values.iter().position(|value| *value == needle);
            for find in [scan, position, blocks] {
                prop_assert_eq!(find(&values, &needle), expected);
            }
        }

        #[test]
        fn searches_find_an_occurrence_when_there_is_one(
            mut values in proptest::collection::vec(value(), 0..300),
            needle in value(),
        ) {
            values.sort_unstable();
            let tree = Eytzinger::new(&values);
            let first = values.iter().position(|value| *value == needle);
            prop_assert_eq!(partition_point(&values, &needle), first);
            prop_assert_eq!(tree.find(&needle), first);
            for find in [textbook, binary_search, galloping] {
                let found = find(&values, &needle);
                prop_assert_eq!(found.map(|at| values[at]), first.map(|_| needle));
            }
        }
    }

    #[test]
    fn every_value_and_every_gap_is_told_apart() {
        for n in 0..200 {
            let values: Vec<u64> = (0..n).map(|i| 2 * i + 1).collect();
            let tree = Eytzinger::new(&values);
            for needle in 0..=2 * n + 1 {
                let expected = (needle % 2 == 1 && needle < 2 * n).then_some(needle as usize / 2);
                for find in [
                    scan,
                    position,
                    blocks,
                    textbook,
                    binary_search,
                    partition_point,
                    galloping,
                ] {
                    assert_eq!(find(&values, &needle), expected);
                }
                assert_eq!(tree.find(&needle), expected);
            }
        }
    }
}
