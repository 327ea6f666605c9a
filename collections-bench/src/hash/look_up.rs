//! A look-up is O(1): the work is the same at every size, and the time is not.

use harness::prelude::*;

use super::queries::{NEEDLES, Queries};
use crate::sets::{BrownMap, StdMap};
use crate::table::dict::Dict;
use crate::table::group::{Native, Portable};
use crate::table::grouped::Grouped;
use crate::table::hashers::FoldHash;
use crate::table::open::OpenMap;
use crate::table::probing::Linear;
use crate::table::robin_hood::RobinHood;
use crate::table::{Map, Probed};

const CLAIMS: &[Claim] = &[
    claim("std")
        .of("comparisons")
        .grows(Constant)
        .on("hit")
        .source("HPP ch. 4: look-up in a dictionary is O(1)"),
    claim("hashbrown")
        .of("comparisons")
        .grows(Constant)
        .on("hit")
        .source("HPP ch. 4: look-up in a dictionary is O(1)"),
    claim("dict")
        .of("probes")
        .grows(Constant)
        .on("hit")
        .source("HPP ch. 4: look-up is O(1), in probes of CPython's own table"),
    claim("dict")
        .of("probes")
        .at_most(1.65 * NEEDLES as f64)
        .on("hit")
        .from(2000)
        .source("Knuth, TAOCP 6.4: ln(1 / (1 - a)) / a probes, at a load a of two thirds"),
    claim("dict")
        .of("probes")
        .at_most(3.0 * NEEDLES as f64)
        .on("miss")
        .from(2000)
        .source("Knuth, TAOCP 6.4: 1 / (1 - a) probes, at a load a of two thirds"),
    claim("std")
        .steady(0.25)
        .source("HPP ch. 4: look-up in a dictionary is O(1), read as a statement about time"),
    claim("hashbrown")
        .steady(0.25)
        .source("HPP ch. 4: look-up in a dictionary is O(1), read as a statement about time"),
    claim("hashbrown")
        .beats("std")
        .by(2.0)
        .on("hit")
        .source("ours: foldhash spares most of the instructions of SipHash"),
    claim("hashbrown")
        .beats("BTreeMap")
        .by(2.0)
        .source("HPP ch. 4: O(1) against O(log n)"),
    claim("grouped")
        .of("probes")
        .at_most(1.1 * NEEDLES as f64)
        .on("hit")
        .source("SwissTable: hardly a look-up leaves its first group of sixteen slots"),
    claim("grouped")
        .beats("grouped, portable")
        .source("ours: one instruction compares the tags of a group"),
    claim("hashbrown")
        .beats("dict in Python")
        .by(5.0)
        .on("hit")
        .source("ours: a look-up of compiled code against one of an interpreter"),
    claim("batched")
        .beats("linear")
        .on("hit")
        .from(10_000)
        .source("ours: a batch has many cache misses under way at once"),
];

type LinearMap = OpenMap<u64, u64, Linear, FoldHash>;
type PortableMap = Grouped<u64, u64, Portable, FoldHash>;
type GroupedMap = Grouped<u64, u64, Native, FoldHash>;

pub(crate) fn by_size() -> Experiment {
    experiment("hash/look-up")
        .asks("Is a look-up O(1)?")
        .claims(CLAIMS)
        // All tables are equally full at these sizes, so nothing but the size differs.
        .sizes([160, 640, 2560, 10_240, 40_960])
        .thorough_sizes([10, 163_840, 655_360, 2_621_440])
        .case("hit", Queries::hits)
        .case("miss", Queries::misses)
        .case("hit, one by one", |n, rng| {
            Queries::hits(n, rng).one_by_one()
        })
        .per("look-up", |queries| queries.needles.len())
        .ladder()
        .prepared(
            "BTreeMap",
            Queries::build::<std::collections::BTreeMap<_, _>>,
            Queries::answers,
        )
        .count(
            "comparisons",
            Queries::comparisons::<std::collections::BTreeMap<_, _>>,
        )
        .prepared("std", Queries::build::<StdMap<_>>, Queries::answers)
        .count("comparisons", Queries::comparisons::<StdMap<_>>)
        .prepared("hashbrown", Queries::build::<BrownMap<_>>, Queries::answers)
        .count("comparisons", Queries::comparisons::<BrownMap<_>>)
        .prepared(
            "dict",
            Queries::build::<Dict<_, _, FoldHash>>,
            Queries::answers,
        )
        .count("probes", probes::<Dict<_, _, FoldHash>>)
        .prepared("linear", Queries::build::<LinearMap>, Queries::answers)
        .count("probes", probes::<LinearMap>)
        .prepared(
            "Robin Hood",
            Queries::build::<RobinHood<_, _, FoldHash>>,
            Queries::answers,
        )
        .count("probes", probes::<RobinHood<_, _, FoldHash>>)
        .prepared("grouped", Queries::build::<GroupedMap>, Queries::answers)
        .count("probes", probes::<GroupedMap>)
        .prepared(
            "grouped, portable",
            Queries::build::<PortableMap>,
            Queries::answers,
        )
        .count("probes", probes::<PortableMap>)
        .prepared("batched", Queries::build, |map, queries| {
            queries.batched(map)
        })
        .python("dict in Python", include_str!("look_up.py"))
        .up_to(10_240)
        .build()
}

const LARGE: &[Claim] = &[
    claim("batched")
        .beats("hashbrown")
        .by(1.8)
        .at(10_000_000)
        .source("ours: one cache line a look-up, asked for beforehand, against two that are not"),
    claim("batched")
        .beats("hashbrown")
        .by(1.2)
        .at(1_000_000)
        .source("ours: one cache line a look-up, asked for beforehand, against two that are not"),
    claim("hashbrown")
        .beats("std")
        .by(2.0)
        .source("ours: the instructions of SipHash crowd out cache misses that could overlap"),
];

/// So many that the table lies beyond the outer caches.
pub(crate) fn large() -> Experiment {
    experiment("hash/look-up-large")
        .asks("What does a look-up cost when the table is larger than the caches?")
        .claims(LARGE)
        .sizes([1_000_000])
        .thorough_sizes([10_000_000])
        .input(Queries::hits)
        .per("look-up", |queries| queries.needles.len())
        .ladder()
        .prepared("std", Queries::build::<StdMap<_>>, Queries::answers)
        .prepared("hashbrown", Queries::build::<BrownMap<_>>, Queries::answers)
        .prepared("batched", Queries::build, |map, queries| {
            queries.batched(map)
        })
        .build()
}

fn probes<M: Map<u64, u64> + Probed<u64>>(queries: &Queries) -> (u64, u64) {
    let map: M = queries.build();
    let probes = queries.needles.iter().map(|needle| map.work(needle).probes);
    (queries.look_up(&map), probes.sum())
}
