//! A peer that cannot be measured is told with the reason, and costs nothing else its measurement.
//!
//! Where no Python 3.8 is found, the tests that need one say so and end.

use std::fs;
use std::process::{Command, Stdio};

use reports::judge::judge;
use reports::record::{INSTRUCTIONS, Kind, NotMeasured, Record};
use reports::verdict::Verdict;

use crate::stand::{Seen, Stand, seen};

pub(crate) const SHORT: [&str; 6] = [
    "--bench",
    "--quick",
    "--noplot",
    "--nresamples",
    "10",
    "peer",
];

/// The record with the peer, and what of it was not run. That no instruction was counted is not of
/// peers.
pub(crate) fn record(stand: &Stand) -> Record {
    let mut record = stand.record("peer");
    let counted = |absent: &NotMeasured| absent.measure.as_deref() == Some(INSTRUCTIONS);
    record.not_measured.retain(|absent| !counted(absent));
    record
}

/// Whether peers can run here at all.
pub(crate) fn python() -> bool {
    let asked = Command::new("python3")
        .args(["-c", "import sys; sys.exit(sys.version_info < (3, 8))"])
        .stderr(Stdio::null())
        .status();
    let there = asked.is_ok_and(|status| status.success());
    if !there {
        eprintln!("not tested: there is no python3 of version 3.8 or newer");
    }
    there
}

fn misbehave(stand: &Stand, how: &str) -> Seen {
    let mut command = stand.fixture(&SHORT);
    let command = command.env("FIXTURE", format!("peer {how}"));
    seen(command.env("LAB_PATIENCE", "8"))
}

/// What stands in the record where the peer was not measured at some of its sizes: the others were.
#[track_caller]
pub(crate) fn absent(stand: &Stand, seen: &Seen, sizes: &[u64], reason: &[&str]) -> Record {
    let record = record(stand);
    let [absent] = &record.not_measured[..] else {
        panic!("one thing is not measured: {:?}", record.not_measured);
    };
    assert_eq!(absent.variant.as_deref(), Some("peer"));
    for part in reason {
        assert!(
            absent.reason.contains(part),
            "`{part}` is missing in: {}",
            absent.reason
        );
        assert!(
            seen.err.contains(part),
            "`{part}` is missing in: {}",
            seen.err
        );
    }
    assert!(!absent.reason.contains('\n'), "{}", absent.reason);
    for trial in &record.trials {
        assert!(!trial.passes.is_empty());
        for pass in &trial.passes {
            let whole = !sizes.contains(&trial.size);
            assert_eq!(pass.lane(2).is_some(), whole, "at size {}", trial.size);
            assert!(pass.lane(0).is_some() && pass.lane(1).is_some());
        }
    }
    let judged = judge(&record);
    assert_eq!(
        judged[0].verdict,
        Verdict::NotMeasured,
        "{}",
        judged[0].sentence
    );
    assert!(
        judged[0].sentence.contains(reason[0]),
        "{}",
        judged[0].sentence
    );
    // What was counted before the peer left is known all the same.
    assert!([Verdict::NotMeasured, Verdict::Confirmed].contains(&judged[1].verdict));
    let page = stand.home().join("experiments/fixture/peer.html");
    let page = fs::read_to_string(page).expect("what was not measured has its page too");
    assert!(page.contains("Not measured here"));
    record
}

#[test]
fn a_sound_peer_is_verified_counted_timed_and_shown() {
    if !python() {
        return;
    }
    let stand = Stand::new();
    let seen = misbehave(&stand, "sound").ends_with(0);
    let record = record(&stand);
    assert_eq!((record.failures.len(), record.not_measured.len()), (0, 0));
    assert!(!seen.err.contains("not measured"), "{}", seen.err);
    assert!(!seen.out.contains("is none either"), "{}", seen.out);

    let variant = &record.variants[2];
    let script = variant.script.as_ref().expect("the file is kept");
    assert_eq!(variant.kind, Kind::Peer);
    assert!(!script.collects && script.text.contains("def run(own):"));
    assert_eq!(script.mirrors.as_deref(), Some("also good"));
    let [peer] = &record.peers[..] else {
        panic!("one interpreter ran: {:?}", record.peers);
    };
    assert_eq!(peer.variants, ["peer"]);
    assert!(!peer.name.is_empty() && !peer.version.is_empty() && !peer.path.is_empty());

    for trial in &record.trials {
        let counts = trial.counts[2].as_ref().expect("it was verified");
        assert_eq!(
            (counts["steps"], counts["pages"]),
            (trial.size as f64 + 1.0, 3.0)
        );
        assert!(
            !counts.contains_key("allocations"),
            "what was not counted is absent"
        );
        assert!(
            counts["peak"] > 0.0 && counts["getsizeof"] > 0.0,
            "{counts:?}"
        );
        assert!(trial.passes.iter().all(|pass| pass.lane(2).is_some()));
    }
    let judged = judge(&record);
    assert!(
        judged
            .iter()
            .all(|judged| judged.verdict != Verdict::NotMeasured)
    );
    assert_eq!(
        judged[1].verdict,
        Verdict::Confirmed,
        "{}",
        judged[1].sentence
    );

    let page = stand.home().join("experiments/fixture/peer.html");
    let page = fs::read_to_string(page).expect("the page is there");
    for shown in ["def run(own):", peer.version.as_str(), "collector was off"] {
        assert!(page.contains(shown), "`{shown}` is missing");
    }
    let criterion = stand
        .criterion()
        .join("fixture_peer/peer/2/new/estimates.json");
    assert!(criterion.is_file(), "its slices are replayed too");
}

#[test]
fn a_peer_with_a_wrong_answer_fails_the_experiment() {
    if !python() {
        return;
    }
    let stand = Stand::new();
    let seen = misbehave(&stand, "lies").ends_with(1);
    seen.error_names(&[
        "peer at size 2",
        "`peer` answers ['no', 'such', ",
        "answers (3, [1.5, 2.5]",
    ]);
    let record = record(&stand);
    assert_eq!((record.failures.len(), record.not_measured.len()), (1, 0));
    let lanes = |trial: usize| record.trials[trial].passes[0].lanes.len();
    assert_eq!(
        (lanes(0), lanes(1)),
        (4, 3),
        "it is left out where it failed"
    );
}

#[test]
fn a_peer_that_cannot_run_somewhere_is_not_measured_there() {
    if !python() {
        return;
    }
    for (how, reason) in [
        ("raises", "it raised ZeroDivisionError at line 6: "),
        (
            "crashes",
            "it ended by an abort (signal 6) in the middle of its work",
        ),
        (
            "crashes later",
            "it ended with exit status: 0 in the middle of its work",
        ),
        ("hangs", "it gave no answer for 2 seconds"),
    ] {
        let stand = Stand::new();
        let seen = misbehave(&stand, how).ends_with(0);
        absent(&stand, &seen, &[2], &[reason]);
    }
}

#[test]
fn a_peer_that_cannot_begin_is_not_measured_at_all() {
    if !python() {
        return;
    }
    for (how, reason) in [
        ("has no run", "it defines no `run(…)`"),
        ("lacks a module", "no_such_module_anywhere"),
    ] {
        let stand = Stand::new();
        let seen = misbehave(&stand, how).ends_with(0);
        let record = absent(&stand, &seen, &[1, 2], &[reason]);
        assert_eq!(record.not_measured[0].size, None, "it is said once");
    }
}

#[test]
fn as_a_test_peers_are_verified_and_absent_interpreters_are_no_failure() {
    let stand = Stand::new();
    let tested = |how: &str, interpreter: &str| {
        let mut command = stand.fixture(&["peer"]);
        command.env("FIXTURE", format!("peer {how}"));
        seen(command.env("LAB_PYTHON", interpreter))
    };
    let absent = tested("lies", "no-such-python").ends_with(0);
    assert!(
        absent.out.contains("not verified: `peer` of peer: "),
        "{}",
        absent.out
    );
    if python() {
        tested("sound", "python3").ends_with(0);
        for (how, sentence) in [
            ("lies", "`peer` answers ['no', "),
            ("raises", "ZeroDivisionError at line 6"),
            ("has no run", "it defines no `run(…)`"),
        ] {
            let failed = tested(how, "python3").ends_with(1);
            assert!(failed.out.contains(sentence), "{how}: {}", failed.out);
        }
        let lacking = tested("lacks a module", "python3").ends_with(0);
        assert!(
            lacking
                .out
                .contains("not verified: `peer` of peer: it raised"),
            "{}",
            lacking.out
        );
    }
}
