//! A look-up is O(1): the work is the same at every size, and the time is not.

use harness::prelude::*;

use super::queries::{
    NEEDLES, Queries, Tree, answers, batched, build, compared, hits, many_hits, misses,
};
use crate::sets::{BrownMap, StdMap};
use crate::table::batch::BatchMap;
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
        .on("hit, throughput")
        .source("HPP ch. 4: look-up in a dictionary is O(1)"),
    claim("hashbrown")
        .of("comparisons")
        .grows(Constant)
        .on("hit, throughput")
        .source("HPP ch. 4: look-up in a dictionary is O(1)"),
    claim("dict")
        .of("probes")
        .grows(Constant)
        .on("hit, throughput")
        .source("HPP ch. 4: look-up is O(1), in probes of CPython's own table"),
    claim("dict")
        .of("probes")
        .at_most(1.65 * NEEDLES as f64)
        .on("hit, throughput")
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
        .source("HPP ch. 4: look-up in a dictionary is O(1), read as a statement about time")
        .means("the work is O(1); what grows is how far away the memory is that holds the table"),
    claim("hashbrown")
        .steady(0.25)
        .source("HPP ch. 4: look-up in a dictionary is O(1), read as a statement about time")
        .means("the work is O(1); what grows is how far away the memory is that holds the table"),
    claim("hashbrown")
        .beats("std")
        .by(2.0)
        .on("hit, throughput")
        .source("ours: foldhash spares most of the instructions of SipHash"),
    claim("hashbrown")
        .beats("BTreeMap")
        .by(2.0)
        .source("HPP ch. 4: O(1) against O(log n)"),
    claim("grouped")
        .of("probes")
        .at_most(1.1 * NEEDLES as f64)
        .on("hit, throughput")
        .source("SwissTable: hardly a look-up leaves its first group of sixteen slots"),
    claim("grouped")
        .beats("grouped, portable")
        .source("ours: one instruction compares the tags of a group"),
    claim("hashbrown")
        .beats("dict in Python")
        .by(5.0)
        .on("hit, throughput")
        .source("ours: a look-up of compiled code against one of an interpreter"),
    claim("batched")
        .beats("linear")
        .on("hit, throughput")
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
        .quick_up_to(2560)
        .thorough_sizes([10, 163_840, 655_360, 2_621_440])
        .case("hit", hits)
        .both_modes()
        .case("miss", misses)
        .per("look-up", Queries::len)
        .ladder()
        .prepared("BTreeMap", build::<_, Tree>, answers)
        .count(
            "comparisons",
            compared::<_, std::collections::BTreeMap<_, _>>,
        )
        .prepared("std", build::<_, StdMap<_>>, answers)
        .count("comparisons", compared::<_, StdMap<_>>)
        .prepared("hashbrown", build::<_, BrownMap<_>>, answers)
        .count("comparisons", compared::<_, BrownMap<_>>)
        .prepared("dict", build::<_, Dict<_, _, FoldHash>>, answers)
        .count("probes", probes::<Dict<_, _, FoldHash>>)
        .prepared("linear", build::<_, LinearMap>, answers)
        .count("probes", probes::<LinearMap>)
        .prepared("Robin Hood", build::<_, RobinHood<_, _, FoldHash>>, answers)
        .count("probes", probes::<RobinHood<_, _, FoldHash>>)
        .prepared("grouped", build::<_, GroupedMap>, answers)
        .count("probes", probes::<GroupedMap>)
        .prepared("grouped, portable", build::<_, PortableMap>, answers)
        .count("probes", probes::<PortableMap>)
        .prepared("batched", build, batched)
        .limit("a line of the table a look-up", a_line)
        .python("dict in Python", include_str!("look_up.py"))
        .mirrors("dict")
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
        .by(3.0)
        .at(10_000_000)
        .source("ours, after a prototype on huge pages had reached 3.8 times"),
    claim("batched")
        .reaches(0.5)
        .at(10_000_000)
        .source("ours: within twice what a line a look-up costs"),
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
        .sizes([100_000, 1_000_000])
        .quick_up_to(100_000)
        .thorough_sizes([10_000_000])
        .input(many_hits)
        .per("look-up", Queries::len)
        .ladder()
        .prepared("std", build::<_, StdMap<_>>, answers)
        .limit("a line of tags and one of entries a look-up", two_lines)
        .prepared("hashbrown", build::<_, BrownMap<_>>, answers)
        .limit("a line of tags and one of entries a look-up", two_lines)
        .prepared("batched", build, batched)
        .limit("a line of the table a look-up", a_line)
        .build()
}

/// What reads of [`BatchMap`] cannot do without.
fn a_line(machine: &Figures<'_>, queries: &Queries) -> f64 {
    let bytes = BatchMap::bytes(queries.data().len());
    queries.len() as f64 * wait(machine, queries, bytes)
}

/// What reads of a table with tags apart from its entries cannot do without.
fn two_lines(machine: &Figures<'_>, queries: &Queries) -> f64 {
    let slots = (queries.data().len() * 8).div_ceil(7).next_power_of_two();
    let lines = [slots, slots * size_of::<(u64, u64)>()];
    let waits = lines.map(|bytes| wait(machine, queries, bytes));
    queries.len() as f64 * waits.iter().sum::<f64>()
}

/// What a read at a random place of so many bytes takes.
fn wait(machine: &Figures<'_>, queries: &Queries, bytes: usize) -> f64 {
    match queries.mode() {
        Mode::Throughput => machine.random_read(bytes),
        Mode::Latency => machine.latency(bytes),
    }
}

fn probes<M: Map<u64, u64> + Probed<u64>>(queries: &Queries) -> (u64, u64) {
    let map: M = build(queries);
    let needles = queries.queries().iter();
    let probes = needles.map(|needle| map.work(needle).probes).sum();
    (answers(&map, queries), probes)
}
