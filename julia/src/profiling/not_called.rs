//! A call that is not made: timing what was set up in place of the work.

use harness::prelude::*;

use crate::escape::inside_first;
use crate::plane::{Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("made beforehand")
        .beats("call")
        .by(1000.0)
        .source("HPP ch. 2: timeit tells 2.96 µs for a job of 6.7 s; ours: it timed no call of it"),
    claim("made beforehand")
        .steady(0.25)
        .source("ours: what takes as long for any job is not the job"),
    claim("pass in Python")
        .beats("call in Python")
        .by(1000.0)
        .source("HPP ch. 2: timeit tells 2.96 µs for a job of 6.7 s; ours: it timed `pass`"),
    claim("pass in Python")
        .steady(0.25)
        .source("ours: what takes as long for any job is not the job"),
];

pub(crate) fn set_up_in_place_of_work() -> Experiment {
    experiment("profiling/not-called")
        .asks("What does a clock tell when the call is made before it starts?")
        .claims(CLAIMS)
        .sizes([4, 10, 20, 50, 100, 200, 400])
        .input(|width, _| width)
        .ladder()
        .variant("call", |&width| julia(width))
        .prepared(
            "made beforehand",
            |&width| julia(width),
            |&answer, _| answer,
        )
        .python(
            "call in Python",
            concat!(
                include_str!("called.py"),
                include_str!("whole.py"),
                include_str!("../julia/serial.py")
            ),
        )
        .mirrors("call")
        .up_to(50)
        .python(
            "pass in Python",
            concat!(
                include_str!("not_called.py"),
                include_str!("whole.py"),
                include_str!("../julia/serial.py")
            ),
        )
        .mirrors("made beforehand")
        .up_to(50)
        .build()
}

/// The book's job: makes the lists, iterates each point, and adds up the iterations.
fn julia(width: usize) -> u64 {
    let lists = Lists::appended(&Window::BOOK.grid(width));
    let pixels = inside_first(&lists, |z| z.norm() < 2.0);
    pixels.into_iter().map(u64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::expanded_grid;

    #[test]
    fn the_job_is_the_book_s() {
        let pixels = expanded_grid(&Window::BOOK.grid(50));
        let sum: u64 = pixels.into_iter().map(u64::from).sum();
        assert_eq!(julia(50), sum);
    }
}
