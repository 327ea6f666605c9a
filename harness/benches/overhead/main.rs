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

const MODES: &[Claim] = &[
    claim("asked")
        .within(0.1, "by hand")
        .on("throughput")
        .source("ours: the mode is chosen outside the loop"),
    claim("asked")
        .within(0.1, "by hand")
        .on("latency")
        .source("ours: what makes a query wait is two operations, by hand or not"),
];

/// A look-up in both modes, and the loops that one writes for them.
fn modes() -> Experiment {
    experiment("modes")
        .asks("Does a look-up cost more in a mode of the harness than in a loop written by hand?")
        .claims(MODES)
        .sizes([1000])
        .input(|n, rng| Queries::new(input::uniform(n, rng), input::positions(1 << 10, n, rng)))
        .both_modes()
        .per("look-up", Queries::len)
        .ladder()
        .variant("by hand", by_hand)
        .variant("asked", |list| list.ask(|values, &at| values[at]))
        .build()
}

fn by_hand(list: &Queries<Vec<u64>, usize>) -> u64 {
    let (values, places) = (list.data(), list.queries());
    match list.mode() {
        Mode::Throughput => places
            .iter()
            .fold(0, |sum: u64, &at| sum.wrapping_add(values[at])),
        Mode::Latency => {
            let zero = black_box(0);
            let (mut sum, mut last) = (0_u64, 0);
            for &at in places {
                last = values[at ^ (last as usize & zero)];
                sum = sum.wrapping_add(last);
            }
            sum
        }
    }
}

fn main() -> ExitCode {
    harness::run(env!("CARGO_PKG_NAME"), || {
        vec![erasure(), modes(), allocator::allocator()]
    })
}
