//! What a program maps by itself, entered in the ledger beside what it asks of the allocator: else
//! it would seem to need no memory at all.

use super::own;

/// What became of the bytes in a mapping whose length was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// They stayed where they were.
    Stayed,
    /// Their pages have other addresses, and are there once.
    Pages,
    /// They were copied, and both copies were there meanwhile.
    Copied,
}

/// So many bytes were mapped.
pub fn obtained(bytes: usize) {
    own::with(|ledger| ledger.look_closer_if(ledger.obtain(bytes)));
}

/// A mapping of so many bytes has another number of them.
pub fn resized(from: usize, to: usize, how: Move) {
    own::with(|ledger| match how {
        Move::Stayed => ledger.resize(from, to, false),
        Move::Pages => ledger.resize_by_pages(from, to),
        Move::Copied => ledger.resize(from, to, true),
    });
}

/// So many bytes are mapped no more.
pub fn returned(bytes: usize) {
    own::with(|ledger| ledger.look_closer_if(ledger.give_back(bytes)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alloc;

    #[test]
    fn what_is_mapped_is_counted_as_what_is_allocated() {
        let ((), usage) = alloc::count(|| {
            obtained(100);
            resized(100, 200, Move::Stayed);
            resized(200, 1000, Move::Pages);
        });
        assert_eq!((usage.allocations, usage.reallocations), (3, 2));
        assert_eq!((usage.moves, usage.moved_bytes), (1, 200));
        assert_eq!((usage.bytes, usage.held), (1000, 1000));
        // Pages that move are never there twice.
        assert_eq!((usage.peak, usage.peak_while_moving), (1000, 1000));

        let ((), usage) = alloc::count(|| {
            obtained(100);
            resized(100, 150, Move::Copied);
            returned(150);
        });
        assert_eq!((usage.moves, usage.moved_bytes), (1, 100));
        assert_eq!((usage.peak, usage.peak_while_moving), (150, 250));
        assert_eq!(usage.held, 0);
    }

    #[test]
    fn a_timeline_shows_what_is_mapped() {
        let ((), points) = alloc::watch(1, || {
            obtained(1000);
            returned(1000);
        });
        let levels: Vec<u64> = points.iter().map(|(_, held)| *held).collect();
        assert_eq!(levels[..3], [0, 1000, 0]);
    }

    #[test]
    fn what_nobody_counts_leaves_no_trace() {
        obtained(1 << 40);
        returned(1 << 40);
        let ((), usage) = alloc::count(|| ());
        assert_eq!(usage, alloc::Usage::default());
    }
}
