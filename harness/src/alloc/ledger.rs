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
/// thread, and needs no memory of its own.
pub(super) struct Ledger {
    allocations: Cell<u64>,
    reallocations: Cell<u64>,
    moves: Cell<u64>,
    moved_bytes: Cell<u64>,
    bytes: Cell<u64>,
    held: Cell<i64>,
    peak: Cell<i64>,
    moving_peak: Cell<i64>,
    /// When the timeline began; absent while none is drawn.
    drawing: Cell<Option<Instant>>,
    /// The change that is worth a point, and what was held at the last.
    step: Cell<u64>,
    drawn: Cell<i64>,
}

thread_local! {
    pub(super) static LEDGER: Ledger = const {
        Ledger {
            allocations: Cell::new(0),
            reallocations: Cell::new(0),
            moves: Cell::new(0),
            moved_bytes: Cell::new(0),
            bytes: Cell::new(0),
            held: Cell::new(0),
            peak: Cell::new(0),
            moving_peak: Cell::new(0),
            drawing: Cell::new(None),
            step: Cell::new(0),
            drawn: Cell::new(0),
        }
    };

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
    pub(super) fn open(&self) {
        let counts = [&self.allocations, &self.reallocations, &self.moves];
        let bytes = [&self.bytes, &self.moved_bytes];
        counts.into_iter().chain(bytes).for_each(|cell| cell.set(0));
        let held = [&self.held, &self.peak, &self.moving_peak];
        held.into_iter().for_each(|cell| cell.set(0));
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
        self.draw(self.held.get());
        self.drawing.set(None);
    }

    pub(super) fn usage(&self) -> Usage {
        Usage {
            allocations: self.allocations.get(),
            reallocations: self.reallocations.get(),
            moves: self.moves.get(),
            moved_bytes: self.moved_bytes.get(),
            bytes: self.bytes.get(),
            held: self.held.get(),
            peak: self.peak.get().unsigned_abs(),
            peak_while_moving: self.peak.get().max(self.moving_peak.get()).unsigned_abs(),
        }
    }

    /// A block of so many bytes. Tells whether a timeline wants to see it, as the next two do.
    #[inline]
    pub(super) fn obtain(&self, bytes: usize) -> bool {
        self.allocations.set(self.allocations.get() + 1);
        self.bytes.set(self.bytes.get().wrapping_add(bytes as u64));
        self.hold(bytes as i64)
    }

    #[inline]
    pub(super) fn give_back(&self, bytes: usize) -> bool {
        self.held.set(self.held.get().wrapping_sub(bytes as i64));
        self.step.get() != 0
    }

    /// A block that had so many bytes has another number of them, here or elsewhere.
    #[inline]
    pub(super) fn resize(&self, from: usize, to: usize, moved: bool) -> bool {
        self.reallocations.set(self.reallocations.get() + 1);
        if moved {
            self.moves.set(self.moves.get() + 1);
            let bytes = from.min(to) as u64;
            self.moved_bytes.set(self.moved_bytes.get() + bytes);
            let both = self.held.get() + to as i64;
            self.moving_peak.set(self.moving_peak.get().max(both));
        }
        self.allocations.set(self.allocations.get() + 1);
        let more = to.saturating_sub(from) as u64;
        self.bytes.set(self.bytes.get().wrapping_add(more));
        self.hold(to as i64 - from as i64)
    }

    #[inline]
    fn hold(&self, more: i64) -> bool {
        let held = self.held.get().wrapping_add(more);
        self.held.set(held);
        if held > self.peak.get() {
            self.peak.set(held);
        }
        self.step.get() != 0
    }

    /// A point where the level has changed by a step.
    #[cold]
    pub(super) fn draw_if_far(&self) {
        let held = self.held.get();
        if held.abs_diff(self.drawn.get()) >= self.step.get() {
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
