//! Insertion sort, one half of timsort.

/// Sorts stably: each value is swapped down past those that are greater.
pub(crate) fn insertion_sort<T: Ord>(values: &mut [T]) {
    for sorted in 1..values.len() {
        let mut at = sorted;
        while at > 0 && values[at] < values[at - 1] {
            values.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;
    use crate::counting::{Counting, comparisons};

    /// Compares by the key alone, so that a tag can tell equal keys apart.
    #[derive(Clone, Copy, Debug)]
    struct Tagged(u8, usize);

    impl PartialEq for Tagged {
        fn eq(&self, other: &Self) -> bool {
            self.0 == other.0
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
            self.0.cmp(&other.0)
        }
    }

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(mut values: Vec<u64>) {
            let mut expected = values.clone();
            expected.sort();
            insertion_sort(&mut values);
            prop_assert_eq!(values, expected);
        }

        #[test]
        fn it_keeps_the_order_of_equals(keys in proptest::collection::vec(0..4_u8, 0..60)) {
            let tagged = keys.into_iter().enumerate().map(|(i, k)| Tagged(k, i));
            let mut values: Vec<_> = tagged.collect();
            let mut expected = values.clone();
            expected.sort();
            insertion_sort(&mut values);
            let tags = |values: &[Tagged]| values.iter().map(|value| value.1).collect::<Vec<_>>();
            prop_assert_eq!(tags(&values), tags(&expected));
        }

        #[test]
        fn it_compares_as_often_as_there_are_inversions_to_undo(
            values in proptest::collection::vec(0..40_u64, 1..60),
        ) {
            let after = |i: usize| &values[i + 1..];
            let inversions: usize = (0..values.len())
                .map(|i| after(i).iter().filter(|later| **later < values[i]).count())
                .sum();
            let mut keys: Vec<_> = values.iter().copied().map(Counting).collect();
            let ((), count) = comparisons(|| insertion_sort(&mut keys));
            let count = count as usize;
            prop_assert!(inversions <= count && count < inversions + values.len());
        }
    }
}
