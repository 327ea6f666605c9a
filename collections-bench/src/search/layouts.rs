//! Searching sorted keys, one needle after the other: without branches, ahead of time, in other
//! layouts.

use harness::prelude::*;

use super::eytzinger_lines::EytzingerLines;
use super::halving::{branchless, branchy, interpolating, prefetching, std};
use super::queries::Queries;
use super::splus::SPlusTree;
use crate::simd::Simd;

const CLAIMS: &[Claim] = &[
    claim("binary_search")
        .beats("branchy")
        .by(2.0)
        .up_to(1000)
        .source("Slotin (2022): 2.5 to 3 times as fast where the keys fit the cache"),
    claim("binary_search")
        .beats("branchy")
        .source("folklore: a search without branches never loses to one with them"),
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
        .source("Perl, Itai and Avni (1978): log log n probes where keys are spread evenly"),
    claim("Eytzinger, prefetching")
        .beats("binary_search")
        .by(2.5)
        .from(10_000_000)
        .source("Khuong and Morin (2017): the heap's layout, and four generations ahead"),
    claim("S+ tree")
        .beats("Eytzinger, prefetching")
        .source("Slotin (2022): 16 keys a line of cache, all compared at once"),
    claim("S+ tree")
        .beats("S+ tree, scalar")
        .by(1.5)
        .up_to(1000)
        .source("Slotin (2022): 16 keys a line of cache, all compared at once"),
];

pub(crate) fn by_layout() -> Experiment {
    let best = Simd::best();
    experiment("search/layouts")
        .asks("How much faster is a search when the keys lie as the search goes?")
        .claims(CLAIMS)
        .sizes([1000, 100_000, 1_000_000, 10_000_000])
        .thorough_sizes([per_octave(4, 4..=26), decades(2..=8)].concat())
        .input(Queries::few)
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
        .prepared("S+ tree, scalar", tree, |tree, queries| {
            queries.ranks_at_once(|needles, sum| {
                tree.each(Simd::PORTABLE, needles, |rank| *sum += rank);
            })
        })
        .prepared("S+ tree", tree, move |tree, queries| {
            queries.ranks_at_once(|needles, sum| tree.each(best, needles, |rank| *sum += rank))
        })
        .build()
}

fn heap(queries: &Queries) -> EytzingerLines {
    EytzingerLines::new(&queries.keys)
}

fn tree(queries: &Queries) -> SPlusTree {
    SPlusTree::new(&queries.keys)
}
