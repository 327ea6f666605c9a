//! Rules for who may depend on whom, over the whole graph that `Cargo.lock` holds.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::workspace::{members, named, read_toml, root};

/// Libraries that measure, by their names or the beginnings of their names.
const MEASURING: [&str; 11] = [
    "bencher",
    "brunch",
    "codspeed",
    "criterion",
    "diol",
    "divan",
    "glassbench",
    "gungraun",
    "iai",
    "microbench",
    "tango-bench",
];

/// Every package of the lock file with the names of what it depends on, for whatever purpose and
/// on whatever system. Two versions of a package are taken together: that finds more, never less.
fn lock() -> BTreeMap<String, BTreeSet<String>> {
    let lock = read_toml(&root().join("Cargo.lock"));
    let packages = lock["package"]
        .as_array()
        .expect("a lock file lists packages");
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages.iter().filter_map(Value::as_table) {
        let name = package["name"].as_str().expect("a package has a name");
        let below = graph.entry(name.to_owned()).or_default();
        below.extend(dependencies(package));
    }
    assert!(graph.len() > members().len(), "the lock file is too short");
    graph
}

/// `name`, or `name version` where there are several.
fn dependencies(package: &Table) -> impl Iterator<Item = String> {
    let list = package.get("dependencies").and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(Value::as_str);
    names.filter_map(|name| name.split_whitespace().next().map(str::to_owned))
}

/// All that a package depends on, directly or not.
fn below(package: &str) -> BTreeSet<String> {
    let graph = lock();
    assert!(graph.contains_key(package), "Cargo.lock has no `{package}`");
    let (mut found, mut open) = (BTreeSet::new(), vec![package.to_owned()]);
    while let Some(name) = open.pop() {
        for next in graph.get(&name).into_iter().flatten() {
            if found.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    found
}

fn measures(name: &str) -> bool {
    MEASURING.iter().any(|library| {
        let rest = name.strip_prefix(library);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

#[test]
fn reports_depend_on_nothing_that_measures() {
    let below = below("reports");
    assert!(
        below.contains("serde"),
        "the graph of `reports` was not found"
    );
    let wrong: Vec<_> = below
        .iter()
        .filter(|name| measures(name) || *name == "harness")
        .collect();
    assert!(
        wrong.is_empty(),
        "reports/Cargo.toml: {wrong:?} stand below it; reports begins where a record exists, so \
         move what measures to the harness"
    );
}

#[test]
fn the_harness_does_measure() {
    let below = below("harness");
    assert!(
        below.contains("reports"),
        "data flows from the harness to reports"
    );
    assert!(
        below.iter().any(|name| measures(name)),
        "mend the list of measuring libraries"
    );
}

#[test]
fn no_arrow_runs_back() {
    for chapter in crate::workspace::chapters() {
        for behind in ["harness", "reports"] {
            let below = &named(behind).dependencies;
            assert!(
                !below.contains(&chapter.name),
                "`{behind}` depends on the chapter `{}`: data flows one way",
                chapter.name
            );
        }
    }
}
