//! Counts what one thread asks of the allocator, while it is asked to count, and draws what it
//! holds over time, while it is asked to.
//!
//! It is the global allocator of every program that links the harness. While idle, which it is
//! whenever anything is timed, it adds one load of a flag to each call.

#![expect(unsafe_code, reason = "a global allocator is an unsafe trait")]

mod ledger;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use ledger::Usage;
use ledger::{LEDGER, Ledger};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many threads count. An idle allocator reads this alone, which costs one load. While one
/// thread counts, all keep their ledgers, and only that one opens and reads its own.
static COUNTING: AtomicUsize = AtomicUsize::new(0);

/// Runs `work` and tells what this thread asked of the allocator meanwhile.
///
/// Calls do not nest. Other threads are not watched.
pub(crate) fn count<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    let counting = Open::new();
    LEDGER.with(Ledger::open);
    let result = work();
    drop(counting);
    (result, LEDGER.with(Ledger::usage))
}

/// Runs `work` and tells what this thread held meanwhile: nanoseconds since the beginning, and
/// bytes above those at the start, whenever these have changed by `step` since the point before.
///
/// What is told is bounded: of more points than [`ledger::MOST`] the extremes are kept.
pub(crate) fn watch<T>(step: u64, work: impl FnOnce() -> T) -> (T, Vec<(u64, u64)>) {
    let watching = Open::new();
    ledger::begin_timeline();
    LEDGER.with(|ledger| ledger.open_timeline(step));
    let result = work();
    drop(watching);
    LEDGER.with(Ledger::close_timeline);
    (result, ledger::end_timeline())
}

/// Runs `work` while this thread counts, for a measurement of what counting costs.
pub fn while_counting(work: &mut dyn FnMut()) {
    count(work);
}

/// While it lives, ledgers are kept; it ends also when the work panics.
struct Open;

impl Open {
    fn new() -> Self {
        COUNTING.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        COUNTING.fetch_sub(1, Ordering::Relaxed);
        LEDGER.with(Ledger::close);
    }
}

#[inline]
fn idle() -> bool {
    COUNTING.load(Ordering::Relaxed) == 0
}

// SAFETY: every call is passed on unchanged to the system allocator, which upholds the contract;
// the bookkeeping beside it touches only thread-local cells and never allocates.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !idle() && LEDGER.with(|ledger| ledger.obtain(layout.size())) {
            // SAFETY: the caller upholds the contract of `alloc`.
            return unsafe { drawn::alloc(layout) };
        }
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !idle() && LEDGER.with(|ledger| ledger.obtain(layout.size())) {
            // SAFETY: the caller upholds the contract of `alloc_zeroed`.
            return unsafe { drawn::alloc_zeroed(layout) };
        }
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if !idle() && LEDGER.with(|ledger| ledger.give_back(layout.size())) {
            // SAFETY: the caller upholds the contract of `dealloc`.
            return unsafe { drawn::dealloc(block, layout) };
        }
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if idle() {
            // SAFETY: the caller upholds the contract of `realloc`.
            unsafe { System.realloc(block, layout, size) }
        } else {
            // SAFETY: as above.
            unsafe { resized(block, layout, size) }
        }
    }
}

/// A reallocation with its entry: whether the block was moved is known afterwards alone.
///
/// # Safety
/// As [`GlobalAlloc::realloc`].
#[inline(never)]
unsafe fn resized(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    // SAFETY: the caller upholds the contract of `realloc`.
    let new = unsafe { System.realloc(block, layout, size) };
    let moved = new != block;
    let draws = |ledger: &Ledger| ledger.resize(layout.size(), size, moved);
    if !new.is_null() && LEDGER.with(draws) {
        LEDGER.with(Ledger::draw_if_far);
    }
    new
}

/// The same calls after an entry that a timeline wants to see. They stand apart, and take what they
/// are given by value, so that neither an idle allocator nor one that counts saves a register.
mod drawn {
    use super::{GlobalAlloc, LEDGER, Layout, Ledger, System};

    /// # Safety
    /// As [`GlobalAlloc::alloc`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn alloc(layout: Layout) -> *mut u8 {
        LEDGER.with(Ledger::draw_if_far);
        // SAFETY: the caller upholds the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    /// # Safety
    /// As [`GlobalAlloc::alloc_zeroed`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn alloc_zeroed(layout: Layout) -> *mut u8 {
        LEDGER.with(Ledger::draw_if_far);
        // SAFETY: the caller upholds the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    /// # Safety
    /// As [`GlobalAlloc::dealloc`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn dealloc(block: *mut u8, layout: Layout) {
        LEDGER.with(Ledger::draw_if_far);
        // SAFETY: the caller upholds the contract of `dealloc`.
        unsafe { System.dealloc(block, layout) }
    }
}

#[cfg(test)]
mod tests;
