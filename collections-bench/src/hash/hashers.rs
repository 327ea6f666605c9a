//! Hash functions held against each other: what safety against chosen keys costs, and what a weak
//! hash costs on bad keys.

use std::hash::BuildHasher;

use harness::prelude::*;

use super::queries::{
    self, NEEDLES, Queries, answers, answers_of_names, build, hits, made, missing, named,
};
use crate::sets::BrownMap;
use crate::table::hashers::{AHash, FoldHash, FxHash, Identity, RapidHash, RustcHash, SipHash};

const CLAIMS: &[Claim] = &[
    claim("SipHash")
        .takes_at_least(2.0, "foldhash")
        .on("random")
        .source("foldhash, its README: several times as fast as SipHash"),
    claim("foldhash")
        .within(0.25, "rapidhash")
        .on("random")
        .source("ours: folded multiplications, both of them"),
    claim("FxHash")
        .beats("foldhash")
        .on("random")
        .source("perf-book: on random integers a weaker hash is the faster one"),
    claim("foldhash")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .source("foldhash, its README: good on all keys, if not safe against chosen ones"),
    claim("SipHash")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .source("Aumasson and Bernstein 2012: SipHash is as good as random on all keys"),
    claim("ahash")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .source("ahash, its README: safe against chosen keys"),
    claim("rapidhash")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .source("rapidhash, its README: it passes all tests of SMHasher3"),
    claim("rustc-hash")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .on("upper bits, missing")
        .source("rustc-hash, its README: made for speed on the keys of a compiler")
        .means(
            "of such keys its last rotation leaves the bits alike that hashbrown takes for tags",
        ),
    claim("FxHash")
        .of("comparisons")
        .at_least(10.0 * NEEDLES as f64)
        .on("upper bits")
        .at(10_000)
        .source("ours: a multiplication moves no upper bit down, where a table looks"),
    claim("foldhash")
        .beats("FxHash")
        .by(5.0)
        .on("upper bits")
        .source("ours: what a weak hash costs on bad keys"),
    claim("identity")
        .of("comparisons")
        .at_least(10.0 * NEEDLES as f64)
        .on("consecutive, missing")
        .at(1000)
        .source("ours: what is perfect for CPython's table gives all keys of hashbrown's one tag"),
];

pub(crate) fn integers() -> Experiment {
    experiment("hash/hashers")
        .asks("What does a hash function cost, on good keys and on bad ones?")
        .claims(CLAIMS)
        .sizes([1000, 10_000])
        .quick_up_to(1000)
        .case("random", hits)
        .case("upper bits", |n, rng| made(n, rng, |place| place << 40))
        .case("upper bits, missing", |n, rng| {
            missing(n, rng, |place| place << 40)
        })
        .case("consecutive, missing", |n, rng| {
            missing(n, rng, |place| place)
        })
        .per("look-up", Queries::len)
        .ladder()
        .prepared("SipHash", built::<SipHash>, answers)
        .count("comparisons", compared::<SipHash>)
        .prepared("foldhash", built::<FoldHash>, answers)
        .count("comparisons", compared::<FoldHash>)
        .prepared("ahash", built::<AHash>, answers)
        .count("comparisons", compared::<AHash>)
        .prepared("rapidhash", built::<RapidHash>, answers)
        .count("comparisons", compared::<RapidHash>)
        .prepared("rustc-hash", built::<RustcHash>, answers)
        .count("comparisons", compared::<RustcHash>)
        .prepared("FxHash", built::<FxHash>, answers)
        .count("comparisons", compared::<FxHash>)
        .prepared("identity", built::<Identity>, answers)
        .up_to(1000)
        .count("comparisons", compared::<Identity>)
        .build()
}

fn built<S: BuildHasher + Default>(queries: &Queries) -> BrownMap<u64, u64, S> {
    build(queries)
}

fn compared<S: BuildHasher + Default>(queries: &Queries) -> (u64, u64) {
    queries::compared::<_, BrownMap<_, _, S>>(queries)
}

const OF_STRINGS: &[Claim] = &[
    claim("SipHash")
        .takes_at_least(1.5, "foldhash")
        .source("foldhash, its README: several times as fast as SipHash"),
    claim("foldhash")
        .within(0.25, "rapidhash")
        .source("ours: folded multiplications, both of them"),
    claim("foldhash")
        .beats("FxHash")
        .at(10_000)
        .source("ours: on long strings a hash of eight bytes a step has no lead"),
];

pub(crate) fn strings() -> Experiment {
    experiment("hash/hashers-of-strings")
        .asks("What does a hash function cost on strings?")
        .claims(OF_STRINGS)
        .sizes([1000, 10_000])
        .quick_up_to(1000)
        .case("short", |n, rng| named(n, rng, 1))
        .case("long", |n, rng| named(n, rng, 8))
        .per("look-up", Queries::len)
        .ladder()
        .prepared(
            "SipHash",
            build::<_, BrownMap<_, _, SipHash>>,
            answers_of_names,
        )
        .prepared(
            "foldhash",
            build::<_, BrownMap<_, _, FoldHash>>,
            answers_of_names,
        )
        .prepared("ahash", build::<_, BrownMap<_, _, AHash>>, answers_of_names)
        .prepared(
            "rapidhash",
            build::<_, BrownMap<_, _, RapidHash>>,
            answers_of_names,
        )
        .prepared(
            "rustc-hash",
            build::<_, BrownMap<_, _, RustcHash>>,
            answers_of_names,
        )
        .prepared(
            "FxHash",
            build::<_, BrownMap<_, _, FxHash>>,
            answers_of_names,
        )
        .build()
}
