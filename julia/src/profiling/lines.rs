//! Where the time goes, line by line, as a profiler tells that reads the clock at every line.

use std::time::Duration;

use harness::prelude::*;
use num_complex::Complex64;

use super::program;
use crate::escape::{inside_first, sum};
use crate::plane::{Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("z = z * z + c in Python")
        .between(0.6, 0.8, "while in Python")
        .source("HPP ch. 2: line_profiler tells 29.2 % for it and 42.0 % for while (0.70)"),
    claim("n += 1 in Python")
        .between(0.5, 0.7, "while in Python")
        .source("HPP ch. 2: line_profiler tells 24.7 % for it and 42.0 % for while (0.59)"),
    claim("z = z * z + c")
        .between(0.6, 0.8, "while")
        .source("HPP ch. 2: line_profiler tells 29.2 % for it and 42.0 % for while (0.70)"),
    claim("n += 1")
        .between(0.5, 0.7, "while")
        .source("HPP ch. 2: line_profiler tells 24.7 % for it and 42.0 % for while (0.59)"),
    claim("n += 1")
        .takes_at_most(0.1, "while")
        .source("ours: compiled, an addition is hardly anything beside a modulus"),
    claim("n += 1")
        .takes_at_most(0.5, "the whole loop")
        .source("ours: a line takes no longer than the loop that it stands in"),
];

const PROGRAM: &str = concat!(
    include_str!("../julia/serial.py"),
    include_str!("whole.py"),
    include_str!("lines.py")
);

/// What this experiment measures is what a profiler tells of each line.
pub(crate) fn by_line() -> Experiment {
    let missing = harness::python().err();
    experiment("profiling/lines")
        .asks("Which line of the loop takes the time, and does a profiler tell?")
        .claims(CLAIMS)
        .sizes([20, 50])
        .quick_up_to(20)
        .input(|width, _| Job {
            width,
            lists: Lists::appended(&Window::BOOK.grid(width)),
        })
        .per("pixel", |job| job.lists.pixels())
        .ladder()
        .variant("the whole loop", |job| {
            sum(&inside_first(&job.lists, inside))
        })
        .timed("while", |job, laps| {
            job.clocked(laps, |spent| spent.condition)
        })
        .timed("z = z * z + c", |job, laps| {
            job.clocked(laps, |spent| spent.step)
        })
        .timed("n += 1", |job, laps| job.clocked(laps, |spent| spent.count))
        .timed("while in Python", |job, laps| job.traced(laps, "while"))
        .unless(missing)
        .timed("z = z * z + c in Python", |job, laps| {
            job.traced(laps, "z = z * z + c")
        })
        .unless(missing)
        .timed("n += 1 in Python", |job, laps| job.traced(laps, "n += 1"))
        .unless(missing)
        .build()
}

struct Job {
    width: usize,
    lists: Lists,
}

fn inside(z: Complex64) -> bool {
    z.norm() < 2.0
}

/// What the clock told at the lines of the loop, added up.
#[derive(Default)]
struct Spent {
    condition: Duration,
    step: Duration,
    count: Duration,
}

impl Job {
    fn clocked(&self, laps: u64, line: fn(&Spent) -> Duration) -> (u64, Duration) {
        let (mut answer, mut told) = (0, Duration::ZERO);
        for _ in 0..laps {
            let spent;
            (answer, spent) = clocked(&self.lists);
            told += line(&spent);
        }
        (answer, told)
    }

    fn traced(&self, laps: u64, line: &str) -> (u64, Duration) {
        let (mut answer, mut told) = (0, Duration::ZERO);
        for _ in 0..laps {
            let run = program::run(PROGRAM, [line, &self.width.to_string()]);
            answer = run.answer;
            told += run.told;
        }
        (answer, told)
    }
}

/// The book's loop, with the clock read before and after each line.
fn clocked(lists: &Lists) -> (u64, Spent) {
    let mut spent = Spent::default();
    let mut answer = 0;
    for (&start, &c) in lists.zs.iter().zip(&lists.cs) {
        let (mut z, mut n) = (start, 0);
        loop {
            let (goes_on, time) = clocks::bare(|| inside(z) && n < lists.limit);
            spent.condition += time;
            if !goes_on {
                break;
            }
            let ((), time) = clocks::bare(|| z = z * z + c);
            spent.step += time;
            let ((), time) = clocks::bare(|| n += 1);
            spent.count += time;
        }
        answer += u64::from(n);
    }
    (answer, spent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_the_clock_changes_no_answer() {
        let lists = Lists::appended(&Window::BOOK.grid(30));
        let (answer, spent) = clocked(&lists);
        assert_eq!(answer, sum(&inside_first(&lists, inside)));
        for line in [spent.condition, spent.step, spent.count] {
            assert!(line > Duration::ZERO);
        }
    }
}
