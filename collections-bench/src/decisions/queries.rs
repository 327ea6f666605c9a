//! Many look-ups in one list: how many make it worth while to sort it, or to build a set of it?

use harness::prelude::*;

use crate::sets::{BrownSet, StdSet};

const CLAIMS: &[Claim] = &[
    claim("sort, then halve")
        .crosses("scan")
        .between_sizes(64, 1024)
        .on("a list of 1,000")
        .source("ours: sorting pays after about 20 log2 n look-ups"),
    claim("sort, then halve")
        .crosses("scan")
        .between_sizes(64, 1024)
        .on("a list of 10,000")
        .source("ours: sorting pays after about 20 log2 n look-ups"),
    claim("build a hashbrown set")
        .crosses("scan")
        .between_sizes(32, 512)
        .on("a list of 1,000")
        .source("ours: building a set pays after as many look-ups at every size of the list"),
    claim("build a hashbrown set")
        .crosses("scan")
        .between_sizes(32, 512)
        .on("a list of 10,000")
        .source("ours: building a set pays after as many look-ups at every size of the list"),
    claim("build a std set")
        .crosses("scan")
        .between_sizes(64, 2048)
        .source("ours: a safe hash makes the set dearer, and it pays later"),
    claim("build a set in Python")
        .crosses("scan in Python")
        .between_sizes(1, 64)
        .source("ours: in Python a set pays after about ten look-ups"),
    claim("build a hashbrown set")
        .beats("sort, then halve")
        .source("ours: with room made a set is built sooner than a list is sorted"),
];

pub(crate) fn in_one_list() -> Experiment {
    experiment("decisions/queries")
        .asks("How many look-ups pay for sorting a list, or for building a set of it?")
        .decides(
            "Find out of several values whether they are in a list",
            "look-ups",
        )
        .claims(CLAIMS)
        .sizes([1, 16, 64, 128, 256, 1024])
        .thorough_sizes([4, 8, 32, 48, 96, 192, 384, 512, 768, 2048, 4096, 16_384])
        .case("a list of 1,000", |queries, rng| {
            List::new(1000, queries, rng)
        })
        .case("a list of 10,000", |queries, rng| {
            List::new(10_000, queries, rng)
        })
        .per("look-up", |list| list.needles.len())
        .ladder()
        .variant("scan", |list| {
            list.hits(|value| list.values.contains(value))
        })
        .up_to(2048)
        .variant("sort, then halve", |list| {
            let mut sorted = list.values.clone();
            sorted.sort_unstable();
            list.hits(|value| sorted.binary_search(value).is_ok())
        })
        .variant("build a std set", |list| {
            let mut set = StdSet::default();
            set.reserve(list.values.len());
            set.extend(list.values.iter().copied());
            list.hits(|value| set.contains(value))
        })
        .variant("build a hashbrown set", |list| {
            let mut set = BrownSet::<u64>::default();
            set.reserve(list.values.len());
            set.extend(list.values.iter().copied());
            list.hits(|value| set.contains(value))
        })
        .python("scan in Python", include_str!("queries_scan.py"))
        .mirrors("scan")
        .up_to(128)
        .python(
            "sort, then halve in Python",
            include_str!("queries_halve.py"),
        )
        .mirrors("sort, then halve")
        .python("build a set in Python", include_str!("queries_set.py"))
        .mirrors("build a std set")
        .build()
}

/// A list in no order, and values to look for: every other one is in it.
struct List {
    values: Vec<u64>,
    needles: Vec<u64>,
}

impl Wire for List {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.values, &self.needles).write(out);
    }
}

impl List {
    fn new(n: usize, queries: usize, rng: &mut SmallRng) -> Self {
        let values = input::uniform(n, rng);
        let places = input::positions(queries, n, rng).into_iter().enumerate();
        // A value and its opposite are as random, and hardly ever both in the list.
        let needles = places.map(|(turn, at)| {
            if turn % 2 == 0 {
                values[at]
            } else {
                !values[at]
            }
        });
        Self {
            needles: needles.collect(),
            values,
        }
    }

    fn hits(&self, holds: impl Fn(&u64) -> bool) -> usize {
        self.needles.iter().filter(|needle| holds(needle)).count()
    }
}
