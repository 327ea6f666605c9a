//! Many look-ups in sorted keys: how many make it worth while to lay the keys out anew?

use harness::prelude::*;

use crate::search::eytzinger_lines::EytzingerLines;
use crate::search::halving::std;
use crate::search::keys::{Keys, some};
use crate::search::splus::SPlusTree;
use crate::simd::Simd;

/// Keys in the list: as many as the second level of the cache holds.
const KEYS: usize = 100_000;

const CLAIMS: &[Claim] = &[
    claim("build an S+ tree")
        .crosses("halve")
        .between_sizes(4096, 131_072)
        .source("ours: building passes over the keys some times, as dear as ten thousand searches"),
    claim("build an Eytzinger layout")
        .crosses("halve")
        .between_sizes(16_384, 262_144)
        .source("ours: the layout saves less a search than a tree does, so it pays later"),
    claim("build an S+ tree")
        .beats("halve")
        .by(2.0)
        .from(262_144)
        .source("ours: where keys are looked up more than twice each, building hardly counts"),
];

pub(crate) fn of_keys() -> Experiment {
    let best = Simd::best();
    experiment("decisions/layout")
        .asks("How many look-ups pay for laying sorted keys out as a tree?")
        .decides("Find many numbers in a sorted list of 100,000", "look-ups")
        .claims(CLAIMS)
        .sizes([1024, 4096, 16_384, 32_768, 262_144])
        .quick_up_to(1024)
        .thorough_sizes([2048, 8192, 65_536, 131_072, 524_288])
        .input(|queries, rng| some(KEYS, queries, rng))
        .per("look-up", Queries::len)
        .ladder()
        .variant("halve", |keys| each(keys, |x| std(keys.data(), x)))
        .variant("build an Eytzinger layout", |keys| {
            let heap = EytzingerLines::new(keys.data());
            each(keys, |x| heap.rank_prefetching(x))
        })
        .variant("build an S+ tree", move |keys| {
            let tree = SPlusTree::new(keys.data());
            let mut sum = 0;
            tree.each_in_batches(best, keys.queries(), |rank| sum += rank);
            sum
        })
        .build()
}

/// The ranks of all needles, added up.
fn each(keys: &Keys, rank: impl Fn(u32) -> usize) -> usize {
    keys.queries().iter().map(|needle| rank(*needle)).sum()
}
