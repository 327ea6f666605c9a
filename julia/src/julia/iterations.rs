//! Ten iterations at most, or ten thousand: what tests cost, what brute force costs, and what it
//! costs to know that an orbit is caught.
//!
//! The answer is the number of iterations, so that the calibration kernel can take part: it makes
//! as many, and does nothing else.

use std::cell::RefCell;

use harness::prelude::*;

use crate::escape::sum;
use crate::kernel::{named, peak};
use crate::plane::{Grid, Window};

const CLAIMS: &[Claim] = &[
    claim("survivors-avx512")
        .takes_at_most(1.18, "peak")
        .at(10_000)
        .source("ours: 85 % of the port limit where hardly anything but steps is left"),
    claim("survivors-avx512")
        .crosses("tile-avx512")
        .between_sizes(10, 1000)
        .source("ours: queues cost more than they save where few points live on"),
    claim("survivors-avx512")
        .beats("tile-avx512")
        .by(1.5)
        .from(300)
        .source("ours: a test in every step costs half as much as the step"),
    claim("traps")
        .beats("survivors-avx512")
        .by(1.5)
        .at(300)
        .source("ours: an orbit is caught after some 28 steps"),
    claim("traps")
        .beats("survivors-avx512")
        .by(12.0)
        .at(10_000)
        .source("ours: an orbit is caught after some 28 steps"),
    claim("traps")
        .steady(1.0)
        .from(300)
        .source("ours: who is caught costs nothing more, so the time does not double"),
];

pub(crate) fn iterations() -> Experiment {
    experiment("iterations")
        .asks("What does the bound of the iterations cost, from 10 to 10,000?")
        .claims(CLAIMS)
        .sizes([10, 30, 100, 300, 1000, 3000, 10_000])
        .quick_up_to(1000)
        .input(|limit, _| Bounded::new(limit, 500))
        .per("iteration", |plane| plane.iterations as usize)
        .ladder()
        .variant("tile-avx512", |plane| plane.sum_by("tile-avx512"))
        .unless(named("tile-avx512").missing())
        .variant("survivors", |plane| plane.sum_by("survivors"))
        .variant("survivors-avx512", |plane| plane.sum_by("survivors-avx512"))
        .unless(named("survivors-avx512").missing())
        .variant("traps", |plane| plane.sum_by("traps"))
        .variant("certified", |plane| plane.sum_by("certified"))
        .variant("peak", Bounded::at_the_limit)
        .build()
}

/// A grid of the book's window with a bound of its own.
pub(super) struct Bounded {
    grid: Grid,
    /// The counts of the last call: memory that is there already.
    pixels: RefCell<Vec<u16>>,
    pub(super) iterations: u64,
}

impl Bounded {
    pub(super) fn new(limit: usize, width: usize) -> Self {
        let limit = u16::try_from(limit).expect("the bounds of the iterations fit 16 bits");
        let grid = Window::BOOK.grid(width);
        let grid = Grid { limit, ..grid };
        let mut plane = Self {
            pixels: RefCell::new(vec![0; grid.pixels()]),
            grid,
            iterations: 0,
        };
        plane.iterations = plane.sum_by("certified");
        plane
    }

    pub(super) fn sum_by(&self, name: &str) -> u64 {
        let pixels = &mut *self.pixels.borrow_mut();
        named(name).fill(self.grid.view(), pixels);
        sum(pixels)
    }

    /// As many iterations, and nothing else.
    pub(super) fn at_the_limit(&self) -> u64 {
        const ONCE: u16 = 1000;
        let mut made = 0;
        while made < self.iterations {
            let (points, state) = peak::steps::<8>(ONCE, peak::Mix::Mixed);
            // It is never infinite, which only the steps themselves can tell.
            made += if state.is_finite() {
                (points * usize::from(ONCE)) as u64
            } else {
                0
            };
        }
        self.iterations
    }
}
