//! Counts what one thread asks of the allocator, while it is asked to count.
//!
//! It is the global allocator of every program that links the harness. While idle, which it is
//! whenever anything is timed, it adds one load of a flag to each call.

#![expect(unsafe_code, reason = "a global allocator is an unsafe trait")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What was asked of the allocator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Blocks obtained: allocations, and reallocations that had to grow or shrink a block.
    pub(crate) allocations: u64,
    /// Reallocations among them.
    pub(crate) reallocations: u64,
    /// Bytes obtained: the sizes of all blocks, and what reallocations added.
    pub(crate) bytes: u64,
    /// Bytes still held at the end, above those at the start.
    pub(crate) held: i64,
    /// The greatest number of bytes held at once, above those at the start.
    pub(crate) peak: u64,
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many threads count. An idle allocator reads this alone, which costs one load: to find the
/// ledger of a thread takes a dozen instructions.
static COUNTING: AtomicUsize = AtomicUsize::new(0);

/// What one thread has asked for. It has no destructor, so it is there until the very end of the
/// thread, and needs no memory of its own.
struct Ledger {
    active: Cell<bool>,
    allocations: Cell<u64>,
    reallocations: Cell<u64>,
    obtained: Cell<u64>,
    given_back: Cell<u64>,
    peak: Cell<i64>,
}

thread_local! {
    static LEDGER: Ledger = const {
        Ledger {
            active: Cell::new(false),
            allocations: Cell::new(0),
            reallocations: Cell::new(0),
            obtained: Cell::new(0),
            given_back: Cell::new(0),
            peak: Cell::new(0),
        }
    };
}

/// Runs `work` and tells what this thread asked of the allocator meanwhile.
///
/// Calls do not nest. Other threads are not watched.
pub(crate) fn count<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    /// Stops counting also when `work` panics.
    struct Stop;
    impl Drop for Stop {
        fn drop(&mut self) {
            LEDGER.with(|ledger| ledger.active.set(false));
            COUNTING.fetch_sub(1, Ordering::Relaxed);
        }
    }

    COUNTING.fetch_add(1, Ordering::Relaxed);
    let stop = Stop;
    LEDGER.with(Ledger::open);
    let result = work();
    drop(stop);
    (result, LEDGER.with(Ledger::usage))
}

/// Runs `work` while this thread counts, for a measurement of what counting costs.
pub fn while_counting(work: &mut dyn FnMut()) {
    count(work);
}

impl Ledger {
    fn open(&self) {
        let counts = [&self.allocations, &self.reallocations];
        let bytes = [&self.obtained, &self.given_back];
        counts.into_iter().chain(bytes).for_each(|cell| cell.set(0));
        self.peak.set(0);
        self.active.set(true);
    }

    fn usage(&self) -> Usage {
        Usage {
            allocations: self.allocations.get(),
            reallocations: self.reallocations.get(),
            bytes: self.obtained.get(),
            held: self.held(),
            peak: self.peak.get().unsigned_abs(),
        }
    }

    #[inline]
    fn held(&self) -> i64 {
        self.obtained.get().wrapping_sub(self.given_back.get()) as i64
    }

    /// A block of so many bytes, or so many more for a block.
    #[inline]
    fn obtain(&self, bytes: usize) {
        self.allocations.set(self.allocations.get() + 1);
        self.obtained.set(self.obtained.get() + bytes as u64);
        self.peak.set(self.peak.get().max(self.held()));
    }

    #[inline]
    fn give_back(&self, bytes: usize) {
        self.given_back.set(self.given_back.get() + bytes as u64);
    }

    #[inline]
    fn move_block(&self, from: usize, to: usize) {
        self.reallocations.set(self.reallocations.get() + 1);
        self.obtain(to.saturating_sub(from));
        self.give_back(from.saturating_sub(to));
    }
}

/// Passes a call on, and notes it where somebody counts.
#[inline]
fn pass_on<T>(entry: impl FnOnce(&Ledger), call: impl FnOnce() -> T) -> T {
    if COUNTING.load(Ordering::Relaxed) == 0 {
        call()
    } else {
        noted(entry, call)
    }
}

/// It stands apart so that an idle allocator saves no register for it.
#[inline(never)]
fn noted<T>(entry: impl FnOnce(&Ledger), call: impl FnOnce() -> T) -> T {
    LEDGER.with(|ledger| {
        if ledger.active.get() {
            entry(ledger);
        }
    });
    call()
}

// SAFETY: every call is passed on unchanged to the system allocator, which upholds the contract;
// the bookkeeping beside it touches only thread-local cells and never allocates.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        pass_on(
            |ledger| ledger.obtain(layout.size()),
            || {
                // SAFETY: the caller upholds the contract of `alloc`.
                unsafe { System.alloc(layout) }
            },
        )
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        pass_on(
            |ledger| ledger.obtain(layout.size()),
            || {
                // SAFETY: the caller upholds the contract of `alloc_zeroed`.
                unsafe { System.alloc_zeroed(layout) }
            },
        )
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        pass_on(
            |ledger| ledger.give_back(layout.size()),
            || {
                // SAFETY: the caller upholds the contract of `dealloc`.
                unsafe { System.dealloc(block, layout) }
            },
        );
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        pass_on(
            |ledger| ledger.move_block(layout.size(), size),
            || {
                // SAFETY: the caller upholds the contract of `realloc`.
                unsafe { System.realloc(block, layout, size) }
            },
        )
    }
}

#[cfg(test)]
mod tests;
