//! Searching sorted keys, one needle after the other: without branches, ahead of time, in other
//! layouts.

use harness::prelude::*;

use super::eytzinger_lines::EytzingerLines;
use super::halving::{branchless, branchy, interpolating, prefetching, std};
use super::keys::{Keys, few};
use super::splus::SPlusTree;
use crate::simd::Simd;

const CLAIMS: &[Claim] = &[
    claim("binary_search")
        .beats("branchy")
        .by(2.0)
        .up_to(1000)
        .on("throughput")
        .source("Slotin (2022): 2.5 to 3 times as fast where the keys fit the cache"),
    claim("binary_search")
        .beats("branchy")
        .on("latency")
        .source("folklore: a search without branches never loses to one with them")
        .means("a branch that is guessed reads ahead of the comparison it waits for"),
    claim("branchy")
        .beats("binary_search")
        .by(1.6)
        .from(10_000_000)
        .on("latency")
        .source("rust-lang/rust issue 138796; ours: a guessed branch asks for what may be needed"),
    claim("branchless")
        .within(0.25, "binary_search")
        .source("std: `binary_search` is branchless since 1.82; ours: this is the same loop"),
    claim("prefetching")
        .beats("branchless")
        .by(1.2)
        .from(1_000_000)
        .source("Slotin (2022): both places of the next step are asked for beforehand"),
    claim("interpolating")
        .beats("binary_search")
        .source("Perl, Itai and Avni (1978): log log n probes where keys are spread evenly")
        .means("few probes, but a division each: it can pay where a probe waits for memory"),
    claim("Eytzinger, prefetching")
        .beats("binary_search")
        .by(2.5)
        .from(10_000_000)
        .on("throughput")
        .source("Khuong and Morin (2017): the heap's layout, and four generations ahead"),
    claim("S+ tree")
        .beats("Eytzinger, prefetching")
        .source("Slotin (2022): 16 keys a line of cache, all compared at once"),
    claim("S+ tree")
        .beats("S+ tree, scalar")
        .by(1.5)
        .up_to(1000)
        .on("latency")
        .source("Slotin (2022): 16 keys a line of cache, all compared at once"),
];

pub(crate) fn by_layout() -> Experiment {
    let best = Simd::best();
    experiment("search/layouts")
        .asks("How much faster is a search when the keys lie as the search goes?")
        .claims(CLAIMS)
        .sizes([1000, 100_000, 1_000_000, 10_000_000])
        .quick_up_to(1000)
        .thorough_sizes([per_octave(4, 4..=26), decades(2..=8)].concat())
        .input(few)
        .both_modes()
        .per("search", Queries::len)
        .ladder()
        .variant("branchy", |keys| keys.ask(|keys, x| branchy(keys, *x)))
        .variant("binary_search", |keys| keys.ask(|keys, x| std(keys, *x)))
        .variant("branchless", |keys| {
            keys.ask(|keys, x| branchless(keys, *x))
        })
        .variant("prefetching", |keys| {
            keys.ask(|keys, x| prefetching(keys, *x))
        })
        .variant("interpolating", |keys| {
            keys.ask(|keys, x| interpolating(keys, *x))
        })
        .prepared("Eytzinger", heap, |heap, keys| {
            keys.ask(|_, x| heap.rank(*x))
        })
        .prepared("Eytzinger, prefetching", heap, |heap, keys| {
            keys.ask(|_, x| heap.rank_prefetching(*x))
        })
        .prepared("S+ tree, scalar", tree, |tree, keys| {
            keys.ask(|_, x| tree.rank(Simd::PORTABLE, *x))
        })
        .prepared("S+ tree, AVX2", tree, |tree, keys| {
            keys.ask(|_, x| tree.rank(Simd::up_to_avx2(), *x))
        })
        .unless(Simd::without_avx2())
        .prepared("S+ tree", tree, move |tree, keys| {
            keys.ask(|_, x| tree.rank(best, *x))
        })
        .build()
}

fn heap(keys: &Keys) -> EytzingerLines {
    EytzingerLines::new(keys.data())
}

fn tree(keys: &Keys) -> SPlusTree {
    SPlusTree::new(keys.data())
}
