//! Merging two sorted runs that lie side by side.

#![expect(
    unsafe_code,
    reason = "while runs are merged, a gap in the slice holds what is elsewhere"
)]

use std::ptr;

/// Merges `values[..middle]` and `values[middle..]`, both sorted, stably.
///
/// The shorter run moves to `buffer`, which keeps its memory for the next merge and is empty
/// afterwards. When a comparison panics, all values are in the slice again.
pub(crate) fn merge<T: Ord>(values: &mut [T], middle: usize, buffer: &mut Vec<T>) {
    let (left, right) = values.split_at(middle);
    let shorter = left.len().min(right.len());
    buffer.clear();
    buffer.reserve(shorter);
    if left.len() == shorter {
        merge_up(values, middle, buffer);
    } else {
        merge_down(values, middle, buffer);
    }
}

/// Values that are held outside of the slice, and the gap in it that they will fill.
///
/// The gap is as long as there are values, whenever user code can run. Dropping fills it.
struct Held<T> {
    first: *const T,
    len: usize,
    gap: *mut T,
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        // SAFETY: the values are initialised and are held nowhere else; the gap is as long, lies
        // in the slice that is being merged, and not in the buffer.
        unsafe { ptr::copy_nonoverlapping(self.first, self.gap, self.len) };
    }
}

/// The left run goes to the buffer; the gap that it leaves is filled from its start.
fn merge_up<T: Ord>(values: &mut [T], middle: usize, buffer: &mut Vec<T>) {
    let start = values.as_mut_ptr();
    let from = buffer.as_mut_ptr();
    // SAFETY: the buffer has room for the left run and is empty, and stays so: it never drops what
    // is moved into it.
    unsafe { ptr::copy_nonoverlapping(start, from, middle) };
    let mut held = Held {
        first: from,
        len: middle,
        gap: start,
    };
    let mut right = middle;
    while held.len > 0 && right < values.len() {
        // SAFETY: at least one value is held.
        let left_value = unsafe { &*held.first };
        let take_right = values[right] < *left_value;
        let next = if take_right {
            &raw const values[right]
        } else {
            held.first
        };
        // SAFETY: the gap begins before `right` and is as long as there are held values, so at
        // least one place. Whichever value moves there leaves a place of its own behind: the one
        // in the slice becomes the end of the gap, the one in the buffer is not held any more.
        unsafe { ptr::copy_nonoverlapping(next, held.gap, 1) };
        held.gap = held.gap.wrapping_add(1);
        right += usize::from(take_right);
        held.first = held.first.wrapping_add(usize::from(!take_right));
        held.len -= usize::from(!take_right);
    }
}

/// The right run goes to the buffer; the gap that it leaves is filled from its end.
fn merge_down<T: Ord>(values: &mut [T], middle: usize, buffer: &mut Vec<T>) {
    let start = values.as_mut_ptr();
    let from = buffer.as_mut_ptr();
    let len = values.len() - middle;
    let right = start.wrapping_add(middle);
    // SAFETY: the buffer has room for the right run and is empty, and stays so.
    unsafe { ptr::copy_nonoverlapping(right, from, len) };
    let mut held = Held {
        first: from,
        len,
        gap: right,
    };
    let mut left = middle;
    while held.len > 0 && left > 0 {
        let last = held.first.wrapping_add(held.len - 1);
        // SAFETY: at least one value is held, and this is the last of them.
        let right_value = unsafe { &*last };
        let take_left = *right_value < values[left - 1];
        let next = if take_left {
            &raw const values[left - 1]
        } else {
            last
        };
        let end = held.gap.wrapping_add(held.len - 1);
        // SAFETY: `end` is the last place of the gap, which begins at `left` and is as long as
        // there are held values. Whichever value moves there leaves a place of its own behind: the
        // one in the slice becomes the start of the gap, the one in the buffer is not held.
        unsafe { ptr::copy_nonoverlapping(next, end, 1) };
        left -= usize::from(take_left);
        held.gap = held.gap.wrapping_sub(usize::from(take_left));
        held.len -= usize::from(!take_left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sort::oracle::{assert_sorts, assert_survives, kinds};

    /// Sorts the halves by the standard library, and merges them. At the middle, and off it.
    fn by_one_merge<T: Ord>(values: &mut [T]) {
        for middle in [
            values.len() / 2,
            values.len() / 3,
            values.len() - values.len() / 5,
        ] {
            let sorted = |run: &[T]| run.is_sorted();
            let (left, right) = values.split_at_mut(middle);
            if !sorted(left) {
                crate::sort::insertion::insertion_sort(left);
            }
            if !sorted(right) {
                crate::sort::insertion::insertion_sort(right);
            }
            let mut buffer = Vec::new();
            merge(values, middle, &mut buffer);
            assert!(buffer.is_empty());
        }
    }

    #[test]
    fn runs_are_merged_and_nothing_is_lost() {
        for (seed, keys) in (1_u64..).step_by(7919).zip(kinds()) {
            assert_sorts(by_one_merge, true, &keys);
            assert_survives(by_one_merge, &keys, seed);
        }
    }
}
