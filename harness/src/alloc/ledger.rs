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

/// The entries of one thread. It has no destructor, so it is there until the very end of the
/// thread, and needs no memory of its own. What every entry changes comes first, for one cache
/// line to hold it.
#[repr(C)]
pub(super) struct Ledger {
    allocations: Cell<u64>,
    /// What `obtained` comes to when more is held than ever: the peak, and what was given back.
    /// A block that is given back changes this alone, and one that is obtained not even this.
    brim: Cell<u64>,
    /// Bytes obtained, also by reallocations.
    obtained: Cell<u64>,
    /// The most that was held at once.
    peak: Cell<u64>,
    reallocations: Cell<u64>,
    moves: Cell<u64>,
    moved_bytes: Cell<u64>,
    moving_peak: Cell<u64>,
    /// When the timeline began; absent while none is drawn.
    drawing: Cell<Option<Instant>>,
    /// The change that is worth a point, and what was held at the last.
    step: Cell<u64>,
    drawn: Cell<i64>,
}

impl Ledger {
    pub(super) const fn new() -> Self {
        Self {
            allocations: Cell::new(0),
            reallocations: Cell::new(0),
            obtained: Cell::new(0),
            brim: Cell::new(0),
            peak: Cell::new(0),
            moves: Cell::new(0),
            moved_bytes: Cell::new(0),
            moving_peak: Cell::new(0),
            drawing: Cell::new(None),
            step: Cell::new(0),
            drawn: Cell::new(0),
        }
    }
}

thread_local! {
    pub(super) static LEDGER: Ledger = const { Ledger::new() };

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

/// Moves what follows out of the way of what is usual, which then runs straight on.
#[cold]
pub(super) fn cold_path() {}

impl Ledger {
    pub(super) fn open(&self) {
        let counts = [&self.allocations, &self.reallocations, &self.moves];
        let bytes = [&self.obtained, &self.brim, &self.moved_bytes];
        let peaks = [&self.peak, &self.moving_peak];
        let all = counts.into_iter().chain(bytes).chain(peaks);
        all.for_each(|cell| cell.set(0));
    }

    /// Draws no more, also when the work panicked.
    pub(super) fn close(&self) {
        self.step.set(0);
    }

    pub(super) fn open_timeline(&self, step: u64) {
        self.open();
        self.drawn.set(0);
        self.drawing.set(Some(Instant::now()));
        self.draw(0);
        self.step.set(step.max(1));
    }

    /// The last point says until when the level before it held.
    pub(super) fn close_timeline(&self) {
        self.draw(self.held());
        self.drawing.set(None);
    }

    pub(super) fn usage(&self) -> Usage {
        self.raise_peak();
        Usage {
            allocations: self.allocations.get() + self.reallocations.get(),
            reallocations: self.reallocations.get(),
            moves: self.moves.get(),
            moved_bytes: self.moved_bytes.get(),
            bytes: self.obtained.get(),
            held: self.held(),
            peak: self.peak.get(),
            peak_while_moving: self.peak.get().max(self.moving_peak.get()),
        }
    }

    /// A block of so many bytes.
    #[inline]
    pub(super) fn obtain(&self, bytes: usize) {
        self.allocations.set(self.allocations.get() + 1);
        self.obtained.set(self.obtained.get() + bytes as u64);
    }

    /// Whether more is held than the peak says, which `raise_peak` mends.
    #[inline]
    pub(super) fn brims_over(&self) -> bool {
        self.obtained.get() > self.brim.get()
    }

    fn raise_peak(&self) {
        let above = self.obtained.get().saturating_sub(self.brim.get());
        self.peak.set(self.peak.get() + above);
        self.brim.set(self.brim.get() + above);
    }

    /// A block of so many bytes is given back. Until then what is held has only grown, so this is
    /// when the peak is looked after.
    #[inline]
    pub(super) fn give_back(&self, bytes: usize) {
        if self.brims_over() {
            cold_path();
            self.raise_peak();
        }
        self.brim.set(self.brim.get() + bytes as u64);
    }

    /// A block that had so many bytes has another number of them, here or elsewhere.
    #[inline]
    pub(super) fn resize(&self, from: usize, to: usize, moved: bool) {
        self.reallocations.set(self.reallocations.get() + 1);
        if moved {
            self.moved(from.min(to));
            let both = u64::try_from(self.held() + to as i64).unwrap_or_default();
            self.moving_peak.set(self.moving_peak.get().max(both));
        }
        if to >= from {
            let more = (to - from) as u64;
            self.obtained.set(self.obtained.get() + more);
        } else {
            self.give_back(from - to);
        }
    }

    /// The same of one whose pages were put elsewhere: there is never more than one copy of them.
    pub(super) fn resize_by_pages(&self, from: usize, to: usize) {
        self.resize(from, to, false);
        self.moved(from.min(to));
    }

    #[inline]
    fn moved(&self, bytes: usize) {
        self.moves.set(self.moves.get() + 1);
        self.moved_bytes.set(self.moved_bytes.get() + bytes as u64);
    }

    /// Bytes held, above those at the start: what was freed may be older than that.
    fn held(&self) -> i64 {
        let above_peak = self.obtained.get().wrapping_sub(self.brim.get());
        self.peak.get().wrapping_add(above_peak).cast_signed()
    }

    /// A point where a timeline is drawn and the level has changed by a step.
    pub(super) fn draw_if_far(&self) {
        let (held, step) = (self.held(), self.step.get());
        if step != 0 && held.abs_diff(self.drawn.get()) >= step {
            self.draw(held);
        }
    }

    #[cold]
    fn draw(&self, held: i64) {
        let Some(start) = self.drawing.get() else {
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
