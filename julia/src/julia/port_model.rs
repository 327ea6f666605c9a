//! How fast a core can make steps, and whether the model of its units says so.

use harness::prelude::*;

use crate::kernel::peak::{Mix, steps};

const CLAIMS: &[Claim] = &[
    claim("mixed")
        .between(0.79, 0.88, "sums")
        .from(8)
        .source("ours: 10 of 12 cycles, with two units that multiply and two that add"),
    claim("fused")
        .within(0.05, "sums")
        .from(8)
        .source("ours: four products on two units take as long as four sums on two units"),
    claim("fused")
        .beats("sums")
        .at(1)
        .source("ours: one vector waits for itself, and fusing shortens the wait"),
];

/// Steps a call: few enough for a slice, many enough that nothing else counts.
const STEPS: u16 = 10_000;

pub(crate) fn port_model() -> Experiment {
    experiment("port-model")
        .asks("How many vectors must be in flight, and which mix of operations fills the core?")
        .claims(CLAIMS)
        .sizes([1, 2, 4, 6, 8, 12])
        .input(|vectors, _| vectors)
        .per("point and step", |&vectors| {
            made(vectors, Mix::Sums).0 * usize::from(STEPS)
        })
        .ladder()
        .variant("sums", |&vectors| made(vectors, Mix::Sums))
        .variant("fused", |&vectors| made(vectors, Mix::Fused))
        .variant("mixed", |&vectors| made(vectors, Mix::Mixed))
        .build()
}

fn made(vectors: usize, mix: Mix) -> (usize, f64) {
    match vectors {
        1 => steps::<1>(STEPS, mix),
        2 => steps::<2>(STEPS, mix),
        4 => steps::<4>(STEPS, mix),
        6 => steps::<6>(STEPS, mix),
        8 => steps::<8>(STEPS, mix),
        _ => steps::<12>(STEPS, mix),
    }
}
