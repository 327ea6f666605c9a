//! The whole program: make the input, compute, write the picture.
//!
//! Amdahl's law: what is not made faster bounds the gain. With CPython's loop, lists and picture
//! are a twentieth of the time and threads help; with the fastest kernel they are most of it.

use harness::prelude::*;
use rayon::ThreadPool;

use super::team;
use crate::escape::expanded;
use crate::kernel::{bands, named};
use crate::picture::{self, Colours};
use crate::plane::{Grid, Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("grid, queue")
        .beats("lists, queue")
        .by(1.5)
        .at(1000)
        .source("ours: the book's input lists cost more than all the rest of a fast program"),
    claim("lists, queue, two threads")
        .between(0.8, 0.97, "lists, queue")
        .at(1000)
        .source("HPP ch. 1: Amdahl's law; ours: lists and picture are most of it, so 1.05 to 1.2"),
    claim("lists, scalar, two threads")
        .between(0.5, 0.65, "lists, scalar")
        .at(1000)
        .source("HPP ch. 1: Amdahl's law; ours: the loop is nine tenths of it"),
    claim("lists, queue")
        .beats("lists, scalar")
        .by(2.0)
        .at(1000)
        .source("ours: a loop 40 times as fast makes the whole program less than 20 times as fast"),
];

pub(crate) fn pipeline() -> Experiment {
    experiment("pipeline")
        .asks("What does the whole program gain from a faster loop, and from a second thread?")
        .claims(CLAIMS)
        .sizes([250, 1000])
        .quick_up_to(250)
        .input(|width, _| Program::new(width))
        .per("pixel", |program| Window::BOOK.grid(program.width).pixels())
        .ladder()
        .parallel("lists, scalar", |program| program.run(expanded_lists))
        .parallel("lists, scalar, two threads", |program| {
            program.run(|grid| {
                let _lists = Lists::appended(grid);
                on_threads(grid, "expanded")
            })
        })
        .parallel("lists, queue", |program| {
            program.run(|grid| {
                let _lists = Lists::appended(grid);
                alone(grid)
            })
        })
        .parallel("lists, queue, two threads", |program| {
            program.run(|grid| {
                let _lists = Lists::appended(grid);
                on_threads(grid, "survivors-avx512")
            })
        })
        .parallel("grid, queue", |program| program.run(alone))
        .parallel("grid, queue, two threads", |program| {
            program.run(|grid| on_threads(grid, "survivors-avx512"))
        })
        .build()
}

/// From a width to the bytes of a picture.
struct Program {
    width: usize,
    pool: ThreadPool,
}

impl Program {
    fn new(width: usize) -> Self {
        Self {
            width,
            pool: team::pool(2),
        }
    }

    /// All of it on threads of the pool, where the others sleep while one works: a thread outside
    /// would share a core with one of them.
    fn run(&self, compute: impl Fn(&Grid) -> Vec<u16> + Sync) -> Vec<u8> {
        self.pool.install(|| {
            let grid = Window::BOOK.grid(self.width);
            let pixels = compute(&grid);
            picture::whole(&grid, &pixels, Colours::Log).expect("a vector takes every byte")
        })
    }
}

fn expanded_lists(grid: &Grid) -> Vec<u16> {
    expanded(&Lists::appended(grid))
}

fn alone(grid: &Grid) -> Vec<u16> {
    named("survivors-avx512").pixels(grid)
}

fn on_threads(grid: &Grid, name: &str) -> Vec<u16> {
    let mut pixels = vec![0; grid.pixels()];
    bands::fill(named(name), grid.view(), &mut pixels);
    pixels
}
