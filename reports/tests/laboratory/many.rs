//! Hundreds of made-up experiments with claims of every kind, to see what a large site costs.

use reports::claim::{Claim, Growth, claim};
use reports::record::Record;
use reports::sample::{Noise, Sample};

use super::dressed;

/// The code of an experiment, about as long as they are.
const SOURCE: &str = include_str!("many.rs");

/// So many experiments, in chapters of 25, as a run of this name left them.
pub(crate) fn many(experiments: usize, run: &str, seed: u64) -> Vec<Record> {
    (0..experiments)
        .map(|number| one(number, run, seed))
        .collect()
}

/// The latest run of 500 experiments in 20 chapters, some of which differ by their names alone.
#[allow(dead_code, reason = "not every user of this module needs it")]
pub(crate) fn five_hundred() -> Vec<Record> {
    let models = many(20, super::LATEST, 1);
    let one = |number: usize| {
        let mut record = models[number % models.len()].clone();
        record.package = format!("made-up-{:02}-bench", number / 25);
        record.experiment = format!("group/experiment-{number:03}");
        record
    };
    (0..500).map(one).collect()
}

/// Claims of every kind; each experiment makes five of them.
fn claims() -> Vec<Claim> {
    vec![
        claim("halve").beats("scan").by(1.5).from(1_000),
        claim("halve").of("comparisons").grows(Growth::Logarithmic),
        claim("hash").steady(0.2).up_to(10_000),
        claim("scan")
            .of("comparisons")
            .follows("n / 2", |n| n as f64 / 2.0),
        claim("hash").between(0.5, 2.0, "halve"),
        claim("hash").within(0.05, "python").at(1_000),
        claim("halve").crosses("scan").between_sizes(10, 1_000),
        claim("hash").leads(&["halve", "python"]),
        claim("hash").reaches(0.5).at(100_000),
        claim("hash").allocates(0),
        claim("scan").grows(Growth::Linear),
        claim("halve").of("comparisons").at_most(24.0),
        claim("python").takes_at_least(3.0, "hash"),
        claim("scan").of("bytes").at_least(8.0),
    ]
}

fn one(number: usize, run: &str, seed: u64) -> Record {
    let speed = 1.0 + (number % 7) as f64 / 10.0;
    let sample = Sample::new(&format!("group-{}/experiment-{number:03}", number % 5))
        .package(&format!("made-up-{:02}-bench", number / 25))
        .run(run)
        .sizes(&[10, 100, 1_000, 10_000, 100_000])
        .variant("scan", |n| 2.0 + 0.3 * n as f64)
        .count("comparisons", |n| n as f64 / 2.0)
        .count("bytes", |n| 8.0 * n as f64)
        .up_to(10_000)
        .variant("halve", move |n| speed * (n as f64).log2())
        .count("comparisons", |n| f64::from(n.ilog2()) + 1.0)
        .count("allocations", |_| 0.0)
        .variant("hash", move |n| speed * (5.0 + (n as f64).log10()))
        .count("allocations", |_| 0.0)
        .limit("one line a look-up", |_| 4.0, 0.02)
        .prepared()
        .variant("python", |n| 40.0 + (n as f64).log10());
    let chosen = claims().into_iter().cycle().skip(number).step_by(3).take(5);
    let sample = chosen.fold(sample, Sample::claim);
    let record = sample
        .noise(Noise::TYPICAL)
        .rounds(20)
        .seed(seed + number as u64)
        .build();
    let lines = [(45, 48), (49, 51), (52, 55), (56, 56)];
    dressed(
        record,
        &format!("What does look-up number {number} cost, and how does that grow?"),
        "look-up",
        Some((SOURCE, &lines)),
    )
}
