//! Interpreters that are none, or that are several.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use reports::record::RegisteredClaim;

use crate::peers::{SHORT, absent, python, record};
use crate::stand::{Seen, Stand, seen};

/// Runs with an interpreter that is none.
fn with_interpreter(stand: &Stand, script: &str) -> (Seen, PathBuf) {
    let fake = stand.path().join("python");
    fs::write(&fake, format!("#!/bin/sh\n{script}\n")).expect("a script can be written");
    fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).expect("it can be made to run");
    let mut command = stand.fixture(&SHORT);
    let command = command
        .env("FIXTURE", "peer sound")
        .env("LAB_PYTHON", &fake);
    (seen(command.env("LAB_PATIENCE", "8")), fake)
}

/// Says what an interpreter says when it is asked what it is, and does something else when it is
/// asked to work.
fn impostor(work: &str) -> String {
    let answer = "printf 'peer\\nCPython\\n3.11.0\\n3.11\\n%s\\nfake\\n' \"$0\"";
    format!("case \"$1\" in -E) {answer};; *) {work};; esac")
}

#[test]
fn an_interpreter_that_is_none_is_named_with_the_fix() {
    for (script, reason) in [
        ("echo hello", "does not answer as a Python interpreter does"),
        ("exit 3", "does not answer as a Python interpreter does"),
        (
            "printf 'peer\\nCPython\\n3.6.15\\n3.6\\n/old\\n\\n'",
            "is CPython 3.6.15, and peers need 3.8",
        ),
        (
            &impostor("echo 'hello, I am no frame'; sleep 9"),
            "it said \"hello, ",
        ),
        (&impostor("exit 7"), "left: it ended with exit status: 7"),
        (&impostor("sleep 60"), "it gave no answer for 2 seconds"),
    ] {
        let stand = Stand::new();
        let (seen, fake) = with_interpreter(&stand, script);
        let seen = seen.ends_with(0);
        let record = absent(&stand, &seen, &[1, 2], &[reason]);
        let usable = script.starts_with("case");
        assert_eq!(record.peers.len(), usize::from(usable), "{script}");
        let named = record.not_measured[0]
            .reason
            .contains(&*fake.to_string_lossy());
        assert!(
            named || reason.starts_with("it gave"),
            "{}",
            record.not_measured[0].reason
        );
    }
}

#[test]
fn without_an_interpreter_the_peer_says_how_to_get_one() {
    let stand = Stand::new();
    let mut command = stand.fixture(&SHORT);
    command
        .env("FIXTURE", "peer sound")
        .env("LAB_PYTHON", "no-such-python");
    let seen = seen(&mut command).ends_with(0);
    let reason = ["`no-such-python` could not be started", "LAB_PYTHON"];
    absent(&stand, &seen, &[1, 2], &reason);
}

#[test]
fn several_interpreters_are_variants_of_their_own() {
    if !python() {
        return;
    }
    let stand = Stand::new();
    let mut command = stand.fixture(&SHORT);
    command.env("FIXTURE", "peer sound");
    seen(command.env("LAB_PYTHON", "python3:no-such-python")).ends_with(0);
    let record = record(&stand);
    let names: Vec<&str> = record
        .variants
        .iter()
        .map(|variant| variant.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["good", "also good", "peer", "peer (no-such-python)"]
    );
    assert_eq!(record.not_measured.len(), 1);
    let about = |name: &str| {
        let of = |claim: &RegisteredClaim| claim.variant == name || claim.other() == Some(name);
        record.claims.iter().filter(|claim| of(claim)).count()
    };
    assert!(about("peer") > 0, "{:?}", record.claims);
    assert_eq!(about("peer"), about("peer (no-such-python)"));
    assert!(
        record
            .trials
            .iter()
            .all(|trial| trial.passes.iter().all(|pass| pass.lane(2).is_some()))
    );
}
