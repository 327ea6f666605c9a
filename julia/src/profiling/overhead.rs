//! What looking costs: the same job plain, with its calls counted, with a clock around each call,
//! and with another thread that looks now and then where it is.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use harness::prelude::*;
use num_complex::Complex64;

use crate::escape::{Pixels, inside_first};
use crate::plane::{Grid, Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("plain")
        .beats("clocked")
        .by(2.0)
        .source("HPP ch. 2: the profiled run takes 10.8 s, the plain one 7.0 s: looking costs"),
    claim("clocked")
        .between(1.4, 1.7, "plain")
        .source("HPP ch. 2: the profiled run takes 10.8 s, the plain one 7.0 s (1.54 times)"),
    claim("counted")
        .within(0.1, "plain")
        .source("ours: an addition in a register is hidden behind the call that it counts"),
    claim("sampled")
        .within(0.1, "plain")
        .at(200)
        .source("ours: looking a thousand times a second costs nothing that is felt"),
    claim("CPython")
        .beats("CPython, profiled")
        .source("HPP ch. 2: the profiled run takes 10.8 s, the plain one 7.0 s"),
    claim("CPython, profiled")
        .between(1.4, 1.7, "CPython")
        .source("HPP ch. 2: the profiled run takes 10.8 s, the plain one 7.0 s (1.54 times)"),
    claim("CPython, line by line")
        .takes_at_least(5.0, "CPython")
        .source("HPP ch. 2: line_profiler takes 37.7 s, the plain run 7.0 s (5.4 times)"),
    claim("CPython, profiled")
        .of("abs calls")
        .between(1.0, 1.0, "counted")
        .source("HPP ch. 2: cProfile tells exactly how often abs is called"),
];

pub(crate) fn of_looking() -> Experiment {
    experiment("profiling/overhead")
        .asks("How much slower is a program that is profiled?")
        .claims(CLAIMS)
        .sizes([20, 50, 200])
        .input(|width, _| Job::new(width))
        .per("pixel", |job| job.lists.pixels())
        .ladder()
        .variant("plain", |job| inside_first(&job.lists, inside))
        .variant("counted", |job| counted(&job.lists).0)
        .count("abs calls", |job| counted(&job.lists))
        .variant("clocked", |job| clocked(&job.lists).0)
        .variant("sampled", |job| sampled(&job.lists).0)
        .python(
            "CPython",
            concat!(
                include_str!("plain.py"),
                include_str!("../julia/serial.py"),
                include_str!("../julia/lists.py")
            ),
        )
        .mirrors("plain")
        .up_to(50)
        .python(
            "CPython, profiled",
            concat!(
                include_str!("profiled.py"),
                include_str!("../julia/serial.py"),
                include_str!("../julia/lists.py")
            ),
        )
        .mirrors("clocked")
        .up_to(50)
        .python(
            "CPython, line by line",
            concat!(
                include_str!("traced.py"),
                include_str!("../julia/serial.py"),
                include_str!("../julia/lists.py")
            ),
        )
        .up_to(50)
        .build()
}

/// The book's lists, and the coordinates that they are made of.
struct Job {
    grid: Grid,
    lists: Lists,
}

impl Job {
    fn new(width: usize) -> Self {
        let grid = Window::BOOK.grid(width);
        let lists = Lists::appended(&grid);
        Self { grid, lists }
    }
}

/// A peer makes its lists itself, untimed as these are.
impl Wire for Job {
    fn write(&self, out: &mut Vec<u8>) {
        self.grid.write(out);
    }
}

fn inside(z: Complex64) -> bool {
    z.norm() < 2.0
}

/// Counts the calls of `abs`, as a profiler's table does.
fn counted(lists: &Lists) -> (Pixels, u64) {
    let calls = Cell::new(0);
    let pixels = inside_first(lists, |z| {
        calls.set(calls.get() + 1);
        inside(z)
    });
    (pixels, calls.get())
}

/// Times each call of `abs`, as a deterministic profiler does.
fn clocked(lists: &Lists) -> (Pixels, Duration) {
    let spent = Cell::new(Duration::ZERO);
    let pixels = inside_first(lists, |z| {
        let (is_inside, time) = clocks::bare(|| inside(z));
        spent.set(spent.get() + time);
        is_inside
    });
    (pixels, spent.get())
}

/// How often a sample is taken.
const PERIOD: Duration = Duration::from_millis(1);

/// Lets another thread look every millisecond how many calls were made, as a sampling profiler
/// looks which function is running.
fn sampled(lists: &Lists) -> (Pixels, Vec<usize>) {
    let (calls, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let sampler = scope.spawn(|| {
            let mut samples = Vec::new();
            while !over.load(Ordering::Relaxed) {
                samples.push(calls.load(Ordering::Relaxed));
                thread::park_timeout(PERIOD);
            }
            samples
        });
        let made = Cell::new(0);
        let pixels = inside_first(lists, |z| {
            made.set(made.get() + 1);
            calls.store(made.get(), Ordering::Relaxed);
            inside(z)
        });
        over.store(true, Ordering::Relaxed);
        sampler.thread().unpark();
        let samples = sampler.join().unwrap_or_default();
        (pixels, samples)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_changes_no_pixel() {
        let lists = Lists::appended(&Window::BOOK.grid(30));
        let plain = inside_first(&lists, inside);
        let (counted, calls) = counted(&lists);
        let (clocked, spent) = clocked(&lists);
        let (sampled, samples) = sampled(&lists);
        assert!(
            [counted, clocked, sampled]
                .iter()
                .all(|pixels| *pixels == plain)
        );
        let iterations: usize = plain.iter().map(|&n| usize::from(n)).sum();
        assert_eq!(calls as usize, iterations + plain.len());
        assert!(spent > Duration::ZERO);
        assert!(samples.is_sorted() && samples.iter().all(|&calls| calls <= iterations + 900));
    }
}
