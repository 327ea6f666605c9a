//! Timsort: runs that are there already are found, short ones are filled up by insertion, and all
//! are merged.
//!
//! Peters, *listsort.txt* (2002). Which runs are merged when is decided as CPython does it today:
//! Munro and Wild, *Nearly-optimal mergesorts* (2018), powersort. There is no galloping mode; each
//! merge leaves out at both ends what is in place.

use super::runs::merge;

/// Sorts stably, in O(n) what consists of few runs.
pub(crate) fn timsort<T: Ord>(values: &mut [T]) {
    let mut buffer = Vec::new();
    let mut stack: Vec<Run> = Vec::new();
    let least = least_run(values.len());
    let mut start = 0;
    while start < values.len() {
        let len = next_run(&mut values[start..], least);
        if let Some(top) = stack.last_mut() {
            let power = power(top, len, values.len());
            while stack.len() > 1 && stack[stack.len() - 2].power > power {
                merge_top(values, &mut stack, &mut buffer);
            }
            if let Some(top) = stack.last_mut() {
                top.power = power;
            }
        }
        stack.push(Run {
            start,
            len,
            power: 0,
        });
        start += len;
    }
    while stack.len() > 1 {
        merge_top(values, &mut stack, &mut buffer);
    }
}

/// A sorted part of the slice.
struct Run {
    start: usize,
    len: usize,
    /// The depth in a balanced tree of merges of the gap to the next run.
    power: u32,
}

/// Runs shorter than this are filled up: from 32 to 64, so that the number of runs is a power of
/// two, or a little less.
fn least_run(n: usize) -> usize {
    let shift = (usize::BITS - n.leading_zeros()).saturating_sub(6);
    (n >> shift) + usize::from(n & ((1 << shift) - 1) != 0)
}

/// Finds the run at the start, turns it round when it descends, and fills it up to `least`.
fn next_run<T: Ord>(values: &mut [T], least: usize) -> usize {
    let mut len = 1;
    if values.len() > 1 {
        let descends = values[1] < values[0];
        len = 2;
        while len < values.len() && (values[len] < values[len - 1]) == descends {
            len += 1;
        }
        if descends {
            values[..len].reverse();
        }
    }
    let filled = least.max(len).min(values.len());
    for at in len..filled {
        let place = place_of(&values[at], &values[..at]);
        values[place..=at].rotate_right(1);
    }
    filled
}

/// How many sorted values are not above this one.
///
/// The standard library's search always takes one comparison more than this one at worst.
fn place_of<T: Ord>(value: &T, sorted: &[T]) -> usize {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low.midpoint(high);
        if *value < sorted[middle] {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// How deep the gap between a run and the next, of `len`, lies in the balanced tree over all `n`.
fn power(run: &Run, len: usize, n: usize) -> u32 {
    let mut left = 2 * run.start + run.len;
    let mut right = left + run.len + len;
    let mut power = 1;
    // The first binary digit in which the middles of both runs differ, as shares of n.
    while (left >= n) == (right >= n) {
        if left >= n {
            left -= n;
            right -= n;
        }
        left *= 2;
        right *= 2;
        power += 1;
    }
    power
}

/// Merges the last two runs.
fn merge_top<T: Ord>(values: &mut [T], stack: &mut Vec<Run>, buffer: &mut Vec<T>) {
    let (Some(right), Some(left)) = (stack.pop(), stack.last_mut()) else {
        return;
    };
    let both = &mut values[left.start..][..left.len + right.len];
    let middle = left.len;
    left.len += right.len;
    left.power = right.power;
    let first = place_of(&both[middle], &both[..middle]);
    if first < middle {
        let last = &both[middle - 1];
        let end = middle + both[middle..].partition_point(|value| value < last);
        merge(&mut both[first..end], middle - first, buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counting::{Counting, comparisons};
    use crate::sort::oracle::put_to_the_test;

    put_to_the_test!(timsort, stable: true);

    #[test]
    fn one_run_takes_a_comparison_a_gap() {
        let count = |keys: Vec<u32>| {
            let mut keys: Vec<_> = keys.into_iter().map(Counting).collect();
            comparisons(|| timsort(&mut keys)).1
        };
        for n in [1_u32, 2, 3, 63, 64, 1000] {
            let once = u64::from(n - 1);
            assert_eq!(count((0..n).collect()), once);
            assert_eq!(count((0..n).rev().collect()), once);
            assert_eq!(count(vec![5; n as usize]), once);
        }
    }

    #[test]
    fn short_runs_are_filled_up_as_peters_has_it() {
        let all = [
            (10, 10),
            (63, 63),
            (64, 32),
            (65, 33),
            (2048, 32),
            (2049, 33),
            (4095, 64),
        ];
        for (n, least) in all {
            assert_eq!(least_run(n), least, "{n}");
        }
    }

    #[test]
    fn equal_runs_are_merged_as_a_balanced_tree() {
        let run = |start| Run {
            start,
            len: 1,
            power: 0,
        };
        let powers: Vec<_> = (0..7).map(|start| power(&run(start), 1, 8)).collect();
        assert_eq!(powers, [3, 2, 3, 1, 3, 2, 3]);
    }
}
