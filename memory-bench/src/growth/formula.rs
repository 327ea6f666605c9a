//! One append to a list that is exactly full: how much room does each formula make?

use harness::prelude::*;

use super::policy::{by, cpython_3_8, cpython_3_9, notes};

const CLAIMS: &[Claim] = &[
    claim("notes")
        .of("capacity")
        .equals(118.0)
        .at(100)
        .source("HPP ch. 3: 118 are allocated for 100 elements when append is called")
        .says("100 elements and one append hold 118, N being the length before the append"),
    claim("CPython 3.8")
        .of("capacity")
        .equals(118.0)
        .at(100)
        .source("HPP ch. 3: 118 are allocated for 100 elements when append is called")
        .says("100 elements and one append hold 118, N being the length after the append")
        .means("the formula makes 118 of 100, and 119 of the 101 that the interpreter gives it"),
    claim("CPython 3.8")
        .of("capacity")
        .equals(119.0)
        .at(100)
        .source("ours: list_resize of CPython 3.8 is given the new length, 101"),
    claim("CPython 3.9")
        .of("capacity")
        .equals(116.0)
        .at(100)
        .source("ours: list_resize of CPython 3.9 rounds to multiples of four"),
    claim("Vec")
        .of("capacity")
        .follows("2 n", |n| 2.0 * n as f64)
        .from(10)
        .source("std: a vector doubles"),
    claim("notes")
        .of("reallocations")
        .equals(1.0)
        .source("HPP ch. 3: a full list is resized when append is called"),
    claim("append in Python")
        .of("capacity")
        .equals(118.0)
        .at(100)
        .source("HPP ch. 3: 118 are allocated for 100 elements when append is called")
        .means("no interpreter makes 118: up to 3.8 they make 119, and since then 116"),
    claim("append in Python")
        .of("capacity")
        .between(1.0, 1.0, "CPython 3.9")
        .source("CPython: list_resize, for the interpreters since 3.9"),
    claim("append in Python")
        .of("capacity")
        .between(1.0, 1.0, "CPython 3.8")
        .source("HPP ch. 3: M = (N >> 3) + (3 if N < 9 else 6), for the interpreters up to 3.8")
        .means("3.9 brought another formula: this one tells of the interpreters before"),
];

pub(crate) fn one_append() -> Experiment {
    experiment("growth/formula")
        .asks("How much does a full list over-allocate when one element is appended?")
        .claims(CLAIMS)
        .sizes(decades(1..=5))
        .input(|n, _| n)
        .ladder()
        .fresh("notes", |&n| full(n), |list, _| extend(list, by(notes)))
        .count("capacity", |&n| capacity_after(n, by(notes)))
        .fresh(
            "CPython 3.8",
            |&n| full(n),
            |list, _| extend(list, by(cpython_3_8)),
        )
        .count("capacity", |&n| capacity_after(n, by(cpython_3_8)))
        .fresh(
            "CPython 3.9",
            |&n| full(n),
            |list, _| extend(list, by(cpython_3_9)),
        )
        .count("capacity", |&n| capacity_after(n, by(cpython_3_9)))
        .fresh("Vec", |&n| full(n), |list, _| extend(list, Vec::push))
        .count("capacity", |&n| capacity_after(n, Vec::push))
        .python("append in Python", include_str!("formula.py"))
        .mirrors("CPython 3.9")
        .build()
}

/// A list of `n` elements and no spare room.
fn full(n: usize) -> Vec<u64> {
    let mut list = input::ascending(n);
    list.shrink_to_fit();
    list
}

/// Appends to the list; it stays with its maker, so that it is dropped outside the clock.
fn extend(list: &mut Vec<u64>, push: impl Fn(&mut Vec<u64>, u64)) -> u64 {
    push(list, 7);
    list.iter().rev().take(2).sum()
}

fn capacity_after(n: usize, push: impl Fn(&mut Vec<u64>, u64)) -> (u64, u64) {
    let mut list = full(n);
    let answer = extend(&mut list, push);
    (answer, list.capacity() as u64)
}
