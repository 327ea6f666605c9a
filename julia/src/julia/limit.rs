//! The survivors' queue against the calibration kernel, and nothing beside them.
//!
//! In the ladder of the set, and in that of the bounds, a round has many variants, and few rounds
//! fit a pass. Whoever asks for a share of the limit wants many.

use harness::prelude::*;

use super::iterations::Bounded;
use crate::kernel::named;

const CLAIMS: &[Claim] = &[
    claim("survivors-avx512")
        .takes_at_most(2.0, "peak")
        .at(300)
        .source("ours: half of the port limit and more is reached at the book's bound"),
    claim("survivors-avx512")
        .takes_at_most(4.0 / 3.0, "peak")
        .at(300)
        .source("ours: three quarters of the port limit, a goal; written when 61 % had been seen")
        .means(
            "Not reached. The first eight steps of all points, with a test in each, take a fifth \
            of the time; packing, and repeating the last block of those that leave, a seventh; \
            the lanes of points that have left, a twentieth.",
        ),
];

pub(crate) fn share() -> Experiment {
    experiment("limit")
        .asks(
            "What share of the core's limit does the queue of survivors reach at the book's bound?",
        )
        .claims(CLAIMS)
        .sizes([300])
        .input(|limit, _| Bounded::new(limit, 1000))
        .per("iteration", |plane| plane.iterations as usize)
        .ladder()
        .variant("survivors-avx512", |plane| plane.sum_by("survivors-avx512"))
        .unless(named("survivors-avx512").missing())
        .variant("peak", Bounded::at_the_limit)
        .build()
}
