//! The book's ways to time one program, each as its user has it: they do not tell the same.

use std::time::Duration;

use harness::prelude::*;

use super::program;
use crate::escape::{expanded, sum};
use crate::plane::{Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("decorator")
        .within(0.02, "print statements")
        .source("HPP ch. 2: a decorator is the tidier print statement; ours: and tells the same"),
    claim("timeit")
        .beats("print statements")
        .source("HPP ch. 2: timeit shows the best of several runs, with the collector off"),
    claim("timeit")
        .beats("%timeit")
        .source("HPP ch. 2: python -m timeit shows the best run, %timeit the mean of its runs"),
    claim("%timeit")
        .within(0.02, "print statements")
        .source("ours: a mean of seven is a single timing's own expectation"),
    claim("time, real")
        .takes_at_least(1.05, "print statements")
        .source("HPP ch. 2: time -p tells 7.40 s where the program prints 6.76 s"),
    claim("time, user")
        .takes_at_least(1.05, "print statements")
        .source("HPP ch. 2: user 7.22 s where the program prints 6.76 s: its start counts, too"),
    claim("time, user")
        .beats("time, real")
        .source("HPP ch. 2: real 7.40 s, user 7.22 s"),
];

/// The program; every way runs it in a process of its own.
const PROGRAM: &str = concat!(
    include_str!("../julia/serial.py"),
    include_str!("whole.py"),
    include_str!("ways.py")
);

/// What this experiment measures is what each way tells.
pub(crate) fn to_time_a_program() -> Experiment {
    let missing = harness::python().err();
    let ladder = experiment("profiling/ways")
        .asks("Do the book's ways to time a program tell the same?")
        .claims(CLAIMS)
        .sizes([20, 100])
        .quick_up_to(20)
        .input(|width, _| width)
        .ladder()
        .variant("the same in Rust", |&width| in_rust(width));
    WAYS.iter()
        .fold(ladder, |ladder, &way| {
            ladder
                .timed(way, move |&width, laps| told(way, width, laps))
                .unless(missing)
        })
        .build()
}

const WAYS: [&str; 6] = [
    "print statements",
    "decorator",
    "timeit",
    "%timeit",
    "time, user",
    "time, real",
];

/// The sum of the pixels.
fn in_rust(width: usize) -> u64 {
    sum(&expanded(&Lists::appended(&Window::BOOK.grid(width))))
}

/// Runs the program so many times, and adds up what the way tells of it.
fn told(way: &str, width: usize, laps: u64) -> (u64, Duration) {
    let (mut answer, mut told) = (0, Duration::ZERO);
    for _ in 0..laps {
        let run = program::run(PROGRAM, [way, &width.to_string()]);
        answer = run.answer;
        told += if way == "time, real" {
            run.real
        } else {
            run.told
        };
    }
    (answer, told)
}
