//! The documents speak of what is there: links lead somewhere, examples are those that run, and
//! each invariant names the test or the lint that checks it.

use std::collections::BTreeSet;
use std::path::Path;

use toml::Value;

use crate::masked::words;
use crate::workspace::{files, read, read_toml, root};
use crate::{Breach, hold};

const MAP: &str = "ARCHITECTURE.md";

/// What stands between backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_invariant_names_what_checks_it() {
    let map = read(&root().join(MAP));
    let manifest = read_toml(&root().join("Cargo.toml"));
    let lints: BTreeSet<String> = manifest["workspace"]["lints"]
        .as_table()
        .expect("the workspace has lints")
        .values()
        .filter_map(Value::as_table)
        .flat_map(|group| group.keys().cloned())
        .collect();
    let sources: String = files("rs").iter().map(|file| read(file)).collect();
    let mut rows = 0;
    let mut breaches = Vec::new();
    for (at, line) in map.lines().enumerate() {
        let Some(row) = line.strip_prefix("| **") else {
            continue;
        };
        rows += 1;
        let checked_by = row
            .trim_end_matches('|')
            .rsplit('|')
            .next()
            .unwrap_or_default();
        let names: Vec<&str> = code(checked_by).collect();
        let unknown =
            |name: &&&str| !lints.contains(**name) && !sources.contains(&format!("fn {name}("));
        if names.is_empty() {
            let what = "name the test or the lint that checks this, in the last column";
            breaches.push(Breach::new(Path::new(MAP), Some(at + 1), what));
        }
        for name in names.iter().filter(unknown) {
            let what = format!("there is no test and no lint `{name}`");
            breaches.push(Breach::new(Path::new(MAP), Some(at + 1), what));
        }
    }
    assert!(rows >= 8, "{MAP}: its table of invariants was not found");
    hold(&breaches);
}

#[test]
fn the_readme_shows_the_experiment_that_a_new_chapter_gets() {
    let template = read(&root().join("harness/templates/chapter/sum.rs.txt"));
    let shown = format!("```rust\n{template}```\n");
    assert!(
        read(&root().join("README.md")).contains(&shown),
        "README.md: show {template}"
    );
}

#[test]
fn contributing_names_every_verb() {
    let text = read(&root().join("CONTRIBUTING.md"));
    let named: BTreeSet<&str> = code(&text).flat_map(words).map(|(_, word)| word).collect();
    let mut breaches = Vec::new();
    for (file, begin) in [
        ("reports/src/claim/build.rs", "pub const fn "),
        ("harness/src/ladder.rs", "pub fn "),
    ] {
        let source = read(&root().join(file));
        let verbs: Vec<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix(begin)?.split(['(', '<']).next())
            .filter(|verb| *verb != "build")
            .collect();
        assert!(verbs.len() > 5, "{file} has no verbs: mend this test");
        for verb in verbs.into_iter().filter(|verb| !named.contains(verb)) {
            let what = format!("name the verb `{verb}` of {file}, and what it is for");
            breaches.push(Breach::new(Path::new("CONTRIBUTING.md"), None, what));
        }
    }
    hold(&breaches);
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    let mut breaches = Vec::new();
    for file in files("md") {
        let folder = file.parent().expect("a document lies in a folder");
        for (at, line) in read(&file).lines().enumerate() {
            for target in targets(line) {
                links += 1;
                if !leads_somewhere(&file, folder, target) {
                    let what = format!("`{target}` leads nowhere; mend the link");
                    breaches.push(Breach::new(&file, Some(at + 1), what));
                }
            }
        }
    }
    assert!(links > 10, "the documents have no links: mend this test");
    hold(&breaches);
}

#[test]
fn paths_in_the_documents_exist() {
    let mut found = 0;
    let mut breaches = Vec::new();
    for file in files("md") {
        for (at, line) in read(&file).lines().enumerate() {
            for path in code(line).filter(|path| is_path(path)) {
                found += 1;
                if !root().join(path).exists() {
                    let what = format!("there is no `{path}`; name what is there");
                    breaches.push(Breach::new(&file, Some(at + 1), what));
                }
            }
        }
    }
    assert!(found > 5, "the documents name no paths: mend this test");
    hold(&breaches);
}

#[test]
fn the_page_on_the_book_names_every_experiment() {
    let text = read(&root().join("docs/BOOK.md"));
    let columns = text.lines().filter_map(|line| line.split('|').nth(2));
    let named: BTreeSet<&str> = columns
        .flat_map(code)
        .filter(|name| !root().join(name).is_dir())
        .collect();
    let chapters = ["julia/src", "collections-bench/src", "memory-bench/src"];
    let sources: Vec<String> = files("rs")
        .iter()
        .filter(|file| {
            let holds_it = |chapter: &&str| file.starts_with(root().join(chapter));
            chapters.iter().any(holds_it)
        })
        .map(|file| read(file))
        .collect();
    // Where an id is not written out, it is handed over as a text of its own.
    for name in &named {
        let quoted = format!("\"{name}\"");
        assert!(
            sources.iter().any(|source| source.contains(&quoted)),
            "docs/BOOK.md: there is no experiment `{name}`; name what is there"
        );
    }
    let begun = sources
        .iter()
        .flat_map(|source| source.split("experiment(\"").skip(1));
    let ids: BTreeSet<&str> = begun.filter_map(|rest| rest.split('"').next()).collect();
    assert!(
        ids.len() > 50,
        "the chapters have no experiments: mend this test"
    );
    let missing: Vec<&&str> = ids.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "docs/BOOK.md does not name {missing:?}; add them"
    );
}

/// Whether this begins with a folder of the repository.
fn is_path(text: &str) -> bool {
    let first = text.split_once('/').map(|(first, _)| first);
    first.is_some_and(|first| !["", "target"].contains(&first) && root().join(first).is_dir())
}

/// The targets of the links on a line that stay inside the repository.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let links = line.split("](").skip(1);
    let targets = links.filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://"))
}

fn leads_somewhere(file: &Path, folder: &Path, target: &str) -> bool {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() {
        file.to_owned()
    } else {
        folder.join(path)
    };
    let anchored = || {
        read(&path)
            .lines()
            .any(|line| slug(line).as_deref() == Some(anchor))
    };
    path.exists() && (anchor.is_empty() || anchored())
}

/// The anchor of a heading, as the common hosts make it.
fn slug(line: &str) -> Option<String> {
    let heading = line
        .strip_prefix('#')?
        .trim_start_matches('#')
        .strip_prefix(' ')?;
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    Some(kept.collect::<String>().to_lowercase().replace(' ', "-"))
}

#[test]
fn anchors_are_made_as_hosts_make_them() {
    assert_eq!(
        slug("## Code placement, and data").as_deref(),
        Some("code-placement-and-data")
    );
    assert_eq!(slug("no heading"), None);
    assert_eq!(
        targets("see [a](b.md#c) and [d](https://e.f)").collect::<Vec<_>>(),
        ["b.md#c"]
    );
}
