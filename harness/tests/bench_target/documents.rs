//! The documents name no flag and no command that there is not, and the looks that are taken.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reports::record::Effort;
use reports::stats;

use crate::stand::{Stand, seen};

/// Flags of other programs that the documents speak of, each with its program.
const FOREIGN: [&str; 10] = [
    "--workspace",    // cargo test
    "--no-fail-fast", // cargo bench
    "--all-targets",  // cargo clippy
    "--check",        // cargo fmt
    "--locked",
    "--offline",
    "--no-deps", // cargo doc
    "--package",
    "--prefix", // npm
    "--version",
];

/// The flags in a text: words that begin with two hyphens and a letter.
fn flags(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let flags = parts.filter(|part| {
        part.strip_prefix("--")
            .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    });
    flags.map(str::to_owned).collect()
}

/// The documents that speak of flags and commands, by name.
fn documents() -> [(&'static str, String); 4] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace's root");
    let names = [
        "README.md",
        "METHODOLOGY.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
    ];
    names.map(|name| (name, fs::read_to_string(root.join(name)).expect(name)))
}

#[test]
fn every_flag_in_the_documents_exists() {
    let stand = Stand::new();
    let mut known = flags(&seen(&mut stand.fixture(&["--help"])).ends_with(0).out);
    known.extend(flags(&seen(&mut stand.lab(&["--help"])).ends_with(0).out));
    for command in [
        "calibrate",
        "list",
        "compare",
        "export",
        "machine",
        "python",
    ] {
        let help = seen(&mut stand.lab(&[command, "--help"])).ends_with(0);
        known.extend(flags(&help.out));
    }
    known.extend(FOREIGN.map(str::to_owned));

    let mut found = 0;
    for (name, text) in documents() {
        for flag in flags(&text) {
            found += 1;
            assert!(known.contains(&flag), "{name}: there is no flag `{flag}`");
        }
    }
    assert!(found > 10, "the documents name no flags: mend this test");
}

#[test]
fn the_methodology_names_the_looks_that_are_taken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace's root");
    let text = fs::read_to_string(root.join("METHODOLOGY.md")).expect("METHODOLOGY.md");
    let mut shared = 0;
    for effort in [Effort::Quick, Effort::Default, Effort::Thorough] {
        let looks = &stats::looks(effort)[shared..];
        let named: Vec<String> = looks
            .iter()
            .map(|look| format!("({}, {})", look.passes, look.rank))
            .collect();
        let all = stats::looks(effort).iter();
        let error: f64 = all.map(|look| stats::error(look.passes, look.rank)).sum();
        let row = format!("{} | {:.2} % |", named.join(" "), 100.0 * error);
        assert!(text.contains(&row), "METHODOLOGY.md: `{row}` is missing");
        // The thorough looks begin with those of the default.
        if effort == Effort::Default {
            shared = looks.len();
        }
    }
}

#[test]
fn every_command_of_the_laboratory_in_the_documents_exists() {
    let help = seen(&mut Stand::new().lab(&["--help"])).ends_with(0).out;
    let commands: BTreeSet<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains("new"), "{help}");
    let mut found = 0;
    for (name, text) in documents() {
        for rest in text.split("cargo lab ").skip(1) {
            let command = rest
                .split(|c: char| !c.is_ascii_lowercase())
                .next()
                .unwrap_or_default();
            found += 1;
            assert!(
                commands.contains(command),
                "{name}: there is no `cargo lab {command}`"
            );
        }
    }
    assert!(found > 3, "the documents name no command: mend this test");
}
