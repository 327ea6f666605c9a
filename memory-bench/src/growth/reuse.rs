//! Which growth factors let a list come to lie again where its own earlier blocks had been?

use harness::prelude::*;

use super::first_fit;
use super::lists::{Heap, Lists, Order, Policy};
use super::policy::{double, eighth_more, golden, half_more, quadruple, three_quarters_more};

const CLAIMS: &[Claim] = &[
    claim("2x")
        .of("reused blocks")
        .equals(0.0)
        .source("folly, FBVector.md: with a factor of 2 no freed block can ever be used again"),
    claim("1.5x")
        .of("reused blocks")
        .at_least(1.0)
        .from(1000)
        .source("folly, FBVector.md: a factor below the golden ratio lets memory be used again"),
    claim("golden ratio")
        .of("reused blocks")
        .at_least(1.0)
        .from(1000)
        .source("folklore: the golden ratio is the largest factor that lets memory be used again"),
    claim("1.75x").of("reused blocks").equals(0.0).source(
        "folklore, after a simulation: above the golden ratio no freed memory is ever large enough",
    ),
    claim("1.5x")
        .of("span per element")
        .beats("2x")
        .source("folly, FBVector.md: 2 is rigorously the worst factor")
        .says("A list that grows by 2 takes more address space than one that grows by 1.5")
        .means(
            "larger steps leave fewer freed blocks behind, which weighs more than using some again",
        ),
    claim("4x")
        .of("span per element")
        .beats("2x")
        .source("folly, FBVector.md: 2 is rigorously the worst factor")
        .says("A list that grows by 2 takes more address space than one that grows by 4")
        .means(
            "the blocks left behind add up to a third of the last with a factor of 4, and to the \
             last with 2",
        ),
    claim("1.5x")
        .within(0.1, "2x")
        .from(1000)
        .source("ours: where every growth copies, half more or twice as much hardly differ")
        .means(
            "half more copies each element twice in the end, twice as much copies it once; past \
             the caches a copy costs more than an append",
        ),
];

pub(crate) fn by_factor() -> Experiment {
    let ladder = experiment("growth/reuse")
        .asks("Does a growth factor of 2 waste the blocks that a list leaves behind?")
        .claims(CLAIMS)
        .sizes([100, 10_000, 1_000_000])
        .quick_up_to(10_000)
        .input(|n, _| Order {
            n,
            heap: Heap::Copied,
        })
        .per("append", Order::appends)
        .ladder()
        .limit(
            "all bytes of the list, written once",
            |machine, order: &Order| machine.read_once(order.n * size_of::<u64>()),
        );
    let ladder = placing(ladder, "2x", double);
    let ladder = placing(ladder, "1.125x", eighth_more);
    let ladder = placing(ladder, "1.5x", half_more);
    let ladder = placing(ladder, "golden ratio", golden);
    let ladder = placing(ladder, "1.75x", three_quarters_more);
    placing(ladder, "4x", quadruple).build()
}

/// A variant that copies at each growth; where its blocks lie is counted in a simulated heap.
#[track_caller]
fn placing(
    ladder: harness::Ladder<Order, Lists>,
    name: &'static str,
    policy: fn(usize) -> usize,
) -> harness::Ladder<Order, Lists> {
    let counts = ["growth steps", "reused blocks", "span per element"];
    ladder
        .variant(name, move |order| order.build(Policy::by(policy)))
        .counts(counts, move |order| {
            let placed = first_fit::grow(order.n, policy);
            let lists = order.build(Policy::by(policy));
            assert_eq!(placed.capacity, lists.capacity() as u64);
            let span = mean_span(order.n, policy);
            (lists, [placed.growths, placed.reused, span])
        })
}

/// Thousandths of an element of address space for one that is held, as the mean over lengths that
/// are spread evenly, by their logarithm, from a sixteenth of `n` to `n`: at a single length luck
/// decides.
fn mean_span(n: usize, policy: fn(usize) -> usize) -> u64 {
    const LENGTHS: u32 = 64;
    let share = |step: u32| {
        let length = (n as f64 * 16_f64.powf(-f64::from(step) / f64::from(LENGTHS))) as usize;
        first_fit::grow(length, policy).span as f64 / length.max(1) as f64
    };
    let mean = (0..LENGTHS).map(share).sum::<f64>() / f64::from(LENGTHS);
    (1000.0 * mean).round() as u64
}
