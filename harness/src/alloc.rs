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
        )
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
        let before = LEDGER.with(|ledger| (ledger.active.get(), ledger.allocations.get()));
        drop(std::hint::black_box(Box::new(1)));
        let after = LEDGER.with(|ledger| (ledger.active.get(), ledger.allocations.get()));
        assert_eq!((before.0, before), (false, after));
    }
}
