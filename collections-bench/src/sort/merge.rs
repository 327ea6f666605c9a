//! Merge sort, the other half of timsort.

use super::runs::merge;

/// Sorts stably: each half for itself, then both are merged, unless they are in order already.
pub(crate) fn merge_sort<T: Ord>(values: &mut [T]) {
    let mut buffer = Vec::with_capacity(values.len() / 2);
    sort(values, &mut buffer);
}

fn sort<T: Ord>(values: &mut [T], buffer: &mut Vec<T>) {
    let middle = values.len() / 2;
    if middle == 0 {
        return;
    }
    let (left, right) = values.split_at_mut(middle);
    sort(left, buffer);
    sort(right, buffer);
    if values[middle] < values[middle - 1] {
        merge(values, middle, buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::{Counting, comparisons};
    use crate::sort::oracle::put_to_the_test;

    put_to_the_test!(merge_sort, stable: true);

    #[test]
    fn what_is_sorted_takes_a_comparison_a_gap() {
        for n in [1_u32, 2, 3, 100, 1000] {
            let mut keys: Vec<_> = (0..n).map(Counting).collect();
            assert_eq!(comparisons(|| merge_sort(&mut keys)).1, u64::from(n - 1));
        }
    }
}
