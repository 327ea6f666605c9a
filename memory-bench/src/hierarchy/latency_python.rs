//! Loads that wait for the one before, in Python: up to which size the interpreter hides memory.

use harness::pages::Pages;
use harness::prelude::*;

use super::sets::{Later, Order};

const CLAIMS: &[Claim] = &[
    claim("random in Python")
        .steady(0.25)
        .fits(2)
        .source("ours: a turn of the interpreter's loop takes longer than the second level")
        .says("In Python a load takes the same time in the first and in the second level"),
    claim("within the first level, in Python")
        .crosses("random")
        .between_sizes(1 << 20, 64 << 20)
        .source("ours: a turn takes longer than a load from the second level, and less than memory")
        .says("A load takes longer than a turn of the interpreter's loop from 1 to 64 MiB on"),
    claim("within the first level, in Python")
        .beats("random in Python")
        .by(2.0)
        .at(64 << 20)
        .source("HPP ch. 1: from L1 to RAM speed falls and size grows"),
    claim("random in Python")
        .takes_at_most(1.5, "random")
        .at(64 << 20)
        .source("folklore: where memory is the limit, the language does not matter"),
    claim("within the first level")
        .beats("within the first level, in Python")
        .by(10.0)
        .source("HPP ch. 1: the virtual machine costs more than what it is asked to do"),
];

/// Loads of one call.
const LOADS: u32 = 1 << 12;

/// Bytes that fit every first level.
const FIRST: usize = 16 << 10;

pub(crate) fn hidden() -> Experiment {
    experiment("hierarchy/latency-python")
        .asks("Up to which size does Python's own time hide that of memory?")
        .claims(CLAIMS)
        .sizes([12, 18, 24, 26].map(|octave| 1 << octave))
        .thorough_sizes([14, 16, 20, 22].map(|octave| 1 << octave))
        // The loop in Rust is in the quick run elsewhere.
        .quick_up_to(1)
        .input(Sets::new)
        .per("load", |_| LOADS as usize)
        .ladder()
        .timed("random", |sets, laps| {
            sets.random.get("random").walk::<1>(LOADS, laps)
        })
        .limit("one load after the other", |machine, sets| {
            f64::from(LOADS) * machine.latency(sets.extent.capacity())
        })
        .timed("within the first level", |sets, laps| {
            sets.first
                .get("within the first level")
                .walk::<1>(LOADS, laps)
        })
        .python(
            "random in Python",
            concat!(
                include_str!("latency_random.py"),
                include_str!("latency_walk.py")
            ),
        )
        .mirrors("random")
        .python(
            "within the first level, in Python",
            concat!(
                include_str!("latency_first.py"),
                include_str!("latency_walk.py")
            ),
        )
        .mirrors("within the first level")
        .build()
}

/// Working sets of one size, and of one that fits the first level.
struct Sets {
    /// As many bytes, never touched: what is mapped is not seen to belong to the input.
    extent: Vec<u8>,
    random: Later,
    first: Later,
}

impl Sets {
    fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        let later = |bytes| Later::new(bytes, Order::Random, Pages::Small, rng);
        Self {
            extent: Vec::with_capacity(bytes),
            random: later(bytes),
            first: later(FIRST),
        }
    }
}

impl Wire for Sets {
    fn write(&self, out: &mut Vec<u8>) {
        let sets = (self.random.links(), self.first.links());
        (u64::from(LOADS), sets.0, sets.1).write(out);
    }
}
