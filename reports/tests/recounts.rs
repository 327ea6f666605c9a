//! Counts that were taken for several inputs: a claim about them must hold for each.

use reports::claim::{Claim, claim};
use reports::export::{Format, export};
use reports::judge::{Verdicts, judge};
use reports::record::{Counters, NotMeasured, Record, Recount};
use reports::sample::Sample;
use reports::verdict::{Judgement, Verdict};

/// `scan` counts `n`, and as many more at the largest size as the input of seed 2 asks for.
fn record(claim: Claim, more: f64) -> Record {
    let mut record = Sample::new("search")
        .sizes(&[16, 64, 1_024])
        .variant("scan", |n| n as f64)
        .count("comparisons", |n| n as f64)
        .variant("twice", |n| n as f64)
        .count("comparisons", |n| 2.0 * n as f64)
        .claim(claim.of("comparisons"))
        .passes(0)
        .build();
    for trial in &mut record.trials {
        for (seed, more) in [(2, more), (3, 0.0)] {
            let n = trial.size as f64;
            let first = if trial.size == 1_024 { n + more } else { n };
            let counts = [first, 2.0 * n];
            let named = counts.map(|count| Some([("comparisons".to_owned(), count)].into()));
            trial.recounts.push(Recount {
                seed,
                counts: named.to_vec(),
            });
        }
    }
    record
}

fn judged(claim: Claim, more: f64) -> Judgement {
    judge(&record(claim, more)).remove(0)
}

#[test]
fn a_formula_must_hold_for_every_seed() {
    let follows = claim("scan").follows("n", |n| n as f64);
    let found = judged(follows, 0.0);
    assert_eq!(found.verdict, Verdict::Confirmed);
    assert_eq!(
        found.sentence,
        "The number of comparisons of `scan` is n at all 3 trials, such as 16 at n = 16. It was \
         counted for inputs of 3 seeds."
    );
    let found = judged(follows, 1.0);
    assert_eq!(found.verdict, Verdict::Refuted);
    assert_eq!(
        found.sentence,
        "The number of comparisons of `scan` is 1,025 at n = 1,024 for the input of seed 2; the \
         claim asks for 1,024. 1 of 3 trials contradicts it."
    );
}

#[test]
fn a_bound_and_a_ratio_must_hold_for_every_seed() {
    assert_eq!(
        judged(claim("scan").at_most(1_024.0), 0.0).verdict,
        Verdict::Confirmed
    );
    assert_eq!(
        judged(claim("scan").at_most(1_024.0), 1.0).verdict,
        Verdict::Refuted
    );
    assert_eq!(
        judged(claim("scan").at_least(16.0), -1_010.0).verdict,
        Verdict::Refuted
    );
    let beats = claim("scan").beats("twice").by(2.0);
    assert_eq!(judged(beats, 0.0).verdict, Verdict::Confirmed);
    let found = judged(beats, 1.0);
    assert_eq!(found.verdict, Verdict::Refuted);
    assert!(
        found.sentence.contains("for the input of seed 2"),
        "{}",
        found.sentence
    );
}

#[test]
fn the_spread_is_that_over_all_seeds() {
    let steady = claim("scan").steady(63.0);
    assert_eq!(judged(steady, 0.0).verdict, Verdict::Confirmed);
    assert_eq!(judged(steady, 1.0).verdict, Verdict::Refuted);
}

#[test]
fn a_variant_is_ahead_only_where_it_is_for_every_seed() {
    let crosses = claim("scan").crosses("twice").between_sizes(16, 1_024);
    // It is ahead everywhere, so it does not cross between the bounds.
    assert_eq!(judged(crosses, 0.0).verdict, Verdict::Refuted);
    // For one input it is behind at the largest size: no size from which it is ahead is known.
    assert_eq!(judged(crosses, 2_000.0).verdict, Verdict::Inconclusive);
}

#[test]
fn what_was_not_counted_says_why() {
    let mut record = record(claim("scan").at_most(2_000.0), 0.0);
    record.claims[0].measure = "instructions".to_owned();
    let found = judge(&record).remove(0);
    assert_eq!(found.verdict, Verdict::NotMeasured);
    assert!(
        found.sentence.contains("--instructions"),
        "{}",
        found.sentence
    );
    record.not_measured.push(NotMeasured {
        measure: Some("instructions".to_owned()),
        reason: "`valgrind` is not on PATH".to_owned(),
        ..NotMeasured::default()
    });
    let found = judge(&record).remove(0);
    assert_eq!(
        found.sentence,
        "The instructions of `scan` were not counted: `valgrind` is not on PATH."
    );
}

#[test]
fn a_record_without_recounts_still_reads() {
    let record = Sample::new("old").variant("it", |_| 1.0).passes(0).build();
    let text = serde_json::to_string(&record).expect("a record is JSON");
    for field in ["recounts", "counters", "not_measured"] {
        assert!(
            !text.contains(field),
            "{field} is left out while it is empty"
        );
    }
    let back: Record = serde_json::from_str(&text).expect("and reads back");
    assert_eq!(back, record);
}

#[test]
fn an_export_holds_the_range_of_a_count_and_what_the_hardware_saw() {
    let mut record = record(claim("scan").at_most(2_000.0), 1.0);
    record.trials[2].counters = vec![Some(Counters {
        instructions: 300.0,
        cycles: 100.0,
        branch_misses: Some(0.5),
        cache_misses: None,
    })];
    let verdicts = Verdicts::of([&record]);
    let csv = export(Format::Figures, &[&record], &verdicts);
    for line in [
        "search,,1024,scan,comparisons,1024.0,1024.0,1025.0,",
        "search,,1024,scan,instructions a cycle,3.0,3.0,3.0,",
        "search,,1024,scan,branch misses,0.5,0.5,0.5,",
    ] {
        assert!(csv.contains(line), "{line} is missing in {csv}");
    }
    assert!(!csv.contains("cache misses"), "what is not told is absent");
}
