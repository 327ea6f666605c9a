//! A heap that is only simulated: blocks are placed at the lowest address that fits.

use std::collections::BTreeMap;

/// A heap that takes the first fit, and grows at its end when nothing fits.
#[derive(Debug, Default)]
pub(crate) struct FirstFit {
    /// Free ranges below the end: their beginnings and lengths; no two touch.
    free: BTreeMap<u64, u64>,
    /// The end of the highest block that there is.
    end: u64,
    /// The highest end that there ever was.
    span: u64,
}

impl FirstFit {
    /// Places a block; tells its address.
    pub(crate) fn allocate(&mut self, length: u64) -> u64 {
        let fits = |&(_, room): &(&u64, &u64)| *room >= length;
        if let Some((&at, &room)) = self.free.iter().find(fits) {
            self.free.remove(&at);
            if room > length {
                self.free.insert(at + length, room - length);
            }
            return at;
        }
        let at = self.end;
        self.end += length;
        self.span = self.span.max(self.end);
        at
    }

    /// Frees a block that was placed, and joins it with what is free beside it.
    pub(crate) fn release(&mut self, at: u64, length: u64) {
        let (mut from, mut to) = (at, at + length);
        if let Some((&before, &room)) = self.free.range(..at).next_back()
            && before + room == at
        {
            self.free.remove(&before);
            from = before;
        }
        if let Some(room) = self.free.remove(&to) {
            to += room;
        }
        if to == self.end {
            self.end = from;
        } else {
            self.free.insert(from, to - from);
        }
    }

    /// How much of the address space it ever took.
    pub(crate) fn span(&self) -> u64 {
        self.span
    }
}

/// What became of a list's blocks in such a heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Blocks after the first.
    pub(crate) growths: u64,
    /// Those among them that lie where an earlier block had been, and nowhere else.
    pub(crate) reused: u64,
    /// Elements between the lowest and the highest address.
    pub(crate) span: u64,
    /// The capacity at the end.
    pub(crate) capacity: u64,
}

/// Lets a list grow to `n` elements: each time a new block is placed before the old one is freed.
pub(crate) fn grow(n: usize, policy: impl Fn(usize) -> usize) -> Placed {
    let mut heap = FirstFit::default();
    let (mut at, mut capacity) = (0, policy(0));
    heap.allocate(capacity as u64);
    let (mut growths, mut reused) = (0, 0);
    while capacity < n {
        let larger = policy(capacity);
        let before = heap.span();
        let new = heap.allocate(larger as u64);
        growths += 1;
        reused += u64::from(new + larger as u64 <= before);
        heap.release(at, capacity as u64);
        (at, capacity) = (new, larger);
    }
    Placed {
        growths,
        reused,
        span: heap.span(),
        capacity: capacity as u64,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::policy::{double, half_more};
    use super::*;

    /// The same heap, cell by cell.
    #[derive(Default)]
    struct Cells(Vec<bool>);

    impl Cells {
        fn allocate(&mut self, length: usize) -> u64 {
            let taken = |at: usize| self.0.get(at).copied().unwrap_or(false);
            let fits = |at: &usize| (*at..at + length).all(|cell| !taken(cell));
            let at = (0..).find(fits).expect("the end has room");
            let end = self.0.len().max(at + length);
            self.0.resize(end, false);
            self.0[at..at + length].fill(true);
            at as u64
        }

        fn release(&mut self, at: u64, length: usize) {
            let at = usize::try_from(at).expect("a small heap");
            self.0[at..at + length].fill(false);
        }
    }

    proptest! {
        #[test]
        fn blocks_lie_where_the_cells_say(
            steps in prop::collection::vec((1_usize..20, any::<prop::sample::Index>()), 0..120),
        ) {
            let (mut heap, mut cells) = (FirstFit::default(), Cells::default());
            let mut held = Vec::new();
            for (length, which) in steps {
                if length % 3 == 0 && !held.is_empty() {
                    let (at, length): (u64, usize) = held.swap_remove(which.index(held.len()));
                    heap.release(at, length as u64);
                    cells.release(at, length);
                } else {
                    let at = heap.allocate(length as u64);
                    prop_assert_eq!(at, cells.allocate(length));
                    held.push((at, length));
                }
                prop_assert_eq!(heap.span(), cells.0.len() as u64);
            }
        }
    }

    #[test]
    fn doubling_is_one_behind_for_ever_and_half_more_is_not() {
        // All blocks before the last are as long as the next lacks one: 4 + 8 + … < 2^k.
        let doubled = grow(1 << 20, double);
        assert_eq!((doubled.growths, doubled.reused), (18, 0));
        assert_eq!(doubled.span, 2 * (1 << 20) - 4);
        assert!(grow(1 << 20, half_more).reused > 0);
    }
}
