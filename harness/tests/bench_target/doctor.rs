//! `cargo lab doctor`: each thing in a line, and whether any spoils figures in the exit status.

use crate::recorded;
use crate::stand::{Seen, Stand, seen};

/// The line about a thing: how it stands, and what is said.
fn about<'s>(seen: &'s Seen, what: &str) -> (&'s str, &'s str) {
    let lines = seen.out.lines().filter_map(|line| {
        let (standing, rest) = line.split_at_checked(9)?;
        Some((standing.trim(), rest.strip_prefix(what)?.trim()))
    });
    let mut lines = lines;
    lines
        .next()
        .unwrap_or_else(|| panic!("nothing is said of {what}: {}", seen.out))
}

#[test]
fn every_thing_has_a_line_and_warnings_are_the_exit_status() {
    let seen = seen(&mut recorded().stand.lab(&["doctor"]));
    for what in [
        "build",
        "loops",
        "processor",
        "load",
        "cores",
        "governor",
        "huge pages",
        "memory",
        "clock",
        "noise",
        "hardware counters",
        "valgrind",
        "strace",
        "python",
        "browser",
        "folder",
        "space",
        "records",
        "commit",
    ] {
        let (standing, said) = about(&seen, what);
        assert!(
            ["ok", "warning", "missing"].contains(&standing),
            "{what}: {standing}"
        );
        assert!(!said.is_empty(), "{what}");
    }
    // This test is built without optimisation, so there is a warning at least.
    assert_eq!(about(&seen, "build").0, "warning");
    assert!(about(&seen, "build").1.contains("cargo bench"));
    let seen = seen.ends_with(1);
    let warned = seen
        .out
        .lines()
        .filter(|line| line.starts_with("warning"))
        .count();
    let last = seen.out.lines().last().unwrap_or_default();
    assert!(last.contains(&format!("{warned} warning")), "{last}");
    assert_eq!(about(&seen, "records"), ("ok", "2 experiments"));
}

#[test]
fn what_is_not_there_is_missing_with_what_is_lost() {
    let stand = Stand::new();
    let mut command = stand.lab(&["doctor"]);
    let seen = seen(
        command
            .env("PATH", stand.path())
            .env("LAB_PYTHON", "no-such-python"),
    );
    for (what, lost) in [
        ("valgrind", "instructions are not counted"),
        ("strace", "calls of the kernel are not counted"),
        ("python", "claims about it are not measured"),
        ("browser", "the pages are not tested"),
        ("commit", "do not say what was measured"),
        ("records", "none yet"),
    ] {
        let (standing, said) = about(&seen, what);
        assert_eq!(standing, "missing", "{what}");
        assert!(said.contains(lost), "{what}: {said}");
    }
}

#[test]
fn a_run_is_told_at_its_start_what_spoils_it() {
    let seen = &recorded().seen;
    assert!(
        seen.err.contains("warning: build: this is a debug build"),
        "{}",
        seen.err
    );
    assert!(seen.err.contains("cargo lab doctor"), "{}", seen.err);
}
