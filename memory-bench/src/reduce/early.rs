//! Stopping early: a search that ends at its hit, against one that looks at everything.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("fast")
        .beats("slow")
        .by(10.0)
        .from(1000)
        .on("head")
        .source("HPP ch. 1, search_fast: a search that stops saves what it does not look at"),
    claim("fast")
        .within(0.25, "slow")
        .from(1000)
        .on("tail")
        .source("HPP ch. 1, search_fast: where the needle is last, nothing is saved and all paid")
        .means(
            "the loop that never stops is made into vectors by the compiler, the one that may \
             stop is not: stopping is not free",
        ),
    claim("any")
        .beats("any of a list")
        .by(10.0)
        .from(1000)
        .on("head")
        .source("HPP ch. 1, search_unknown2: a list is made as a whole before any looks at it"),
    claim("any")
        .beats("any of a list")
        .from(1000)
        .on("tail")
        .source("ours: what is not stored need not be written"),
    claim("any")
        .within(0.25, "fast")
        .from(1000)
        .on("tail")
        .source("HPP ch. 1, search_unknown1: a generator stops as a loop does"),
    claim("any")
        .allocates(0)
        .source("ours: a generator holds no list"),
    claim("any of a list")
        .of("bytes")
        .follows("n", |n| n as f64)
        .source("ours: one byte for each answer"),
    claim("fast")
        .of("comparisons")
        .equals(6.0)
        .from(10)
        .on("head")
        .source("ours: 5 is the sixth"),
    claim("slow")
        .of("comparisons")
        .follows("n", |n| n as f64)
        .source("HPP ch. 1, search_slow: every item is looked at, whatever was found"),
    claim("search_fast")
        .beats("search_slow")
        .by(10.0)
        .from(1000)
        .on("head")
        .source("HPP ch. 1, search_fast: a search that stops saves what it does not look at"),
    claim("search_fast")
        .within(0.1, "search_slow")
        .from(1000)
        .on("tail")
        .source("HPP ch. 1, search_fast: where the needle is last, nothing is saved"),
    claim("any, generator")
        .beats("any, list")
        .by(10.0)
        .from(1000)
        .on("head")
        .source("HPP ch. 1, search_unknown2: a list is made as a whole before any looks at it"),
    claim("any, generator")
        .within(0.25, "any, list")
        .from(1000)
        .on("tail")
        .source("HPP ch. 1, search_unknown1: where the needle is last, nothing is saved"),
    claim("search_fast")
        .beats("any, generator")
        .from(1000)
        .on("tail")
        .source("ours: a generator is left and entered again for each item"),
];

pub(crate) fn at_the_hit() -> Experiment {
    experiment("reduce/early")
        .asks("What does it save to stop at the first hit?")
        .claims(CLAIMS)
        .sizes(decades(1..=5))
        .case("head", |n, _| Search::new(n, 5))
        .case("tail", |n, _| Search::new(n, n as u64 - 1))
        .per("search", |_| 1)
        .ladder()
        .variant("slow", |search| slow(search, |a, b| a == b))
        .count("comparisons", |search| counted(|equal| slow(search, equal)))
        .variant("fast", |search| fast(search, |a, b| a == b))
        .count("comparisons", |search| counted(|equal| fast(search, equal)))
        .variant("any", |search| {
            let mut hits = search.haystack.iter().map(|item| *item == search.needle);
            hits.any(|hit| hit)
        })
        .variant("any of a list", |search| {
            let hits = search.haystack.iter().map(|item| *item == search.needle);
            hits.collect::<Vec<bool>>().into_iter().any(|hit| hit)
        })
        .python("search_slow", include_str!("early_slow.py"))
        .mirrors("slow")
        .python("search_fast", include_str!("early_fast.py"))
        .mirrors("fast")
        .python("any, generator", include_str!("early_generator.py"))
        .mirrors("any")
        .python("any, list", include_str!("early_list.py"))
        .mirrors("any of a list")
        .build()
}

/// The book's `range(n)` and a needle.
struct Search {
    haystack: Vec<u64>,
    needle: u64,
}

impl Wire for Search {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.haystack, self.needle).write(out);
    }
}

impl Search {
    fn new(n: usize, needle: u64) -> Self {
        Self {
            haystack: input::ascending(n),
            needle,
        }
    }
}

/// The book's `search_fast`.
fn fast(search: &Search, mut equal: impl FnMut(u64, u64) -> bool) -> bool {
    for &item in &search.haystack {
        if equal(item, search.needle) {
            return true;
        }
    }
    false
}

/// The book's `search_slow`.
fn slow(search: &Search, mut equal: impl FnMut(u64, u64) -> bool) -> bool {
    let mut found = false;
    for &item in &search.haystack {
        if equal(item, search.needle) {
            found = true;
        }
    }
    found
}

/// Searches with a comparison that is counted.
fn counted(search: impl FnOnce(&mut dyn FnMut(u64, u64) -> bool) -> bool) -> (bool, u64) {
    let mut comparisons = 0;
    let found = search(&mut |a, b| {
        comparisons += 1;
        a == b
    });
    (found, comparisons)
}
