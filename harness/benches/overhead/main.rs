//! The harness measures itself: what erasing the variants' types costs inside the measured loop,
//! and what the counting allocator costs.

mod allocator;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use harness::Experiment;
use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("variant")
        .within(0.05, "by hand")
        .source("ours: types are erased outside the measured loop, so the loop is the same"),
    claim("prepared")
        .within(0.05, "prepared by hand")
        .source("ours: types are erased outside the measured loop, so the loop is the same"),
];

/// The trivial work `v[5]`, written as one writes it for criterion: the input hidden, the output
/// consumed.
fn erasure() -> Experiment {
    experiment("erasure")
        .asks("Does the measured loop cost more than one written by hand?")
        .claims(CLAIMS)
        .sizes(decades(1..=4))
        .input(|n, _| input::ascending(n))
        .per("read", |_| 1)
        .ladder()
        .timed("by hand", |values: &Vec<u64>, laps| {
            let start = Instant::now();
            for _ in 0..laps {
                black_box(black_box(values)[5]);
            }
            (values[5], start.elapsed())
        })
        .variant("variant", |values| values[5])
        .timed("prepared by hand", |values: &Vec<u64>, laps| {
            let own = values.clone();
            let start = Instant::now();
            for _ in 0..laps {
                black_box(black_box(&own)[black_box(values).len().min(5)]);
            }
            (own[5], start.elapsed())
        })
        .prepared("prepared", Vec::clone, |own, values| {
            own[values.len().min(5)]
        })
        .build()
}

fn main() -> ExitCode {
    harness::run(env!("CARGO_PKG_NAME"), || {
        vec![erasure(), allocator::allocator()]
    })
}
