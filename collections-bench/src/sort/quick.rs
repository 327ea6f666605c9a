//! Quicksort as it is taught: the median of three, insertion for what is short, and a heap where
//! the pivots are bad.
//!
//! Hoare, *Quicksort* (1962); Musser, *Introspective sorting and selection algorithms* (1997).

use super::heap::heap_sort;
use super::insertion::insertion_sort;

/// Slices up to this length are sorted by insertion.
const SHORT: usize = 16;

/// Sorts in place, in O(n log n).
pub(crate) fn quick_sort<T: Ord>(values: &mut [T]) {
    let depth = 2 * values.len().checked_ilog2().unwrap_or(0);
    sort(values, depth);
}

fn sort<T: Ord>(mut values: &mut [T], mut depth: u32) {
    while values.len() > SHORT {
        if depth == 0 {
            return heap_sort(values);
        }
        depth -= 1;
        let pivot = partition(values);
        let (left, right) = values.split_at_mut(pivot);
        let right = &mut right[1..];
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

/// Puts what is at most the pivot to its left, what is at least the pivot to its right, and tells
/// the pivot's place. Both sides stop at equals, so those are shared out.
fn partition<T: Ord>(values: &mut [T]) -> usize {
    let (middle, last) = (values.len() / 2, values.len() - 1);
    values.swap(0, median(values, 0, middle, last));
    let (mut low, mut high) = (1, values.len());
    loop {
        while low < high && values[low] < values[0] {
            low += 1;
        }
        while low < high && values[0] < values[high - 1] {
            high -= 1;
        }
        if low + 1 >= high {
            break;
        }
        values.swap(low, high - 1);
        low += 1;
        high -= 1;
    }
    values.swap(0, low - 1);
    low - 1
}

/// Which of three places holds the value in the middle.
fn median<T: Ord>(values: &[T], a: usize, b: usize, c: usize) -> usize {
    let (low, high) = if values[b] < values[a] {
        (b, a)
    } else {
        (a, b)
    };
    if values[c] < values[low] {
        low
    } else if values[high] < values[c] {
        high
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::{Counting, comparisons};
    use crate::sort::oracle::put_to_the_test;

    put_to_the_test!(quick_sort, stable: false);

    /// McIlroy, *A killer adversary for quicksort* (1999), in short: a heap takes over.
    #[test]
    fn no_input_takes_quadratic_time() {
        let n = 4096_u64;
        let organ = (0..n).map(|i| i.min(n - i));
        let mut keys: Vec<_> = organ.map(Counting).collect();
        let count = comparisons(|| quick_sort(&mut keys)).1;
        assert!(count < 8 * n * u64::from(n.ilog2()), "{count}");
    }
}
