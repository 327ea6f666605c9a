//! Many small maps, as fields and arguments are kept in: built, asked once, dropped.

use std::collections::BTreeMap;

use harness::prelude::*;

use super::keys::Keys;
use crate::sets::{BrownMap, OrderedMap, StdMap};
use crate::table::Map;
use crate::table::sorted::SortedVec;

/// Maps a call.
const MAPS: usize = 64;

const CLAIMS: &[Claim] = &[
    claim("sorted Vec")
        .leads(&["BTreeMap", "std"])
        .source("ours: few entries are sooner put in order than spread over a table"),
    claim("hashbrown")
        .beats("std")
        .source("ours: a fast hash before a safe one"),
    claim("hashbrown")
        .of("allocations")
        .equals(MAPS as f64)
        .source("hashbrown: one array a map, when room is made for all entries"),
    claim("sorted Vec")
        .of("bytes")
        .beats("hashbrown")
        .source("ours: a list has no empty slots"),
];

pub(crate) fn many() -> Experiment {
    experiment("maps/small")
        .asks("Which map is best for a few entries?")
        .decides("Keep a few entries by key", "entries a map")
        .claims(CLAIMS)
        .sizes([1, 3, 8])
        .thorough_sizes([2, 4, 5, 6, 10, 12, 16, 24, 32])
        .input(Keys::<u64>::random)
        .per("map", |_| MAPS)
        .ladder()
        .variant("sorted Vec", built::<SortedVec<_, _>>)
        .variant("BTreeMap", built::<BTreeMap<_, _>>)
        .variant("std", built::<StdMap<_>>)
        .variant("hashbrown", built::<BrownMap<_>>)
        .variant("indexmap", built::<OrderedMap<_>>)
        .build()
}

fn built<M: Map<u64, u64>>(keys: &Keys<u64>) -> u64 {
    let one = |turn: usize| {
        let map: M = keys.build();
        let asked = &keys.held[turn % keys.held.len()];
        map.get(asked).map_or(0, |place| place + 1)
    };
    (0..MAPS).map(one).sum()
}
