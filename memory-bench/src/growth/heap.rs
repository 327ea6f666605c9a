//! How a list should grow, crossed with what the heap lets it do.

use harness::prelude::*;

use super::lists::{Heap, Lists, Order, Policy};
use super::pinned::{self, Plugs};
use super::policy::{
    cpython_3_8, cpython_3_9, double, eighth_more, golden, half_more, notes, plus_64, plus_one,
    quadruple,
};

const CLAIMS: &[Claim] = &[
    claim("2x")
        .beats("1.125x")
        .by(1.1)
        .on(ALONE)
        .from(1000)
        .source("folklore: the growth factor decides what an append costs")
        .means(
            "what lies at the end of the heap grows where it stands: a growth is a call, and \
             copies nothing",
        ),
    claim("2x")
        .beats("1.125x")
        .by(1.1)
        .on(IN_TURN)
        .from(1000)
        .source("folklore: the growth factor decides what an append costs"),
    claim("2x")
        .beats("1.125x")
        .by(1.1)
        .on(COPIED)
        .from(1000)
        .source("folklore: the growth factor decides what an append costs"),
    claim("2x")
        .beats("1.125x")
        .by(1.1)
        .on(MAPPED)
        .from(1000)
        .source("folklore: the growth factor decides what an append costs")
        .means(
            "pages are moved without copying, and their first touch, which no factor saves, is \
             most of the work",
        ),
    claim("1.5x")
        .within(0.1, "2x")
        .on(ALONE)
        .from(1000)
        .source("ours: where a block can grow in place, the growth factor hardly matters"),
    claim("CPython 3.9")
        .of("bytes to copy")
        .between(0.9, 1.1, "1.125x")
        .from(1000)
        .source("CPython: an eighth more each time")
        .means(
            "the formula adds up to six beside the eighth: a short list grows in larger steps and \
             copies less",
        ),
    claim("notes")
        .of("bytes to copy")
        .between(1.0, 1.1, "CPython 3.8")
        .from(1000)
        .source("ours: N before the append makes a little less room than N after it"),
    claim("+1")
        .grows(Quadratic)
        .on(ALONE)
        .source("HPP ch. 3: lists over-allocate, or each append would copy the whole list")
        .means(
            "it would, if it moved; at the end of the heap a list grows where it stands, however \
             small the step",
        ),
    claim("+1")
        .grows(Quadratic)
        .on(COPIED)
        .source("HPP ch. 3: lists over-allocate, or each append would copy the whole list"),
    claim("+1")
        .grows(Quadratic)
        .on(IN_TURN)
        .source("HPP ch. 3: lists over-allocate, or each append would copy the whole list"),
    claim("+1")
        .grows(Quadratic)
        .on(MAPPED)
        .source("HPP ch. 3: lists over-allocate, or each append would copy the whole list")
        .means("pages are given other addresses, and their bytes stay; most steps need no page"),
    claim("+1")
        .grows(Linear)
        .on(ALONE)
        .source("ours, after a prototype: where nothing is in the way each append costs the same"),
    claim("+1")
        .of("bytes to copy")
        .grows(Quadratic)
        .on(COPIED)
        .source("HPP ch. 3: lists over-allocate, or each append would copy the whole list"),
    claim("+1")
        .takes_at_least(10.0, "2x")
        .on(ALONE)
        .at(10_000)
        .source("folklore: growing one at a time is quadratic, and so hopeless")
        .means("the state of the heap decides, not the factor: what grows in place moves nothing"),
    claim("+1")
        .takes_at_least(10.0, "2x")
        .on(COPIED)
        .at(10_000)
        .source("folklore: growing one at a time is quadratic, and so hopeless"),
    claim("+1")
        .of("bytes to copy")
        .follows("4 n (n - 1)", |n| 4.0 * n as f64 * (n as f64 - 1.0))
        .on(COPIED)
        .source("ours: the sum of all lengths below n, 8 bytes each"),
    claim("+1")
        .of("copied bytes")
        .follows("4 n (n - 1)", |n| 4.0 * n as f64 * (n as f64 - 1.0))
        .on(COPIED)
        .source("ours: where nothing else is possible, all that would be to copy is copied"),
    claim("2x")
        .of("copied bytes")
        .at_most(4096.0)
        .on(ALONE)
        .source("ours: the last block of the heap grows where it stands, but for its first steps"),
    claim("2x")
        .of("copied bytes")
        .equals(0.0)
        .on(MAPPED)
        .source("mremap(2): pages are given other addresses, their bytes stay"),
    claim("exact size")
        .of("copied bytes")
        .equals(0.0)
        .source("HPP ch. 3: there is no over-allocation where the size is known, nor a resize"),
    claim("2x")
        .of("peak while moving")
        .follows("8 bytes an element of its room", |n| {
            8.0 * n.next_power_of_two().max(4) as f64
        })
        .on(MAPPED)
        .source("ours: pages that are moved are there once, so nothing is held twice"),
    claim("+1")
        .of("moved blocks")
        .at_most(16.0)
        .on(ALONE)
        .source("ours: a list at the end of the heap grows where it stands"),
    claim("4x")
        .of("unused bytes")
        .takes_at_least(2.0, "2x")
        .at(100_000)
        .source("ours: what saves copies costs room"),
    claim("2x")
        .of("peak while moving")
        .takes_at_least(1.2, "exact size")
        .on(IN_TURN)
        .at(1_000_000)
        .source("ours: while a block moves, both copies of it are there"),
    claim("exact size")
        .beats("2x")
        .by(1.5)
        .on(COPIED)
        .source("folklore: reserve before you append")
        .means(
            "with twice the room an element is copied once on the way, and copying a block is \
             quicker than appending what is in it",
        ),
    claim("exact size")
        .beats("2x")
        .by(1.5)
        .on(MAPPED)
        .source("folklore: reserve before you append")
        .means(
            "a mapping and the first touch of its pages cost far more than the growths that are \
             saved, for those copy nothing",
        ),
    claim("reused")
        .beats("exact size")
        .by(2.0)
        .on(MAPPED)
        .at(1_000_000)
        .source("ours: first touches of fresh pages are most of the work"),
];

const ALONE: &str = "alone";
const IN_TURN: &str = "two in turn";
const COPIED: &str = "copied";
const MAPPED: &str = "fresh mapping";

/// From this size on what a fresh process grows by is watched.
const WATCHED: u64 = 100_000;

pub(crate) fn by_heap() -> Experiment {
    let ladder = experiment("growth/heap")
        .asks("Does the growth factor decide what an append costs, or does the heap?")
        .claims(CLAIMS)
        .sizes([10, 100, 1000, 3000, 10_000, 100_000, 1_000_000])
        .thorough_sizes([10_000_000])
        .quick_up_to(1000)
        .watches_memory(WATCHED)
        .own_process()
        .case(ALONE, order(Heap::Alone))
        .case(IN_TURN, order(Heap::InTurn))
        .case(COPIED, order(Heap::Copied))
        .case(MAPPED, order(Heap::Mapped))
        .per("append", Order::appends)
        .ladder()
        .limit(
            "all is written once, in pages that are there or come",
            needed,
        );
    let ladder = growing(ladder, "2x", Policy::by(double));
    let ladder = growing(ladder, "+1", Policy::by(plus_one)).up_to(10_000);
    let ladder = growing(ladder, "+64", Policy::by(plus_64)).up_to(100_000);
    let ladder = growing(ladder, "1.125x", Policy::by(eighth_more));
    let ladder = growing(ladder, "notes", Policy::by(notes));
    let ladder = growing(ladder, "CPython 3.8", Policy::by(cpython_3_8));
    let ladder = growing(ladder, "CPython 3.9", Policy::by(cpython_3_9));
    let ladder = growing(ladder, "1.5x", Policy::by(half_more));
    let ladder = growing(ladder, "golden ratio", Policy::by(golden));
    let ladder = growing(ladder, "4x", Policy::by(quadruple));
    let ladder = growing(ladder, "exact size", Policy::exact());
    ladder
        .prepared("reused", Order::kept, |kept, order| order.refill(kept))
        .build()
}

/// Nanoseconds that writing the elements takes, or providing their pages where they are fresh.
fn needed(machine: &Figures<'_>, order: &Order) -> f64 {
    let bytes = order.appends() * size_of::<u64>();
    match order.heap {
        Heap::Mapped => bytes.div_ceil(rustix::param::page_size()) as f64 * machine.page_fault(),
        _ => machine.read_once(bytes),
    }
}

fn order(heap: Heap) -> impl Fn(usize, &mut SmallRng) -> Order {
    move |n, _| {
        pinned::to_the_heap();
        Order { n, heap }
    }
}

/// A variant that grows by a policy, with what it counts.
#[track_caller]
fn growing(
    ladder: harness::Ladder<Order, Lists>,
    name: &'static str,
    policy: Policy,
) -> harness::Ladder<Order, Lists> {
    let counts = [
        "growth steps",
        "bytes to copy",
        "copied bytes",
        "unused bytes",
    ];
    ladder
        .prepared(name, |_| Plugs::new(), move |_, order| order.build(policy))
        .counts(counts, move |order| {
            let plugs = Plugs::new();
            let counted = counted(order, policy);
            drop(plugs);
            counted
        })
}

/// How often the lists grew, the bytes that stood in them then, those among them that were copied,
/// and the room that is left over.
fn counted(order: &Order, policy: Policy) -> (Lists, [u64; 4]) {
    let (mut steps, mut bytes, mut copied) = (0, 0, 0);
    let lists = order.build_seen(policy, |growth| {
        assert!(growth.capacity > growth.len, "a growth makes room");
        steps += 1;
        bytes += 8 * growth.len as u64;
        if growth.copied {
            copied += 8 * growth.len as u64;
        }
    });
    let unused = 8 * (lists.capacity() - order.appends()) as u64;
    (lists, [steps, bytes, copied, unused])
}
