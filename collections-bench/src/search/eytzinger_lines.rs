//! The heap's layout for keys of 32 bits, in whole lines of cache and filled up to a perfect tree.
//!
//! Khuong and Morin, *Array Layouts for Comparison-Based Searching* (2017), section 2.3.

use crate::lines::{KEYS, Lines};
use crate::prefetch::prefetch;

/// Sorted keys as a perfect heap: the children of place `k` are at `2 k` and `2 k + 1`, the root at
/// 1.
///
/// The path to a gap, read as a binary number, is the number of keys before it. So no second array
/// has to tell the ranks, and every search takes the same steps.
#[derive(Debug)]
pub(crate) struct EytzingerLines {
    keys: Lines,
    depth: u32,
}

impl EytzingerLines {
    /// Lays out `sorted`. Up to half of the tree is filled with the largest key.
    pub(crate) fn new(sorted: &[u32]) -> Self {
        let depth = (sorted.len() + 1).next_power_of_two().ilog2();
        let keys = Lines::from_fn(1 << depth, |place| {
            let rank = rank_of(place, depth);
            rank.and_then(|rank| sorted.get(rank).copied())
                .unwrap_or(u32::MAX)
        });
        Self { keys, depth }
    }

    /// How many keys are below the needle.
    pub(crate) fn rank(&self, needle: u32) -> usize {
        self.descend(needle, |_| ())
    }

    /// The same, asking for the line that holds the descendants four generations later.
    pub(crate) fn rank_prefetching(&self, needle: u32) -> usize {
        self.descend(needle, |place| prefetch(&self.keys, KEYS * place))
    }

    #[inline(always)]
    fn descend(&self, needle: u32, mut soon: impl FnMut(usize)) -> usize {
        let mut place = 1;
        for _ in 0..self.depth {
            soon(place);
            place = 2 * place + usize::from(self.keys[place] < needle);
        }
        place - (1 << self.depth)
    }
}

/// Which key in order stands at this place of a perfect tree; none stands at 0.
fn rank_of(place: usize, depth: u32) -> Option<usize> {
    let level = place.checked_ilog2()?;
    let below = depth - level;
    let within = place - (1 << level);
    Some((within << below) + (1 << (below - 1)) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_a_heap_s() {
        let tree = EytzingerLines::new(&[10, 11, 12, 13, 14, 15]);
        assert_eq!(tree.depth, 3);
        assert_eq!(tree.keys[1..], [13, 11, 15, 10, 12, 14, u32::MAX]);
        assert_eq!(EytzingerLines::new(&[]).rank(5), 0);
    }
}
