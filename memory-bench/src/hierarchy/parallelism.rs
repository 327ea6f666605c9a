//! How many loads a core waits for at once: walks side by side, none of which waits for another.

use harness::Ladder;
use harness::pages::{self, Pages};
use harness::prelude::*;

use super::sets::{Later, Order};

const FEWER_WAITS: &str =
    "ours: k walks cut the time of a load by 0.9 k, while the core can wait for more";

const CLAIMS: &[Claim] = &[
    claim("2 walks")
        .beats("1 walk")
        .by(1.8)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("4 walks")
        .beats("1 walk")
        .by(3.6)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("8 walks")
        .beats("1 walk")
        .by(7.2)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("16 walks")
        .beats("1 walk")
        .by(14.4)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("2 walks, huge pages")
        .beats("1 walk, huge pages")
        .by(1.8)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("4 walks, huge pages")
        .beats("1 walk, huge pages")
        .by(3.6)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("8 walks, huge pages")
        .beats("1 walk, huge pages")
        .by(7.2)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("16 walks, huge pages")
        .beats("1 walk, huge pages")
        .by(14.4)
        .from(1 << 20)
        .source(FEWER_WAITS),
    claim("16 walks, huge pages")
        .beats("16 walks")
        .at(64 << 20)
        .source(
            "ours: looking up the addresses of small pages keeps the core from waiting for more",
        ),
    claim("16 walks")
        .takes_at_most(1.1, "8 walks")
        .fits(1)
        .source("ours: in the first level a core makes two or three loads a cycle, and no more"),
];

/// Loads of one call, over all walks together.
const LOADS: u32 = 1 << 13;

pub(crate) fn side_by_side() -> Experiment {
    let ladder = experiment("hierarchy/parallelism")
        .asks("What do loads cost that do not wait for each other?")
        .claims(CLAIMS)
        .sizes([14, 18, 22, 26].map(|octave| 1 << octave))
        .quick_up_to(1 << 14)
        .input(|bytes, rng: &mut SmallRng| Set {
            extent: Vec::with_capacity(bytes),
            small: Later::new(bytes, Order::Random, Pages::Small, rng),
            huge: Later::new(bytes, Order::Random, Pages::Huge, rng),
        })
        .per("load", |_| LOADS as usize)
        .ladder();
    let ladder = walks::<1>(ladder, "1 walk");
    let ladder = walks::<2>(ladder, "2 walks");
    let ladder = walks::<4>(ladder, "4 walks");
    let ladder = walks::<8>(ladder, "8 walks");
    let ladder = walks::<16>(ladder, "16 walks");
    let ladder = walks_in_huge_pages::<1>(ladder, "1 walk, huge pages");
    let ladder = walks_in_huge_pages::<2>(ladder, "2 walks, huge pages");
    let ladder = walks_in_huge_pages::<4>(ladder, "4 walks, huge pages");
    let ladder = walks_in_huge_pages::<8>(ladder, "8 walks, huge pages");
    walks_in_huge_pages::<16>(ladder, "16 walks, huge pages").build()
}

/// So many walks side by side.
#[track_caller]
fn walks<const K: usize>(ladder: Ladder<Set, u64>, name: &'static str) -> Ladder<Set, u64> {
    ladder
        .timed(name, move |set, laps| {
            set.small.get(name).walk::<K>(LOADS, laps)
        })
        .limit("loads that wait for none", |machine, set| {
            f64::from(LOADS) * machine.random_read(set.extent.capacity())
        })
}

/// As many, through a set in huge pages.
#[track_caller]
fn walks_in_huge_pages<const K: usize>(
    ladder: Ladder<Set, u64>,
    name: &'static str,
) -> Ladder<Set, u64> {
    ladder
        .timed(name, move |set, laps| {
            set.huge.get(name).walk::<K>(LOADS, laps)
        })
        .unless(pages::no_huge_pages())
        .limit("loads that wait for none, in huge pages", |machine, set| {
            f64::from(LOADS) * machine.random_read_in_huge_pages(set.extent.capacity())
        })
}

/// A working set.
struct Set {
    /// As many bytes, never touched: what is mapped is not seen to belong to the input.
    extent: Vec<u8>,
    small: Later,
    huge: Later,
}
