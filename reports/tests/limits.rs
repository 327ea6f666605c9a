//! Claims about the share of its limit that a variant reaches.

use reports::claim::{Claim, claim};
use reports::judge::{is_open, judge};
use reports::record::{Limit, Record};
use reports::sample::{Noise, Sample};
use reports::verdict::{Judgement, Quantity, Reason, Verdict};

const WORDS: &str = "one cache line a look-up";

/// A variant that takes 100 ns at each size, against a limit of 85 to 95 ns.
fn sample(within: f64) -> Sample {
    Sample::new("limits")
        .sizes(&[16, 256])
        .variant("scan", |_| 500.0)
        .variant("table", |_| 100.0)
        .limit(WORDS, |n| if n == 16 { 95.0 } else { 85.0 }, within)
}

fn judged(record: &Record) -> Judgement {
    judge(record).remove(0)
}

fn verdict(within: f64, claim: Claim) -> Judgement {
    judged(&sample(within).claim(claim).build())
}

#[test]
fn a_share_is_judged_at_the_trial_where_it_is_least() {
    let found = verdict(0.0, claim("table").reaches(0.8));
    assert_eq!(found.verdict, Verdict::Confirmed);
    assert_eq!(found.quantity, Quantity::Share);
    let decisive = found.decisive.expect("it was measured");
    assert_eq!(decisive.size, Some(256));
    assert!((decisive.figure.point - 0.85).abs() < 0.005, "{decisive:?}");
    let said = found.sentence;
    assert!(
        said.starts_with("`table` reaches 85.0 % of its limit at n = 256 ("),
        "{said}"
    );
    assert!(
        said.ends_with(
            "), the weakest of 2 trials; the claim asks for at least 80.0 %. The limit is 85.0 ns \
             a call: one cache line a look-up."
        ),
        "{said}"
    );

    assert_eq!(
        verdict(0.0, claim("table").reaches(0.9)).verdict,
        Verdict::Refuted
    );
    let at_16 = claim("table").reaches(0.9).at(16);
    assert_eq!(verdict(0.0, at_16).verdict, Verdict::Confirmed);
    assert_eq!(
        sample(0.0)
            .claim(claim("table").reaches(0.8))
            .build()
            .claims[0]
            .text,
        "`table` reaches at least 80.0 % of the limit: one cache line a look-up"
    );
}

#[test]
fn what_the_probe_leaves_open_of_the_limit_leaves_the_claim_open() {
    let asked = || claim("table").reaches(0.8).at(256);
    assert_eq!(verdict(0.01, asked()).verdict, Verdict::Confirmed);
    let found = verdict(0.1, asked());
    assert_eq!(found.verdict, Verdict::Inconclusive, "{}", found.sentence);
    assert!(
        !is_open(&found),
        "more passes do not tell more of the limit: {:?}",
        found.reason
    );
    let figure = found.decisive.expect("it was measured").figure;
    assert!(figure.low < 0.8 && figure.high > 0.9, "{figure:?}");
}

#[test]
fn a_limit_that_is_not_known_is_not_measured_and_says_why() {
    let unknown = Sample::new("limits")
        .variant("table", |_| 100.0)
        .limit(WORDS, |_| f64::NAN, 0.0);
    let found = judged(&unknown.claim(claim("table").reaches(0.5)).build());
    assert_eq!(found.verdict, Verdict::NotMeasured);
    let why = "The limit of `table` is not known: the simulation left it out.".to_owned();
    assert_eq!(found.reason, Some(Reason::NotMeasured { why }));

    // One place without a limit keeps the claim from being confirmed, and not from being refuted.
    let with_gap = |share| {
        let mut record = sample(0.0).claim(claim("table").reaches(share)).build();
        record.trials[0].limits[1] = Some(Limit::NotMeasured("there is one core".to_owned()));
        judged(&record)
    };
    let open = with_gap(0.8);
    assert_eq!(open.verdict, Verdict::Inconclusive);
    assert!(
        open.sentence.ends_with("is not known: there is one core."),
        "{}",
        open.sentence
    );
    assert_eq!(with_gap(0.95).verdict, Verdict::Refuted);

    let mut old = sample(0.0).claim(claim("table").reaches(0.8)).build();
    for trial in &mut old.trials {
        trial.limits.clear();
    }
    assert!(
        judged(&old)
            .sentence
            .contains("did not evaluate it; run it again")
    );
}

#[test]
fn the_verdict_is_right_whatever_the_true_share() {
    let (mut wrong, mut decided) = (0, 0);
    for seed in 0..60 {
        for (limit, holds) in [(70.0, false), (76.0, false), (84.0, true), (95.0, true)] {
            let formula: fn(u64) -> f64 = match limit as u32 {
                70 => |_| 70.0,
                76 => |_| 76.0,
                84 => |_| 84.0,
                _ => |_| 95.0,
            };
            let sample = Sample::new("limits")
                .variant("table", |_| 100.0)
                .limit(WORDS, formula, 0.005)
                .claim(claim("table").reaches(0.8))
                .noise(Noise::TYPICAL)
                .seed(seed);
            match judged(&sample.build()).verdict {
                Verdict::Confirmed => wrong += u32::from(!holds),
                Verdict::Refuted => wrong += u32::from(holds),
                _ => continue,
            }
            decided += 1;
        }
    }
    assert_eq!(wrong, 0);
    assert!(decided > 200, "{decided} of 240");
}
