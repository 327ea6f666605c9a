//! Building a list by appending: growth policies from one element at a time to no growth at all.

use harness::prelude::*;

use super::policy::{
    append, by, capacity, collected, cpython_3_8, cpython_3_9, half_more, moved, plus_one, squares,
    steps,
};

const CLAIMS: &[Claim] = &[
    claim("plus one")
        .of("moves")
        .grows(Quadratic)
        .source("HPP ch. 3: lists over-allocate, or each append would copy the whole list"),
    claim("Vec").of(PER_THOUSAND).at_most(2000.0).source(
        "std: push is amortised O(1): with twice the room, half of the elements were never \
             moved, a quarter once, and so on. First written as growth in O(n), which a saw leaves \
             open at few sizes",
    ),
    claim("CPython 3.9")
        .of(PER_THOUSAND)
        .at_most(9000.0)
        .source(
            "CPython: over-allocation in proportion gives amortised O(1) appends: with an eighth \
             more room, 1 / (1 - 8/9) moves. First written as growth in O(n)",
        ),
    claim("CPython 3.8")
        .of("capacity")
        .equals(103_050.0)
        .at(100_000)
        .source("ours: HPP's formula, step by step from an empty list"),
    claim("CPython 3.9")
        .of("capacity")
        .equals(100_116.0)
        .at(100_000)
        .source("ours: the modern formula, step by step from an empty list"),
    claim("with capacity")
        .of("capacity")
        .follows("n", |n| n as f64)
        .source("HPP ch. 3: there is no over-allocation where the size is known"),
    claim("reserve")
        .of("capacity")
        .follows("n", |n| n as f64)
        .source("std: an empty list that reserves gets what it asks for, if not a little more"),
    claim("collect")
        .of("capacity")
        .follows("n", |n| n as f64)
        .source("HPP ch. 3: there is no over-allocation where the size is known"),
    claim("with capacity")
        .allocates(1)
        .source("HPP ch. 3: there is no over-allocation where the size is known"),
    claim("collect")
        .allocates(1)
        .source("HPP ch. 3: there is no over-allocation where the size is known"),
    claim("CPython 3.9")
        .within(0.1, "Vec")
        .from(1000)
        .source("ours: where a block can grow in place, the growth factor hardly matters")
        .means(
            "a growth is a call even where nothing moves, and an eighth more asks for several \
             times as many: a short list feels them",
        ),
    claim("Vec")
        .beats("plus one")
        .by(10.0)
        .at(10_000)
        .source("folklore: growing one at a time is quadratic, and so hopeless")
        .means("alone on the heap a list grows where it stands: nothing is copied"),
    claim("with capacity")
        .beats("Vec")
        .by(1.5)
        .source("folklore: reserve before you append")
        .means("what is saved are a few allocations: much of ten elements, nothing of a million"),
    claim("with capacity")
        .beats("Vec")
        .by(1.5)
        .up_to(100)
        .source("ours: reserving pays for short lists"),
    claim("with capacity")
        .within(0.1, "Vec")
        .from(100_000)
        .source("ours, after a prototype: reserving saves a long list nothing"),
    claim("collect")
        .beats("Vec")
        .by(1.5)
        .at(100_000)
        .source("ours, after a prototype: what knows its length tests for room once"),
    claim("append in Python")
        .of("capacity")
        .between(1.0, 1.0, "CPython 3.9")
        .source("CPython: list_resize, for the interpreters since 3.9"),
    claim("append in Python")
        .of("capacity")
        .between(1.0, 1.0, "CPython 3.8")
        .source("HPP ch. 3: M = (N >> 3) + (3 if N < 9 else 6), for the interpreters up to 3.8")
        .means("3.9 brought another formula: this one tells of the interpreters before"),
    claim("comprehension in Python")
        .of("capacity")
        .follows("n", |n| n as f64)
        .source("HPP ch. 3: there is no over-allocation where the size is known")
        .means("a comprehension appends: the list does not know how long it will be"),
    claim("filled in Python")
        .of("capacity")
        .follows("n", |n| n as f64)
        .source("HPP ch. 3: there is no over-allocation where the size is known; here [0] * n")
        .says("A list made by [0] * n has room for n elements, and no more"),
    claim("filled in Python")
        .of("capacity of list(range(n))")
        .follows("n", |n| n as f64)
        .source("HPP ch. 3: there is no over-allocation where the size is known; here of a range"),
    claim("filled in Python")
        .of("capacity of a literal")
        .follows("n", |n| n as f64)
        .up_to(1000)
        .source("HPP ch. 3: there is no over-allocation where the size is known; here a literal"),
    claim("comprehension in Python")
        .of("capacity")
        .between(1.0, 1.0, "append in Python")
        .source("ours: a comprehension appends, and knows no size beforehand"),
];

const PER_THOUSAND: &str = "moves in a thousand appends";
const MOVES: [&str; 2] = ["moves", PER_THOUSAND];

pub(crate) fn by_policy() -> Experiment {
    experiment("growth/append")
        .asks("How should a list grow while elements are appended?")
        .claims(CLAIMS)
        .sizes([10, 30, 100, 300, 1000, 10_000, 100_000, 1_000_000])
        .thorough_sizes([4, 10_000_000])
        .quick_up_to(1000)
        .input(|n, _| n)
        .per("append", |&n| n)
        .ladder()
        .limit("all bytes of the list, written once", |machine, &n| {
            machine.read_once(n * size_of::<u64>())
        })
        .variant("Vec", |&n| squares(n, Vec::push))
        .count("capacity", |&n| capacity(squares(n, Vec::push)))
        .counts(MOVES, |&n| moves(n, Vec::push))
        .steps("capacity", |&n| steps(n, Vec::push))
        .variant("plus one", |&n| squares(n, by(plus_one)))
        .up_to(10_000)
        .count("capacity", |&n| capacity(squares(n, by(plus_one))))
        .count("moves", |&n| moved(n, by(plus_one)))
        .steps("capacity", |&n| steps(n, by(plus_one)))
        .variant("CPython 3.8", |&n| squares(n, by(cpython_3_8)))
        .count("capacity", |&n| capacity(squares(n, by(cpython_3_8))))
        .count("moves", |&n| moved(n, by(cpython_3_8)))
        .steps("capacity", |&n| steps(n, by(cpython_3_8)))
        .variant("CPython 3.9", |&n| squares(n, by(cpython_3_9)))
        .count("capacity", |&n| capacity(squares(n, by(cpython_3_9))))
        .counts(MOVES, |&n| moves(n, by(cpython_3_9)))
        .steps("capacity", |&n| steps(n, by(cpython_3_9)))
        .variant("half more", |&n| squares(n, by(half_more)))
        .count("capacity", |&n| capacity(squares(n, by(half_more))))
        .count("moves", |&n| moved(n, by(half_more)))
        .steps("capacity", |&n| steps(n, by(half_more)))
        .variant("with capacity", |&n| {
            append(Vec::with_capacity(n), n, Vec::push)
        })
        .count("capacity", |&n| {
            capacity(append(Vec::with_capacity(n), n, Vec::push))
        })
        .variant("reserve", |&n| append(reserved(n), n, Vec::push))
        .count("capacity", |&n| capacity(append(reserved(n), n, Vec::push)))
        .variant("collect", |&n| collected(n))
        .count("capacity", |&n| capacity(collected(n)))
        .python("append in Python", include_str!("append.py"))
        .mirrors("Vec")
        .up_to(100_000)
        .python("comprehension in Python", include_str!("comprehension.py"))
        .mirrors("collect")
        .up_to(100_000)
        .python("filled in Python", include_str!("filled.py"))
        .mirrors("with capacity")
        .up_to(100_000)
        .build()
}

/// The list, and its moves: all of them, and those for a thousand appends, rounded up.
fn moves(n: usize, push: impl Fn(&mut Vec<u64>, u64)) -> (Vec<u64>, [u64; 2]) {
    let (list, moves) = moved(n, push);
    (list, [moves, (1000 * moves).div_ceil(n as u64)])
}

/// An empty list that has asked for room.
#[expect(
    clippy::reserve_after_initialization,
    reason = "it is what is measured, beside a list that is made with room"
)]
fn reserved(n: usize) -> Vec<u64> {
    let mut list = Vec::new();
    list.reserve(n);
    list
}
