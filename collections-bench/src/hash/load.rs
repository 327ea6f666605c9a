//! Open addressing: probes a look-up against the share of slots that are full, swept.

use harness::prelude::*;

use crate::table::group::Native;
use crate::table::grouped::Grouped;
use crate::table::hashers::FoldHash;
use crate::table::open::OpenMap;
use crate::table::probing::{Linear, Perturbed, Probing, Quadratic};
use crate::table::robin_hood::RobinHood;
use crate::table::{Map, Probed};

/// Slots of every table here: 65,536.
const SLOTS: usize = 1 << 16;

/// Tables over which probes are averaged.
const TABLES: u64 = 16;

/// No table here grows.
const FILL: usize = 99;

const CLAIMS: &[Claim] = &[
    claim("linear")
        .of("probes")
        .follows("n (1 + 1 / (1 - a)) / 2", |load| {
            sum(load, |a| (1.0 + 1.0 / (1.0 - a)) / 2.0)
        })
        .give_or_take(0.01)
        .on("hit")
        .up_to(75)
        .source("Knuth, TAOCP 6.4, theorem K: linear probing at a load of a"),
    claim("linear")
        .of("probes")
        .follows("n (1 + 1 / (1 - a)^2) / 2", |load| {
            sum(load, |a| (1.0 + 1.0 / (1.0 - a).powi(2)) / 2.0)
        })
        .give_or_take(0.01)
        .on("miss")
        .up_to(67)
        .source("Knuth, TAOCP 6.4, theorem K: linear probing at a load of a"),
    claim("quadratic")
        .of("probes")
        .follows("n (1 - ln(1 - a) - a / 2)", |load| {
            sum(load, |a| 1.0 - (1.0 - a).ln() - a / 2.0)
        })
        .give_or_take(0.01)
        .on("hit")
        .source("Knuth, TAOCP 6.4: keys with the same home share their walk"),
    claim("perturbed")
        .of("probes")
        .follows("n ln(1 / (1 - a)) / a", |load| {
            sum(load, |a| -(1.0 - a).ln() / a)
        })
        .give_or_take(0.01)
        .on("hit")
        .source("CPython's walk is as good as random ones; Knuth, TAOCP 6.4, uniform probing"),
    claim("perturbed")
        .of("probes")
        .follows("n / (1 - a)", |load| sum(load, |a| 1.0 / (1.0 - a)))
        .give_or_take(0.01)
        .on("miss")
        .up_to(75)
        .source("CPython's walk is as good as random ones; Knuth, TAOCP 6.4, uniform probing"),
    claim("Robin Hood")
        .of("probes")
        .within(1e-9, "linear")
        .on("hit")
        .source("Celis 1986: robbing changes who is far from home, and not how far all are"),
    claim("Robin Hood")
        .of("probes")
        .beats("linear")
        .by(2.0)
        .on("miss")
        .from(75)
        .source("Celis 1986: a search ends at the first entry that is nearer to home"),
    claim("groups of 16")
        .of("probes")
        .follows("n", |load| entries(load) as f64)
        .give_or_take(0.05)
        .on("hit")
        .up_to(75)
        .source("SwissTable: hardly a look-up leaves its first group"),
    claim("groups of 16")
        .of("probes")
        .leads(&["Robin Hood", "linear"])
        .source("SwissTable: sixteen slots are one probe"),
    claim("perturbed")
        .steady(0.5)
        .on("hit")
        .up_to(67)
        .source("HPP ch. 4: up to two thirds full a table is quick"),
];

/// Entries at a load in per cent.
const fn entries(load: u64) -> usize {
    SLOTS * load as usize / 100
}

/// Probes for as many look-ups as there are entries.
fn sum(load: u64, each: impl Fn(f64) -> f64) -> f64 {
    let entries = entries(load) as f64;
    entries * each(entries / SLOTS as f64)
}

/// Keys to put in, and as many to look up.
struct Filled {
    keys: Vec<u64>,
    needles: Vec<u64>,
}

pub(crate) fn swept() -> Experiment {
    experiment("hash/load")
        .asks("How many slots does a look-up probe when n per cent of them are full?")
        .claims(CLAIMS)
        .sizes([44, 50, 60, 67, 75, 88])
        .quick_up_to(50)
        .thorough_sizes((40..=90).collect::<Vec<u64>>())
        .case("hit", |load, rng| {
            let keys = input::uniform(entries(load as u64), rng);
            let order = input::shuffled(keys.len(), rng).into_iter();
            let needles = order.map(|at| keys[at as usize]).collect();
            Filled { keys, needles }
        })
        .case("miss", |load, rng| {
            let keys = input::uniform(entries(load as u64), rng);
            let needles = input::uniform(keys.len(), rng);
            Filled { keys, needles }
        })
        .per("look-up", |filled| filled.needles.len())
        .ladder()
        .prepared("linear", |filled| open::<Linear>(filled, 0), found)
        .count("probes", |filled| probes(open::<Linear>, filled))
        .prepared("quadratic", |filled| open::<Quadratic>(filled, 0), found)
        .count("probes", |filled| probes(open::<Quadratic>, filled))
        .prepared("perturbed", |filled| open::<Perturbed>(filled, 0), found)
        .count("probes", |filled| probes(open::<Perturbed>, filled))
        .prepared("Robin Hood", |filled| robin_hood(filled, 0), found)
        .count("probes", |filled| probes(robin_hood, filled))
        .prepared("groups of 16", |filled| grouped(filled, 0), found)
        .count("probes", |filled| probes(grouped, filled))
        .build()
}

fn fill<M: Map<u64, u64>>(mut map: M, filled: &Filled) -> M {
    for &key in &filled.keys {
        map.insert(key, key);
    }
    map
}

fn open<P: Probing>(filled: &Filled, seed: u64) -> OpenMap<u64, u64, P, FoldHash> {
    let hashers = FoldHash::with_seed(seed);
    fill(OpenMap::with_slots(SLOTS, FILL, hashers), filled)
}

fn robin_hood(filled: &Filled, seed: u64) -> RobinHood<u64, u64, FoldHash> {
    let hashers = FoldHash::with_seed(seed);
    fill(RobinHood::with_slots(SLOTS, FILL, hashers), filled)
}

fn grouped(filled: &Filled, seed: u64) -> Grouped<u64, u64, Native, FoldHash> {
    let hashers = FoldHash::with_seed(seed);
    fill(Grouped::with_slots(SLOTS, FILL, hashers), filled)
}

fn found<M: Map<u64, u64>>(map: &M, filled: &Filled) -> usize {
    filled
        .needles
        .iter()
        .filter(|needle| map.get(needle).is_some())
        .count()
}

/// The probes of all look-ups, on average over some tables of the same keys: one table of linear
/// probing departs from the expectation by a percent or two.
fn probes<M: Map<u64, u64> + Probed<u64>>(
    make: fn(&Filled, u64) -> M,
    filled: &Filled,
) -> (usize, u64) {
    let mut answer = 0;
    let sums = (0..TABLES).map(|seed| {
        let map = make(filled, seed);
        answer = found(&map, filled);
        let probes = filled.needles.iter().map(|needle| map.work(needle).probes);
        probes.sum::<u64>()
    });
    let sum: u64 = sums.sum();
    (answer, sum.div_ceil(TABLES))
}
