//! What is read from maps of all makers: hits, misses, all entries, a copy.

use std::collections::BTreeMap;

use harness::prelude::*;

use super::keys::{Key, Keys, Point};
use crate::sets::{BrownMap, OrderedMap, StdMap};
use crate::table::Map;
use crate::table::sorted::SortedVec;

const CLAIMS: &[Claim] = &[
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("hit")
        .at(10_000)
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("miss")
        .at(10_000)
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
    claim("sorted Vec")
        .beats("BTreeMap")
        .on("iterate")
        .source("ours: entries side by side are read sooner than nodes of a tree"),
    claim("indexmap")
        .beats("hashbrown")
        .on("iterate")
        .source("indexmap, its README: iteration is fast, because the entries are dense"),
    claim("hashbrown")
        .beats("BTreeMap")
        .by(2.0)
        .on("clone")
        .at(10_000)
        .source("ours: a table of plain entries is copied as it is, a tree node by node"),
];

pub(crate) fn integers() -> Experiment {
    experiment("maps/read")
        .asks("Which map is quickest to read?")
        .claims(CLAIMS)
        .sizes([100, 10_000])
        .thorough_sizes([1000, 100_000])
        .case("hit", Reading::<u64>::hits)
        .case("miss", Reading::misses)
        .case("iterate", |n, rng| Reading::all(n, rng, Read::Iterate))
        .case("clone", |n, rng| Reading::all(n, rng, Read::Clone))
        .per("entry", |reading| reading.keys.held.len())
        .ladder()
        .prepared("sorted Vec", build::<_, SortedVec<_, _>>, read)
        .prepared("BTreeMap", build::<_, BTreeMap<_, _>>, read)
        .prepared("std", build::<_, StdMap<_>>, read)
        .prepared("hashbrown", build::<_, BrownMap<_>>, read)
        .prepared("indexmap", build::<_, OrderedMap<_>>, read)
        .build()
}

const OF_OTHERS: &[Claim] = &[
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("hit")
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("miss")
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
];

pub(crate) fn strings() -> Experiment {
    others::<String>(
        "maps/read-strings",
        "Which map of strings is quickest to read?",
    )
}

pub(crate) fn points() -> Experiment {
    others::<Point>(
        "maps/read-points",
        "Which map of points is quickest to read?",
    )
}

fn others<K: Key>(id: &'static str, question: &'static str) -> Experiment {
    experiment(id)
        .asks(question)
        .claims(OF_OTHERS)
        .sizes([1000])
        .thorough_sizes([100, 10_000, 100_000])
        .case("hit", Reading::<K>::hits)
        .case("miss", Reading::misses)
        .per("entry", |reading| reading.keys.held.len())
        .ladder()
        .prepared("sorted Vec", build::<_, SortedVec<_, _>>, read)
        .prepared("BTreeMap", build::<_, BTreeMap<_, _>>, read)
        .prepared("std", build::<_, StdMap<_>>, read)
        .prepared("hashbrown", build::<_, BrownMap<_>>, read)
        .prepared("indexmap", build::<_, OrderedMap<_>>, read)
        .build()
}

/// What is read.
#[derive(Clone, Copy, Debug)]
enum Read {
    LookUp,
    Iterate,
    Clone,
}

/// A map's keys, and what is read of it.
struct Reading<K> {
    keys: Keys<K>,
    needles: Vec<K>,
    read: Read,
}

impl<K: Key> Reading<K> {
    /// Every key once, in another order than they were put in.
    fn hits(n: usize, rng: &mut SmallRng) -> Self {
        let keys: Keys<K> = Keys::random(n, rng);
        let order = input::shuffled(n, rng).into_iter();
        Self {
            needles: order.map(|at| keys.held[at as usize].clone()).collect(),
            keys,
            read: Read::LookUp,
        }
    }

    /// As many keys that are not there.
    fn misses(n: usize, rng: &mut SmallRng) -> Self {
        let keys = Keys::random(n, rng);
        Self {
            needles: keys.others.clone(),
            keys,
            read: Read::LookUp,
        }
    }

    fn all(n: usize, rng: &mut SmallRng, read: Read) -> Self {
        Self {
            keys: Keys::random(n, rng),
            needles: Vec::new(),
            read,
        }
    }
}

fn build<K: Key, M: Map<K, u64>>(reading: &Reading<K>) -> M {
    reading.keys.build()
}

fn read<K: Key, M: Map<K, u64> + Clone>(map: &M, reading: &Reading<K>) -> u64 {
    match reading.read {
        Read::LookUp => {
            let values = reading.needles.iter().map(|needle| map.get(needle));
            values.map(|value| value.map_or(0, |value| value + 1)).sum()
        }
        Read::Iterate => {
            let mut sum = 0;
            map.for_each(|_, value| sum += value);
            sum
        }
        Read::Clone => map.clone().len() as u64,
    }
}
