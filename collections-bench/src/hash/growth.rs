//! How a table grows: eight slots, two thirds full, and what an entry costs in memory.

use std::collections::BTreeMap;

use harness::prelude::*;

use crate::sets::{BrownMap, OrderedMap};
use crate::table::Map;
use crate::table::dict::Dict;
use crate::table::hashers::FoldHash;

const CLAIMS: &[Claim] = &[
    claim("dict")
        .of("slots")
        .equals(8.0)
        .at(5)
        .source("HPP ch. 4: a dictionary starts with eight slots"),
    claim("dict")
        .of("slots")
        .follows("the power of two of which n is at most two thirds", |n| {
            two_thirds(n, 2) as f64
        })
        .source("HPP ch. 4: a table grows when it is two thirds full"),
    claim("dict")
        .of("slots")
        .follows("8, 18, 39, 81 …", |n| {
            let sizes = [8, 18, 39, 81, 165, 333, 669, 1341, 2685];
            sizes
                .into_iter()
                .find(|slots| 2 * slots / 3 >= n)
                .unwrap_or(0) as f64
        })
        .source("HPP ch. 4: sizes grow by about three, to 8, 18, 39, 81 …")
        .means("no table of CPython 3.11 has such sizes: its slots are powers of two"),
    claim("dict")
        .of("size")
        .within(1e-9, "dict in Python")
        .source("CPython 3.11: 8 slots, two thirds full, and twice as many from then on"),
    claim("dict in Python")
        .of("size")
        .takes_at_least(1.0, "list in Python")
        .source("HPP ch. 4: dictionaries take more memory than lists"),
    claim("dict")
        .of("peak")
        .takes_at_least(1.0, "list")
        .source("HPP ch. 4: dictionaries take more memory than lists"),
    claim("hashbrown")
        .of("peak")
        .takes_at_least(1.0, "list")
        .source("HPP ch. 4: dictionaries take more memory than lists"),
    claim("hashbrown")
        .of("peak")
        .beats("dict")
        .from(10)
        .source("ours: hashbrown keeps no hash and no index beside an entry"),
];

/// The least power of two, from 8 on, of which two thirds hold so many entries.
fn two_thirds(n: u64, factor: u64) -> u64 {
    let sizes = std::iter::successors(Some(8), |slots| Some(slots * factor));
    sizes
        .into_iter()
        .find(|slots| 2 * slots / 3 >= n)
        .unwrap_or(0)
}

pub(crate) fn one_by_one() -> Experiment {
    experiment("hash/growth")
        .asks("When does a table grow, and what does an entry cost in memory?")
        .claims(CLAIMS)
        .sizes([5, 6, 10, 11, 86, 1000])
        .thorough_sizes([21, 22, 85])
        .input(input::uniform)
        .per("entry", Vec::len)
        .ladder()
        .variant("list", |keys| {
            let mut list = Vec::new();
            for &key in keys {
                list.push((key, key));
            }
            list.len()
        })
        .variant("BTreeMap", |keys| fill::<BTreeMap<_, _>>(keys).len())
        .variant("hashbrown", |keys| fill::<BrownMap<_>>(keys).len())
        .count("slots", |keys| {
            let map: BrownMap<_> = fill(keys);
            // Of few slots one stays empty, of many one in eight.
            let slots = (map.capacity() + 1).next_power_of_two();
            (map.len(), slots as u64)
        })
        .variant("indexmap", |keys| fill::<OrderedMap<_>>(keys).len())
        .variant("dict", |keys| fill::<Dict<_, _, FoldHash>>(keys).len())
        .count("slots", |keys| {
            let map: Dict<_, _, FoldHash> = fill(keys);
            (map.len(), map.slots() as u64)
        })
        .count("size", |keys| {
            let map: Dict<_, _, FoldHash> = fill(keys);
            (map.len(), map.size_in_cpython() as u64)
        })
        .python("dict in Python", include_str!("growth.py"))
        .mirrors("dict")
        .python("list in Python", include_str!("growth_list.py"))
        .mirrors("list")
        .build()
}

fn fill<M: Map<u64, u64>>(keys: &[u64]) -> M {
    let mut map = M::with_room(0);
    for &key in keys {
        map.insert(key, key);
    }
    map
}
