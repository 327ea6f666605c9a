//! Counts what one thread asks of the allocator, while it is asked to count, and draws what it
//! holds over time, while it is asked to.
//!
//! It is the global allocator of every program that links the harness. It always enters what is
//! obtained and given back, in the ledger of the thread that asks: that costs less than to find out
//! whether anybody wants the entries. Reallocations alone are entered only while somebody does.

#![expect(unsafe_code, reason = "a global allocator is an unsafe trait")]

mod ledger;
pub mod mappings;
mod own;

use std::alloc::{GlobalAlloc, Layout, System};
use std::marker::PhantomData;

use ledger::Ledger;
pub(crate) use ledger::Usage;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs `work` and tells what this thread asked of the allocator meanwhile.
///
/// Calls do not nest. Other threads are not watched.
pub(crate) fn count<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    let counting = Open::counting();
    let result = work();
    (result, counting.usage())
}

/// Runs `work` and tells what this thread held meanwhile: nanoseconds since the beginning, and
/// bytes above those at the start, whenever these have changed by `step` since the point before.
///
/// What is told is bounded: of more points than [`ledger::MOST`] the extremes are kept.
pub(crate) fn watch<T>(step: u64, work: impl FnOnce() -> T) -> (T, Vec<(u64, u64)>) {
    ledger::begin_timeline();
    let watching = Open::drawing(step);
    let result = work();
    (result, watching.timeline())
}

/// Runs `work` while this thread counts, for a measurement of what counting costs, and tells the
/// most bytes that were held at once.
pub fn while_counting(work: &mut dyn FnMut()) -> u64 {
    count(work).1.peak
}

/// While it lives, somebody wants the entries of this thread; it ends also when the work panics.
///
/// Nothing here is inlined: to the compiler an allocation changes no memory that a program can see,
/// so that it might read the ledger before what the program obtains is entered.
struct Open {
    here: PhantomData<*const Ledger>,
}

impl Open {
    #[inline(never)]
    fn counting() -> Self {
        own::with(Ledger::open);
        Self { here: PhantomData }
    }

    #[inline(never)]
    fn drawing(step: u64) -> Self {
        own::with(|ledger| ledger.open_timeline(step));
        Self { here: PhantomData }
    }

    #[inline(never)]
    fn usage(self) -> Usage {
        own::with(Ledger::usage)
    }

    #[inline(never)]
    fn timeline(self) -> Vec<(u64, u64)> {
        own::with(Ledger::close_timeline);
        ledger::end_timeline()
    }
}

impl Drop for Open {
    #[inline(never)]
    fn drop(&mut self) {
        own::with(Ledger::close);
        // Of a timeline whose work panicked.
        drop(ledger::end_timeline());
    }
}

/// Whether the system serves this by its simplest call, as the compiler then finds. All else, in
/// the same function, would save registers or put what it is given elsewhere first.
#[inline(always)]
fn is_plain(align: usize, size: usize) -> bool {
    align <= 16 && align <= size
}

// SAFETY: every call is passed on unchanged to the system allocator, which upholds the contract;
// the bookkeeping beside it touches only the ledgers, never allocates, and never panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if own::obtain(layout.size()) {
            // SAFETY: the caller upholds the contract of `alloc`.
            return unsafe { beside::alloc(layout) };
        }
        if is_plain(layout.align(), layout.size()) {
            // SAFETY: as above.
            unsafe { System.alloc(layout) }
        } else {
            // SAFETY: as above.
            unsafe { beside::alloc_aligned(layout) }
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if own::obtain(layout.size()) {
            // SAFETY: the caller upholds the contract of `alloc_zeroed`.
            return unsafe { beside::alloc_zeroed(layout) };
        }
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if own::give_back(layout.size()) {
            // SAFETY: the caller upholds the contract of `dealloc`.
            return unsafe { beside::dealloc(block, layout) };
        }
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (from, align) = (layout.size(), layout.align());
        // Whether the block moves is known afterwards alone, so that an entry is more than a jump.
        if own::with(Ledger::is_idle) {
            // SAFETY: the caller upholds the contract of `realloc`, and had both from a layout.
            unsafe { resize(block, from, align, size) }
        } else {
            // SAFETY: as above.
            unsafe { beside::realloc(block, from, align, size) }
        }
    }
}

/// Asks the system for another size. What a program hands over comes in the same order, for nothing
/// to be put elsewhere first.
///
/// # Safety
/// As [`GlobalAlloc::realloc`], with a layout of this size and alignment.
#[inline(always)]
unsafe fn resize(block: *mut u8, from: usize, align: usize, to: usize) -> *mut u8 {
    if is_plain(align, to) {
        // SAFETY: the caller had both from a layout.
        let layout = unsafe { Layout::from_size_align_unchecked(from, align) };
        // SAFETY: the caller upholds the contract of `realloc`.
        unsafe { System.realloc(block, layout, to) }
    } else {
        // SAFETY: as above.
        unsafe { beside::realloc_aligned(block, from, align, to) }
    }
}

/// The rarer calls. They stand apart, and take what they are given by value, so that the calls
/// above save no register for them.
mod beside {
    use super::{GlobalAlloc, Layout, Ledger, System, own, resize};

    /// After an entry that calls for a closer look.
    ///
    /// # Safety
    /// As [`GlobalAlloc::alloc`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn alloc(layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds the contract of `alloc`.
        look_closer_at(unsafe { System.alloc(layout) }, layout)
    }

    /// After an entry that calls for a closer look.
    ///
    /// # Safety
    /// As [`GlobalAlloc::alloc_zeroed`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn alloc_zeroed(layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds the contract of `alloc_zeroed`.
        look_closer_at(unsafe { System.alloc_zeroed(layout) }, layout)
    }

    /// A block that the system refuses raises no peak, and was never obtained. One that would fit
    /// below the peak is not looked at, but such a one is hardly ever refused.
    #[inline]
    fn look_closer_at(block: *mut u8, layout: Layout) -> *mut u8 {
        own::with(|ledger| {
            if block.is_null() {
                ledger.take_back(layout.size());
            }
            ledger.look_closer();
        });
        block
    }

    /// # Safety
    /// As [`GlobalAlloc::alloc`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn alloc_aligned(layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    /// After an entry that calls for a closer look.
    ///
    /// # Safety
    /// As [`GlobalAlloc::dealloc`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn dealloc(block: *mut u8, layout: Layout) {
        own::with(Ledger::look_closer);
        // SAFETY: the caller upholds the contract of `dealloc`.
        unsafe { System.dealloc(block, layout) }
    }

    /// # Safety
    /// As [`super::resize`].
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn realloc_aligned(
        block: *mut u8,
        from: usize,
        align: usize,
        to: usize,
    ) -> *mut u8 {
        // SAFETY: the caller had both from a layout.
        let layout = unsafe { Layout::from_size_align_unchecked(from, align) };
        // SAFETY: the caller upholds the contract of `realloc`.
        unsafe { System.realloc(block, layout, to) }
    }

    /// Enters it.
    ///
    /// # Safety
    /// As [`super::resize`].
    #[inline(never)]
    pub(super) unsafe fn realloc(block: *mut u8, from: usize, align: usize, to: usize) -> *mut u8 {
        // SAFETY: the caller upholds the contract.
        let new = unsafe { resize(block, from, align, to) };
        if !new.is_null() {
            own::with(|ledger| ledger.resize(from, to, new != block));
        }
        new
    }
}

#[cfg(test)]
mod tests;
