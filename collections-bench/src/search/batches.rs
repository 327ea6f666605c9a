//! Searching sorted keys for many needles at once: what waits, waits together.

use harness::prelude::*;

use super::halving::{each_in_batches, std};
use super::keys::{Planted, many};
use crate::simd::Simd;

/// Keys with their tree, and what is looked for.
type Asked = Queries<Planted, u32>;

const BAR: &str = "ours: 16 keys a step, and hundreds of searches that wait together; what \
                   prototypes reached on this kind of machine";

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
        .source("ours: within 1.5 times what the lines cost; a prototype was at 1.27 times")
        .means(
            "One line a search is what no way can do without. The prototype was held against 1.8 \
            lines: the level above the leaves has 24 MB, which leaves drive out of the cache.",
        ),
    claim("S+ tree, batches")
        .reaches(0.37)
        .at(100_000_000)
        .source(
            "ours: within 1.5 times what 1.8 lines cost; written when a run had been at 1.9 times \
            one",
        ),
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
        .variant("binary_search", |asked| {
            let ranks = asked.queries().iter().map(|x| std(keys(asked), *x));
            ranks.sum::<usize>()
        })
        .variant("binary, batches", |asked| {
            let mut sum = 0;
            each_in_batches(keys(asked), asked.queries(), |rank| sum += rank);
            sum
        })
        .variant("S+ tree", move |asked| {
            let mut sum = 0;
            let tree = &asked.data().tree;
            tree.each(best, asked.queries(), |rank| sum += rank);
            sum
        })
        .variant("S+ tree, batches, scalar", |asked| {
            in_batches(Simd::PORTABLE, asked)
        })
        .variant("S+ tree, batches, AVX2", |asked| {
            in_batches(Simd::up_to_avx2(), asked)
        })
        .unless(Simd::without_avx2())
        .variant("S+ tree, batches", move |asked| in_batches(best, asked))
        .limit("a line of the keys a search, in huge pages", a_line)
        .python("numpy.searchsorted", include_str!("numpy_search.py"))
        .mirrors("binary_search")
        .up_to(1_000_000)
        .build()
}

fn keys(asked: &Asked) -> &[u32] {
    &asked.data().keys
}

/// Every search reads the line that holds its answer, and searches wait for each other in nothing.
///
/// The lines above it are no part of this: they come from nearer caches while memory is waited for.
/// Added up, the lines of all levels would take longer than the tree does.
fn a_line(machine: &Figures<'_>, asked: &Asked) -> f64 {
    let leaves = size_of_val::<[u32]>(keys(asked));
    asked.len() as f64 * machine.random_read_in_huge_pages(leaves)
}

fn in_batches(simd: Simd, asked: &Asked) -> usize {
    let mut sum = 0;
    let tree = &asked.data().tree;
    tree.each_in_batches(simd, asked.queries(), |rank| sum += rank);
    sum
}
