//! Who works how long when threads share the rows: exact, from the iterations of every row.
//!
//! A schedule is as fast as its busiest thread, and on an ideal machine its time is that thread's
//! iterations. So what 32 cores would gain can be counted on one.

use harness::prelude::*;

use super::schedule::Schedule;
use crate::kernel::named;
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
        .variant("static", |work| work.all(Schedule::Static))
        .count(BUSIEST, |work| work.busiest(Schedule::Static))
        .variant("cyclic", |work| work.all(Schedule::Cyclic))
        .count(BUSIEST, |work| work.busiest(Schedule::Cyclic))
        .variant("guided", |work| work.all(Schedule::Guided))
        .count(BUSIEST, |work| work.busiest(Schedule::Guided))
        .variant("dynamic", |work| work.all(Schedule::Dynamic))
        .count(BUSIEST, |work| work.busiest(Schedule::Dynamic))
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
        let pixels = named("certified").pixels(&grid);
        let rows = pixels.chunks_exact(grid.xs.len());
        let rows = rows
            .map(|row| row.iter().map(|&n| u64::from(n)).sum())
            .collect();
        Self { threads, rows }
    }

    fn total(&self) -> u64 {
        self.rows.iter().sum()
    }

    fn all(&self, schedule: Schedule) -> u64 {
        self.loads(schedule).iter().sum()
    }

    fn busiest(&self, schedule: Schedule) -> (u64, u64) {
        let loads = self.loads(schedule);
        let busiest = loads.iter().copied().max().unwrap_or_default();
        (loads.iter().sum(), busiest)
    }

    /// The iterations of each thread.
    fn loads(&self, schedule: Schedule) -> Vec<u64> {
        let mut loads = vec![0_u64; self.threads];
        let pieces = schedule.pieces(self.rows.len(), self.threads);
        for (at, rows) in pieces.into_iter().enumerate() {
            let next = if schedule.is_dealt() {
                &mut loads[at % self.threads]
            } else {
                loads.iter_mut().min().expect("there is a thread")
            };
            *next += self.rows[rows].iter().sum::<u64>();
        }
        loads
    }
}
