//! Instructions: counted inside of the real valgrind where there is one, and told to be missing
//! where there is none.
//!
//! A test that needs valgrind says on standard error, past the capture of the test runner, that it
//! was skipped.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use reports::record::{Record, Trial};

use crate::stand::{SHORT, Seen, Stand, seen};

/// Whether valgrind is on PATH; says so when not.
pub(crate) fn valgrind(test: &str) -> bool {
    let there = Command::new("valgrind").arg("--version").output();
    let there = there.is_ok_and(|output| output.status.success());
    let word = if there {
        "run inside of"
    } else {
        "SKIPPED, for there is no"
    };
    let _ = writeln!(std::io::stderr(), "{test}: {word} valgrind");
    there
}

/// A short run that counts instructions, with a temporary folder that must be empty afterwards.
fn count(stand: &Stand, filter: &str, change: impl FnOnce(&mut Command)) -> Seen {
    let scratch = stand.path().join("scratch");
    fs::create_dir_all(&scratch).expect("a folder can be made");
    let mut command = stand.fixture(&SHORT);
    command
        .args(["--instructions", filter])
        .env("TMPDIR", &scratch);
    change(&mut command);
    let seen = seen(&mut command);
    let left = fs::read_dir(&scratch).expect("it is still there").count();
    assert_eq!(left, 0, "files are left in the temporary folder");
    seen
}

fn instructions(trial: &Trial, variant: usize) -> Option<f64> {
    let range = trial.count_range("instructions", variant);
    range.map(|(low, high)| {
        assert_eq!(low, high, "n = {}, variant {variant}", trial.size);
        low
    })
}

/// The instructions of every variant at every size.
fn all(record: &Record) -> BTreeMap<(String, u64, usize), f64> {
    let mut all = BTreeMap::new();
    for trial in &record.trials {
        for variant in 0..record.variants.len() {
            if let Some(count) = instructions(trial, variant) {
                all.insert((trial.case.clone(), trial.size, variant), count);
            }
        }
    }
    all
}

/// A stand whose records hold the instructions of every trial. A call that loses its core while it
/// is verified is taken for a long one, and those are left out.
fn whole() -> Stand {
    let once = || {
        let stand = Stand::new();
        count(&stand, "sum|order", |_| ()).ends_with(0);
        let left_out = |experiment| {
            let missing = stand.record(experiment).not_measured;
            missing
                .iter()
                .any(|of| of.measure.as_deref() == Some("instructions"))
        };
        let whole = !["sum", "order/sort"].into_iter().any(left_out);
        whole.then_some(stand)
    };
    let stand = (0..3).find_map(|_| once());
    stand.expect("in one of three runs every call keeps its core")
}

#[test]
fn instructions_are_counted_to_the_last_one_and_without_what_is_done_once() {
    if !valgrind("instructions_are_counted_to_the_last_one_and_without_what_is_done_once") {
        return;
    }
    let (first, second) = (whole(), whole());
    for experiment in ["sum", "order/sort"] {
        let (record, again) = (first.record(experiment), second.record(experiment));
        assert!(!all(&record).is_empty());
        assert_eq!(
            all(&record),
            all(&again),
            "the same in every run of {experiment}"
        );
    }
    let record = first.record("sum");
    let at = |size: u64, variant: usize| {
        let trial = record.trials.iter().find(|trial| trial.size == size);
        let trial = trial.expect("the size was run");
        assert_eq!(trial.recounts.len(), 3, "two seeds and a process");
        instructions(trial, variant).expect("it was counted")
    };
    // Adding n numbers costs so many instructions each, wherever it is counted.
    let each = (at(1000, 1) - at(500, 1)) / 500.0;
    assert!(each >= 1.0, "{each}");
    assert_eq!(at(500, 1) - at(100, 1), 400.0 * each);
    assert!(
        at(100, 1) < 100.0 * each + 1000.0,
        "what is done once is left out"
    );
    assert!(at(1000, 0) > 2.9 * at(1000, 1), "three times the work");

    let page = first.home().join("experiments/fixture/sum.html");
    let page = fs::read_to_string(page).expect("the page was written");
    assert!(page.contains("counted by valgrind"), "the page tells how");
    let csv = seen(&mut first.lab(&["export", "figures"]))
        .ends_with(0)
        .out;
    let line = format!("sum,,1000,once,instructions,{0:?},{0:?},{0:?}", at(1000, 1));
    assert!(csv.contains(&line), "{line} is missing");
}

#[test]
fn a_claim_on_time_grows_as_its_instructions_do() {
    if !valgrind("a_claim_on_time_grows_as_its_instructions_do") {
        return;
    }
    let stand = Stand::new();
    let seen = count(&stand, "grown", |command| {
        command.env("FIXTURE", "grows");
    })
    .ends_with(0);
    let told = "The number of instructions of `once` grows as O(n)";
    assert!(seen.out.contains(told), "{}", seen.out);
}

#[test]
fn a_variant_that_dies_inside_of_valgrind_costs_its_instructions_alone() {
    if !valgrind("a_variant_that_dies_inside_of_valgrind_costs_its_instructions_alone") {
        return;
    }
    let stand = Stand::new();
    count(&stand, "bad", |command| {
        command.env("FIXTURE", "aborts inside of valgrind");
    })
    .ends_with(0);
    let record = stand.record("bad");
    assert_eq!(record.failures, []);
    let trial = record
        .trials
        .iter()
        .find(|trial| trial.size == 2)
        .expect("it was run");
    assert!(instructions(trial, 0).is_some() && instructions(trial, 1).is_some());
    assert_eq!(instructions(trial, 2), None);
    assert!(
        trial.passes[0].lane(2).is_some(),
        "it was timed all the same"
    );
    let told = record
        .not_measured
        .iter()
        .find(|of| of.variant.as_deref() == Some("bad"));
    let told = told.expect("it says that it was not counted");
    assert_eq!(
        (told.size, told.measure.as_deref()),
        (Some(2), Some("instructions"))
    );
    assert!(told.reason.contains("inside of valgrind") && told.reason.contains("signal 6"));
}

/// The reason why no instructions were counted.
fn reason(record: &Record) -> &str {
    let counted = record
        .trials
        .iter()
        .any(|trial| instructions(trial, 0).is_some());
    assert!(!counted, "nothing can have been counted");
    let of = record.not_measured.iter();
    let mut of = of.filter(|of| of.measure.as_deref() == Some("instructions"));
    let told = of.next().expect("it says that they were not counted");
    assert_eq!(
        (of.next(), told.variant.as_ref()),
        (None, None),
        "once for all"
    );
    &told.reason
}

#[test]
fn without_valgrind_instructions_are_not_measured_and_the_rest_goes_on() {
    let stand = Stand::new();
    let empty = stand.path().join("empty");
    fs::create_dir(&empty).expect("a folder can be made");
    count(&stand, "sum", |command| {
        command.env("PATH", &empty);
    })
    .ends_with(0);
    let record = stand.record("sum");
    assert!(!record.trials[0].passes.is_empty());
    let reason = reason(&record);
    assert!(
        reason.contains("not on PATH") && reason.contains("install"),
        "{reason}"
    );
}

/// PATH with a folder of its own before all others, in which a program `valgrind` lies.
pub(crate) fn impostor(stand: &Stand, script: &str) -> std::ffi::OsString {
    let folder = stand.path().join("impostor");
    fs::create_dir(&folder).expect("a folder can be made");
    let program = folder.join("valgrind");
    fs::write(&program, script).expect("a file can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it may run");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).expect("no folder holds a colon")
}

#[test]
fn a_valgrind_that_fails_or_is_none_says_so_once() {
    let fails = "#!/bin/sh\necho 'valgrind: failed to start tool callgrind' >&2\nexit 1\n";
    let is_none = "#!/bin/sh\nfor last; do :; done\nexec \"$last\"\n";
    for (script, why) in [
        (fails, "failed to start tool callgrind"),
        (is_none, "is no valgrind"),
    ] {
        let stand = Stand::new();
        let path = impostor(&stand, script);
        count(&stand, "sum", |command| {
            command.env("PATH", path);
        })
        .ends_with(0);
        let record = stand.record("sum");
        assert!(reason(&record).contains(why), "{}", reason(&record));
    }
}

#[test]
fn a_run_that_was_not_asked_says_how_to_ask() {
    let crate::Recorded { stand, seen } = crate::recorded();
    let lines = seen
        .out
        .lines()
        .filter(|line| line.contains("instructions are not counted"));
    assert_eq!(
        lines.count(),
        1,
        "one line tells what is missing: {}",
        seen.out
    );
    for record in stand.records() {
        let reason = reason(&record);
        assert!(reason.contains("--instructions"), "{reason}");
    }
}
