//! A list under each way to grow, and the loop that appends to it.

use harness::mappings::Move;

use super::super::mapped::{MOVED, Mapped};
use super::Policy;

/// A list that has grown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Growth {
    /// Its elements, all of which stood in the block that had to grow.
    pub(crate) len: usize,
    pub(crate) capacity: usize,
    /// Whether they were copied, not left where they were or moved with their pages.
    pub(crate) copied: bool,
}

/// A list that grows when it is told to.
pub(super) trait List {
    fn len(&self) -> usize;
    fn capacity(&self) -> usize;
    /// Makes room for so many elements, more than now.
    fn grow(&mut self, capacity: usize);
    fn push(&mut self, value: u64);
    /// Where its first element lies.
    fn seat(&self) -> *const u64;
    /// Whether a list that lies elsewhere now was copied there.
    const COPIES: bool = true;
}

/// Makes room, and tells of it.
#[inline]
fn grow(list: &mut impl List, capacity: usize, seen: &mut impl FnMut(Growth)) {
    let (seat, len) = (list.seat(), list.len());
    list.grow(capacity);
    seen(Growth {
        len,
        capacity,
        copied: copied(list, seat) && len > 0,
    });
}

fn copied<L: List>(list: &L, seat: *const u64) -> bool {
    L::COPIES && list.seat() != seat
}

/// The first squares, appended to each list in turn.
#[inline]
pub(super) fn fill<const N: usize>(
    lists: [&mut impl List; N],
    n: usize,
    policy: Policy,
    seen: &mut impl FnMut(Growth),
) {
    let mut lists = lists;
    let first = (policy.first)(n);
    for list in &mut lists {
        if first > list.capacity() {
            grow(*list, first, seen);
        }
    }
    for i in 0..n as u64 {
        for list in &mut lists {
            if list.len() == list.capacity() {
                let capacity = (policy.next)(list.len());
                grow(*list, capacity, seen);
            }
            list.push(i * i);
        }
    }
}

/// Grows by reallocation: where it stands, if there is room behind it.
#[derive(Default)]
pub(crate) struct InPlace(pub(super) Vec<u64>);

impl List for InPlace {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn capacity(&self) -> usize {
        self.0.capacity()
    }

    fn grow(&mut self, capacity: usize) {
        self.0.reserve_exact(capacity - self.0.len());
    }

    #[inline]
    fn push(&mut self, value: u64) {
        self.0.push(value);
    }

    fn seat(&self) -> *const u64 {
        self.0.as_ptr()
    }
}

/// Grows into a new block, to which the old one is copied before it is freed.
#[derive(Default)]
pub(crate) struct Copied(pub(super) Vec<u64>);

impl List for Copied {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn capacity(&self) -> usize {
        self.0.capacity()
    }

    fn grow(&mut self, capacity: usize) {
        let mut new = Vec::with_capacity(capacity);
        new.extend_from_slice(&self.0);
        self.0 = new;
    }

    #[inline]
    fn push(&mut self, value: u64) {
        self.0.push(value);
    }

    fn seat(&self) -> *const u64 {
        self.0.as_ptr()
    }
}

impl List for Mapped {
    fn len(&self) -> usize {
        <[u64]>::len(self)
    }

    fn capacity(&self) -> usize {
        Self::capacity(self)
    }

    fn grow(&mut self, capacity: usize) {
        Self::grow(self, capacity);
    }

    #[inline]
    fn push(&mut self, value: u64) {
        Self::push(self, value);
    }

    fn seat(&self) -> *const u64 {
        self.as_ptr()
    }

    const COPIES: bool = matches!(MOVED, Move::Copied);
}
