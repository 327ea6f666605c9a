//! The code map of the architecture is made of the first sentence of every module. After a change,
//! `UPDATE_MAP=1 cargo test -p harness --test tidy` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::modules::reachable;
use crate::workspace::{chapters, named, read, root};

const DOCUMENT: &str = "ARCHITECTURE.md";

/// The modules below a library, each with what it says of itself.
fn modules(library: &Path) -> BTreeMap<String, String> {
    let folder = library.parent().expect("a source lies in a folder");
    let mut modules = BTreeMap::new();
    for file in reachable(library) {
        let path = file
            .strip_prefix(folder)
            .expect("modules lie beside the library");
        let path = path.with_extension("").to_string_lossy().replace('\\', "/");
        let path = path.strip_suffix("/mod").unwrap_or(&path);
        if file != library && !path.ends_with("tests") {
            modules.insert(path.to_owned(), first_sentence(&read(&file)));
        }
    }
    assert!(!modules.is_empty(), "{} has no modules", library.display());
    modules
}

/// The first sentence of a file's own documentation.
fn first_sentence(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//! "));
    let paragraph = lines.collect::<Vec<_>>().join(" ");
    let sentence = paragraph
        .split_inclusive(". ")
        .next()
        .unwrap_or_default()
        .trim();
    // What is a link in the code's documentation is none here.
    sentence
        .trim_end_matches('.')
        .replace("[`", "`")
        .replace("`]", "`")
        .replace('|', "\\|")
}

fn table(rows: impl IntoIterator<Item = (String, String)>) -> String {
    let mut table = "\n| module | what it is for |\n|---|---|\n".to_owned();
    for (name, purpose) in rows {
        let _ = writeln!(table, "| `{name}` | {purpose} |");
    }
    table + "\n"
}

/// The tables, by the name of their place in the document.
fn tables() -> BTreeMap<String, String> {
    let library = |name: &str| named(name).targets_of("lib")[0].source.clone();
    let of_crate = |name: &str| (name.to_owned(), table(modules(&library(name))));
    let chapters = chapters().into_iter().filter_map(|chapter| {
        let library = chapter.targets_of("lib").first()?.source.clone();
        Some((chapter.name.clone(), first_sentence(&read(&library))))
    });
    let chapters = table(chapters).replacen("module", "chapter", 1);
    let tables = [
        of_crate("harness"),
        of_crate("reports"),
        ("chapters".to_owned(), chapters),
    ];
    tables.into_iter().collect()
}

/// The document with all tables in their places.
fn with_tables(document: &str) -> String {
    let mut text = document.to_owned();
    for (name, table) in tables() {
        let begin = format!("<!-- map of {name} -->\n");
        let start = text.find(&begin).map(|at| at + begin.len());
        let start = start.unwrap_or_else(|| panic!("{DOCUMENT} has no `{}`", begin.trim()));
        let length = text[start..]
            .find("<!-- end -->")
            .expect("a map has an end");
        text.replace_range(start..start + length, &table);
    }
    text
}

#[test]
fn the_code_map_says_what_every_module_says_of_itself() {
    let path = root().join(DOCUMENT);
    let found = read(&path);
    let expected = with_tables(&found);
    if std::env::var_os("UPDATE_MAP").is_some() {
        fs::write(&path, &expected).expect("the document can be written");
    }
    let differs = found
        .lines()
        .zip(expected.lines())
        .position(|(found, expected)| found != expected);
    assert!(
        read(&path) == expected,
        "{DOCUMENT}:{}: the code map is not of today; write it anew with `UPDATE_MAP=1 cargo test \
         -p harness --test tidy`",
        differs.unwrap_or_default() + 1
    );
}

#[test]
fn the_first_sentence_ends_at_its_full_stop() {
    let of = |text| first_sentence(text);
    assert_eq!(
        of("//! Reads [`Record`]s, and\n//! more. Then writes.\n//!\n//! Else."),
        "Reads `Record`s, and more"
    );
    assert_eq!(of("//! One.\nuse std::fs;\n"), "One");
}
