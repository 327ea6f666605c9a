//! Asking a list that has no order whether it holds a value.

use harness::prelude::*;

use super::linear::{branchless, in_blocks, naive, wide};
use crate::simd::Simd;

/// Needles a call: so many that no call is learnt by heart.
const NEEDLES: usize = 64;

const CLAIMS: &[Claim] = &[
    claim("contains")
        .beats("naive")
        .by(1.5)
        .from(1000)
        .source("std: `contains` compares 16 numbers at once; ours: a loop that may stop cannot")
        .means("a block is compared whole, even where its first number is the needle"),
    claim("wide")
        .beats("position")
        .by(2.0)
        .from(1000)
        .source("ours: a processor that compares 64 bytes at once shall be asked to")
        .means("a block is compared whole, even where its first number is the needle"),
    claim("position")
        .within(0.2, "naive")
        .source("ours: both are the same loop"),
    claim("wide")
        .within(0.5, "in blocks")
        .at(100_000)
        .on("absent")
        .source("ours: beyond the nearest cache reading is the limit"),
    claim("branchless")
        .beats("naive")
        .on("absent")
        .source("ours: whoever has to look at all had better not ask at each"),
    claim("naive")
        .beats("branchless")
        .by(1.5)
        .from(1000)
        .on("head")
        .source("HPP ch. 3: a needle near the head is found at once"),
];

pub(crate) fn there_or_not() -> Experiment {
    let best = Simd::best();
    experiment("search/contains")
        .asks("How fast can a list without order be asked whether it holds a value?")
        .claims(CLAIMS)
        .sizes([12, 16, 1000, 100_000])
        .quick_up_to(1000)
        .thorough_sizes(per_octave(2, 3..=22))
        .case("head", |n, rng| list(n, rng, |rank, _| rank as u32 % 4))
        .case("anywhere", |n, rng| {
            list(n, rng, |_, rng| input::positions(1, n, rng)[0] as u32)
        })
        .case("absent", |n, rng| list(n, rng, |rank, _| (n + rank) as u32))
        .per("look-up", Queries::len)
        .ladder()
        .variant("naive", |list| list.ask(|keys, x| naive(keys, *x)))
        .variant("position", |list| {
            list.ask(|keys, x| keys.iter().position(|key| key == x).is_some())
        })
        .variant("contains", |list| list.ask(|keys, x| keys.contains(x)))
        .variant("branchless", |list| {
            list.ask(|keys, x| branchless(keys, *x))
        })
        .variant("in blocks", |list| list.ask(|keys, x| in_blocks(keys, *x)))
        .variant("wide, AVX2", |list| {
            list.ask(|keys, x| wide(Simd::up_to_avx2(), keys, *x))
        })
        .unless(Simd::without_avx2())
        .variant("wide", move |list| list.ask(|keys, x| wide(best, keys, *x)))
        .python("in list", include_str!("in_list.py"))
        .mirrors("contains")
        .up_to(1000)
        .build()
}

/// The numbers below `n` in an order that begins 0, 1, 2, 3 and then is random, and needles.
fn list(
    n: usize,
    rng: &mut SmallRng,
    needle: impl Fn(usize, &mut SmallRng) -> u32,
) -> Queries<Vec<u32>, u32> {
    let head = n.min(4);
    let rest = input::shuffled(n - head, rng);
    let keys = (0..head).chain(rest.into_iter().map(|key| key as usize + head));
    let keys = keys.map(|key| key as u32).collect();
    let needles = (0..NEEDLES).map(|rank| needle(rank, rng)).collect();
    Queries::new(keys, needles)
}
