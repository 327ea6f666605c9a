//! The picture on several threads, as far as there are cores.

use std::thread;

use harness::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::kernel::{bands, kernel};
use crate::plane::{Grid, Window};

const CLAIMS: &[Claim] = &[
    claim("bands, queue")
        .takes_at_most(1.0 / 1.9, "one thread, queue")
        .at(2)
        .source(
            "HPP ch. 7: OpenMP's prange uses all cores; ours: points do not know of each other",
        ),
    claim("bands, scalar")
        .takes_at_most(1.0 / 1.9, "one thread, scalar")
        .at(2)
        .source(
            "HPP ch. 7: OpenMP's prange uses all cores; ours: points do not know of each other",
        ),
    claim("bands, queue")
        .takes_at_most(1.1, "one thread, queue")
        .at(1)
        .source("ours: cutting into bands costs next to nothing"),
];

pub(crate) fn threads() -> Experiment {
    experiment("threads")
        .asks("How much faster is the picture on more threads?")
        .claims(CLAIMS)
        .sizes(counts())
        .input(|threads, _| Team::new(threads))
        .per("pixel", |team| team.grid.pixels())
        .ladder()
        .parallel("one thread, queue", |team| team.alone("survivors-avx512"))
        .parallel("bands, queue", |team| team.together("survivors-avx512"))
        .parallel("one thread, scalar", |team| team.alone("no-slp"))
        .parallel("bands, scalar", |team| team.together("no-slp"))
        .build()
}

/// 1, 2, 4 … threads, up to the cores that there are; 2 always, so that a claim has its place.
fn counts() -> Vec<u64> {
    let cores = thread::available_parallelism().map_or(2, |cores| cores.get() as u64);
    let doubled = std::iter::successors(Some(1), |count| Some(2 * count));
    doubled.take_while(|&count| count <= cores.max(2)).collect()
}

/// A grid, and the threads that share it.
struct Team {
    pool: ThreadPool,
    grid: Grid,
}

impl Team {
    fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        Self {
            pool: pool.expect("the system gives a few threads"),
            grid: Window::BOOK.grid(1000),
        }
    }

    fn alone(&self, name: &str) -> Vec<u16> {
        kernel(name)
            .expect("a kernel of the list")
            .pixels(&self.grid)
    }

    fn together(&self, name: &str) -> Vec<u16> {
        let kernel = kernel(name).expect("a kernel of the list");
        let mut pixels = vec![0; self.grid.pixels()];
        self.pool
            .install(|| bands::fill(kernel, self.grid.view(), &mut pixels));
        pixels
    }
}
