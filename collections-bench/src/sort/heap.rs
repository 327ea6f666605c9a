//! Heap sort: O(n log n) at worst, in place, and all over the slice.

/// Sorts by a heap: the largest goes to the end, again and again.
pub(crate) fn heap_sort<T: Ord>(values: &mut [T]) {
    for root in (0..values.len() / 2).rev() {
        sift_down(values, root);
    }
    for end in (1..values.len()).rev() {
        values.swap(0, end);
        sift_down(&mut values[..end], 0);
    }
}

/// Lets the value at `place` sink until none of its children is larger.
fn sift_down<T: Ord>(heap: &mut [T], mut place: usize) {
    loop {
        let mut child = 2 * place + 1;
        if child >= heap.len() {
            return;
        }
        if child + 1 < heap.len() && heap[child] < heap[child + 1] {
            child += 1;
        }
        if heap[child] <= heap[place] {
            return;
        }
        heap.swap(place, child);
        place = child;
    }
}

#[cfg(test)]
mod tests {
    use crate::sort::oracle::put_to_the_test;

    put_to_the_test!(heap_sort, stable: false);
}
