//! Counts what one thread asks of the allocator, while it is asked to count.
//!
//! It is the global allocator of every program that links the harness. While idle, which it is
//! whenever anything is timed, it adds one relaxed load of a flag to each call.

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

/// How many threads count; read on every call, so that an idle allocator costs one load.
static COUNTING: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static ACTIVE: Cell<bool> = const { Cell::new(false) };
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
    static REALLOCATIONS: Cell<u64> = const { Cell::new(0) };
    static BYTES: Cell<u64> = const { Cell::new(0) };
    static HELD: Cell<i64> = const { Cell::new(0) };
    static PEAK: Cell<i64> = const { Cell::new(0) };
}

/// Runs `work` and tells what this thread asked of the allocator meanwhile.
///
/// Calls do not nest. Other threads are not watched.
pub(crate) fn count<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    /// Stops counting also when `work` panics.
    struct Stop;
    impl Drop for Stop {
        fn drop(&mut self) {
            ACTIVE.set(false);
            COUNTING.fetch_sub(1, Ordering::Relaxed);
        }
    }

    for cell in [&ALLOCATIONS, &REALLOCATIONS, &BYTES] {
        cell.set(0);
    }
    HELD.set(0);
    PEAK.set(0);
    COUNTING.fetch_add(1, Ordering::Relaxed);
    let stop = Stop;
    ACTIVE.set(true);
    let result = work();
    drop(stop);
    let usage = Usage {
        allocations: ALLOCATIONS.get(),
        reallocations: REALLOCATIONS.get(),
        bytes: BYTES.get(),
        held: HELD.get(),
        peak: PEAK.get().unsigned_abs(),
    };
    (result, usage)
}

/// Runs `work` while this thread counts, for a measurement of what counting costs.
pub fn while_counting(work: &mut dyn FnMut()) {
    count(work);
}

impl Counting {
    #[inline]
    fn note(change: i64, obtained: u64, moved: bool) {
        if COUNTING.load(Ordering::Relaxed) > 0 {
            Self::note_counted(change, obtained, moved);
        }
    }

    /// A thread that is being torn down has no cells left; it is not one that counts.
    #[inline(never)]
    fn note_counted(change: i64, obtained: u64, moved: bool) {
        if !ACTIVE.try_with(Cell::get).unwrap_or(false) {
            return;
        }
        if change > 0 || moved {
            ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        }
        if moved {
            REALLOCATIONS.set(REALLOCATIONS.get() + 1);
        }
        BYTES.set(BYTES.get() + obtained);
        HELD.set(HELD.get() + change);
        PEAK.set(PEAK.get().max(HELD.get()));
    }
}

// SAFETY: every call is passed on unchanged to the system allocator, which upholds the contract;
// the bookkeeping beside it touches only thread-local cells and never allocates.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size() as i64, layout.size() as u64, false);
        // SAFETY: the caller upholds the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size() as i64, layout.size() as u64, false);
        // SAFETY: the caller upholds the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        Self::note(-(layout.size() as i64), 0, false);
        // SAFETY: the caller upholds the contract of `dealloc`.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let change = size as i64 - layout.size() as i64;
        Self::note(change, change.max(0).unsigned_abs(), true);
        // SAFETY: the caller upholds the contract of `realloc`.
        unsafe { System.realloc(block, layout, size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_counted_where_nothing_is_allocated() {
        let (sum, usage) = count(|| [1_u64, 2, 3].iter().sum::<u64>());
        assert_eq!(sum, 6);
        assert_eq!(usage, Usage::default());
    }

    #[test]
    fn a_vector_with_capacity_is_one_block() {
        let (vector, usage) = count(|| Vec::<u64>::with_capacity(100));
        assert_eq!(vector.capacity(), 100);
        assert_eq!(
            usage,
            Usage {
                allocations: 1,
                reallocations: 0,
                bytes: 800,
                held: 800,
                peak: 800
            }
        );
    }

    #[test]
    fn growth_counts_its_reallocations_and_the_final_bytes() {
        let (vector, usage) = count(|| {
            let mut vector = Vec::with_capacity(4);
            for i in 0..16_u64 {
                vector.push(i);
            }
            vector
        });
        assert_eq!(vector.len(), 16);
        assert_eq!(
            usage,
            Usage {
                allocations: 3,
                reallocations: 2,
                bytes: 128,
                held: 128,
                peak: 128
            }
        );
    }

    #[test]
    fn freed_bytes_are_not_held_but_were_the_peak() {
        let ((), usage) = count(|| drop(std::hint::black_box(vec![0_u8; 4096])));
        assert_eq!((usage.held, usage.peak, usage.allocations), (0, 4096, 1));
    }

    #[test]
    fn other_threads_are_not_counted() {
        let before = std::thread::spawn(|| std::hint::black_box(vec![1_u8; 10]));
        let ((), usage) = count(|| {
            before.join().map(drop).unwrap_or_default();
        });
        assert_eq!(usage.bytes, 0);
    }

    #[test]
    fn threads_that_count_at_once_are_each_exact() {
        let start = std::sync::Barrier::new(4);
        let seen = std::thread::scope(|scope| {
            let threads = [0, 1, 10, 1000].map(|blocks: u64| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let boxes = || {
                        (0..blocks)
                            .map(|i| *std::hint::black_box(Box::new(i)))
                            .sum()
                    };
                    let (sum, usage): (u64, Usage) = count(boxes);
                    (blocks, sum, usage)
                })
            });
            threads.map(|thread| thread.join().expect("it does not panic"))
        });
        for (blocks, sum, usage) in seen {
            assert_eq!(sum, (0..blocks).sum::<u64>());
            assert_eq!((usage.allocations, usage.bytes), (blocks, 8 * blocks));
            assert_eq!(
                (usage.held, usage.peak),
                (0, if blocks > 0 { 8 } else { 0 })
            );
        }
    }

    #[test]
    fn what_the_harness_allocates_is_not_counted() {
        use crate::prelude::*;

        let experiment = experiment("allocates")
            .input(input::uniform)
            .ladder()
            .variant("nothing", |values| values.iter().copied().max())
            .prepared("one", Vec::clone, |own, _| own.clone().into_iter().max())
            .fresh("nothing of its own", Vec::clone, |own, _| own.pop())
            .build();
        let mut found = Vec::new();
        experiment.body.with_trial(0, 1, 7, &mut |trial| {
            for variant in 0..3 {
                let lane = trial.prepare(variant);
                let checked = trial.check(lane).expect("all agree");
                found.push((checked.counts["allocations"], checked.counts["bytes"]));
            }
        });
        assert_eq!(found, [(0.0, 0.0), (1.0, 8.0), (0.0, 0.0)]);
    }

    #[test]
    fn a_panic_stops_the_counting() {
        let caught = std::panic::catch_unwind(|| count(|| panic!("on purpose")));
        assert!(caught.is_err());
        assert!(!ACTIVE.get());
        // Other tests may count just now, but this thread does not.
        let before = ALLOCATIONS.get();
        drop(std::hint::black_box(Box::new(1)));
        assert_eq!(ALLOCATIONS.get(), before);
    }
}
