//! Criterion can be replaced: it is named in two files of the harness at most, and nowhere else.

use std::path::PathBuf;

use crate::masked::{Masked, words};
use crate::workspace::{files, named, read};
use crate::{Breach, hold};

/// The lines of code that name the crate: paths that begin with it, and imports.
fn lines_that_name_it(code: &str) -> Vec<usize> {
    let own = has_a_module_of_that_name(code);
    let lines = code.lines().enumerate();
    let naming =
        lines.filter(|(_, line)| line.contains(" ::criterion::") || !own && names_it(line));
    naming.map(|(at, _)| at + 1).collect()
}

fn names_it(line: &str) -> bool {
    words(line).iter().any(|(at, word)| {
        let before = line[..*at].trim_end();
        let after = line[at + word.len()..].trim_start();
        let path = after.starts_with("::") && !before.ends_with("::");
        let imported = before.ends_with("use") || before.ends_with("extern crate");
        *word == "criterion" && (path || imported)
    })
}

/// Whether the file declares or imports a module of ours that is called so: then a path that begins
/// with that word leads there.
fn has_a_module_of_that_name(code: &str) -> bool {
    code.split(';').any(|statement| {
        let found = words(statement);
        let last = found.last().map(|(_, word)| *word);
        let before_last = found.len().checked_sub(2).map(|at| found[at].1);
        let declared = before_last == Some("mod") && last == Some("criterion");
        let begins = found.iter().position(|(_, word)| *word == "use");
        let local = begins
            .and_then(|at| found.get(at + 1))
            .is_some_and(|(_, first)| ["crate", "super", "self"].contains(first));
        let imported = local
            && found.iter().any(|(at, word)| {
                *word == "criterion" && !statement[at + word.len()..].starts_with("::")
            });
        declared || imported
    })
}

#[test]
fn criterion_is_named_in_two_files_of_the_harness_at_most() {
    let own = named("harness").folder().join("src");
    let mut inside: Vec<PathBuf> = Vec::new();
    let mut breaches = Vec::new();
    for file in files("rs") {
        let lines = lines_that_name_it(&Masked::of(&read(&file)).code);
        if file.starts_with(&own) && !lines.is_empty() {
            inside.push(file);
            continue;
        }
        let what = "criterion is the harness's alone; say it with the harness's own words";
        let breach = |line| Breach::new(&file, Some(line), what);
        breaches.extend(lines.into_iter().map(breach));
    }
    hold(&breaches);
    assert!(
        !inside.is_empty(),
        "no file of the harness names criterion: mend this test"
    );
    assert!(
        inside.len() <= 2,
        "too many files name criterion: {inside:?}"
    );
}

#[test]
fn a_path_into_criterion_is_told_from_all_else_of_that_name() {
    for naming in [
        "use criterion::Criterion;",
        "fn f() {}\nlet c = criterion :: Criterion::default();",
        "mod criterion;\nuse ::criterion::Criterion;",
    ] {
        assert!(!lines_that_name_it(naming).is_empty(), "{naming}");
    }
    for other in [
        "self.criterion.needed_baselines()",
        "paths::criterion_folder()",
        "mod criterion;\nuse criterion::CriterionFlags;",
        "use crate::calibrate::{self, criterion, hog};\ncriterion::main();",
    ] {
        assert_eq!(lines_that_name_it(other), Vec::<usize>::new(), "{other}");
    }
}
