//! The same list built twice in one process: what the second measurement of its memory says.
//!
//! The first list is dropped before the second is built, as a profiler of memory does that runs one
//! function after the other. What the allocator or the interpreter keeps of the first is taken
//! again by the second, and the process grows by less.

use harness::prelude::*;

use super::policy::{collected, squares};

const CLAIMS: &[Claim] = &[
    claim("append in Python, again")
        .of("resident")
        .beats("append in Python")
        .by(1.5)
        .source("ours: the order of runs in one process changes the measured memory")
        .says("The same function takes 1.5 times less memory when it is measured a second time")
        .means("pages that the first run touched stay, and the second needs no new ones"),
    claim("append in Python")
        .of("resident")
        .between(2.4, 3.0, "comprehension after append")
        .source("HPP ch. 3: appending uses 2.7 times the memory of a comprehension")
        .says("Appending first and a comprehension next give the book's 2.7 times the memory")
        .means(
            "what the first leaves behind goes back to the system unless something in it is kept: \
             then the second starts from nothing, too",
        ),
    claim("append in Python")
        .of("resident")
        .within(0.02, "comprehension in Python")
        .source("ours: each in a process of its own, both take the same memory"),
    claim("comprehension in Python")
        .of("resident")
        .takes_at_least(1.5, "append after comprehension")
        .source("ours: in the other order the comprehension is the one that takes more")
        .means(
            "what the first leaves behind goes back to the system unless something in it is kept: \
             the order matters only then",
        ),
    claim("noted append in Python, again")
        .of("resident")
        .beats("noted append in Python")
        .by(1.5)
        .source("memory_profiler: the same function twice takes 3.82 MiB, then 1.57 MiB")
        .says("Under a profiler that keeps notes, the second measurement takes 1.5 times less"),
    claim("noted append in Python")
        .of("resident")
        .between(2.4, 3.0, "comprehension after noted append")
        .source("HPP ch. 3: appending uses 2.7 times the memory of a comprehension")
        .says("Under a profiler that keeps notes, append before comprehension takes 2.7 times")
        .means(
            "notes among the squares hold on to what the first took; how much, and so the factor, \
             is up to where they lie",
        ),
    claim("append, again")
        .of("resident")
        .beats("append")
        .by(1.5)
        .source("ours: the order of runs in one process changes the measured memory"),
    claim("append, again")
        .of("peak")
        .between(1.0, 1.0, "append")
        .source("ours: what is asked of the allocator is the same each time"),
];

pub(crate) fn in_one_process() -> Experiment {
    experiment("growth/run-order")
        .asks("Does the order of runs in one process decide how much memory a function takes?")
        .claims(CLAIMS)
        .sizes([100_000])
        // Its processes take seconds, however little is spent on a claim.
        .quick_up_to(1)
        .watches_memory(1)
        .input(|n, _| n)
        .per("element", |&n| n)
        .ladder()
        .variant("append", |&n| squares(n, Vec::push))
        .prepared(
            "append, again",
            |&n| squares(n, Vec::push).len(),
            |_, &n| squares(n, Vec::push),
        )
        .variant("collect", |&n| collected(n))
        .prepared(
            "collect after append",
            |&n| squares(n, Vec::push).len(),
            |_, &n| collected(n),
        )
        .python("append in Python", include_str!("append.py"))
        .mirrors("append")
        .python("append in Python, again", include_str!("append_again.py"))
        .mirrors("append, again")
        .python("comprehension in Python", include_str!("comprehension.py"))
        .mirrors("collect")
        .python(
            "comprehension after append",
            include_str!("comprehension_after_append.py"),
        )
        .mirrors("collect after append")
        .python(
            "append after comprehension",
            include_str!("append_after_comprehension.py"),
        )
        .python("noted append in Python", include_str!("noted.py"))
        .python(
            "noted append in Python, again",
            concat!(include_str!("noted.py"), include_str!("noted_again.py")),
        )
        .python(
            "comprehension after noted append",
            include_str!("comprehension_noted.py"),
        )
        .build()
}
