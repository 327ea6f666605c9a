//! Claims about ratios of times, one rule after the other.

mod controls;
mod open;
mod waits;

use reports::claim::{Claim, claim};
use reports::estimate::Estimates;
use reports::judge::{is_open, judge, risk};
use reports::record::{Effort, Record};
use reports::sample::{Noise, Sample};
use reports::verdict::{Judgement, Quantity, Range, Reason, Verdict};

/// Two variants, of which the second takes `slower` times as long as the first.
fn pair(slower: f64) -> Sample {
    Sample::new("pair")
        .sizes(&[1_024])
        .variant("scan", |n| n as f64)
        .variant("other", move |n| slower * n as f64)
}

fn judged(record: &Record) -> Judgement {
    let judgement = judge(record).remove(0);
    assert!(judgement.sentence.ends_with('.'), "{}", judgement.sentence);
    judgement
}

fn verdict(sample: Sample, claim: Claim) -> Judgement {
    judged(&sample.claim(claim).build())
}

#[test]
fn a_claim_is_confirmed_or_refuted_with_its_figures() {
    let found = verdict(pair(0.25), claim("other").beats("scan").by(1.5));
    assert_eq!((found.verdict, found.reason), (Verdict::Confirmed, None));
    assert_eq!(found.quantity, Quantity::Speedup);
    assert_eq!(
        found.predicted,
        Range {
            low: Some(1.5),
            high: None
        }
    );
    assert_eq!(
        found.sentence,
        "`other` is 4.00 times as fast as `scan` at n = 1,024 (3.98 to 4.02); the claim asks for \
         at least 1.50."
    );
    let figure = found.decisive.expect("one finding decides").figure;
    assert!(figure.low < 4.0 && 4.0 < figure.high && figure.high < 4.1);

    let found = verdict(pair(0.8), claim("other").beats("scan").by(1.5));
    assert_eq!(found.verdict, Verdict::Refuted);
    let found = verdict(pair(2.0), claim("other").between(1.9, 2.2, "scan"));
    assert_eq!(found.verdict, Verdict::Confirmed);
    assert_eq!(
        found.sentence,
        "`other` takes 2.00 times the time of `scan` at n = 1,024 (1.99 to 2.01); the claim asks \
         for 1.90 to 2.20."
    );
    let found = verdict(pair(1.01), claim("other").within(0.05, "scan"));
    assert_eq!(found.verdict, Verdict::Confirmed);
    let found = verdict(pair(1.1), claim("other").within(0.05, "scan"));
    assert_eq!(found.verdict, Verdict::Refuted);
}

#[test]
fn an_effect_below_the_floor_is_left_to_placement() {
    let found = verdict(pair(1.0), claim("other").beats("scan"));
    assert_eq!(found.verdict, Verdict::Inconclusive);
    assert_eq!(found.reason, Some(Reason::Placement));
    assert!(!is_open(&found), "more passes would not help");
    for part in [
        "Code placement alone can cause 0.501 %",
        "The smallest effect that this run could have seen is 0.5",
    ] {
        assert!(found.sentence.contains(part), "{}", found.sentence);
    }
}

#[test]
fn calls_shorter_than_a_nanosecond_have_a_larger_floor() {
    let tiny = |time: f64| {
        Sample::new("tiny")
            .variant("a", move |_| time)
            .variant("b", move |_| time * 1.03)
            .claim(claim("a").beats("b"))
            .build()
    };
    assert_eq!(judged(&tiny(1.0)).verdict, Verdict::Confirmed);
    let found = judged(&tiny(0.3));
    assert_eq!(found.reason, Some(Reason::Placement), "{}", found.sentence);
}

#[test]
fn every_place_must_confirm_and_the_weakest_decides() {
    let sample = Sample::new("sizes")
        .sizes(&[16, 64, 256, 1_024])
        .variant("scan", |n| n as f64)
        .variant("halve", |n| 4.0 * (n as f64).log2());
    let found = verdict(sample, claim("halve").beats("scan").from(64));
    assert_eq!(found.verdict, Verdict::Confirmed);
    assert_eq!(found.findings.len(), 3);
    assert_eq!(found.decisive.and_then(|finding| finding.size), Some(64));
    assert!(
        found.sentence.contains(", the weakest of 3 trials;"),
        "{}",
        found.sentence
    );
}

/// 13 sizes at which the claim holds by far, but for one at which it is missed by a share.
fn one_of_many(missed_by: f64, passes: usize) -> Judgement {
    let sizes: Vec<u64> = (4..17).map(|exponent| 1 << exponent).collect();
    let sample = Sample::new("many")
        .sizes(&sizes)
        .variant("a", |_| 100.0)
        .variant("b", move |n| {
            if n == 64 {
                100.0 * (1.0 - missed_by)
            } else {
                150.0
            }
        })
        .passes(passes);
    verdict(sample, claim("a").beats("b"))
}

#[test]
fn one_place_of_many_refutes_when_chance_is_ruled_out() {
    let blatant = one_of_many(0.05, 8);
    assert_eq!(blatant.verdict, Verdict::Refuted, "{}", blatant.sentence);
    assert!(blatant.sentence.contains("1 of 13 trials lies outside"));
    assert_eq!(blatant.decisive.and_then(|finding| finding.size), Some(64));

    let slight = one_of_many(0.015, 8);
    assert_eq!(slight.verdict, Verdict::Inconclusive, "{}", slight.sentence);
    assert_eq!(
        slight.reason,
        Some(Reason::Budget {
            more_passes: Some(8)
        }),
        "16 passes have a rank strict enough"
    );
    assert_eq!(one_of_many(0.015, 16).verdict, Verdict::Refuted);
}

#[test]
fn the_risk_is_that_of_the_looks_and_none_for_counts() {
    let risk_of = |sample: Sample, claim: Claim| {
        let record = sample.claim(claim).build();
        risk(&record, &record.claims[0])
    };
    let beats = claim("other").beats("scan");
    let default = |passes| risk_of(pair(1.0).passes(passes), beats);
    assert!((default(10) - 0.001_953_125).abs() < 1e-12);
    assert!((0.0076..0.0077).contains(&default(24)));
    assert_eq!(default(0), 0.0);
    let quick = risk_of(pair(1.0).passes(8).effort(Effort::Quick), beats);
    assert!((quick - 0.007_812_5).abs() < 1e-12);
    assert_eq!(
        risk_of(pair(1.0), claim("other").of("bytes").beats("scan")),
        0.0
    );
}
