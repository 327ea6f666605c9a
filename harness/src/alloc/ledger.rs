//! What one thread has asked of the allocator, and what it held over time.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::time::Instant;

use reports::record::thin;

/// What was asked of the allocator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Blocks obtained: allocations, and reallocations that had to grow or shrink a block.
    pub(crate) allocations: u64,
    /// Reallocations among them.
    pub(crate) reallocations: u64,
    /// Reallocations that put the block elsewhere.
    pub(crate) moves: u64,
    /// Bytes in the blocks that were put elsewhere. The system may have moved whole pages without
    /// copying them.
    pub(crate) moved_bytes: u64,
    /// Bytes obtained: the sizes of all blocks, and what reallocations added.
    pub(crate) bytes: u64,
    /// Bytes still held at the end, above those at the start.
    pub(crate) held: i64,
    /// The greatest number of bytes held at once, above those at the start, where a block that
    /// moves is held once.
    pub(crate) peak: u64,
    /// The same where a block that moves is held twice: here and there.
    pub(crate) peak_while_moving: u64,
}

/// The most points of a timeline while it is drawn.
pub(super) const MOST: usize = 1 << 13;

/// What becomes of what is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
enum Use {
    /// Nothing: nobody asked. As all entries do when a thread begins, this is nothing but zeros.
    Idle = 0,
    Counted,
    Drawn,
}

/// The entries of one thread. It has no destructor, so it is there until the very end of the
/// thread, and needs no memory of its own.
///
/// Entries are made whether or not anybody asked for them, because that costs less than to find
/// out: two additions for a block, two when it is given back, and for each a branch that is taken
/// when [`Self::look_closer`] is needed. What every entry changes comes first, for one cache line
/// to hold it. All of it may be zeros, as thread-local memory is in the beginning. What is added up
/// wraps, for an allocator must not panic.
#[derive(Debug)]
#[repr(C, align(64))]
pub(super) struct Ledger {
    pub(super) allocations: Cell<u64>,
    /// By how much the peak is above what is held. Below zero where that has to be mended, and
    /// while a timeline is drawn, for every entry to be looked at: then it is less by [`AMPLE`].
    pub(super) room: Cell<i64>,
    /// Bytes given back, also by reallocations.
    pub(super) given_back: Cell<u64>,
    /// The most that was held at once. While a timeline is drawn it, too, is less by [`AMPLE`].
    peak: Cell<i64>,
    moves: Cell<u64>,
    reallocations: Cell<u64>,
    moved_bytes: Cell<u64>,
    moving_peak: Cell<i64>,
    used: Cell<Use>,
    /// The change that is worth a point, and what was held at the last.
    step: Cell<u64>,
    drawn: Cell<i64>,
}

/// More than any thread holds or gives back, and room enough for one whose entries nobody asked
/// for.
const AMPLE: i64 = 1 << 62;

impl Ledger {
    #[cfg(any(test, not(ledger_by_assembly)))]
    pub(super) const fn new() -> Self {
        Self {
            allocations: Cell::new(0),
            room: Cell::new(0),
            given_back: Cell::new(0),
            peak: Cell::new(0),
            moves: Cell::new(0),
            reallocations: Cell::new(0),
            moved_bytes: Cell::new(0),
            moving_peak: Cell::new(0),
            used: Cell::new(Use::Idle),
            step: Cell::new(0),
            drawn: Cell::new(0),
        }
    }
}

thread_local! {
    /// When the timeline began; absent while none is drawn.
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };

    /// Room for the points is made before drawing begins, so that drawing asks for none.
    static POINTS: RefCell<ManuallyDrop<Vec<(u64, u64)>>> =
        const { RefCell::new(ManuallyDrop::new(Vec::new())) };
}

/// Makes room for a timeline.
pub(super) fn begin_timeline() {
    POINTS.set(ManuallyDrop::new(Vec::with_capacity(MOST)));
}

/// The timeline that was drawn.
pub(super) fn end_timeline() -> Vec<(u64, u64)> {
    ManuallyDrop::into_inner(POINTS.take())
}

impl Ledger {
    /// Whether nobody asked for what is entered.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        self.used.get() == Use::Idle
    }

    pub(super) fn open(&self) {
        let counts = [&self.allocations, &self.reallocations, &self.moves];
        let bytes = [&self.given_back, &self.moved_bytes];
        let levels = [&self.peak, &self.moving_peak, &self.room];
        counts.into_iter().chain(bytes).for_each(|cell| cell.set(0));
        levels.into_iter().for_each(|cell| cell.set(0));
        self.used.set(Use::Counted);
    }

    pub(super) fn close(&self) {
        self.used.set(Use::Idle);
        self.room.set(AMPLE);
    }

    pub(super) fn open_timeline(&self, step: u64) {
        self.open();
        self.step.set(step.max(1));
        BEGUN.set(Some(Instant::now()));
        self.draw(0);
        self.used.set(Use::Drawn);
        self.room.set(-AMPLE);
        self.peak.set(-AMPLE);
    }

    /// The last point says until when the level before it held.
    pub(super) fn close_timeline(&self) {
        self.draw(self.held());
        BEGUN.set(None);
    }

    pub(super) fn usage(&self) -> Usage {
        let (peak, moving) = (self.peak.get(), self.moving_peak.get());
        Usage {
            allocations: self
                .allocations
                .get()
                .wrapping_add(self.reallocations.get()),
            reallocations: self.reallocations.get(),
            moves: self.moves.get(),
            moved_bytes: self.moved_bytes.get(),
            bytes: self.given_back.get().wrapping_add_signed(self.held()),
            held: self.held(),
            peak: peak.cast_unsigned(),
            peak_while_moving: peak.max(moving).cast_unsigned(),
        }
    }

    /// A block of so many bytes is asked for. Tells whether a closer look is needed.
    #[inline]
    #[must_use]
    pub(super) fn obtain(&self, bytes: usize) -> bool {
        self.allocations.set(self.allocations.get().wrapping_add(1));
        self.take(bytes)
    }

    /// There was no block of so many bytes, and nobody has looked closer since it was entered.
    pub(super) fn take_back(&self, bytes: usize) {
        self.allocations.set(self.allocations.get().wrapping_sub(1));
        self.change_room(bytes as i64);
    }

    #[inline]
    #[must_use]
    fn take(&self, bytes: usize) -> bool {
        self.change_room((bytes as i64).wrapping_neg())
    }

    /// A block of so many bytes is given back. Tells whether a closer look is needed.
    #[inline]
    #[must_use]
    pub(super) fn give_back(&self, bytes: usize) -> bool {
        let given_back = self.given_back.get().wrapping_add(bytes as u64);
        self.given_back.set(given_back);
        self.change_room(bytes as i64)
    }

    /// Tells whether the room is below zero.
    #[inline]
    fn change_room(&self, by: i64) -> bool {
        let room = self.room.get().wrapping_add(by);
        self.room.set(room);
        room < 0
    }

    /// What is left to do after an entry that tells whether a closer look is needed.
    #[inline]
    pub(super) fn look_closer_if(&self, needed: bool) {
        if needed {
            self.look_closer();
        }
    }

    /// What an entry calls for after which the room is below zero: a higher peak where somebody
    /// asked for it, and a point where a timeline is drawn and the level has changed by a step.
    #[cold]
    pub(super) fn look_closer(&self) {
        if self.is_idle() {
            self.room.set(AMPLE);
            return;
        }
        let drawn = self.used.get() == Use::Drawn;
        let room = self.room.get().wrapping_add(if drawn { AMPLE } else { 0 });
        let lack = room.min(0).wrapping_neg();
        self.peak.set(self.peak.get().wrapping_add(lack));
        self.room.set(self.room.get().wrapping_add(lack));
        if drawn {
            self.draw_if_far();
        }
    }

    /// A block that had so many bytes has another number of them, here or elsewhere.
    #[inline]
    pub(super) fn resize(&self, from: usize, to: usize, moved: bool) {
        let reallocations = self.reallocations.get().wrapping_add(1);
        self.reallocations.set(reallocations);
        if moved {
            self.moved(from.min(to));
            let both = self.held().wrapping_add(to as i64);
            if both > self.moving_peak.get() {
                self.moving_peak.set(both);
            }
        }
        let closer = match to.checked_sub(from) {
            Some(more) => self.take(more),
            None => self.give_back(from.wrapping_sub(to)),
        };
        self.look_closer_if(closer);
    }

    /// The same of one whose pages were put elsewhere: there is never more than one copy of them.
    pub(super) fn resize_by_pages(&self, from: usize, to: usize) {
        self.resize(from, to, false);
        self.moved(from.min(to));
    }

    #[inline]
    fn moved(&self, bytes: usize) {
        self.moves.set(self.moves.get().wrapping_add(1));
        let moved_bytes = self.moved_bytes.get().wrapping_add(bytes as u64);
        self.moved_bytes.set(moved_bytes);
    }

    /// Bytes held, above those at the start: what was freed may be older than that.
    fn held(&self) -> i64 {
        self.peak.get().wrapping_sub(self.room.get())
    }

    fn draw_if_far(&self) {
        let held = self.held();
        if held.abs_diff(self.drawn.get()) >= self.step.get() {
            self.draw(held);
        }
    }

    fn draw(&self, held: i64) {
        let Some(start) = BEGUN.get() else {
            return;
        };
        self.drawn.set(held);
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let held = u64::try_from(held).unwrap_or_default();
        POINTS.with_borrow_mut(|points| {
            if points.len() == points.capacity() {
                thin(points, MOST / 2);
            }
            points.push((nanos, held));
        });
    }
}

#[cfg(test)]
mod tests;
