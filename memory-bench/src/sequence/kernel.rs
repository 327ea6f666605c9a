//! How often Python asks the kernel for memory while it makes a million tuples or lists.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("lists in Python")
        .of(CALLS)
        .takes_at_least(1.1, "tuples in Python")
        .at(TRACED)
        .source("HPP ch. 3: tuples are cached; for a list the kernel is asked for memory")
        .says("A million lists, each dropped before the next, ask the kernel more than tuples do")
        .means("what is dropped is used again, by lists as by tuples: the kernel hears of neither"),
    claim("tuples in Python")
        .of(CALLS)
        .between(1.0, 1.0, "empty loop in Python")
        .at(TRACED)
        .source("ours, after a prototype: a program asks when it starts, and not for what it drops")
        .says("A million tuples ask the kernel for no more memory than a loop that makes nothing"),
    claim("lists in Python")
        .of(CALLS)
        .between(1.0, 1.0, "empty loop in Python")
        .at(TRACED)
        .source("ours, after a prototype: a program asks when it starts, and not for what it drops")
        .says("A million lists ask the kernel for no more memory than a loop that makes nothing"),
    claim("lists kept in Python")
        .of(CALLS)
        .takes_at_least(1.5, "lists in Python")
        .at(TRACED)
        .source("ours: what is kept needs memory, and the kernel is asked for it by the arena"),
];

const CALLS: &str = "kernel calls";

/// At this size ten times as many are made under the eyes of `strace`: a million.
const TRACED: u64 = 100_000;

/// The source of a loop, to be run here and under `strace`.
macro_rules! turning {
    ($words:literal, $turn:literal) => {
        concat!(
            "\"\"\"",
            $words,
            "\"\"\"\n\nTURN = '''",
            $turn,
            "'''\n\n",
            $turn,
            include_str!("kernel.py")
        )
    };
}

pub(crate) fn asked() -> Experiment {
    let lacks = harness::no_strace();
    experiment("sequence/kernel")
        .asks("Does making many lists in Python ask the kernel for more memory than tuples?")
        .claims(CLAIMS)
        .sizes([1000, TRACED])
        .quick_up_to(1000)
        .input(|n, _| n as u64)
        .per("object", |&n| n as usize)
        .ladder()
        .variant("lists in Rust", |&n| {
            (0..n).for_each(|i| drop(input::unknown(vec![i, i, i, i])));
            n
        })
        .python(
            "empty loop in Python",
            turning!(
                "A loop that makes nothing.",
                "def turn(n):\n    a, b, c, d = range(4)\n    for _ in range(n):\n        pass\n"
            ),
        )
        .unless(lacks)
        .python(
            "tuples in Python",
            turning!(
                "Tuples of four values, each dropped before the next.",
                "def turn(n):\n    a, b, c, d = range(4)\n    for _ in range(n):\n        \
                 values = (a, b, c, d)\n"
            ),
        )
        .unless(lacks)
        .python(
            "lists in Python",
            turning!(
                "Lists of four values, each dropped before the next.",
                "def turn(n):\n    a, b, c, d = range(4)\n    for _ in range(n):\n        \
                 values = [a, b, c, d]\n"
            ),
        )
        .mirrors("lists in Rust")
        .unless(lacks)
        .python(
            "lists kept in Python",
            turning!(
                "Lists of four values, all of them kept to the end.",
                "def turn(n):\n    a, b, c, d = range(4)\n    kept = []\n    for _ in range(n):\n\
                 \u{20}       kept.append([a, b, c, d])\n"
            ),
        )
        .unless(lacks)
        .build()
}
