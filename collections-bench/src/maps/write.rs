//! What is written to maps of all makers: filling, with room and without, replacing, erasing, and
//! entries that come and go.

use std::collections::BTreeMap;

use harness::prelude::*;

use super::keys::{Key, Keys};
use crate::sets::{BrownMap, OrderedMap, StdMap};
use crate::table::Map;
use crate::table::sorted::SortedVec;

const CLAIMS: &[Claim] = &[
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("replace")
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("churn")
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
    claim("hashbrown")
        .beats("BTreeMap")
        .on("erase")
        .source("HPP ch. 4: O(1) against O(log n)"),
    claim("hashbrown")
        .beats("BTreeMap")
        .by(2.0)
        .on("fill, room made")
        .source("HPP ch. 4: O(1) against O(log n)"),
];

pub(crate) fn integers() -> Experiment {
    experiment("maps/write")
        .asks("Which map is quickest to write?")
        .claims(CLAIMS)
        .sizes([1000])
        .thorough_sizes([100, 10_000, 100_000])
        .case("fill", |n, rng| Writing::<u64>::new(n, rng, Write::Fill))
        .case("fill, room made", |n, rng| {
            Writing::new(n, rng, Write::FillRoom)
        })
        .case("replace", |n, rng| Writing::new(n, rng, Write::Replace))
        .case("erase", |n, rng| Writing::new(n, rng, Write::Erase))
        .case("churn", |n, rng| Writing::new(n, rng, Write::Churn))
        .per("entry", |writing| writing.keys.held.len())
        .ladder()
        .fresh("sorted Vec", make::<_, SortedVec<_, _>>, write)
        .up_to(10_000)
        .fresh("BTreeMap", make::<_, BTreeMap<_, _>>, write)
        .fresh("std", make::<_, StdMap<_>>, write)
        .fresh("hashbrown", make::<_, BrownMap<_>>, write)
        .fresh("indexmap", make::<_, OrderedMap<_>>, write)
        .build()
}

const OF_STRINGS: &[Claim] = &[
    claim("hashbrown")
        .leads(&["std", "BTreeMap"])
        .on("fill, room made")
        .source("HPP ch. 4: O(1) against O(log n); ours: a fast hash before a safe one"),
    claim("hashbrown")
        .beats("BTreeMap")
        .on("churn")
        .source("HPP ch. 4: O(1) against O(log n)"),
];

pub(crate) fn strings() -> Experiment {
    experiment("maps/write-strings")
        .asks("Which map of strings is quickest to write?")
        .claims(OF_STRINGS)
        .sizes([1000])
        .thorough_sizes([100, 10_000])
        .case("fill, room made", |n, rng| {
            Writing::<String>::new(n, rng, Write::FillRoom)
        })
        .case("churn", |n, rng| Writing::new(n, rng, Write::Churn))
        .per("entry", |writing| writing.keys.held.len())
        .ladder()
        .fresh("sorted Vec", make::<_, SortedVec<_, _>>, write)
        .fresh("BTreeMap", make::<_, BTreeMap<_, _>>, write)
        .fresh("std", make::<_, StdMap<_>>, write)
        .fresh("hashbrown", make::<_, BrownMap<_>>, write)
        .fresh("indexmap", make::<_, OrderedMap<_>>, write)
        .build()
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Write {
    /// All keys, into an empty map.
    Fill,
    /// The same, with room for all of them.
    FillRoom,
    /// New values for all keys.
    Replace,
    /// All keys are taken out.
    Erase,
    /// A key goes and another comes, as often as there are keys.
    Churn,
}

struct Writing<K> {
    keys: Keys<K>,
    write: Write,
}

impl<K: Key> Writing<K> {
    fn new(n: usize, rng: &mut SmallRng, write: Write) -> Self {
        let keys = Keys::random(n, rng);
        Self { keys, write }
    }
}

fn make<K: Key, M: Map<K, u64>>(writing: &Writing<K>) -> M {
    match writing.write {
        Write::Fill => M::with_room(0),
        Write::FillRoom => M::with_room(writing.keys.held.len()),
        _ => writing.keys.build(),
    }
}

/// Keys are cloned inside the clock, as a map that owns them needs.
fn write<K: Key, M: Map<K, u64>>(map: &mut M, writing: &Writing<K>) -> (usize, u64) {
    let Keys { held, others } = &writing.keys;
    let mut replaced = 0;
    let mut put = |map: &mut M, key: &K| {
        replaced += map.insert(key.clone(), 1).unwrap_or(0);
    };
    match writing.write {
        Write::Fill | Write::FillRoom | Write::Replace => {
            held.iter().for_each(|key| put(map, key));
        }
        Write::Erase => {
            let erased = held.iter().filter_map(|key| map.remove(key));
            replaced = erased.sum();
        }
        Write::Churn => {
            for (old, new) in held.iter().zip(others) {
                map.remove(old);
                put(map, new);
            }
        }
    }
    (map.len(), replaced)
}
