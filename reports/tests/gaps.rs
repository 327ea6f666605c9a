//! Claims that speak of what was not measured, or of what failed.

use reports::claim::{Claim, claim};
use reports::judge::judge;
use reports::record::{Failure, NotMeasured, Record};
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
        "This run measured n = 16 alone, and the claim speaks of no such size: run it without a \
         filter, or with `--thorough`."
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

/// A peer that is 20 times as slow, and cannot run at some sizes.
fn peer(absent: &[Option<u64>], claim: Claim) -> Judgement {
    let mut record = Sample::new("gaps")
        .sizes(&[16, 64])
        .variant("here", |n| n as f64)
        .variant("there", |n| 20.0 * n as f64)
        .claim(claim)
        .build();
    for size in absent {
        record.not_measured.push(NotMeasured {
            variant: Some("there".to_owned()),
            measure: None,
            case: None,
            size: *size,
            reason: "it raised ValueError at line 3".to_owned(),
        });
        for trial in record
            .trials
            .iter_mut()
            .filter(|trial| size.is_none_or(|n| n == trial.size))
        {
            for pass in &mut trial.passes {
                pass.lanes.retain(|lane| lane.variant != 1);
            }
        }
    }
    judged(&record)
}

#[test]
fn a_claim_about_a_peer_that_could_not_run_is_not_measured_and_says_why() {
    let beats = claim("here").beats("there").by(10.0);
    assert_eq!(peer(&[], beats).verdict, Verdict::Confirmed);

    let nowhere = peer(&[None], beats);
    assert_eq!(nowhere.verdict, Verdict::NotMeasured);
    assert_eq!(
        nowhere.sentence,
        "`there` was not measured: it raised ValueError at line 3."
    );

    let somewhere = peer(&[Some(64)], beats);
    assert_eq!(
        (somewhere.verdict, somewhere.findings.len()),
        (Verdict::NotMeasured, 1)
    );
    let why = "`there` was not measured at n = 64: it raised ValueError at line 3.";
    assert!(somewhere.sentence.ends_with(why), "{}", somewhere.sentence);
    assert_eq!(
        somewhere.reason,
        Some(Reason::NotMeasured {
            why: why.to_owned()
        })
    );
    assert_eq!(peer(&[Some(64)], beats.at(16)).verdict, Verdict::Confirmed);
    let refuted = claim("there").beats("here").by(1.5);
    assert_eq!(peer(&[Some(64)], refuted).verdict, Verdict::Refuted);
}
