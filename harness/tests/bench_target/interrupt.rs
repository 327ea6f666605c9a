//! Ctrl-C keeps what was measured.

#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use reports::judge::judge;
use reports::record::State;
use reports::verdict::Verdict;

use crate::stand::{Seen, Stand};

/// Has a run begin, and waits until something is timed.
fn begun(run: &mut Command) -> Child {
    let mut child = run
        .env("LAB_PROGRESS", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the bench target can be started");
    let mut greeting = String::new();
    let out = child.stdout.as_mut().expect("its output is ours");
    BufReader::with_capacity(1, out)
        .read_line(&mut greeting)
        .expect("it greets");
    assert!(greeting.starts_with("fixture "), "{greeting}");
    let told = child.stderr.as_mut().expect("its errors are ours");
    let first = BufReader::with_capacity(1, told)
        .lines()
        .map(|line| line.expect("it is text"))
        .find(|line| line.contains(" pass 1/"));
    assert!(first.is_some(), "something is timed before it ends");
    child
}

/// Sends a signal to the bench target alone.
pub(crate) fn send(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill")
        .args([&format!("-{signal}"), &id])
        .status()
        .expect("`kill` can be run");
    assert!(sent.success());
}

#[test]
fn an_interrupted_run_keeps_what_was_measured() {
    let stand = Stand::new();
    // A pass over all trials takes a second and more, and ten are planned.
    let arguments = [
        "--bench",
        "--no-probe",
        "--noplot",
        "--nresamples",
        "10",
        "--measurement-time",
        "1",
    ];
    let child = begun(&mut stand.fixture(&arguments));
    send(&child, "INT");
    let seen = Seen::of(child.wait_with_output().expect("it ends")).ends_with(130);
    assert!(
        seen.err.contains("interrupted: what was measured is kept"),
        "{seen:#?}"
    );
    assert!(seen.page().is_file(), "the site is shown: {seen:#?}");

    let records = stand.records();
    assert_eq!(records.len(), 2, "every experiment has its record");
    assert!(
        records
            .iter()
            .all(|record| record.run.state == State::Interrupted)
    );
    let timed = records.iter().flat_map(|record| &record.trials);
    assert!(
        timed.clone().any(|trial| !trial.passes.is_empty()),
        "some trials were timed"
    );
    assert!(
        timed.clone().all(|trial| trial.passes.len() < 8),
        "and none was timed to the end"
    );

    let sum = stand.record("sum");
    for (claim, judged) in sum.claims.iter().zip(judge(&sum)) {
        let exact = claim.measure != "time";
        let decided = matches!(judged.verdict, Verdict::Confirmed | Verdict::Refuted);
        assert_eq!(decided, exact, "{}: {}", claim.text, judged.sentence);
    }
}
