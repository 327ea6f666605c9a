//! Claims about exact counts: ratios, values, formulas, bounds, steadiness.

use reports::claim::{Claim, claim};
use reports::figures::UNBOUNDED;
use reports::judge::judge;
use reports::record::Record;
use reports::sample::{Noise, Sample};
use reports::verdict::{Judgement, Quantity, Reason, Verdict};

fn search() -> Sample {
    Sample::new("search")
        .sizes(&[16, 64, 1_024])
        .variant("scan", |n| n as f64)
        .count("comparisons", |n| n as f64)
        .count("allocations", |_| 0.0)
        .variant("halve", |n| (n as f64).log2())
        .count("comparisons", |n| f64::from(n.ilog2()) + 1.0)
        .count("allocations", |_| 0.0)
        .passes(0)
}

fn record(claim: Claim) -> Record {
    search().claim(claim).build()
}

fn judged(claim: Claim) -> Judgement {
    judge(&record(claim)).remove(0)
}

#[test]
fn ratios_of_counts_are_compared_exactly() {
    let exactly = judged(claim("halve").of("comparisons").beats("scan").by(3.2));
    assert_eq!(exactly.verdict, Verdict::Confirmed, "16 / 5 is 3.2");
    assert_eq!(exactly.quantity, Quantity::Speedup);
    assert_eq!(
        exactly.sentence,
        "The number of comparisons of `scan` is 3.20 times that of `halve` at n = 16 (16 against \
         5), the weakest of 3 trials; the claim asks for at least 3.20."
    );
    let more = judged(claim("halve").of("comparisons").beats("scan").by(3.200_1));
    assert_eq!(more.verdict, Verdict::Refuted);
    let between = claim("halve").of("comparisons").between(0.01, 0.4, "scan");
    assert_eq!(judged(between).verdict, Verdict::Confirmed);
}

#[test]
fn equal_zeros_have_the_ratio_one_and_a_zero_below_is_infinite() {
    let equal = judged(claim("halve").of("allocations").within(0.01, "scan"));
    assert_eq!(equal.verdict, Verdict::Confirmed);
    assert_eq!(
        equal.decisive.map(|finding| finding.figure.point),
        Some(1.0)
    );

    let mut record = record(claim("halve").of("allocations").beats("scan").by(2.0));
    for trial in &mut record.trials {
        let counts = trial.counts[0].as_mut().expect("it was run");
        counts.insert("allocations".to_owned(), 3.0);
    }
    let found = judge(&record).remove(0);
    assert_eq!(found.verdict, Verdict::Confirmed);
    assert_eq!(
        found.decisive.as_ref().map(|finding| finding.figure.point),
        Some(UNBOUNDED)
    );
    assert!(
        found
            .sentence
            .contains("is infinitely many times that of `halve`")
    );
    let text = serde_json::to_string(&found).expect("a judgement is JSON");
    let back: Judgement = serde_json::from_str(&text).expect("and reads back");
    assert_eq!(back, found);
}

#[test]
fn a_count_follows_its_formula_or_does_not() {
    let comparisons = claim("halve").of("comparisons");
    let found = judged(comparisons.follows("floor(log2 n) + 1", |n| f64::from(n.ilog2()) + 1.0));
    assert_eq!(
        (found.verdict, found.quantity),
        (Verdict::Confirmed, Quantity::Count)
    );
    assert_eq!(
        found.sentence,
        "The number of comparisons of `halve` is floor(log2 n) + 1 at all 3 trials, such as 5 at \
         n = 16."
    );
    let found = judged(comparisons.follows("log2 n", |n| (n as f64).log2()));
    assert_eq!(found.verdict, Verdict::Refuted);
    assert_eq!(
        found.sentence,
        "The number of comparisons of `halve` is 5 at n = 16; the claim asks for 4. 3 of 3 trials \
         contradict it."
    );
    let found = judged(claim("scan").allocates(0));
    assert_eq!(
        found.sentence,
        "The number of allocations of `scan` is 0 at all 3 trials; the claim asks for 0."
    );
}

#[test]
fn a_formula_may_be_off_by_rounding_and_not_by_one() {
    let scan = |formula| judged(claim("scan").of("comparisons").follows("n", formula)).verdict;
    assert_eq!(scan(|n| (n as f64).sqrt().powi(2)), Verdict::Confirmed);
    assert_eq!(scan(|n| (n as f64) * (1.0 + 1e-6)), Verdict::Refuted);
}

#[test]
fn a_bound_may_be_reached_and_not_passed() {
    let at_most = |bound| judged(claim("scan").of("comparisons").at_most(bound));
    assert_eq!(at_most(1_024.0).verdict, Verdict::Confirmed);
    let found = at_most(1_023.0);
    assert_eq!(found.verdict, Verdict::Refuted);
    assert_eq!(
        found.sentence,
        "The number of comparisons of `scan` is 1,024 at n = 1,024; the claim asks for at most \
         1,023. 1 of 3 trials contradicts it."
    );
}

#[test]
fn a_missing_count_names_the_measure_and_the_fix() {
    let missing = |measure: &'static str| {
        let mut record = record(claim("scan").of(measure).at_most(1.0));
        for trial in &mut record.trials {
            trial.counts[0]
                .as_mut()
                .expect("it was run")
                .remove(measure);
        }
        let found = judge(&record).remove(0);
        assert_eq!(found.verdict, Verdict::NotMeasured);
        found.sentence
    };
    assert_eq!(
        missing("comparisons"),
        "`scan` has no count of its comparisons at n = 16: add `.count(\"comparisons\", …)` to \
         that variant."
    );
    assert_eq!(
        missing("allocations"),
        "The allocations of `scan` at n = 16 differ from call to call, so there is no exact \
         count: make each call do the same work."
    );
}

#[test]
fn a_count_that_is_missing_somewhere_is_not_confirmed() {
    let mut record = record(claim("scan").allocates(0));
    record.trials[1].counts[0] = None;
    let found = judge(&record).remove(0);
    assert_eq!(found.verdict, Verdict::Inconclusive);
    assert!(matches!(found.reason, Some(Reason::NotMeasured { .. })));
}

#[test]
fn counts_are_steady_or_not() {
    let steady = |measure, tolerance| judged(claim("scan").of(measure).steady(tolerance));
    let found = steady("allocations", 0.01);
    assert_eq!(
        (found.verdict, found.quantity),
        (Verdict::Confirmed, Quantity::Spread)
    );
    let found = steady("comparisons", 0.5);
    assert_eq!(found.verdict, Verdict::Refuted);
    assert_eq!(
        found.sentence,
        "The number of comparisons of `scan` is 16 at n = 16 and 1,024 at n = 1,024, 64.0 times \
         as much; the claim allows 1.50."
    );
    assert_eq!(steady("comparisons", 63.0).verdict, Verdict::Confirmed);
}

/// The time at the largest size is this many times that at the others.
fn steady_time(growth: f64, noise: Noise) -> Judgement {
    let record = Sample::new("steady")
        .sizes(&[10, 1_000, 100_000])
        .variant(
            "index",
            move |n| if n == 100_000 { 20.0 * growth } else { 20.0 },
        )
        .claim(claim("index").steady(0.1))
        .noise(noise)
        .passes(16)
        .build();
    judge(&record).remove(0)
}

#[test]
fn times_are_steady_or_not() {
    for noise in [Noise::QUIET, Noise::TYPICAL] {
        let found = steady_time(1.01, noise);
        assert_eq!(found.verdict, Verdict::Confirmed, "{}", found.sentence);
        let found = steady_time(1.3, noise);
        assert_eq!(found.verdict, Verdict::Refuted, "{}", found.sentence);
        assert!(
            found
                .sentence
                .contains("times as long at n = 100,000 as at n = 10"),
            "{}",
            found.sentence
        );
        let figure = found.decisive.expect("a pair decides").figure;
        assert!(figure.low < 1.3 && 1.3 < figure.high && figure.low > 1.2);
    }
    // The floor of two trials that are seconds apart is twice that of two slices side by side.
    let found = steady_time(1.095, Noise::QUIET);
    assert_eq!(found.reason, Some(Reason::Placement), "{}", found.sentence);
}

#[test]
fn one_size_is_not_steady() {
    let mut record = search()
        .claim(claim("scan").of("comparisons").steady(0.1))
        .build();
    record.trials.truncate(1);
    let found = judge(&record).remove(0);
    assert_eq!(found.verdict, Verdict::NotMeasured);
    assert!(
        found.sentence.starts_with("Only n = 16 was measured"),
        "{}",
        found.sentence
    );
}

/// A count that departs from its formula by a share.
fn about(share: f64, tolerance: Option<f64>) -> Judgement {
    let expected = |n: u64| n as f64 / 2.0;
    let claimed = claim("scan").of("probes").follows("n / 2", expected);
    let record = Sample::new("about")
        .sizes(&[100, 10_000])
        .variant("scan", |n| n as f64)
        .count("probes", move |n| expected(n) * (1.0 + share))
        .claim(match tolerance {
            Some(tolerance) => claimed.give_or_take(tolerance),
            None => claimed,
        })
        .build();
    judge(&record).remove(0)
}

#[test]
fn a_formula_may_be_an_expectation() {
    for (share, tolerance, verdict) in [
        (0.0, None, Verdict::Confirmed),
        (0.009, None, Verdict::Refuted),
        (0.009, Some(0.01), Verdict::Confirmed),
        (-0.009, Some(0.01), Verdict::Confirmed),
        (0.011, Some(0.01), Verdict::Refuted),
        (-0.011, Some(0.01), Verdict::Refuted),
    ] {
        let found = about(share, tolerance);
        assert_eq!(
            found.verdict, verdict,
            "{share} {tolerance:?}: {}",
            found.sentence
        );
    }
    assert_eq!(
        about(0.004, Some(0.01)).sentence,
        "The number of probes of `scan` is n / 2, give or take 1.00 % at all 2 trials, such as \
         50.2 at n = 100."
    );
}
