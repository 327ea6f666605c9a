//! The book's ways to time one program, each as its user has it: they do not tell the same.

use std::process::Command;
use std::time::Duration;

use harness::prelude::*;

use crate::escape::expanded;
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
    let pixels = expanded(&Lists::appended(&Window::BOOK.grid(width)));
    pixels.into_iter().map(u64::from).sum()
}

/// Runs the program so many times, and adds up what the way tells of it.
fn told(way: &str, width: usize, laps: u64) -> (u64, Duration) {
    let python = harness::python().expect("the way is left out without an interpreter");
    let (mut answer, mut sum) = (0, Duration::ZERO);
    for _ in 0..laps {
        let mut program = Command::new(python);
        program.args(["-I", "-c", PROGRAM, way, &width.to_string()]);
        let (output, real) = clocks::real(|| program.output());
        let output = output.expect("the interpreter has been started before");
        let said = String::from_utf8_lossy(&output.stdout);
        let (micros, pixels) = understood(&said).unwrap_or_else(|| {
            let error = String::from_utf8_lossy(&output.stderr);
            let last = error.lines().last().unwrap_or("nothing at all");
            panic!("the program that tells by {way} said {last}");
        });
        answer = pixels;
        sum += if way == "time, real" {
            real
        } else {
            Duration::from_micros(micros)
        };
    }
    (answer, sum)
}

/// Microseconds and the answer, as the program prints them.
fn understood(said: &str) -> Option<(u64, u64)> {
    let (micros, pixels) = said.trim().split_once(' ')?;
    Some((micros.parse().ok()?, pixels.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_understood() {
        assert_eq!(understood("1234 33\n"), Some((1234, 33)));
        assert_eq!(understood("1234"), None);
        assert_eq!(understood(""), None);
    }
}
