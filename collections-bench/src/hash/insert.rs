//! Putting entries in is O(1) on average, and with room made beforehand nothing is hashed twice.

use std::collections::BTreeMap;

use harness::prelude::*;

use super::hashed::{Hashed, hashes};
use crate::sets::{BrownMap, OrderedMap, StdMap};
use crate::table::Map;
use crate::table::dict::Dict;
use crate::table::hashers::FoldHash;
use crate::table::sorted::SortedVec;

const CLAIMS: &[Claim] = &[
    claim("hashbrown")
        .of("hashes")
        .follows("n, and the entries that each growth moves", |n| {
            (n + moved(n)) as f64
        })
        .source("hashbrown: 3, 7, 14, 28 … entries fit, and growing hashes each of them again"),
    claim("hashbrown, room made")
        .of("hashes")
        .follows("n", |n| n as f64)
        .source("HPP ch. 4: a table that never grows rehashes nothing"),
    claim("dict")
        .of("hashes")
        .follows("n", |n| n as f64)
        .source("CPython: each entry keeps its hash"),
    claim("hashbrown")
        .of("hashes")
        .takes_at_most(3.0, "hashbrown, room made")
        .source("HPP ch. 4: insertion is O(1): however many there are, three hashes an entry do"),
    claim("dict")
        .of("hashes")
        .grows(Linear)
        .source("HPP ch. 4: insertion is O(1), so n insertions are O(n)"),
    claim("hashbrown, room made")
        .allocates(1)
        .source("hashbrown: one array for the tags and the entries"),
    claim("hashbrown, room made")
        .of("bytes")
        .follows("17 bytes a slot, and 16", |n| (17 * buckets(n) + 16) as f64)
        .source("hashbrown: a byte for the tag of each slot, and a group of tags at the end"),
    claim("hashbrown, room made")
        .beats("hashbrown")
        .by(1.5)
        .source("ours: growing costs about as much as filling"),
    claim("std, room made")
        .beats("std")
        .by(1.5)
        .source("ours: growing costs about as much as filling"),
    claim("BTreeMap")
        .beats("std")
        .at(10)
        .source("ours: one node of a tree is made sooner than a table that grows twice"),
    claim("hashbrown")
        .beats("BTreeMap")
        .from(1000)
        .source("HPP ch. 4: O(1) against O(log n)"),
];

/// Entries that fit into so many slots of hashbrown's table.
fn capacity(buckets: u64) -> u64 {
    if buckets < 8 {
        buckets - 1
    } else {
        buckets / 8 * 7
    }
}

/// Slots of hashbrown's table with room for `n` entries.
fn buckets(n: u64) -> u64 {
    let sizes = (2..).map(|power| 1_u64 << power);
    sizes
        .into_iter()
        .find(|&slots| capacity(slots) >= n)
        .unwrap_or(0)
}

/// Entries that all growths together move, while `n` come in one by one.
fn moved(n: u64) -> u64 {
    let capacities = (2..).map(|power| capacity(1 << power));
    capacities.take_while(|&full| full < n).sum()
}

pub(crate) fn room() -> Experiment {
    experiment("hash/insert")
        .asks("What does putting entries in cost, and what does making room beforehand save?")
        .claims(CLAIMS)
        .sizes(decades(1..=5))
        .quick_up_to(10_000)
        .thorough_sizes([1_000_000])
        .input(input::uniform)
        .per("entry", Vec::len)
        .ladder()
        .variant("sorted Vec", |keys| fill::<SortedVec<_, _>>(keys, 0))
        .up_to(10_000)
        .variant("BTreeMap", |keys| fill::<BTreeMap<_, _>>(keys, 0))
        .variant("std", |keys| fill::<StdMap<_>>(keys, 0))
        .count("hashes", |keys| counted::<StdMap<_>>(keys, 0))
        .variant("std, room made", |keys| fill::<StdMap<_>>(keys, keys.len()))
        .count("hashes", |keys| counted::<StdMap<_>>(keys, keys.len()))
        .variant("hashbrown", |keys| fill::<BrownMap<_>>(keys, 0))
        .count("hashes", |keys| counted::<BrownMap<_>>(keys, 0))
        .variant("hashbrown, room made", |keys| {
            fill::<BrownMap<_>>(keys, keys.len())
        })
        .count("hashes", |keys| counted::<BrownMap<_>>(keys, keys.len()))
        .variant("indexmap", |keys| fill::<OrderedMap<_>>(keys, 0))
        .count("hashes", |keys| counted::<OrderedMap<_>>(keys, 0))
        .variant("dict", |keys| fill::<Dict<_, _, FoldHash>>(keys, 0))
        .count("hashes", |keys| counted::<Dict<_, _, FoldHash>>(keys, 0))
        .build()
}

fn fill<M: Map<u64, u64>>(keys: &[u64], room: usize) -> usize {
    let mut map = M::with_room(room);
    for &key in keys {
        map.insert(key, key);
    }
    map.len()
}

fn counted<M: Map<Hashed<u64>, u64>>(keys: &[u64], room: usize) -> (usize, u64) {
    hashes(|| {
        let mut map = M::with_room(room);
        for &key in keys {
            map.insert(Hashed(key), key);
        }
        map.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_of_growth_is_that_of_hashbrown() {
        for n in [1, 3, 4, 7, 8, 14, 15, 100, 1000] {
            let map: BrownMap<u64> = Map::with_room(n as usize);
            assert_eq!(map.capacity() as u64, capacity(buckets(n)), "room for {n}");
            let keys: Vec<u64> = (0..n).collect();
            assert_eq!(counted::<BrownMap<_>>(&keys, 0).1, n + moved(n), "{n} keys");
        }
        assert_eq!(moved(1000), 1788);
    }
}
