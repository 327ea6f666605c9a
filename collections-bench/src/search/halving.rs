//! Ways to halve a sorted slice of keys; each tells how many keys are below the needle.

use std::hint::select_unpredictable;

use crate::prefetch::prefetch;

/// Halves with a branch at each step, as a textbook does.
pub(crate) fn branchy(values: &[u32], needle: u32) -> usize {
    let (mut low, mut high) = (0, values.len());
    while low < high {
        let middle = low.midpoint(high);
        if values[middle] < needle {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The standard library's binary search. With equal keys it may stop at any of them.
pub(crate) fn std(values: &[u32], needle: u32) -> usize {
    values.binary_search(&needle).unwrap_or_else(|at| at)
}

/// Halves without a branch that depends on the keys: Khuong and Morin (2017), algorithm 2.
pub(crate) fn branchless(values: &[u32], needle: u32) -> usize {
    halve(values, needle, |_, _| ())
}

/// The same, asking for both places that the next step may look at.
pub(crate) fn prefetching(values: &[u32], needle: u32) -> usize {
    halve(values, needle, |base, half| {
        prefetch(values, base + half / 2);
        prefetch(values, base + half + half / 2);
    })
}

#[inline(always)]
fn halve(values: &[u32], needle: u32, mut soon: impl FnMut(usize, usize)) -> usize {
    let (mut base, mut len) = (0, values.len());
    while len > 1 {
        let half = len / 2;
        soon(base, half);
        base = select_unpredictable(values[base + half - 1] < needle, base + half, base);
        len -= half;
    }
    base + usize::from(values.get(base).is_some_and(|value| *value < needle))
}

/// Needles that are halved side by side.
const BATCH: usize = 64;

/// Branchless for many needles, a step of all before the next step of any.
pub(crate) fn each_in_batches(values: &[u32], needles: &[u32], mut rank: impl FnMut(usize)) {
    for needles in needles.chunks(BATCH) {
        let mut bases = [0; BATCH];
        let bases = &mut bases[..needles.len()];
        let mut len = values.len();
        while len > 1 {
            let half = len / 2;
            for (base, needle) in bases.iter_mut().zip(needles) {
                let above = values[*base + half - 1] < *needle;
                *base = select_unpredictable(above, *base + half, *base);
            }
            len -= half;
        }
        for (base, needle) in bases.iter().zip(needles) {
            rank(base + usize::from(values.get(*base).is_some_and(|value| value < needle)));
        }
    }
}

/// Probes by interpolation before halving takes over: enough where keys are spread evenly.
const GUESSES: usize = 8;

/// Guesses the place from the needle's distance to both ends, then halves what is left.
///
/// Perl, Itai and Avni, *Interpolation search: a log log n search* (1978).
pub(crate) fn interpolating(values: &[u32], needle: u32) -> usize {
    let (mut low, mut high) = (0, values.len());
    for _ in 0..GUESSES {
        if high - low <= BATCH {
            break;
        }
        let (first, last) = (values[low], values[high - 1]);
        if needle <= first {
            return low;
        }
        if needle > last {
            return high;
        }
        let steps = (high - 1 - low) as u64;
        let share = u64::from(needle - first) * steps / u64::from(last - first);
        let guess = low + share as usize;
        if values[guess] < needle {
            low = guess + 1;
        } else {
            high = guess;
        }
    }
    low + branchless(&values[low..high], needle)
}
