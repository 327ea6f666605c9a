//! How many loads a core waits for at once: walks side by side, none of which waits for another.

use harness::pages::Pages;
use harness::prelude::*;

use super::sets::{Later, Order};

const CLAIMS: &[Claim] = &[
    claim("2 walks")
        .beats("1 walk")
        .by(1.8)
        .from(1 << 20)
        .source("ours: k walks cut the time of a load by 0.9 k, while the core can wait for more"),
    claim("4 walks")
        .beats("1 walk")
        .by(3.6)
        .from(1 << 20)
        .source("ours: k walks cut the time of a load by 0.9 k, while the core can wait for more"),
    claim("8 walks")
        .beats("1 walk")
        .by(7.2)
        .from(1 << 20)
        .source("ours: k walks cut the time of a load by 0.9 k, while the core can wait for more"),
    claim("16 walks")
        .beats("1 walk")
        .by(14.4)
        .from(1 << 20)
        .source("ours: k walks cut the time of a load by 0.9 k, while the core can wait for more"),
    claim("16 walks")
        .takes_at_most(1.1, "8 walks")
        .fits(1)
        .source("ours: in the first level a core makes two or three loads a cycle, and no more"),
];

/// Loads of one call, over all walks together.
const LOADS: u32 = 1 << 13;

pub(crate) fn side_by_side() -> Experiment {
    experiment("hierarchy/parallelism")
        .asks("What do loads cost that do not wait for each other?")
        .claims(CLAIMS)
        .sizes([14, 18, 22, 26].map(|octave| 1 << octave))
        .quick_up_to(1 << 18)
        .input(|bytes, rng: &mut SmallRng| Set {
            extent: Vec::with_capacity(bytes),
            cycle: Later::new(bytes, Order::Random, Pages::Small, rng),
        })
        .per("load", |_| LOADS as usize)
        .ladder()
        .limit("loads that wait for none", |machine, set: &Set| {
            f64::from(LOADS) * machine.random_read(set.extent.capacity())
        })
        .timed("1 walk", |set, laps| {
            set.cycle.get("1 walk").walk::<1>(LOADS, laps)
        })
        .timed("2 walks", |set, laps| {
            set.cycle.get("2 walks").walk::<2>(LOADS, laps)
        })
        .timed("4 walks", |set, laps| {
            set.cycle.get("4 walks").walk::<4>(LOADS, laps)
        })
        .timed("8 walks", |set, laps| {
            set.cycle.get("8 walks").walk::<8>(LOADS, laps)
        })
        .timed("16 walks", |set, laps| {
            set.cycle.get("16 walks").walk::<16>(LOADS, laps)
        })
        .build()
}

/// A working set.
struct Set {
    /// As many bytes, never touched: what is mapped is not seen to belong to the input.
    extent: Vec<u8>,
    cycle: Later,
}
