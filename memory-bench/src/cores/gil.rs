//! The same pieces of pure computation in Python by one thread, by several and by processes.

use harness::prelude::*;

use super::work::steps_as_in_python;

const CLAIMS: &[Claim] = &[
    claim("threads in Python")
        .takes_at_least(0.95, "one thread in Python")
        .source("HPP ch. 1: with the global interpreter lock more cores bring nothing")
        .means("one thread at a time runs Python, and handing over the lock takes time of its own"),
    claim("processes in Python")
        .takes_at_most(1.0 / 1.7, "one thread in Python")
        .at(2)
        .source("HPP ch. 1: processes avoid the lock, for each has its own"),
    claim("one thread in Rust")
        .beats("processes in Python")
        .by(2.0)
        .at(2)
        .source("ours: one thread of a compiled program outruns two processes of an interpreter"),
];

pub(crate) fn pure_work() -> Experiment {
    experiment("cores/gil")
        .asks("What do threads in Python gain on pure computation?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .quick_up_to(2)
        .input(|n, _| n as u64)
        .per("piece", |&pieces| pieces as usize)
        .ladder()
        .parallel("one thread in Rust", |&pieces| {
            (0..pieces)
                .map(|seed| steps_as_in_python(STEPS, seed))
                .sum::<u64>()
        })
        .python("one thread in Python", include_str!("gil_one.py"))
        .mirrors("one thread in Rust")
        .python("threads in Python", include_str!("gil_threads.py"))
        .unless(threads::too_few())
        .python(
            "processes in Python",
            concat!(
                include_str!("gil_processes.py"),
                include_str!("stay.py"),
                include_str!("team.py")
            ),
        )
        .unless(threads::too_few())
        .build()
}

/// Steps of one piece: in Python about as long as a thread may keep the lock.
const STEPS: u64 = 80_000;
