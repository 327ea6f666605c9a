//! Who works how long when threads share the rows: exact, from the iterations of every row.
//!
//! A schedule is as fast as its busiest thread, and on an ideal machine its time is that thread's
//! iterations. So what 32 cores would gain can be counted on one.

use harness::prelude::*;

use crate::kernel::kernel;
use crate::plane::Window;

const BUSIEST: &str = "iterations of the busiest thread";

const CLAIMS: &[Claim] = &[
    claim("static")
        .of(BUSIEST)
        .between(1.9, 2.1, "ideal")
        .at(4)
        .source(
            "HPP ch. 7 recommends guided for uneven work; ours: static rows on 4 threads give 2",
        ),
    claim("guided")
        .of(BUSIEST)
        .between(1.9, 2.1, "ideal")
        .at(4)
        .source("ours: the first share of guided holds half of the set, as that of static does"),
    claim("guided")
        .of(BUSIEST)
        .beats("static")
        .by(1.2)
        .from(8)
        .source("HPP ch. 7: guided for uneven work"),
    claim("cyclic")
        .of(BUSIEST)
        .within(0.04, "ideal")
        .source("ours: neighbouring rows cost the same, so dealing them out evens them out"),
    claim("dynamic")
        .of(BUSIEST)
        .within(0.01, "ideal")
        .source("ours: whoever is done takes the next row, and a row is a thousandth"),
];

pub(crate) fn schedules() -> Experiment {
    experiment("schedules")
        .asks("How should threads share the rows, if there were 4, 8, 16 or 32 of them?")
        .claims(CLAIMS)
        .sizes([2, 4, 8, 16, 32])
        .input(|threads, _| Work::new(threads))
        .ladder()
        .variant("ideal", Work::total)
        .count(BUSIEST, |work| {
            (work.total(), work.total().div_ceil(work.threads as u64))
        })
        .variant("static", |work| Work::all(&work.static_rows()))
        .count(BUSIEST, |work| Work::busiest(&work.static_rows()))
        .variant("cyclic", |work| Work::all(&work.cyclic()))
        .count(BUSIEST, |work| Work::busiest(&work.cyclic()))
        .variant("guided", |work| Work::all(&work.guided()))
        .count(BUSIEST, |work| Work::busiest(&work.guided()))
        .variant("dynamic", |work| Work::all(&work.dynamic()))
        .count(BUSIEST, |work| Work::busiest(&work.dynamic()))
        .build()
}

/// The iterations of each row of the book's picture.
struct Work {
    threads: usize,
    rows: Vec<u64>,
}

impl Work {
    fn new(threads: usize) -> Self {
        let grid = Window::BOOK.grid(1000);
        let pixels = kernel("certified")
            .expect("a kernel of the list")
            .pixels(&grid);
        let rows = pixels.chunks_exact(grid.xs.len());
        let rows = rows
            .map(|row| row.iter().map(|&n| u64::from(n)).sum())
            .collect();
        Self { threads, rows }
    }

    fn total(&self) -> u64 {
        self.rows.iter().sum()
    }

    fn all(loads: &[u64]) -> u64 {
        loads.iter().sum()
    }

    fn busiest(loads: &[u64]) -> (u64, u64) {
        (
            Self::all(loads),
            loads.iter().copied().max().unwrap_or_default(),
        )
    }

    /// Equal runs of rows.
    fn static_rows(&self) -> Vec<u64> {
        let share = self.rows.len().div_ceil(self.threads);
        self.rows
            .chunks(share)
            .map(|rows| rows.iter().sum())
            .collect()
    }

    /// Rows dealt out one by one.
    fn cyclic(&self) -> Vec<u64> {
        let mut loads = vec![0; self.threads];
        for (row, iterations) in self.rows.iter().enumerate() {
            loads[row % self.threads] += iterations;
        }
        loads
    }

    /// Whoever is done takes an equal share of what is left, as OpenMP's guided does.
    fn guided(&self) -> Vec<u64> {
        self.taken(|left| left.div_ceil(self.threads))
    }

    /// Whoever is done takes the next row.
    fn dynamic(&self) -> Vec<u64> {
        self.taken(|_| 1)
    }

    fn taken(&self, share: impl Fn(usize) -> usize) -> Vec<u64> {
        let mut loads = vec![0_u64; self.threads];
        let mut left = &self.rows[..];
        while !left.is_empty() {
            let (mine, others) = left.split_at(share(left.len()));
            let next = loads.iter_mut().min().expect("there is a thread");
            *next += mine.iter().sum::<u64>();
            left = others;
        }
        loads
    }
}
