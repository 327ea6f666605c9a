//! Functions of known truth: equal, or slower by a known share.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::hint::black_box;

use reports::calibration::{BASE, SAME, SMALL};
use reports::claim::{Claim, claim};

use crate::experiment::{Experiment, experiment};
use crate::input;
use crate::kernels;

/// The slower variants and their true share.
pub(super) const SLOWER: [(&str, f64); 4] = [
    ("+1 %", 0.01),
    ("+2 %", 0.02),
    ("+5 %", 0.05),
    ("+10 %", 0.10),
];

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

/// Steps of injected work that are done at a time: so few calls are longer than the others that
/// the branch predictor's surprise adds little.
const CHUNK: u64 = 16 << 32;

/// A chain of dependent steps of about a nanosecond.
pub(super) struct Chain {
    steps: u64,
    /// What is owed to the variants is kept at one place for all of them: cells of their own would
    /// lie at different distances from the stack, and differ by what that alone can cause.
    owed: Cell<u64>,
}

impl Chain {
    pub(super) fn new(steps: u64) -> Self {
        Self {
            steps,
            owed: Cell::new(0),
        }
    }

    /// Walks the chain, and a share more of it on average.
    pub(super) fn walk(&self, more: f64) -> u64 {
        let mut x = black_box(1_u64);
        for _ in 0..self.steps + self.due(more) {
            x = x.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        black_box(x);
        0
    }

    /// Steps to be done on top in this call: none, or all that are owed once they make a chunk.
    /// They are owed in fixed point, 32 bits behind the point.
    fn due(&self, more: f64) -> u64 {
        let now = self.owed.get() + (more * self.steps as f64 * (1_u64 << 32) as f64) as u64;
        let due = if now >= CHUNK { now >> 32 } else { 0 };
        self.owed.set(now - (due << 32));
        due
    }
}

fn walker(more: f64) -> impl Fn(&Chain) -> u64 {
    move |chain| chain.walk(more)
}

/// A function of about this length with its equal and its slower variants; each size is one
/// repetition.
pub(super) fn chain(id: &'static str, steps: u64, repetitions: u64) -> Experiment {
    let [one, two, five, ten] = SLOWER;
    experiment(id)
        .asks("How often is the judge wrong about a function of this length?")
        .claims(CLAIMS)
        .sizes((1..=repetitions).collect::<Vec<u64>>())
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

/// A hash table of two megabytes that each variant builds for itself: what differs is only where
/// it came to lie.
pub(super) fn own_table(repetitions: u64) -> Experiment {
    type Table = HashMap<u64, u64, BuildHasherDefault<DefaultHasher>>;
    let build = |keys: &Vec<u64>| -> Table { keys.iter().map(|key| (*key, *key)).collect() };
    let look_up = |table: &Table, keys: &Vec<u64>| {
        keys[..100]
            .iter()
            .fold(0_u64, |sum, key| sum.wrapping_add(table[key]))
    };
    experiment("own hash table")
        .asks("Is a function called different from itself over its own copy of the data?")
        .claims(EQUAL)
        .sizes((1..=repetitions).collect::<Vec<u64>>())
        .input(|_, rng| input::uniform(100_000, rng))
        .ladder()
        .prepared(BASE, build, look_up)
        .prepared(SAME, build, look_up)
        .build()
}

/// Copies of one branchy function at other addresses; each size is one pair of copies.
pub(super) fn copies(kernel: usize, pairs: u64) -> Experiment {
    let (id, copies, data) = kernels::all()[kernel].clone();
    let run = move |which: usize| {
        let (copies, data) = (copies, data.clone());
        let lap = Cell::new(0_u64);
        move |pair: &u64| {
            // Pair 1 is copies 0 and 1, pair 2 copies 1 and 2, and so on round the circle.
            let copy = copies[(*pair as usize + which) % copies.len()];
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
    use super::*;

    #[test]
    fn the_injected_work_is_the_share_that_it_says() {
        for (_, share) in SLOWER {
            for steps in [16, 900, 90_000] {
                let (chain, calls) = (Chain::new(steps), 10_000);
                let total: u64 = (0..calls).map(|_| chain.due(share)).sum();
                let injected = total as f64 / (calls * steps) as f64;
                assert!(
                    (injected / share - 1.0).abs() < 0.02,
                    "{share} {steps}: {injected}"
                );
            }
        }
    }
}
