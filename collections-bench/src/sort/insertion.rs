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
    use proptest::prelude::*;

    use super::*;
    use crate::counting::{Counting, comparisons};
    use crate::sort::oracle::put_to_the_test;

    put_to_the_test!(insertion_sort, stable: true);

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: if cfg!(miri) { 4 } else { 256 },
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

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
