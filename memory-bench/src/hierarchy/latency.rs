//! How long a load takes that has to wait for the one before: over working sets from a page to far
//! beyond the caches, in three orders, in small and in huge pages.

use harness::pages::{self, Pages};
use harness::prelude::*;

use super::sets::{Later, Order};

const IN_ORDER: &str = "HPP ch. 1: sequential reads are much faster than random ones";

const LEVELS: &str = "HPP ch. 1: from L1 to RAM speed falls and size grows; ours: a band for each \
                      level, by what manuals tell of cores";

const CLAIMS: &[Claim] = &[
    claim("random")
        .steady(0.25)
        .from(2 << 20)
        .fits(3)
        .says("Latency is constant up to the last cache size that the system reports.")
        .source("folklore: a working set that fits the last level is served by it")
        .means(
            "here the set was read in order before; what a last level keeps of it depends on that",
        ),
    claim("random")
        .steady(0.05)
        .fits(1)
        .says("Latency is constant up to the first cache size that the system reports.")
        .source("folklore: a working set that fits the first level is served by it"),
    claim("random")
        .steady(0.25)
        .beyond(1)
        .fits(2)
        .says("Latency is constant from there to the second cache size that the system reports.")
        .source("folklore: a working set that fits the second level is served by it"),
    claim("random")
        .between(2.0, 6.0, "within the first level")
        .beyond(1)
        .fits(2)
        .source(LEVELS),
    claim("random")
        .between(6.0, 50.0, "within the first level")
        .beyond(2)
        .fits(3)
        .source(LEVELS),
    claim("within the first level")
        .beats("random")
        .by(50.0)
        .at(64 << 20)
        .source("HPP ch. 1: from L1 to RAM speed falls and size grows"),
    claim("within the first level")
        .within(0.05, "random")
        .at(16 << 10)
        .source("ours: 16 KiB fit every first level"),
    claim("sequential")
        .beats("random")
        .by(5.0)
        .at(64 << 20)
        .source(IN_ORDER),
    claim("sequential")
        .within(0.1, "random")
        .fits(1)
        .source("ours: in the first level every line is as near as every other"),
    claim("sequential")
        .beats("random")
        .by(2.0)
        .beyond(1)
        .fits(2)
        .source(IN_ORDER),
    claim("sequential")
        .beats("random")
        .by(2.0)
        .beyond(2)
        .fits(3)
        .source(IN_ORDER),
    claim("sequential, huge pages")
        .beats("random, huge pages")
        .by(5.0)
        .at(64 << 20)
        .source(IN_ORDER),
    claim("sequential, huge pages")
        .within(0.1, "sequential")
        .at(64 << 20)
        .source("ours: in order one address of a page serves all its lines, large or small"),
    claim("page-local")
        .beats("random")
        .by(1.5)
        .at(64 << 20)
        .source("ours: the address of the page is known, and its lines lie side by side"),
    claim("page-local, huge pages")
        .within(0.25, "page-local")
        .at(64 << 20)
        .source("ours, after figures: the address of a small page is looked up once for 64 lines"),
    claim("random, huge pages")
        .beats("random")
        .by(1.1)
        .at(64 << 20)
        .source("ours: a huge page needs one address where small ones need 512"),
    claim("random")
        .reaches(0.8)
        .source("ours: the walk is nothing but loads that wait for each other"),
];

/// Loads of one call.
const LOADS: u32 = 1 << 12;

/// Bytes that fit every first level.
const FIRST: usize = 16 << 10;

pub(crate) fn staircase() -> Experiment {
    let huge = pages::no_huge_pages();
    experiment("hierarchy/latency")
        .asks("How long does a load take that waits for the one before?")
        .claims(CLAIMS)
        .sizes([12, 14, 16, 18, 20, 22, 24, 26].map(|octave| 1 << octave))
        .thorough_sizes([13, 15, 17, 19, 21, 23, 25, 27, 28, 29].map(|octave| 1 << octave))
        .quick_up_to(1 << 16)
        .input(Sets::new)
        .per("load", |_| LOADS as usize)
        .ladder()
        .limit("one load after the other", |machine, sets: &Sets| {
            f64::from(LOADS) * machine.latency(sets.extent.capacity())
        })
        .timed("random", |sets, laps| {
            sets.random.get("random").walk::<1>(LOADS, laps)
        })
        .timed("page-local", |sets, laps| {
            sets.page_local.get("page-local").walk::<1>(LOADS, laps)
        })
        .timed("sequential", |sets, laps| {
            sets.sequential.get("sequential").walk::<1>(LOADS, laps)
        })
        .timed("random, huge pages", |sets, laps| {
            sets.random_huge
                .get("random, huge pages")
                .walk::<1>(LOADS, laps)
        })
        .unless(huge)
        .limit(IN_HUGE_PAGES, in_huge_pages)
        .timed("page-local, huge pages", |sets, laps| {
            sets.page_local_huge
                .get("page-local, huge pages")
                .walk::<1>(LOADS, laps)
        })
        .unless(huge)
        .limit(IN_HUGE_PAGES, in_huge_pages)
        .timed("sequential, huge pages", |sets, laps| {
            sets.sequential_huge
                .get("sequential, huge pages")
                .walk::<1>(LOADS, laps)
        })
        .unless(huge)
        .limit(IN_HUGE_PAGES, in_huge_pages)
        .timed("within the first level", |sets, laps| {
            sets.first
                .get("within the first level")
                .walk::<1>(LOADS, laps)
        })
        .build()
}

const IN_HUGE_PAGES: &str = "one load after the other, in huge pages";

fn in_huge_pages(machine: &Figures<'_>, sets: &Sets) -> f64 {
    f64::from(LOADS) * machine.latency_in_huge_pages(sets.extent.capacity())
}

/// A working set of one size in every order and kind of pages.
struct Sets {
    /// As many bytes, never touched: what is mapped is not seen to belong to the input.
    extent: Vec<u8>,
    random: Later,
    page_local: Later,
    sequential: Later,
    random_huge: Later,
    page_local_huge: Later,
    sequential_huge: Later,
    first: Later,
}

impl Sets {
    fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        let later = |order, pages| Later::new(bytes, order, pages, rng);
        Self {
            extent: Vec::with_capacity(bytes),
            random: later(Order::Random, Pages::Small),
            page_local: later(Order::PageLocal, Pages::Small),
            sequential: later(Order::Sequential, Pages::Small),
            random_huge: later(Order::Random, Pages::Huge),
            page_local_huge: later(Order::PageLocal, Pages::Huge),
            sequential_huge: later(Order::Sequential, Pages::Huge),
            first: Later::new(FIRST, Order::Random, Pages::Small, rng),
        }
    }
}
