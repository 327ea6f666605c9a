//! Finding a value in an unsorted list: look at one element after the other.

use harness::prelude::*;

use super::find::{blocks, position, scan};
use super::place::wide_place;
use crate::haystack::{Haystack, compared, places};
use crate::simd::Simd;

const CLAIMS: &[Claim] = &[
    claim("scan")
        .of("comparisons")
        .grows(Linear)
        .on("absent")
        .source("HPP ch. 3: the worst case of a linear search is O(n)"),
    claim("scan")
        .of("comparisons")
        .follows("n", |n| n as f64)
        .on("last")
        .source("HPP ch. 3: every item is looked at"),
    claim("scan")
        .of("comparisons")
        .equals(1.0)
        .on("first")
        .source("HPP ch. 3, binary_vs_linear_search: a needle near the head is found at once"),
    claim("scan")
        .steady(0.25)
        .on("first")
        .source("HPP ch. 3: the time follows the needle's position, not the size"),
    claim("position")
        .of("comparisons")
        .between(1.0, 1.0, "scan")
        .source("HPP ch. 3: list.index is this very search"),
    claim("position")
        .within(0.1, "scan")
        .from(1000)
        .on("absent")
        .source("HPP ch. 3: list.index is this very search"),
    claim("blocks")
        .beats("position")
        .by(2.0)
        .from(1000)
        .on("absent")
        .source("ours: a search that need not tell the place compares several elements at once"),
    claim("wide")
        .beats("position")
        .by(2.0)
        .from(1000)
        .on("last")
        .source("ours: a processor that compares 64 bytes at once shall be asked to"),
    claim("linear_search")
        .of("comparisons")
        .follows("n", |n| n as f64)
        .on("last")
        .source("HPP ch. 3: every item is looked at"),
    claim("list.index")
        .of("comparisons")
        .between(1.0, 1.0, "linear_search")
        .source("HPP ch. 3: list.index is this very search"),
    claim("list.index")
        .within(0.1, "linear_search")
        .from(1000)
        .on("absent")
        .source("HPP ch. 3: list.index is this very search")
        .means("the comparisons are the same; the one loop is compiled, the other interpreted"),
    claim("list.index")
        .steady(0.25)
        .on("first")
        .source("HPP ch. 3: the time follows the needle's position, not the size"),
];

pub(crate) fn by_value() -> Experiment {
    let best = Simd::best();
    experiment("search/unsorted")
        .asks("What does it cost to find a value in a list that has no order?")
        .claims(CLAIMS)
        .sizes([10, 32, 100, 1000, 10_000, 100_000, 1_000_000])
        .quick_up_to(1000)
        .case("first", |n, rng| one_needle(n, rng, |values| values[0]))
        .case("middle", |n, rng| {
            one_needle(n, rng, |values| values[n / 2])
        })
        .case("last", |n, rng| one_needle(n, rng, |values| values[n - 1]))
        .case("absent", |n, rng| {
            one_needle(n, rng, |values| values.len() as u64)
        })
        .ladder()
        .variant("scan", places(scan))
        .count("comparisons", compared(scan))
        .variant("position", places(position))
        .count("comparisons", compared(position))
        .variant("blocks", places(blocks))
        .variant("wide, AVX2", |hay| {
            hay.ask(|values, x| wide_place(Simd::up_to_avx2(), values, *x))
        })
        .unless(Simd::without_avx2())
        .variant("wide", move |hay| {
            hay.ask(|values, x| wide_place(best, values, *x))
        })
        .python("list.index", include_str!("list_index.py"))
        .mirrors("position")
        .up_to(100_000)
        .python("linear_search", include_str!("linear_search.py"))
        .mirrors("scan")
        .up_to(100_000)
        .build()
}

/// The values below `n` in random order, and a needle chosen from them.
fn one_needle(n: usize, rng: &mut SmallRng, choose: impl Fn(&[u64]) -> u64) -> Haystack {
    let values = input::shuffled(n, rng);
    let needles = vec![choose(&values)];
    Haystack::new(values, needles)
}
