//! The rules of this house as tests: each failure names the file, the line and what to do.
//!
//! What the compiler or a lint can check is not checked again here.

mod criterion;
mod documents;
mod graph;
mod manifests;
mod map;
mod masked;
mod modules;
mod sources;
mod workspace;

use std::fmt::Write;
use std::path::Path;

/// One place that breaks a rule.
#[derive(Debug)]
struct Breach {
    /// From the workspace's root.
    file: String,
    /// Counted from 1; absent when the whole file is meant.
    line: Option<usize>,
    /// What is wrong, and what to do.
    what: String,
}

impl Breach {
    fn new(file: &Path, line: Option<usize>, what: impl Into<String>) -> Self {
        Self {
            file: workspace::relative(file),
            line,
            what: what.into(),
        }
    }
}

/// Fails with all breaches at once, one a line.
#[track_caller]
fn hold(breaches: &[Breach]) {
    let mut text = String::new();
    for Breach { file, line, what } in breaches {
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        let _ = writeln!(text, "  {file}{line}: {what}");
    }
    assert!(breaches.is_empty(), "{} breaches:\n{text}", breaches.len());
}
