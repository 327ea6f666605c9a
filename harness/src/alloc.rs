//! Counts what one thread asks of the allocator, while it is asked to count, and draws what it
//! holds over time, while it is asked to.
//!
//! It is the global allocator of every program that links the harness. While idle, which it is
//! whenever anything is timed, it adds one comparison to each call.

#![expect(unsafe_code, reason = "a global allocator is an unsafe trait")]

mod ledger;
pub mod mappings;
mod sole;

use std::alloc::{GlobalAlloc, Layout, System};

pub(crate) use ledger::Usage;
use ledger::{LEDGER, Ledger, cold_path};
use sole::Keeps;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs `work` and tells what this thread asked of the allocator meanwhile.
///
/// Calls do not nest. Other threads are not watched.
pub(crate) fn count<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    let counting = Open::counting();
    let result = work();
    let usage = counting.usage();
    drop(counting);
    (result, usage)
}

/// Runs `work` and tells what this thread held meanwhile: nanoseconds since the beginning, and
/// bytes above those at the start, whenever these have changed by `step` since the point before.
///
/// What is told is bounded: of more points than [`ledger::MOST`] the extremes are kept.
pub(crate) fn watch<T>(step: u64, work: impl FnOnce() -> T) -> (T, Vec<(u64, u64)>) {
    ledger::begin_timeline();
    let watching = Open::drawing(step);
    let result = work();
    drop(watching);
    LEDGER.with(Ledger::close_timeline);
    (result, ledger::end_timeline())
}

/// Runs `work` while this thread counts, for a measurement of what counting costs, and tells the
/// most bytes that were held at once.
pub fn while_counting(work: &mut dyn FnMut()) -> u64 {
    count(work).1.peak
}

/// While it lives, this thread keeps a ledger; it ends also when the work panics.
struct Open {
    kept: sole::Kept,
}

impl Open {
    /// In the ledger that one thread can have to itself, else in the thread's own.
    #[inline(never)]
    fn counting() -> Self {
        let kept = sole::keep();
        kept.with(Ledger::open);
        Self { kept }
    }

    #[inline(never)]
    fn drawing(step: u64) -> Self {
        LEDGER.with(|ledger| ledger.open_timeline(step));
        Self {
            kept: sole::keep_own(),
        }
    }

    fn usage(&self) -> Usage {
        self.kept.with(Ledger::usage)
    }
}

impl Drop for Open {
    #[inline(never)]
    fn drop(&mut self) {
        LEDGER.with(Ledger::close);
    }
}

/// Whether the system serves this by its simplest call. Where that is known, the call takes no code
/// that idle allocations share, to which counted ones would have to jump back.
#[inline(always)]
fn is_plain(layout: Layout) -> bool {
    if layout.align() > 16 {
        return false;
    }
    let fits = layout.align() <= layout.size();
    if !fits {
        cold_path();
    }
    fits
}

// SAFETY: every call is passed on unchanged to the system allocator, which upholds the contract;
// the bookkeeping beside it touches only the ledgers and never allocates.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match sole::keeps() {
            Keeps::Nobody => {}
            Keeps::Sole(ledger) => {
                ledger.obtain(layout.size());
                if is_plain(layout) {
                    // SAFETY: the caller upholds the contract of `alloc`.
                    return unsafe { System.alloc(layout) };
                }
            }
            Keeps::Perhaps => {
                // SAFETY: the caller upholds the contract of `alloc`.
                return unsafe { beside::alloc(layout) };
            }
        }
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        match sole::keeps() {
            Keeps::Nobody => {}
            Keeps::Sole(ledger) => ledger.obtain(layout.size()),
            Keeps::Perhaps => {
                // SAFETY: the caller upholds the contract of `alloc_zeroed`.
                return unsafe { beside::alloc_zeroed(layout) };
            }
        }
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // With one call of the system for the first two arms, idle calls would have to jump to it.
        match sole::keeps() {
            Keeps::Nobody => {
                // SAFETY: the caller upholds the contract of `dealloc`.
                unsafe { System.dealloc(block, layout) }
            }
            Keeps::Sole(ledger) => {
                // Called from here, what raises the peak would make all calls save registers.
                if ledger.brims_over() {
                    // SAFETY: as above.
                    return unsafe { beside::dealloc(block, layout) };
                }
                ledger.give_back(layout.size());
                // SAFETY: as above.
                unsafe { System.dealloc(block, layout) }
            }
            Keeps::Perhaps => {
                // SAFETY: as above.
                unsafe { beside::dealloc(block, layout) }
            }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        match sole::keeps() {
            Keeps::Nobody => {
                // SAFETY: the caller upholds the contract of `realloc`.
                unsafe { System.realloc(block, layout, size) }
            }
            Keeps::Sole(_) => {
                // SAFETY: as above.
                unsafe { beside::realloc::<true>(block, layout, size) }
            }
            Keeps::Perhaps => {
                // SAFETY: as above.
                unsafe { beside::realloc::<false>(block, layout, size) }
            }
        }
    }
}

/// The same calls with an entry in the ledger that every thread has, and a point where a timeline
/// is drawn. They stand apart, and take what they are given by value, so that the calls above save
/// no register for them.
mod beside {
    use super::{GlobalAlloc, Layout, Ledger, System, sole};

    /// # Safety
    /// As [`GlobalAlloc::alloc`].
    #[cold]
    pub(super) unsafe fn alloc(layout: Layout) -> *mut u8 {
        enter(|ledger| ledger.obtain(layout.size()));
        // SAFETY: the caller upholds the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    /// # Safety
    /// As [`GlobalAlloc::alloc_zeroed`].
    #[cold]
    pub(super) unsafe fn alloc_zeroed(layout: Layout) -> *mut u8 {
        enter(|ledger| ledger.obtain(layout.size()));
        // SAFETY: the caller upholds the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    /// # Safety
    /// As [`GlobalAlloc::dealloc`].
    #[cold]
    pub(super) unsafe fn dealloc(block: *mut u8, layout: Layout) {
        enter(|ledger| ledger.give_back(layout.size()));
        // SAFETY: the caller upholds the contract of `dealloc`.
        unsafe { System.dealloc(block, layout) }
    }

    /// Whether the block was moved is known afterwards alone. `SOLE`: in the ledger that this
    /// thread has to itself.
    ///
    /// # Safety
    /// As [`GlobalAlloc::realloc`].
    #[inline(never)]
    pub(super) unsafe fn realloc<const SOLE: bool>(
        block: *mut u8,
        layout: Layout,
        size: usize,
    ) -> *mut u8 {
        // SAFETY: the caller upholds the contract of `realloc`.
        let new = unsafe { System.realloc(block, layout, size) };
        let resize = |ledger: &Ledger| ledger.resize(layout.size(), size, new != block);
        match SOLE {
            _ if new.is_null() => {}
            true => sole::with_sole(resize),
            false => enter(resize),
        }
        new
    }

    pub(super) fn enter(entry: impl Fn(&Ledger)) {
        sole::with_mine(|ledger| {
            entry(ledger);
            ledger.draw_if_far();
        });
    }
}

#[cfg(test)]
mod tests;
