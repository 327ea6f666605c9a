//! Real functions of known growth, counted: how often the judge is right about their class.

use std::cell::Cell;

use rand::rngs::SmallRng;
use reports::calibration::Row;
use reports::claim::{Claim, Growth, claim};
use reports::judge::judge;
use reports::record::{Effort, RegisteredPrediction};
use reports::verdict::Verdict;

use super::SEED;
use crate::conductor::Conductor;
use crate::effort::Plan;
use crate::experiment::{Experiment, experiment};
use crate::input;
use crate::recorder::Recorder;
use crate::select;

/// Repetitions, each with inputs of its own.
const REPETITIONS: u64 = 20;

const SIZES: [u64; 8] = [100, 300, 1000, 3000, 10_000, 30_000, 100_000, 1_000_000];

/// What the rows of growth are called.
pub(super) const TOOL: &str = "growth";

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
pub(super) fn row(experiments: &[Experiment], index: usize) -> anyhow::Result<Option<Row>> {
    let experiment = &experiments[index];
    let truth = FUNCTIONS
        .iter()
        .find(|(id, ..)| *id == experiment.id)
        .map(|(_, class, ..)| *class);
    let Some(truth) = truth else { return Ok(None) };
    let keys = select::trials_of(experiments, index);
    let mut row = Row {
        tool: TOOL.to_owned(),
        condition: "quiet".to_owned(),
        function: experiment.id.to_owned(),
        slowdown: 0.0,
        claims: 0,
        found: 0,
        wrong: 0,
        covered: None,
        half_width: None,
        seconds: 0.0,
    };
    for repetition in 0..REPETITIONS {
        let seed = SEED + repetition;
        let conductor = Conductor {
            experiments,
            seed,
            plan: Plan::new_for_tests(),
            probe: None,
        };
        let (trials, _) = conductor.verify(&keys, &mut |_| ())?;
        let recorder = Recorder::for_calibration(seed, Effort::Default, Vec::new());
        let record = recorder.record(experiment, &trials.iter().collect::<Vec<_>>(), 0.0);
        for (claim, judged) in record.claims.iter().zip(judge(&record)) {
            let RegisteredPrediction::Grows(class) = claim.prediction else {
                continue;
            };
            let (right, wrong) = if class == truth {
                (Verdict::Confirmed, Verdict::Refuted)
            } else {
                (Verdict::Refuted, Verdict::Confirmed)
            };
            row.claims += 1;
            row.found += u64::from(judged.verdict == right);
            row.wrong += u64::from(judged.verdict == wrong);
        }
    }
    Ok(Some(row))
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
