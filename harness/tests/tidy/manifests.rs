//! Rules for the manifests: what is shared is inherited, and cargo's own test runner never meets a
//! flag of criterion's.

use std::fs;

use toml::{Table, Value};

use crate::workspace::{Member, chapters, members, read_toml, root};
use crate::{Breach, hold};

/// What every crate has from `[workspace.package]`.
const SHARED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// The kinds of dependency.
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

fn table<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    table.get(key).and_then(Value::as_table)
}

/// Whether `value` is `{ workspace = true }`.
fn inherits(value: Option<&Value>) -> bool {
    let own = value.and_then(Value::as_table);
    own.and_then(|own| own.get("workspace"))
        .and_then(Value::as_bool)
        == Some(true)
}

/// The entries of `[[kind]]`.
fn entries<'t>(manifest: &'t Table, kind: &str) -> Vec<&'t Table> {
    let list = manifest.get(kind).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

fn is(entry: &Table, key: &str, wanted: bool) -> bool {
    entry.get(key).and_then(Value::as_bool) == Some(wanted)
}

/// Checks every member with `rule`, which says what is wrong and what to do.
#[track_caller]
fn each<'m>(members: impl IntoIterator<Item = &'m Member>, rule: impl Fn(&Member) -> Vec<String>) {
    let mut breaches = Vec::new();
    for member in members {
        let wrong = rule(member).into_iter();
        breaches.extend(wrong.map(|what| Breach::new(&member.manifest, None, what)));
    }
    hold(&breaches);
}

#[test]
fn every_crate_inherits_what_is_shared() {
    each(members(), |member| {
        let package = table(&member.table, "package").expect("a manifest has a package");
        let own = |key: &&str| !inherits(package.get(*key));
        let keys = SHARED.into_iter().filter(own);
        let mut wrong: Vec<String> = keys
            .map(|key| format!("write `{key}.workspace = true`"))
            .collect();
        if !inherits(member.table.get("lints")) {
            wrong.push("add `[lints]` with `workspace = true`".into());
        }
        wrong
    });
}

#[test]
fn every_dependency_has_its_version_from_the_workspace() {
    each(members(), |member| {
        let kinds = DEPENDENCIES
            .iter()
            .filter_map(|kind| table(&member.table, kind));
        let own = kinds.flatten().filter(|(_, value)| !inherits(Some(value)));
        own.map(|(name, _)| {
            format!(
                "give the version of `{name}` in the root's [workspace.dependencies], and write \
                 `{name}.workspace = true`"
            )
        })
        .collect()
    });
}

#[test]
fn no_library_or_program_is_run_by_cargo_bench() {
    each(members(), |member| {
        let mut wrong = Vec::new();
        if !member.targets_of("lib").is_empty() {
            let library = table(&member.table, "lib");
            if !library.is_some_and(|library| is(library, "bench", false)) {
                wrong.push(
                    "write `bench = false` under [lib]: libtest knows no flag of ours".into(),
                );
            }
        }
        for program in member.targets_of("bin") {
            let named =
                |entry: &&Table| entry.get("name").and_then(Value::as_str) == Some(&program.name);
            let entry = entries(&member.table, "bin").into_iter().find(named);
            if !entry.is_some_and(|entry| is(entry, "bench", false)) {
                wrong.push(format!(
                    "write a [[bin]] for `{}` with `bench = false`",
                    program.name
                ));
            }
        }
        wrong
    });
}

#[test]
fn a_chapter_has_one_bench_target_that_is_tested_too() {
    each(chapters(), |chapter| {
        let benches = entries(&chapter.table, "bench");
        let found = chapter.targets_of("bench").len();
        let [bench] = benches[..] else {
            return vec![format!(
                "it has {} [[bench]] targets; a chapter has one",
                benches.len()
            )];
        };
        let mut wrong = Vec::new();
        if found != 1 {
            wrong.push(format!(
                "cargo finds {found} bench targets; a chapter has one"
            ));
        }
        if !is(bench, "harness", false) {
            wrong.push("write `harness = false` under [[bench]]: the harness is ours".into());
        }
        if !is(bench, "test", true) {
            wrong.push(
                "write `test = true` under [[bench]]: `cargo test` verifies the variants".into(),
            );
        }
        wrong
    });
}

#[test]
fn chapters_know_the_harness_and_not_what_lies_behind_it() {
    each(chapters(), |chapter| {
        let behind = ["reports", "criterion"];
        let names = behind
            .iter()
            .filter(|name| chapter.dependencies.iter().any(|own| own == *name));
        names
            .map(|name| format!("take `{name}` out: a chapter speaks to the harness alone"))
            .collect()
    });
}

#[test]
fn a_chapter_joins_by_existing() {
    let manifest = read_toml(&root().join("Cargo.toml"));
    let globs = manifest["workspace"]["members"]
        .as_array()
        .expect("a list of members");
    let chapter_glob = globs.iter().any(|glob| glob.as_str() == Some("*-bench"));
    assert!(chapter_glob, "Cargo.toml: list `*-bench` among the members");

    let mut found = 0;
    let mut breaches = Vec::new();
    for entry in fs::read_dir(root()).expect("the root can be listed") {
        let folder = entry.expect("the root can be listed").path();
        if !folder.is_dir() || !folder.to_string_lossy().ends_with("-bench") {
            continue;
        }
        found += 1;
        if !members().iter().any(|member| member.folder() == folder) {
            let what = "no crate stands here, and nothing can be built; `cargo lab new` makes one";
            breaches.push(Breach::new(&folder, None, what));
        }
    }
    assert!(found > 0, "no chapter folder was found");
    hold(&breaches);
}

#[test]
fn unsafe_code_is_denied_in_the_whole_workspace() {
    let manifest = read_toml(&root().join("Cargo.toml"));
    let lints = &manifest["workspace"]["lints"]["rust"];
    assert_eq!(
        lints["unsafe_code"].as_str(),
        Some("deny"),
        "Cargo.toml, [workspace.lints.rust]"
    );
}
