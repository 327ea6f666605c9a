//! The book's 100,000 squares: a list that is appended to, against a list comprehension.

use harness::prelude::*;

use super::policy::{by, collected, cpython_3_9, squares};

const CLAIMS: &[Claim] = &[
    claim("append")
        .of("peak")
        .between(2.4, 3.0, "collect")
        .source("HPP ch. 3: appending 100,000 elements uses 2.7 times the memory")
        .means(
            "a list that doubles has at most twice the room that it needs; this length lies \
             nearer to the next power of two",
        ),
    claim("append")
        .of("peak")
        .between(1.05, 1.15, "collect")
        .source("notes on HPP ch. 3: appending used more memory (9.3 % more)")
        .means("the notes saw a list that grows by an eighth, and a vector doubles"),
    claim("append")
        .of("peak")
        .between(1.3, 1.32, "collect")
        .source("ours: a vector doubles, so it has room for 131,072 elements in the end"),
    claim("append as CPython")
        .of("peak")
        .between(2.4, 3.0, "collect")
        .source("HPP ch. 3: appending 100,000 elements uses 2.7 times the memory")
        .means(
            "an eighth more is all the room that is left over: nothing here can take 2.7 times as \
             much",
        ),
    claim("append as CPython")
        .of("peak")
        .between(1.05, 1.15, "collect")
        .source("notes on HPP ch. 3: appending used more memory (9.3 % more)")
        .means(
            "what is left over depends on where the length lies between growths: here just before \
             one",
        ),
    claim("append as CPython")
        .of("peak")
        .between(1.0, 1.01, "collect")
        .source("ours: an eighth more at worst, and hardly any at this very length"),
    claim("append as CPython")
        .between(1.3, 1.6, "collect")
        .source("HPP ch. 3: appending takes 1.134 s, a comprehension 0.800 s (1.42 times)")
        .means(
            "the book's loop is interpreted, which costs both ways alike; compiled, the test for \
             room and the growths are most of an append",
        ),
    claim("append")
        .between(1.3, 1.6, "collect")
        .source("HPP ch. 3: appending takes 1.134 s, a comprehension 0.800 s (1.42 times)")
        .means(
            "compiled, an append is little more than its test for room, and `collect` makes no \
             such test",
        ),
    claim("collect")
        .beats("append")
        .by(1.3)
        .source("HPP ch. 3: appending is slower: more statements, and the memory is resized"),
    claim("collect")
        .allocates(1)
        .source("HPP ch. 3: a list is not over-allocated when it is created"),
    claim("append in Python")
        .of("peak")
        .between(2.4, 3.0, "comprehension in Python")
        .source("HPP ch. 3: appending 100,000 elements uses 2.7 times the memory")
        .means("a comprehension appends, too, and its list grows by the same steps"),
    claim("append in Python")
        .of("peak")
        .between(1.05, 1.15, "comprehension in Python")
        .source("notes on HPP ch. 3: appending used more memory (9.3 % more)")
        .means(
            "a comprehension appends, too: what the notes saw came of measuring one after the \
             other",
        ),
    claim("append in Python")
        .of("kept")
        .between(1.0, 1.01, "comprehension in Python")
        .source("ours: a comprehension appends, too, so both keep the same list"),
    claim("append in Python")
        .of("resident")
        .between(2.4, 3.0, "comprehension in Python")
        .source("HPP ch. 3: appending 100,000 elements uses 2.7 times the memory")
        .means("two runs in one process gave the book's factor: `growth/run-order` shows how"),
    claim("append in Python")
        .of("resident")
        .between(1.05, 1.15, "comprehension in Python")
        .source("notes on HPP ch. 3: appending used more memory (9.3 % more)")
        .means(
            "each has a process of its own here; where two share one, the second finds pages of \
             the first",
        ),
    claim("append in Python")
        .of("resident")
        .within(0.02, "comprehension in Python")
        .source("ours: each in a process of its own, both take the same memory"),
    claim("append")
        .of("resident")
        .between(1.05, 1.7, "collect")
        .source("ours: a vector that doubles touches only what it fills, and a copy at times"),
    claim("append in Python")
        .between(1.3, 1.6, "comprehension in Python")
        .source("HPP ch. 3: appending takes 1.134 s, a comprehension 0.800 s (1.42 times)")
        .means(
            "newer interpreters call `append` with less ado than the book's, and what is left is \
             the same work",
        ),
];

pub(crate) fn append_or_collect() -> Experiment {
    experiment("growth/append-memory")
        .asks("Does appending need more memory and time than a list comprehension?")
        .claims(CLAIMS)
        .sizes([100_000])
        .watches_memory(1)
        .input(|n, _| n)
        .per("element", |&n| n)
        .ladder()
        .variant("append", |&n| squares(n, Vec::push))
        .variant("append as CPython", |&n| squares(n, by(cpython_3_9)))
        .variant("collect", |&n| collected(n))
        .limit("all bytes of the list, written once", |machine, &n| {
            machine.read_once(n * size_of::<u64>())
        })
        .python("append in Python", include_str!("append.py"))
        .mirrors("append as CPython")
        .python("comprehension in Python", include_str!("comprehension.py"))
        .mirrors("collect")
        .build()
}
