//! Claims that speak of what was not measured, or of what failed.

use reports::claim::{Claim, claim};
use reports::judge::judge;
use reports::record::{Failure, Record};
use reports::sample::Sample;
use reports::verdict::{Judgement, Reason, Verdict};

fn judged(record: &Record) -> Judgement {
    judge(record).remove(0)
}

fn verdict(sample: Sample, claim: Claim) -> Judgement {
    judged(&sample.claim(claim).build())
}

#[test]
fn what_was_not_measured_says_why() {
    let up_to_64 = || {
        Sample::new("gaps")
            .sizes(&[16, 64, 256])
            .variant("scan", |n| n as f64)
            .up_to(64)
            .variant("other", |n| 0.5 * n as f64)
    };
    let beats = claim("other").beats("scan");
    let found = verdict(up_to_64(), beats);
    assert_eq!(
        (found.verdict, found.findings.len()),
        (Verdict::Confirmed, 2)
    );

    let mut record = up_to_64().claim(beats.from(64)).build();
    record.trials.retain(|trial| trial.size != 64);
    let found = judged(&record);
    assert_eq!(found.verdict, Verdict::NotMeasured);
    assert_eq!(
        found.sentence,
        "`scan` is run up to n = 64 only, and the claim speaks of larger sizes."
    );

    record.trials.retain(|trial| trial.size == 16);
    assert_eq!(
        judged(&record).sentence,
        "This run measured sizes from n = 16 to 16, none of which the claim speaks of: run it \
         without `--quick` and without a filter."
    );

    let untimed = judged(&up_to_64().passes(0).claim(beats).build());
    assert_eq!(
        untimed.sentence,
        "`other` was not timed at n = 16: run `cargo bench` to its end."
    );
    let why = untimed.sentence;
    assert_eq!(untimed.reason, Some(Reason::NotMeasured { why }));

    let mut renamed = up_to_64().claim(beats).build();
    renamed.variants[0].name = "another".to_owned();
    assert_eq!(
        judged(&renamed).sentence,
        "`scan` is no variant of this record's experiment."
    );
}

#[test]
fn a_failure_where_the_claim_speaks_forbids_to_confirm_it() {
    let sample = |slower: f64| {
        Sample::new("failure")
            .sizes(&[16, 64])
            .variant("scan", |n| n as f64)
            .variant("other", move |n| slower * n as f64)
            .claim(claim("other").beats("scan"))
            .build()
    };
    let fail = |record: &mut Record, name: &str| {
        record.failures.push(Failure {
            message: "`other` found 3 where `scan` found 4".to_owned(),
            case: Some(String::new()),
            size: Some(64),
            variant: Some(name.to_owned()),
        });
    };
    let mut record = sample(0.5);
    fail(&mut record, "a third");
    assert_eq!(
        judged(&record).verdict,
        Verdict::Confirmed,
        "it is not concerned"
    );
    for pass in &mut record.trials[1].passes {
        pass.lanes.retain(|lane| lane.variant != 1);
    }
    fail(&mut record, "other");
    let found = judged(&record);
    assert_eq!(found.verdict, Verdict::Inconclusive);
    let why = "`other` failed at n = 64: `other` found 3 where `scan` found 4.".to_owned();
    assert!(found.sentence.ends_with(&why), "{}", found.sentence);
    assert_eq!(found.reason, Some(Reason::NotMeasured { why }));

    let mut slow = sample(2.0);
    fail(&mut slow, "other");
    assert_eq!(
        judged(&slow).verdict,
        Verdict::Refuted,
        "the other size refutes it"
    );
}
