//! `cargo lab`: what it does with records, and how it begins a chapter.

use std::fs;
use std::path::Path;

use crate::recorded;
use crate::stand::{Seen, Stand, files, seen};

fn lab(arguments: &[&str]) -> Seen {
    seen(&mut recorded().stand.lab(arguments))
}

#[test]
fn experiments_are_listed_with_their_verdicts() {
    let listed = lab(&["list"]).ends_with(0);
    let lines: Vec<&str> = listed.out.lines().collect();
    assert!(
        lines[0].starts_with("fixture/order/sort  1 claim: "),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("fixture/sum         5 claims: "),
        "{lines:?}"
    );
    assert!(lines[2].starts_with("6 claims"), "{lines:?}");
}

#[test]
fn refuted_claims_are_listed_with_what_was_found_and_the_reason() {
    let listed = lab(&["list", "--refuted"]).ends_with(0);
    let stand = &recorded().stand;
    let claims = stand.records().into_iter().flat_map(|record| record.claims);
    let copied = claims.into_iter().find(|claim| claim.variant == "copied");
    let claim = copied.expect("the fixture claims something of a copy").text;
    let found = "The number of allocations of `copied` is 1";
    let lines: Vec<&str> = listed.out.lines().collect();
    let at = lines
        .iter()
        .position(|line| *line == format!("  ✗ {claim}"));
    let at = at.unwrap_or_else(|| panic!("`{claim}` is missing: {lines:?}"));
    assert!(lines[..at].contains(&"fixture/sum"), "{lines:?}");
    assert!(lines[at + 1].contains(found), "{lines:?}");
    let reason = "    The author's reading: a copy needs a place of its own.";
    assert_eq!(lines[at + 2], reason);
    assert!(!listed.out.contains("of `once` is 0"), "{lines:?}");
    let refuted = lines.iter().filter(|line| line.starts_with("  ✗")).count();
    assert!(lines[lines.len() - 1].starts_with(&format!("{refuted} claim")));
    lab(&["list", "--refuted", "--runs"]).ends_with(2);
}

#[test]
fn judging_again_says_what_the_run_said() {
    let judged = lab(&["judge"]).ends_with(0);
    let told = &recorded().seen.out;
    let evidence: Vec<&str> = judged
        .out
        .lines()
        .filter(|line| line.starts_with("    "))
        .collect();
    assert_eq!(evidence.len(), 6, "{}", judged.out);
    assert!(
        evidence.iter().all(|line| told.contains(line)),
        "{}",
        judged.out
    );
}

#[test]
fn the_site_is_rendered_again_to_the_same_bytes() {
    let home = recorded().stand.home();
    let pages = || -> Vec<(String, Vec<u8>)> {
        let pages = files(&home)
            .into_iter()
            .filter(|file| !file.ends_with("suite.json"));
        pages
            .map(|file| {
                (
                    file.display().to_string(),
                    fs::read(&file).expect("a page can be read"),
                )
            })
            .collect()
    };
    let before = pages();
    let rendered = lab(&["site"]).ends_with(0);
    assert_eq!(Path::new(rendered.out.trim()), home.join("index.html"));
    let after = pages();
    assert_eq!(before.len(), after.len());
    for ((name, before), (_, after)) in before.iter().zip(&after) {
        assert!(before == after, "{name} differs");
    }
}

#[test]
fn every_format_can_be_exported() {
    let lines = |format: &str| lab(&["export", format]).ends_with(0).out.lines().count();
    // A head and a line a claim; more figures than claims, and more slices than figures.
    assert_eq!(lines("claims"), 7);
    assert!(lines("figures") > 7 && lines("samples") > lines("figures"));
    for format in ["json", "bencher"] {
        let written = lab(&["export", format]).ends_with(0).out;
        let read: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
        let entries = read.as_array().map_or(0, Vec::len);
        let entries = entries + read.as_object().map_or(0, serde_json::Map::len);
        assert!(entries >= 6, "{format}: {entries} entries");
    }
    let told = lab(&["export", "markdown"]).ends_with(0).out;
    assert!(
        told.contains("| claim | predicted | measured | verdict |"),
        "{told}"
    );
}

#[test]
fn an_export_goes_where_it_is_told() {
    let stand = Stand::new();
    let file = stand.path().join("claims.csv");
    let name = file.display().to_string();
    lab(&["export", "claims", "--out", &name]).ends_with(0);
    let written = fs::read_to_string(&file).expect("the file was written");
    assert!(
        written.starts_with("run,package,experiment,claim,"),
        "{written}"
    );
    let nowhere = stand.path().join("no/such/folder").display().to_string();
    lab(&["export", "claims", "--out", &nowhere])
        .ends_with(1)
        .error_names(&["no/such/folder", "another file"]);
}

#[test]
fn runs_are_listed_by_the_names_that_compare_takes() {
    let listed = lab(&["list", "--runs"]).ends_with(0);
    let records = recorded().stand.records();
    let trials: usize = records.iter().map(|record| record.trials.len()).sum();
    let run = &records[0].run.id;
    let first = format!("{run}: quick, 2 experiments, {trials} trials\n");
    assert_eq!(listed.out, format!("{first}1 run\n"));
}

#[test]
fn runs_are_compared_by_name() {
    lab(&["compare"])
        .ends_with(1)
        .error_names(&["only one run", "cargo bench"]);
    lab(&["compare", "1999"])
        .ends_with(3)
        .error_names(&["no run `1999`", "`cargo lab list --runs`"]);
    let run = recorded().stand.records()[0].run.id.clone();
    let typo = format!("{}x", &run[..run.len() - 1]);
    let meant = format!("did you mean `{run}`?");
    lab(&["compare", &typo])
        .ends_with(3)
        .error_names(&[&typo, &meant]);
    let itself = lab(&["compare", "20", "20"]).ends_with(0);
    assert!(itself.out.ends_with("nothing changed\n"), "{}", itself.out);
}

#[test]
fn without_records_it_says_what_to_run() {
    let stand = Stand::new();
    for command in [
        &["list"][..],
        &["list", "--refuted"],
        &["judge"],
        &["compare"],
        &["export", "json"],
    ] {
        let refused = seen(&mut stand.lab(command)).ends_with(1);
        refused.error_names(&["nothing has been recorded", "cargo bench"]);
    }
}

#[test]
fn a_wrong_command_is_named() {
    let stand = Stand::new();
    for arguments in [&["sight"][..], &["new"], &["list", "--bogus"]] {
        let refused = seen(&mut stand.lab(arguments)).ends_with(2);
        refused.error_names(&["`cargo lab --help` lists all"]);
    }
    let nothing = seen(&mut stand.lab(&[])).ends_with(2);
    for command in ["list", "open", "site", "compare", "doctor", "export"] {
        assert!(
            nothing.err.contains(&format!("\n  {command} ")),
            "{}",
            nothing.err
        );
    }
    assert!(nothing.err.contains("Exit status: 0"), "{}", nothing.err);
}

/// A workspace with nothing in it.
fn workspace() -> Stand {
    let stand = Stand::new();
    let manifest = "[workspace]\nmembers = [\"*-bench\"]\n";
    fs::write(stand.path().join("Cargo.toml"), manifest).expect("a manifest can be written");
    stand
}

fn begin(stand: &Stand, name: &str) -> Seen {
    let mut command = stand.lab(&["new", name]);
    seen(
        command
            .current_dir(stand.path())
            .env("CARGO_MANIFEST_DIR", stand.path()),
    )
}

#[test]
fn a_chapter_is_begun_whole_and_keeps_the_rules() {
    let stand = workspace();
    let made = begin(&stand, "strings").ends_with(0);
    assert!(
        made.out.contains("cargo bench -p strings-bench"),
        "{}",
        made.out
    );
    let folder = stand.path().join("strings-bench");
    let found: Vec<String> = files(&folder)
        .iter()
        .map(|file| {
            file.strip_prefix(&folder)
                .expect("it lies there")
                .display()
                .to_string()
        })
        .collect();
    assert_eq!(
        found,
        [
            "Cargo.toml",
            "benches/strings_bench.rs",
            "src/lib.rs",
            "src/sum.rs"
        ]
    );
    for file in files(&folder) {
        let text = fs::read_to_string(&file).expect("a file can be read");
        assert!(!text.contains("{{"), "{}: {text}", file.display());
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{}",
            file.display()
        );
        if file.extension().is_some_and(|extension| extension == "rs") {
            assert!(text.starts_with("//! "), "{}: {text}", file.display());
        }
    }
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest is there");
    let manifest: toml::Table = manifest.parse().expect("it is TOML");
    assert_eq!(manifest["lib"]["bench"].as_bool(), Some(false));
    assert_eq!(manifest["bench"][0]["harness"].as_bool(), Some(false));
    assert_eq!(manifest["bench"][0]["test"].as_bool(), Some(true));
    assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true));
}

#[test]
fn a_chapter_that_cannot_be_begun_leaves_nothing_behind() {
    let stand = workspace();
    begin(&stand, "strings").ends_with(0);
    let before = files(stand.path());
    begin(&stand, "strings")
        .ends_with(1)
        .error_names(&["strings-bench", "is there already"]);
    for name in ["Strings", "../strings", "1st", "two words"] {
        begin(&stand, name)
            .ends_with(1)
            .error_names(&[name, "such as `strings`"]);
    }
    assert_eq!(files(stand.path()), before);

    let nowhere = Stand::new();
    begin(&nowhere, "strings")
        .ends_with(1)
        .error_names(&["no workspace here"]);
}
