//! Real functions of known growth, counted: how often the judge is right about their class.

use std::cell::Cell;

use anyhow::{Context, ensure};
use rand::rngs::SmallRng;
use reports::calibration::{GROWTH, QUIET, Row};
use reports::claim::{Claim, Growth, claim};
use reports::record::{Effort, RegisteredPrediction};
use reports::verdict::Verdict;

use super::{INTERRUPTED, SEED, judged};
use crate::conductor::{Conductor, End};
use crate::effort::Plan;
use crate::experiment::{Experiment, experiment};
use crate::input;
use crate::recorder::Recorder;
use crate::select;

/// Repetitions, each with inputs of its own.
const REPETITIONS: u64 = 20;

const SIZES: [u64; 8] = [100, 300, 1000, 3000, 10_000, 30_000, 100_000, 1_000_000];

/// What stands before a function's name in the id of its experiment.
pub(super) const PREFIX: &str = "growth of ";

const WORK: &str = "work";
const STEPS: &str = "steps";
const SOURCE: &str = "known by construction";

/// Every class is claimed of every function: one of them is true.
const CLAIMS: &[Claim] = &[
    claim(WORK).of(STEPS).grows(Growth::Constant).source(SOURCE),
    claim(WORK)
        .of(STEPS)
        .grows(Growth::Logarithmic)
        .source(SOURCE),
    claim(WORK).of(STEPS).grows(Growth::Linear).source(SOURCE),
    claim(WORK)
        .of(STEPS)
        .grows(Growth::Linearithmic)
        .source(SOURCE),
    claim(WORK)
        .of(STEPS)
        .grows(Growth::Quadratic)
        .source(SOURCE),
];

/// A function that counts its steps, the class in which they grow, and its largest size.
type Counted = (&'static str, Growth, u64, fn(&[u64]) -> u64);

const FUNCTIONS: [Counted; 5] = [
    ("growth of index", Growth::Constant, 30_000, |values| {
        values.get(5).map_or(0, |_| 1)
    }),
    (
        "growth of binary search",
        Growth::Logarithmic,
        1_000_000,
        binary_search,
    ),
    ("growth of scan", Growth::Linear, 1_000_000, scan),
    ("growth of sort", Growth::Linearithmic, 100_000, sort),
    (
        "growth of nested scan",
        Growth::Quadratic,
        10_000,
        nested_scan,
    ),
];

/// The experiments, one a function.
pub(super) fn experiments() -> impl Iterator<Item = Experiment> {
    FUNCTIONS.into_iter().map(|(id, _, largest, run)| {
        let sizes: Vec<u64> = SIZES.into_iter().filter(|size| *size <= largest).collect();
        experiment(id)
            .asks("Is the class of growth recognised?")
            .claims(CLAIMS)
            .sizes(sizes)
            .input(|n, rng: &mut SmallRng| input::uniform(n, rng))
            .ladder()
            .variant(WORK, |values: &Vec<u64>| values.len())
            .count(STEPS, move |values| (values.len(), run(values)))
            .build()
    })
}

/// Judges every class of one function, over all repetitions.
pub(super) fn row(
    experiments: &[Experiment],
    index: usize,
    quick: bool,
    progress: &mut dyn FnMut(f64),
) -> anyhow::Result<Row> {
    let experiment = &experiments[index];
    let function = FUNCTIONS.iter().find(|(id, ..)| *id == experiment.id);
    let (id, truth, ..) = function.context("this is no function of known growth")?;
    let name = id.trim_start_matches(PREFIX);
    let keys = select::trials_of(experiments, index);
    let mut row = Row::of(GROWTH, QUIET, name, 0.0);
    let repetitions = if quick { 1 } else { REPETITIONS };
    for repetition in 0..repetitions {
        let seed = SEED + repetition;
        let conductor = Conductor {
            experiments,
            seed,
            plan: Plan::new_for_tests(),
            probe: None,
        };
        let (trials, end) = conductor.verify(&keys, &mut |_| ())?;
        ensure!(end == End::Complete, INTERRUPTED);
        let recorder = Recorder::for_calibration(seed, Effort::Default, Vec::new());
        let record = recorder.record(experiment, &trials.iter().collect::<Vec<_>>(), 0.0);
        for (claim, verdict) in judged(&record)? {
            let RegisteredPrediction::Grows(class) = claim.prediction else {
                continue;
            };
            let (right, wrong) = if class == *truth {
                (Verdict::Confirmed, Verdict::Refuted)
            } else {
                (Verdict::Refuted, Verdict::Confirmed)
            };
            row.claims += 1;
            row.found += u64::from(verdict == right);
            row.wrong += u64::from(verdict == wrong);
        }
        progress((repetition + 1) as f64 / repetitions as f64);
    }
    Ok(row)
}

fn binary_search(values: &[u64]) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let steps = Cell::new(0);
    for needle in values.iter().take(100) {
        let found = sorted.binary_search_by(|value| {
            steps.set(steps.get() + 1);
            value.cmp(needle)
        });
        debug_assert!(found.is_ok());
    }
    steps.get()
}

fn scan(values: &[u64]) -> u64 {
    let absent = values
        .iter()
        .copied()
        .max()
        .unwrap_or_default()
        .wrapping_add(1);
    values.iter().take_while(|value| **value != absent).count() as u64
}

fn sort(values: &[u64]) -> u64 {
    let steps = Cell::new(0);
    values.to_vec().sort_by(|a, b| {
        steps.set(steps.get() + 1);
        a.cmp(b)
    });
    steps.get()
}

/// Looks for equal values in the simplest way.
fn nested_scan(values: &[u64]) -> u64 {
    let mut steps = 0;
    for (at, value) in values.iter().enumerate() {
        steps += values[..at].iter().filter(|other| *other != value).count() as u64;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_textbook() {
        let values: Vec<u64> = input::descending(64);
        assert_eq!(scan(&values), 64);
        assert_eq!(nested_scan(&values), 64 * 63 / 2);
        assert_eq!(binary_search(&values), 64 * 7);
        assert_eq!(sort(&input::ascending(64)), 63);
    }
}
