//! The command line: what is listed, what is selected, and what is refused.

use std::fs;
use std::process::Command;

use crate::stand::{Seen, Stand, files, seen};

#[test]
fn benchmarks_are_listed_by_their_ids() {
    let stand = Stand::new();
    let listed = seen(&mut stand.fixture(&["--bench", "--list"])).ends_with(0);
    let lines: Vec<&str> = listed.out.lines().collect();
    for id in [
        "fixture/sum/once/1000",
        "fixture/order/sort/sorted/taken/16",
    ] {
        assert!(
            lines.contains(&format!("{id}: benchmark").as_str()),
            "{lines:?}"
        );
    }
    let above = "fixture/sum/copied/1000: benchmark";
    assert!(!lines.contains(&above), "`copied` is run up to 100 only");
    let count = lines
        .iter()
        .filter(|line| line.ends_with(": benchmark"))
        .count();
    assert_eq!(lines.last(), Some(&format!("{count} benchmarks").as_str()));

    let filtered = seen(&mut stand.fixture(&["--bench", "--list", "sum/.*/10$"])).ends_with(0);
    let ids: Vec<&str> = filtered
        .out
        .lines()
        .filter_map(|line| line.strip_suffix(": benchmark"))
        .collect();
    assert_eq!(
        ids,
        [
            "fixture/sum/thrice/10",
            "fixture/sum/once/10",
            "fixture/sum/copied/10"
        ]
    );
    assert_eq!(files(stand.path()).len(), 0, "listing writes nothing");
}

#[test]
fn a_terse_list_has_nothing_but_its_lines() {
    let stand = Stand::new();
    let benches =
        seen(&mut stand.fixture(&["--bench", "--list", "--format", "terse"])).ends_with(0);
    assert!(benches.out.lines().count() > 10);
    assert!(
        benches
            .out
            .lines()
            .all(|line| line.ends_with(": benchmark")),
        "{}",
        benches.out
    );
    let tests = seen(&mut stand.fixture(&["--list", "--format", "terse"])).ends_with(0);
    assert_eq!(tests.out, "fixture/sum: test\nfixture/order/sort: test\n");
}

#[test]
fn a_filter_measures_what_it_matches_and_nothing_else() {
    let stand = Stand::new();
    stand.bench(&["sorted/stable/64"]).ends_with(0);
    let records = stand.records();
    assert_eq!(records.len(), 1);
    let record = stand.record("order/sort");
    assert_eq!((record.trials.len(), record.run.left_out), (1, 3));
    assert_eq!(
        (record.trials[0].case.as_str(), record.trials[0].size),
        ("sorted", 64)
    );
    let lanes = record.trials[0].passes[0].lanes.len();
    assert_eq!(lanes, 4, "all variants of a trial run, and the control");
}

#[test]
fn exact_takes_a_whole_id_and_no_part_of_one() {
    let stand = Stand::new();
    stand
        .bench(&["--exact", "fixture/order/sort/shuffled/taken/16"])
        .ends_with(0);
    assert_eq!(stand.record("order/sort").trials.len(), 1);
    let part = stand.bench(&["--exact", "order/sort"]).ends_with(3);
    part.error_names(&["`order/sort`", "did you mean `fixture/order/sort`?"]);
}

#[test]
fn a_filter_that_matches_nothing_says_what_was_meant_and_fails() {
    let stand = Stand::new();
    let none = stand.bench(&["fixture/order/srot"]).ends_with(3);
    none.error_names(&[
        "`fixture`",
        "`fixture/order/srot`",
        "`fixture/order/sort`",
        "--list",
    ]);
    assert_eq!(none.out, "");
    assert_eq!(files(stand.path()).len(), 0, "nothing is measured");
}

/// Runs the bench target as a part of a plain `cargo bench`: what counts is the command line of its
/// parent.
fn under_cargo_bench(stand: &Stand, filter: &str) -> Seen {
    let fixture = stand.fixture(&[]);
    let mut command = Command::new("sh");
    let script =
        r#""$FIXTURE_PROGRAM" --bench --quick --noplot --nresamples 10 "$FILTER"; exit $?"#;
    command
        .args(["-c", script, "cargo", "bench"])
        .env("FIXTURE_PROGRAM", fixture.get_program())
        .env("FILTER", filter);
    for (name, value) in fixture.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    seen(command.env("CARGO_MANIFEST_DIR", stand.path()))
}

#[test]
fn a_filter_for_another_chapter_does_not_stop_cargo() {
    let stand = Stand::new();
    let write = |path: &str, text: &str| {
        let path = stand.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .and_then(|()| fs::write(path, text))
            .expect("a file can be written");
    };
    write("Cargo.toml", "[workspace]\n");
    let alone = under_cargo_bench(&stand, "no such").ends_with(3);
    alone.error_names(&["`no such`"]);

    write("later-bench/Cargo.toml", "[[bench]]\n");
    let before = under_cargo_bench(&stand, "no such").ends_with(0);
    assert_eq!(before.out, "fixture: nothing here matches `no such`\n");
    assert_eq!(before.err, "");
}

#[test]
fn a_filter_that_is_no_expression_is_refused_with_the_fix() {
    let stand = Stand::new();
    for arguments in [&["--bench", "sum("][..], &["--bench", "--list", "sum("]] {
        let refused = seen(&mut stand.fixture(arguments)).ends_with(2);
        refused.error_names(&["`sum(`", "backslash", "--exact"]);
    }
    assert_eq!(files(stand.path()).len(), 0);
}

#[test]
fn a_wrong_flag_is_named_and_nothing_is_measured() {
    let stand = Stand::new();
    for (arguments, named) in [
        (&["--bogus"][..], "'--bogus'"),
        (&["--quik"], "'--quick'"),
        (&["-1"], "'-1'"),
        (&["--sample-size", "x"], "'x' for '--sample-size"),
        (&["--sample-size", "5"], "5 is not in 10.."),
        (&["--measurement-time", "0"], "a number above 0"),
        (&["--warm-up-time", "-1"], "'-1'"),
        (&["--nresamples", "0"], "'0' for '--nresamples"),
        (&["--confidence-level", "95"], "between 0 and 1"),
        (&["--profile-time", "0.5"], "at least 1 second"),
        (&["--quick", "--thorough"], "'--thorough'"),
        (&["--quick", "--sample-size", "10"], "'--sample-size"),
        (&["--load-baseline", "a"], "--baseline"),
        (&["--save-baseline", "a", "--baseline", "b"], "'--baseline"),
        (&["--save-baseline"], "--save-baseline"),
        (&["--seed", "x"], "'x' for '--seed"),
        (&["--format", "xml", "--list"], "pretty, terse"),
        (&["one", "two"], "'two'"),
        (&["--exact"], "<FILTER>"),
        (&["--color", "blue"], "'blue'"),
    ] {
        let mut command = stand.fixture(&["--bench"]);
        let refused = seen(command.args(arguments)).ends_with(2);
        assert!(
            refused.err.contains(named),
            "{arguments:?}: {}",
            refused.err
        );
        assert!(
            refused.err.starts_with("error: "),
            "{arguments:?}: {}",
            refused.err
        );
    }
    assert_eq!(files(stand.path()).len(), 0);
}

#[test]
fn help_names_the_exit_statuses() {
    let help = seen(&mut Stand::new().fixture(&["--help"])).ends_with(0);
    for part in [
        "Exit status: 0",
        "130 interrupted",
        "--save-baseline",
        "--quick",
    ] {
        assert!(
            help.out.contains(part),
            "`{part}` is missing in:\n{}",
            help.out
        );
    }
}

#[test]
fn profiling_runs_and_keeps_nothing() {
    let stand = Stand::new();
    let arguments = [
        "--bench",
        "--profile-time",
        "1",
        "--exact",
        "fixture/sum/once/500",
    ];
    let start = std::time::Instant::now();
    seen(&mut stand.fixture(&arguments)).ends_with(0);
    let seconds = start.elapsed().as_secs_f64();
    assert!(
        seconds >= 2.0,
        "two variants for a second each, not {seconds} s in all"
    );
    assert_eq!(files(stand.path()).len(), 0);
}
