//! A claim about the growth of a time is judged by its work first: counts, then instructions.

use reports::claim::{Growth, claim};
use reports::judge::{Verdicts, judge};
use reports::record::{Record, Recount};
use reports::sample::Sample;
use reports::verdict::{Judgement, Reason, Verdict};

use crate::functions::{Function, decades};

/// What a variant offers besides its time.
type Offered = &'static [(&'static str, Function)];

/// The claim that the time of `it` grows in a class.
fn record(class: Growth, time: Function, offered: Offered) -> Record {
    let sample = Sample::new("growth")
        .sizes(&decades(2, 6))
        .variant("it", time);
    offered
        .iter()
        .fold(sample, |sample, &(measure, count)| {
            sample.count(measure, count)
        })
        .claim(claim("it").grows(class))
        .build()
}

fn judged(class: Growth, time: Function, offered: Offered) -> Judgement {
    judge(&record(class, time, offered)).remove(0)
}

/// A search whose time tells nothing, for its data leave the caches.
fn searching(n: u64) -> f64 {
    3.0 * (n as f64).powf(0.4)
}

fn halvings(n: u64) -> f64 {
    (n as f64).log2().ceil()
}

#[test]
fn the_work_tells_what_the_time_cannot() {
    let alone = judged(Growth::Logarithmic, searching, &[]);
    assert_eq!(alone.reason, Some(Reason::BeyondCache), "{alone:?}");

    let instructions: Offered = &[("instructions", |n| 12.0 + 7.0 * halvings(n))];
    let found = judged(Growth::Logarithmic, searching, instructions);
    assert_eq!(found.verdict, Verdict::Confirmed, "{found:?}");
    assert_eq!(found.chance, None, "a count is exact");
    let begins = "The number of instructions of `it` grows as O(log n)";
    assert!(found.sentence.starts_with(begins), "{}", found.sentence);
    let refuted = judged(Growth::Linear, searching, instructions);
    assert_eq!(refuted.verdict, Verdict::Refuted, "{refuted:?}");
}

#[test]
fn counts_come_before_instructions() {
    // The instructions of copying a block jump where a wider instruction is chosen.
    let both: Offered = &[
        ("comparisons", halvings),
        ("instructions", |n| 9.0 * halvings(n) + 0.001 * n as f64),
    ];
    let found = judged(Growth::Logarithmic, searching, both);
    assert_eq!(found.verdict, Verdict::Confirmed, "{found:?}");
    assert!(found.sentence.contains("comparisons"), "{}", found.sentence);
}

#[test]
fn a_count_of_rare_events_does_not_stand_for_the_work() {
    let time: Function = |n| 2.0 * n as f64;
    let offered: Offered = &[("growths", halvings), ("instructions", |n| 9.0 * n as f64)];
    let found = judged(Growth::Linear, time, offered);
    assert_eq!(found.verdict, Verdict::Confirmed, "{found:?}");
    assert!(
        found.sentence.contains("instructions"),
        "{}",
        found.sentence
    );
    let alone = judged(Growth::Linear, time, &[("growths", halvings)]);
    assert_eq!(alone.verdict, Verdict::Inconclusive, "{alone:?}");
}

#[test]
fn work_that_is_counted_up_to_some_size_tells_as_far() {
    let mut record = record(
        Growth::Linear,
        |n| 2.0 * n as f64,
        &[("instructions", |n| 5.0 + 3.0 * n as f64)],
    );
    for trial in &mut record.trials {
        // The two largest sizes lie beyond the bound; smaller ones are added.
        if trial.size > 10_000 {
            trial.size /= 31_623;
        }
    }
    record.trials.sort_by_key(|trial| trial.size);
    let largest = record.trials.len() - 1;
    let left = record.trials[largest].clone();
    for (size, scale) in [(30_000, 3.0), (100_000, 10.0), (316_000, 31.6)] {
        let mut trial = left.clone();
        trial.size = size;
        let counts = trial.counts[0].as_mut().expect("it was counted");
        if size > 100_000 {
            counts.remove("instructions");
        } else {
            counts.insert("instructions".to_owned(), 5.0 + 3.0 * 10_000.0 * scale);
        }
        record.trials.push(trial);
    }
    let found = judge(&record).remove(0);
    assert_eq!(found.verdict, Verdict::Confirmed, "{found:?}");
    assert!(found.sentence.contains("to 100,000"), "{}", found.sentence);
}

#[test]
fn a_time_that_says_the_opposite_leaves_it_open() {
    // All data fit the first level of the cache, and the time tells clearly.
    let record = Sample::new("growth")
        .sizes(&decades(2, 6))
        .variant("it", |n| 0.5 * n as f64)
        .count("instructions", |n| 12.0 + 7.0 * halvings(n))
        .input_bytes(|_| 64)
        .claim(claim("it").grows(Growth::Logarithmic))
        .build();
    let found = judge(&record).remove(0);
    assert_eq!(found.verdict, Verdict::Inconclusive, "{found:?}");
    assert_eq!(found.reason, Some(Reason::Contradiction));
    assert!(found.sentence.contains("contradict"), "{}", found.sentence);
}

#[test]
fn what_the_work_decides_takes_no_part_in_the_rate_of_false_discoveries() {
    let record = record(Growth::Logarithmic, searching, &[("comparisons", halvings)]);
    let verdicts = Verdicts::of([&record]);
    assert_eq!(verdicts.get(&record)[0].verdict, Verdict::Confirmed);
}

#[test]
fn every_input_must_grow_so() {
    let of = |other: Function| {
        let mut record = Sample::new("growth")
            .sizes(&decades(2, 6))
            .variant("it", searching)
            .count("comparisons", halvings)
            .claim(claim("it").of("comparisons").grows(Growth::Logarithmic))
            .passes(0)
            .build();
        for trial in &mut record.trials {
            let count = other(trial.size);
            let counts = [("comparisons".to_owned(), count)].into();
            trial.recounts.push(Recount {
                seed: 2,
                counts: vec![Some(counts)],
            });
        }
        judge(&record).remove(0)
    };
    let same = of(halvings);
    assert_eq!(same.verdict, Verdict::Confirmed, "{same:?}");
    let counted = "It was counted for inputs of 2 seeds.";
    assert!(same.sentence.ends_with(counted), "{}", same.sentence);
    let other = of(|n| n as f64);
    assert_eq!(other.verdict, Verdict::Refuted, "{other:?}");
    assert!(
        other.sentence.contains("inputs of seed 2"),
        "{}",
        other.sentence
    );
}
