//! Searching sorted keys for many needles at once: what waits, waits together.

use harness::prelude::*;

use super::halving::{each_in_batches, std};
use super::keys::{Keys, many};
use super::splus::SPlusTree;
use crate::simd::Simd;

const BAR: &str = "ours: 16 keys a step, and 128 searches that wait together; what prototypes \
                   reached on this kind of machine";

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
    claim("S+ tree, batches")
        .reaches(0.66)
        .at(100_000_000)
        .source("ours: within 1.5 times what the lines cost; a prototype was at 1.27 times"),
    claim("S+ tree, batches, AVX2")
        .takes_at_most(1.6, "S+ tree, batches")
        .source("ours: half the width costs less than half the speed, for memory is the limit"),
    claim("S+ tree, batches")
        .beats("S+ tree")
        .by(5.0)
        .from(10_000_000)
        .source("Groot Koerkamp (2024): a batch waits for its lines together"),
    claim("S+ tree, batches")
        .beats("numpy.searchsorted")
        .by(3.0)
        .source("ours: numpy halves for one needle after the other"),
    claim("S+ tree, batches")
        .beats("binary, batches")
        .by(3.0)
        .from(1_000_000)
        .source("Slotin (2022): 16 keys a line of cache, all compared at once"),
];

pub(crate) fn at_once() -> Experiment {
    let best = Simd::best();
    experiment("search/batches")
        .asks("How fast can many needles at once be found in sorted keys?")
        .claims(CLAIMS)
        .sizes([1000, 100_000, 1_000_000, 10_000_000])
        .quick_up_to(100_000)
        .thorough_sizes([per_octave(4, 4..=26), decades(2..=8)].concat())
        .input(many)
        .per("search", Queries::len)
        .ladder()
        .variant("binary_search", |keys| {
            let ranks = keys.queries().iter().map(|x| std(keys.data(), *x));
            ranks.sum::<usize>()
        })
        .variant("binary, batches", |keys| {
            let mut sum = 0;
            each_in_batches(keys.data(), keys.queries(), |rank| sum += rank);
            sum
        })
        .prepared("S+ tree", tree, move |tree, keys| {
            let mut sum = 0;
            tree.each(best, keys.queries(), |rank| sum += rank);
            sum
        })
        .prepared("S+ tree, batches, scalar", tree, |tree, keys| {
            in_batches(tree, Simd::PORTABLE, keys)
        })
        .prepared("S+ tree, batches, AVX2", tree, |tree, keys| {
            in_batches(tree, Simd::up_to_avx2(), keys)
        })
        .unless(Simd::without_avx2())
        .prepared("S+ tree, batches", tree, move |tree, keys| {
            in_batches(tree, best, keys)
        })
        .limit("a line of each level a search", lines)
        .python("numpy.searchsorted", include_str!("numpy_search.py"))
        .up_to(1_000_000)
        .build()
}

fn tree(keys: &Keys) -> SPlusTree {
    SPlusTree::new(keys.data())
}

/// Every search reads a line of every level of the tree, which are 17 times as large from one to
/// the next; reads of many searches wait for each other in nothing.
fn lines(machine: &Figures<'_>, keys: &Keys) -> f64 {
    let leaves = size_of_val::<[u32]>(keys.data());
    let levels = std::iter::successors(Some(leaves), |level| Some(level / 17));
    let lines = levels.take_while(|level| *level >= machine.line());
    keys.len() as f64 * lines.map(|level| machine.random_read(level)).sum::<f64>()
}

fn in_batches(tree: &SPlusTree, simd: Simd, keys: &Keys) -> usize {
    let mut sum = 0;
    tree.each_in_batches(simd, keys.queries(), |rank| sum += rank);
    sum
}
