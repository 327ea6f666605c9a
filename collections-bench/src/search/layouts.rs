//! Searching sorted keys at full speed: without branches, ahead of time, in other layouts, and many
//! at once.

use harness::prelude::*;

use super::eytzinger_lines::EytzingerLines;
use super::halving::{branchless, branchy, each_in_batches, interpolating, prefetching, std};
use super::queries::Queries;
use super::splus::SPlusTree;
use crate::simd::Simd;

const BAR: &str = "ours: 16 keys a step, and 128 searches that wait together; prototypes on the \
                   same kind of machine";

const CLAIMS: &[Claim] = &[
    claim("S+ tree, batches")
        .beats("binary_search")
        .by(3.5)
        .at(1000)
        .source(BAR),
    claim("S+ tree, batches")
        .beats("binary_search")
        .by(5.0)
        .at(100_000)
        .source(BAR),
    claim("S+ tree, batches")
        .beats("binary_search")
        .by(12.0)
        .at(1_000_000)
        .source(BAR),
    claim("S+ tree, batches")
        .beats("binary_search")
        .by(30.0)
        .at(10_000_000)
        .source(BAR),
    claim("S+ tree, batches")
        .beats("binary_search")
        .by(50.0)
        .at(100_000_000)
        .source(BAR),
    claim("S+ tree, batches, AVX2")
        .takes_at_most(1.6, "S+ tree, batches")
        .source("ours: half the width costs less than half the speed, for memory is the limit"),
    claim("S+ tree, batches")
        .beats("S+ tree")
        .by(5.0)
        .from(10_000_000)
        .source("Groot Koerkamp (2024): a batch waits for its lines together"),
    claim("S+ tree")
        .beats("Eytzinger, prefetching")
        .source("Slotin (2022): 16 keys a line of cache, all compared at once"),
    claim("Eytzinger, prefetching")
        .beats("binary_search")
        .by(2.5)
        .from(10_000_000)
        .source("Khuong and Morin (2017): the heap's layout, and four generations ahead"),
    claim("branchless")
        .beats("branchy")
        .by(2.0)
        .up_to(1000)
        .source("Slotin (2022): 2.5 to 3 times as fast where the keys fit the cache"),
    claim("binary_search")
        .beats("branchy")
        .source("folklore: a search without branches never loses to one with them"),
    claim("interpolating")
        .beats("binary_search")
        .source("Perl, Itai and Avni (1978): log log n probes where keys are spread evenly"),
];

pub(crate) fn by_layout() -> Experiment {
    let best = Simd::best();
    experiment("search/layouts")
        .asks("How fast can sorted keys be searched, one needle after the other and many at once?")
        .claims(CLAIMS)
        .sizes([1000, 100_000, 1_000_000, 10_000_000])
        .thorough_sizes([per_octave(4, 4..=26), decades(2..=8)].concat())
        .input(Queries::new)
        .per("search", |queries| queries.needles.len())
        .ladder()
        .variant("branchy", |queries| queries.ranks(branchy))
        .variant("binary_search", |queries| queries.ranks(std))
        .variant("branchless", |queries| queries.ranks(branchless))
        .variant("prefetching", |queries| queries.ranks(prefetching))
        .variant("interpolating", |queries| queries.ranks(interpolating))
        .prepared("Eytzinger", heap, |heap, queries| {
            queries.ranks(|_, needle| heap.rank(needle))
        })
        .prepared("Eytzinger, prefetching", heap, |heap, queries| {
            queries.ranks(|_, needle| heap.rank_prefetching(needle))
        })
        .prepared("S+ tree, portable", tree, |tree, queries| {
            one_by_one(tree, Simd::PORTABLE, queries)
        })
        .prepared("S+ tree", tree, move |tree, queries| {
            one_by_one(tree, best, queries)
        })
        .variant("binary, batches", |queries| {
            queries.ranks_at_once(|needles, sum| {
                each_in_batches(&queries.keys, needles, |rank| *sum += rank);
            })
        })
        .prepared("S+ tree, batches, portable", tree, |tree, queries| {
            in_batches(tree, Simd::PORTABLE, queries)
        })
        .prepared("S+ tree, batches, AVX2", tree, |tree, queries| {
            in_batches(tree, Simd::up_to_avx2(), queries)
        })
        .prepared("S+ tree, batches", tree, move |tree, queries| {
            in_batches(tree, best, queries)
        })
        .build()
}

fn heap(queries: &Queries) -> EytzingerLines {
    EytzingerLines::new(&queries.keys)
}

fn tree(queries: &Queries) -> SPlusTree {
    SPlusTree::new(&queries.keys)
}

fn one_by_one(tree: &SPlusTree, simd: Simd, queries: &Queries) -> usize {
    queries.ranks_at_once(|needles, sum| tree.each(simd, needles, |rank| *sum += rank))
}

fn in_batches(tree: &SPlusTree, simd: Simd, queries: &Queries) -> usize {
    queries.ranks_at_once(|needles, sum| tree.each_in_batches(simd, needles, |rank| *sum += rank))
}
