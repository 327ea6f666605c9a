//! How full a table is goes up and down while it grows: look-ups before and after it makes room.

use harness::prelude::*;

use super::queries::{NEEDLES, Queries, answers, compared, hits, misses};
use crate::sets::{BrownMap, StdMap};
use crate::table::dict::Dict;
use crate::table::group::Native;
use crate::table::grouped::Grouped;
use crate::table::hashers::FoldHash;
use crate::table::open::OpenMap;
use crate::table::probing::Linear;
use crate::table::robin_hood::RobinHood;
use crate::table::{Map, Probed};

const CLAIMS: &[Claim] = &[
    claim("hashbrown")
        .steady(0.25)
        .on("hit")
        .source("HPP ch. 4: look-up is O(1), however full the table happens to be"),
    claim("hashbrown")
        .steady(0.25)
        .on("miss")
        .source("HPP ch. 4: look-up is O(1), however full the table happens to be"),
    claim("hashbrown")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .on("hit")
        .source("SwissTable: seven bits of the hash spare all but one look in 128"),
    claim("hashbrown")
        .of("comparisons")
        .at_most(0.5 * NEEDLES as f64)
        .on("miss")
        .source("SwissTable: seven bits of the hash spare all but one look in 128"),
    claim("dict")
        .of("probes")
        .at_most(2.0 * NEEDLES as f64)
        .on("hit")
        .source("HPP ch. 4: at most two thirds full; ours: 1.65 probes are expected at worst"),
    claim("Robin Hood")
        .of("probes")
        .beats("linear")
        .on("miss")
        .source("Celis 1986: a search ends at the first entry that is nearer to home"),
];

type LinearMap = OpenMap<u64, u64, Linear, FoldHash>;
type RobinMap = RobinHood<u64, u64, FoldHash>;
type GroupedMap = Grouped<u64, u64, Native, FoldHash>;
type DictMap = Dict<u64, u64, FoldHash>;

/// Entries between the last growth to 64 slots and the first one after, one key at a time.
const STEPS: std::ops::RangeInclusive<u64> = 28..=58;

pub(crate) fn one_key_at_a_time() -> Experiment {
    experiment("hash/sawtooth")
        .asks("What does one key more cost, in a table that is nearly full?")
        .claims(CLAIMS)
        // With 42 entries a dict of 64 slots is two thirds full, with 56 hashbrown's is full.
        .sizes([42, 43, 56, 57])
        .quick_up_to(43)
        .thorough_sizes(STEPS.collect::<Vec<u64>>())
        .case("hit", hits)
        .case("miss", misses)
        .per("look-up", Queries::len)
        .ladder()
        .prepared("std", grown::<StdMap<_>>, answers)
        .prepared("hashbrown", grown::<BrownMap<_>>, answers)
        .count("comparisons", compared::<_, BrownMap<_>>)
        .prepared("dict", grown::<DictMap>, answers)
        .count("probes", probes::<DictMap>)
        .prepared("linear", grown::<LinearMap>, answers)
        .count("probes", probes::<LinearMap>)
        .prepared("Robin Hood", grown::<RobinMap>, answers)
        .count("probes", probes::<RobinMap>)
        .prepared("grouped", grown::<GroupedMap>, answers)
        .count("probes", probes::<GroupedMap>)
        .build()
}

/// A map of all keys that made room as they came.
fn grown<M: Map<u64, u64>>(queries: &Queries) -> M {
    let mut map = M::with_room(0);
    for (place, key) in (0..).zip(queries.data()) {
        map.insert(*key, place);
    }
    map
}

fn probes<M: Map<u64, u64> + Probed<u64>>(queries: &Queries) -> (u64, u64) {
    let map: M = grown(queries);
    let needles = queries.queries().iter();
    let probes = needles.map(|needle| map.work(needle).probes).sum();
    (answers(&map, queries), probes)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::super::queries::{Tree, build};
    use super::*;

    #[test]
    fn a_grown_map_answers_as_one_with_room() {
        let mut rng = SmallRng::seed_from_u64(1);
        for n in STEPS {
            let queries = hits(n as usize, &mut rng);
            let expected = answers(&build::<_, Tree>(&queries), &queries);
            assert_eq!(answers(&grown::<DictMap>(&queries), &queries), expected);
            let (answer, count) = probes::<RobinMap>(&queries);
            assert_eq!(answer, expected);
            assert!(count >= NEEDLES as u64, "a hit takes a probe at least");
        }
    }
}
