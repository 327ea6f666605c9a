//! Rules for every source file.

use std::path::{Path, PathBuf};

use crate::masked::{Masked, words};
use crate::modules::reachable;
use crate::workspace::{chapters, files, read, relative, root};
use crate::{Breach, hold};

/// A file that is longer has more than one purpose.
const LINES: usize = 300;

/// What one sees side by side with another file.
const COLUMNS: usize = 100;

/// The only files that may say `unsafe`: few, small, and read with care.
const UNSAFE: &[&str] = &[
    "collections-bench/src/lines.rs",
    "collections-bench/src/pages.rs",
    "collections-bench/src/prefetch.rs",
    "collections-bench/src/search/linear.rs",
    "collections-bench/src/search/nodes.rs",
    "collections-bench/src/search/place.rs",
    "collections-bench/src/search/vectors.rs",
    "collections-bench/src/sort/lanes256.rs",
    "collections-bench/src/sort/lanes512.rs",
    "collections-bench/src/sort/runs.rs",
    "collections-bench/src/sort/vector_quick.rs",
    "collections-bench/src/table/sse2.rs",
    "harness/src/alloc.rs",
    "harness/src/alloc/own.rs",
    "harness/src/alloc/tests.rs",
    "harness/src/instructions/request.rs",
    "harness/src/probe/issue.rs",
    "harness/src/probe/pages.rs",
    "harness/src/probe/sum.rs",
    "julia/src/kernel/barrier.rs",
    "memory-bench/src/growth/mapped.rs",
    "memory-bench/src/growth/pinned.rs",
    "memory-bench/src/hierarchy/huge.rs",
    "memory-bench/src/hierarchy/stores.rs",
    "memory-bench/src/hierarchy/vectors.rs",
    "memory-bench/src/transfer/mapped.rs",
];

/// What belongs to the harness: a chapter that measures by itself is not judged by its rules.
const INSTRUMENTS: [&str; 4] = ["black_box", "Instant", "SystemTime", "thread_rng"];

#[test]
fn every_source_file_says_what_it_is_for() {
    let breaches: Vec<Breach> = files("rs")
        .iter()
        .filter(|file| !read(file).starts_with("//! "))
        .map(|file| {
            Breach::new(
                file,
                Some(1),
                "open it with `//! ` and what the file is for",
            )
        })
        .collect();
    hold(&breaches);
}

#[test]
fn files_and_lines_are_short() {
    let mut breaches = Vec::new();
    for file in files("rs") {
        let text = read(&file);
        let lines = text.lines().count();
        if lines > LINES {
            let what = format!("it has {lines} lines; split it by purpose, {LINES} are the most");
            breaches.push(Breach::new(&file, None, what));
        }
        for (at, line) in text.lines().enumerate() {
            let width = line.chars().count();
            if width > COLUMNS {
                let what = format!("it has {width} columns; break it, {COLUMNS} are the most");
                breaches.push(Breach::new(&file, Some(at + 1), what));
            }
        }
    }
    hold(&breaches);
}

#[test]
fn no_code_is_commented_out() {
    let mut breaches = Vec::new();
    for file in files("rs") {
        let comments = Masked::of(&read(&file)).comments;
        for (at, line) in comments.lines().enumerate() {
            if looks_like_code(line.trim()) {
                let what = "this comment looks like code; delete it, or end it as a sentence";
                breaches.push(Breach::new(&file, Some(at + 1), what));
            }
        }
    }
    hold(&breaches);
}

/// A plain comment that ends as a statement or an open block does, and not as prose. Documentation
/// may show code.
fn looks_like_code(comment: &str) -> bool {
    let plain = comment
        .strip_prefix("//")
        .filter(|rest| !rest.starts_with(['/', '!']));
    plain.is_some_and(|rest| {
        let rest = rest.trim();
        let signs = rest.contains(['(', '=', '{', '[']) || rest.contains("::");
        let words = ["use ", "mod ", "let ", "return", "break", "continue"];
        let keyword = words.iter().any(|word| rest.starts_with(word));
        rest.ends_with([';', '{']) && (signs || keyword)
    })
}

#[test]
fn a_comment_that_is_code_is_recognised() {
    assert!(looks_like_code("// let x = 5;"));
    assert!(looks_like_code("// if x {"));
    assert!(looks_like_code("// use std::fs;"));
    assert!(!looks_like_code("// A sentence, and half of another;"));
    assert!(!looks_like_code("/// let shown = 5;"));
}

/// Where a condition holds in the code of some files.
fn lines_where(files: &[PathBuf], holds: impl Fn(&str) -> bool) -> Vec<(PathBuf, usize)> {
    assert!(!files.is_empty(), "there is nothing to look at");
    let mut found = Vec::new();
    for file in files {
        let code = Masked::of(&read(file)).code;
        let lines = code.lines().enumerate();
        found.extend(
            lines
                .filter(|(_, line)| holds(line))
                .map(|(at, _)| (file.clone(), at + 1)),
        );
    }
    found
}

fn breaches(places: Vec<(PathBuf, usize)>, what: &str) -> Vec<Breach> {
    let breach = |(file, line): (PathBuf, usize)| Breach::new(&file, Some(line), what);
    places.into_iter().map(breach).collect()
}

fn has_word(line: &str, wanted: &str) -> bool {
    words(line).iter().any(|(_, word)| *word == wanted)
}

#[test]
fn unsafe_stands_only_in_the_files_that_are_listed() {
    let found = lines_where(&files("rs"), |line| has_word(line, "unsafe"));
    for &listed in UNSAFE {
        assert!(
            found.iter().any(|(file, _)| relative(file) == listed),
            "{listed} has no `unsafe` any more; take it off the list"
        );
    }
    let (_, elsewhere): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(file, _)| UNSAFE.contains(&relative(file).as_str()));
    hold(&breaches(
        elsewhere,
        "write it without `unsafe`, or list the file in harness/tests/tidy/sources.rs",
    ));
}

/// The libraries of all chapters.
fn chapter_sources() -> Vec<PathBuf> {
    chapters()
        .iter()
        .flat_map(|chapter| chapter.targets_of("lib"))
        .flat_map(|library| reachable(&library.source))
        .collect()
}

#[test]
fn chapters_leave_measuring_to_the_harness() {
    let found = lines_where(&chapter_sources(), |line| {
        let drawn = line.contains("rand::rng()");
        drawn
            || INSTRUMENTS
                .iter()
                .any(|instrument| has_word(line, instrument))
    });
    hold(&breaches(
        found,
        "leave clocks, hiding from the optimiser and seeds to the harness: take the input and the \
         generator that it hands over",
    ));
}

#[test]
fn claims_are_constants() {
    let (mut found, mut breaches) = (0, Vec::new());
    for file in chapter_sources() {
        let code = Masked::of(&read(&file)).code;
        for (at, line) in code.lines().enumerate() {
            let Some((_, rest)) = line.split_once(".claims(") else {
                continue;
            };
            found += 1;
            let name = rest.split(')').next().unwrap_or_default();
            if !code.contains(&format!("const {name}: &[Claim] =")) {
                let what = "write the claims as `const CLAIMS: &[Claim]` in this file";
                breaches.push(Breach::new(&file, Some(at + 1), what));
            }
        }
    }
    assert!(found > 0, "no experiment was found");
    hold(&breaches);
}

#[test]
fn the_flag_that_aligns_loops_is_set() {
    let path: &Path = &root().join(".cargo/config.toml");
    let config = crate::workspace::read_toml(path);
    let flags = config["build"]["rustflags"]
        .as_array()
        .expect("a list of flags");
    let aligned = flags.iter().filter_map(|flag| flag.as_str());
    assert!(
        aligned
            .into_iter()
            .any(|flag| flag.ends_with("-align-loops=64")),
        "{}: without `-align-loops=64` the place of a loop in memory decides verdicts",
        path.display()
    );
}
