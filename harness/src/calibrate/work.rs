//! Functions of known truth: equal, or slower by a known share.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::hint::black_box;

use reports::calibration::{BASE, LONG, SAME, SHORT, SMALL};
use reports::claim::{Claim, claim};

use super::chain::Chain;
use crate::experiment::{Draft, Experiment, experiment};
use crate::input;
use crate::kernels::{COPIES, Copied};

/// The slower variants and their true share.
pub(super) const SLOWER: [(&str, f64); 4] = [
    ("+1 %", 0.01),
    ("+2 %", 0.02),
    ("+5 %", 0.05),
    ("+10 %", 0.10),
];

/// A function of known length.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// The id of the experiment that compares it with its equal alone.
    pub(super) equals: &'static str,
    /// The id of the experiment whose passes are duels.
    pub(super) duel: &'static str,
    /// The steps that make it as long as it is called.
    pub(super) steps: u64,
}

/// The functions that are shorter than a slice.
pub(super) const SHORT_ONES: [Function; 3] = [
    Function {
        name: SHORT[0],
        equals: "20 ns, equals",
        duel: "20 ns, duel",
        steps: 16,
    },
    Function {
        name: SHORT[1],
        equals: "1 us, equals",
        duel: "1 us, duel",
        steps: 900,
    },
    Function {
        name: SHORT[2],
        equals: "100 us, equals",
        duel: "100 us, duel",
        steps: 90_000,
    },
];

/// The function whose single call is a slice.
pub(super) const LONG_ONE: Function = Function {
    name: LONG,
    equals: "10 ms, equals",
    duel: "10 ms, duel",
    steps: 9_500_000,
};

/// The function of this name.
pub(super) fn function(name: &str) -> Option<&'static Function> {
    const ALL: [&[Function]; 2] = [&SHORT_ONES, &[LONG_ONE]];
    ALL.into_iter()
        .flatten()
        .find(|function| function.name == name)
}

const SOURCE: &str = "known by construction";

const CLAIMS: &[Claim] = &[
    claim(SAME).within(SMALL, BASE).source(SOURCE),
    claim(SAME).beats(BASE).by(1.0 + SMALL).source(SOURCE),
    claim(BASE).beats(SAME).by(1.0 + SMALL).source(SOURCE),
    claim(BASE).beats(SLOWER[0].0).source(SOURCE),
    claim(BASE).beats(SLOWER[1].0).source(SOURCE),
    claim(BASE).beats(SLOWER[2].0).source(SOURCE),
    claim(BASE).beats(SLOWER[3].0).source(SOURCE),
];

const EQUAL: &[Claim] = CLAIMS.split_at(3).0;

fn walker(more: f64) -> impl Fn(&Chain) -> u64 {
    move |chain| chain.walk(more)
}

/// A function of about this length with its equal and its slower variants; each size is one
/// repetition.
pub(super) fn slower(function: &Function, repetitions: u64) -> Experiment {
    let [one, two, five, ten] = SLOWER;
    let steps = function.steps;
    repeated(function.name, repetitions)
        .claims(CLAIMS)
        .input(move |_, _| Chain::new(steps))
        .ladder()
        .variant(BASE, walker(0.0))
        .variant(SAME, walker(0.0))
        .variant(one.0, walker(one.1))
        .variant(two.0, walker(two.1))
        .variant(five.0, walker(five.1))
        .variant(ten.0, walker(ten.1))
        .build()
}

/// The same function with its equal alone.
pub(super) fn equals(function: &Function, repetitions: u64) -> Experiment {
    let steps = function.steps;
    repeated(function.equals, repetitions)
        .claims(EQUAL)
        .input(move |_, _| Chain::new(steps))
        .ladder()
        .variant(BASE, walker(0.0))
        .variant(SAME, walker(0.0))
        .build()
}

/// The same function with one slower variant, and without claims: single passes are looked at.
pub(super) fn duel(
    function: &Function,
    (name, share): (&'static str, f64),
    repetitions: u64,
) -> Experiment {
    let steps = function.steps;
    repeated(function.duel, repetitions)
        .input(move |_, _| Chain::new(steps))
        .ladder()
        .variant(BASE, walker(0.0))
        .variant(name, walker(share))
        .build()
}

fn repeated(id: &'static str, repetitions: u64) -> Draft {
    experiment(id)
        .asks("How often is the judge wrong about a function of this length?")
        .sizes((1..=repetitions).collect::<Vec<u64>>())
}

type Table = HashMap<u64, u64, BuildHasherDefault<DefaultHasher>>;

/// A table of two megabytes.
fn build(keys: &[u64]) -> Table {
    keys.iter().map(|key| (*key, *key)).collect()
}

fn look_up(table: &Table, keys: &[u64]) -> u64 {
    let hundred = keys[..100].iter();
    hundred.fold(0, |sum, key| sum.wrapping_add(table[key]))
}

const KEYS: usize = 100_000;

/// A hash table that each variant builds for itself: what differs is only where it came to lie.
pub(super) fn own_table(id: &'static str, repetitions: u64) -> Experiment {
    tables(id, repetitions)
        .input(|_, rng| input::uniform(KEYS, rng))
        .ladder()
        .prepared(
            BASE,
            |keys: &Vec<u64>| build(keys),
            |table, keys| look_up(table, keys),
        )
        .prepared(
            SAME,
            |keys: &Vec<u64>| build(keys),
            |table, keys| look_up(table, keys),
        )
        .build()
}

/// A hash table of the input, which is always built first, against one that a variant builds for
/// itself.
pub(super) fn input_table(id: &'static str, repetitions: u64) -> Experiment {
    type Input = (Table, Vec<u64>);
    tables(id, repetitions)
        .input(|_, rng| {
            let keys = input::uniform(KEYS, rng);
            (build(&keys), keys)
        })
        .ladder()
        .variant(BASE, |(table, keys): &Input| look_up(table, keys))
        .prepared(
            SAME,
            |(_, keys): &Input| build(keys),
            |table, (_, keys)| look_up(table, keys),
        )
        .build()
}

fn tables(id: &'static str, repetitions: u64) -> Draft {
    experiment(id)
        .asks("Is a function called different from itself over its own copy of the data?")
        .claims(EQUAL)
        .sizes((1..=repetitions).collect::<Vec<u64>>())
}

/// Pair 1 is copies 1 and 2, pair 2 copies 2 and 3, and so on round the circle; the next time round
/// there is one copy between the two.
fn pair_of(pair: usize) -> [usize; 2] {
    let apart = 1 + (pair - 1) / COPIES;
    [pair % COPIES, (pair + apart) % COPIES]
}

/// Copies of one branchy function at other addresses; each size is one pair of copies.
pub(super) fn copies(kernel: Copied, pairs: u64) -> Experiment {
    let (id, copies, data) = kernel;
    let run = move |which: usize| {
        let (copies, data) = (copies, data.clone());
        let lap = Cell::new(0_u64);
        move |pair: &u64| {
            let copy = copies[pair_of(*pair as usize)[which]];
            lap.set(lap.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
            black_box(copy(&data, lap.get()));
            0_u64
        }
    };
    experiment(id)
        .asks("Are two copies of the same code called different?")
        .claims(EQUAL)
        .sizes((1..=pairs).collect::<Vec<u64>>())
        .input(|pair, _| pair as u64)
        .ladder()
        .variant(BASE, run(0))
        .variant(SAME, run(1))
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn pairs_of_copies_are_different_pairs() {
        let pairs = (1..=24).map(|pair| {
            let mut of = pair_of(pair);
            assert_ne!(of[0], of[1], "{pair}");
            of.sort_unstable();
            of
        });
        assert_eq!(pairs.collect::<HashSet<_>>().len(), 24);
    }
}
