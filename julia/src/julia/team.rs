//! Threads that share a picture, each kept on a core of its own, and the picture's memory.
//!
//! Threads that are woken often begin on one core together, and stay there for some milliseconds:
//! as long as they work here.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use harness::threads;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::schedule::{self, Schedule};
use crate::kernel::{Kernel, bands, named};
use crate::plane::{Grid, Window};

/// Threads that are there before the work.
pub(super) fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .start_handler(threads::stay)
        .build()
        .expect("the system gives a few threads")
}

/// A grid, the threads that share it, and the memory of its pixels: it is there already.
pub(super) struct Team {
    threads: usize,
    pool: ThreadPool,
    pub(super) grid: Grid,
    pixels: Mutex<Vec<u16>>,
}

/// The pixels, and how long it took to fill them in all laps.
pub(super) type Filled = (Vec<u16>, Duration);

impl Team {
    pub(super) fn new(threads: usize, width: usize) -> Self {
        let grid = Window::BOOK.grid(width);
        Self {
            threads,
            pool: pool(threads),
            // Written, so that every page of it is there.
            pixels: Mutex::new(vec![u16::MAX; grid.pixels()]),
            grid,
        }
    }

    /// On one thread, kept on a core as all others are.
    pub(super) fn alone(&self, name: &str, laps: u64) -> Filled {
        self.fill(laps, |pixels| {
            self.rows_by(Schedule::Static, 1, named(name), pixels)
        })
    }

    /// On threads that share the rows.
    pub(super) fn by(&self, schedule: Schedule, name: &str, laps: u64) -> Filled {
        self.fill(laps, |pixels| {
            self.rows_by(schedule, self.threads, named(name), pixels)
        })
    }

    /// In bands, on the threads of the pool: from waking them to the end of the last.
    pub(super) fn in_bands(&self, name: &str, laps: u64) -> Filled {
        let kernel = named(name);
        self.fill(laps, |pixels| {
            let bands = || bands::fill(kernel, self.grid.view(), pixels);
            let ((), took) = threads::timed(|| self.pool.install(bands));
            took
        })
    }

    fn fill(&self, laps: u64, mut lap: impl FnMut(&mut [u16]) -> Duration) -> Filled {
        let mut pixels = self.pixels.lock().unwrap_or_else(PoisonError::into_inner);
        let took = (0..laps).map(|_| lap(&mut pixels)).sum();
        (pixels.clone(), took)
    }

    fn rows_by(
        &self,
        schedule: Schedule,
        threads: usize,
        kernel: &Kernel,
        pixels: &mut [u16],
    ) -> Duration {
        let view = self.grid.view();
        schedule::fill(
            schedule,
            threads,
            (self.grid.xs.len(), pixels),
            |rows, pixels| kernel.fill(view.rows(rows), pixels),
        )
    }
}
