//! Whatever a record holds, the judge answers, and its answer is JSON.

mod records;

use std::collections::BTreeMap;

use proptest::prelude::*;
use records::record;
use reports::claim::claim;
use reports::estimate::Estimates;
use reports::judge::{is_open, judge, risk};
use reports::record::RegisteredPrediction;
use reports::sample::{Noise, Sample};
use reports::verdict::{Judgement, Verdict};

fn json<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it is JSON");
    serde_json::from_str(&text).expect("every figure in it is finite")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn every_claim_gets_a_judgement_that_is_json(record in record()) {
        let judgements = judge(&record);
        prop_assert_eq!(judgements.len(), record.claims.len());
        for (claim, judgement) in record.claims.iter().zip(&judgements) {
            prop_assert_eq!(&json(judgement), judgement);
            prop_assert!(judgement.sentence.len() > 10, "{}", judgement.sentence);
            prop_assert!(!judgement.sentence.contains("NaN"), "{}", judgement.sentence);
            let decided = matches!(judgement.verdict, Verdict::Confirmed | Verdict::Refuted);
            prop_assert_eq!(judgement.reason.is_none(), decided);
            prop_assert!(!decided || judgement.decisive.is_some());
            prop_assert!(!is_open(judgement) || judgement.verdict == Verdict::Inconclusive);
            for finding in &judgement.findings {
                let figure = finding.figure;
                prop_assert!(figure.low <= figure.point && figure.point <= figure.high);
            }
            prop_assert!((0.0..=1.0).contains(&risk(&record, claim)));
        }
        prop_assert_eq!(&judge(&json(&record)), &judgements);
    }

    #[test]
    fn estimates_are_ordered_and_inverse_to_each_other(record in record()) {
        let estimates = Estimates::of(&record);
        for trial in &record.trials {
            let _ = estimates.control(trial);
            for variant in 0..4 {
                if let Some(time) = estimates.time_per_call(trial, variant) {
                    let interval = time.interval;
                    prop_assert!(interval.low <= interval.point && interval.point <= interval.high);
                    prop_assert!(interval.low > 0.0 && (0.0..=1.0).contains(&time.level));
                }
                let ratios = (
                    estimates.ratio(trial, variant, 0),
                    estimates.ratio(trial, 0, variant),
                );
                if let (Some(over), Some(under)) = ratios {
                    let product = over.interval.point * under.interval.point;
                    prop_assert!((product - 1.0).abs() < 1e-6);
                    prop_assert_eq!(over.passes, under.passes);
                }
            }
        }
    }

    #[test]
    fn a_record_reads_back_the_same(record in record()) {
        prop_assert_eq!(&json(&record), &record);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_wider_prediction_is_never_harder_to_keep(
        slower in 0.9..1.1_f64,
        tolerance in 0.01..0.1_f64,
        wider in 1.0..3.0_f64,
        seed: u64,
    ) {
        let judged = |tolerance| -> Judgement {
            let record = Sample::new("wider")
                .variant("a", |_| 100.0)
                .variant("b", move |_| 100.0 * slower)
                .claim(claim("b").within(tolerance, "a"))
                .noise(Noise::TYPICAL)
                .rounds(10)
                .seed(seed)
                .build();
            judge(&record).remove(0)
        };
        let order = |verdict| match verdict {
            Verdict::Refuted => 0,
            Verdict::Inconclusive | Verdict::NotMeasured => 1,
            Verdict::Confirmed => 2,
        };
        let (narrow, wide) = (judged(tolerance), judged(tolerance * wider));
        prop_assert!(order(narrow.verdict) <= order(wide.verdict));
    }
}

#[test]
fn the_values_of_a_formula_keep_their_sizes() {
    let values = BTreeMap::from([(u64::MAX, 0.1 + 0.2), (1, f64::MIN_POSITIVE)]);
    let words = "w".to_owned();
    let follows = RegisteredPrediction::Follows {
        words,
        values,
        tolerance: 0.0,
    };
    assert_eq!(json(&follows), follows);
}
