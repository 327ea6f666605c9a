//! `cargo lab compare`: what changed between two runs, at the terminal.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use reports::export::changes;
use reports::judge::Verdicts;
use reports::names;
use reports::record::Record;

use super::{Unknown, all_recorded};
use crate::terminal::Terminal;

/// Tells what changed from the run `old` to the run `new`. Without names: from the last run but
/// one to the last.
pub(super) fn run(old: Option<&str>, new: Option<&str>, terminal: &Terminal) -> Result<()> {
    let loaded = all_recorded(terminal)?;
    let runs: BTreeSet<&str> = loaded
        .records
        .iter()
        .map(|record| record.run.id.as_str())
        .collect();
    let runs: Vec<&str> = runs.into_iter().collect();
    let new = match new {
        Some(name) => find(&runs, name)?,
        None => runs[runs.len() - 1],
    };
    let old = match old {
        Some(name) => find(&runs, name)?,
        None => match runs.iter().rev().find(|run| **run < new) {
            Some(run) => run,
            None => bail!("there is only one run, {new}; run `cargo bench` again"),
        },
    };
    let of = |run: &str| -> Vec<&Record> {
        loaded
            .records
            .iter()
            .filter(|record| record.run.id == run)
            .collect()
    };
    let (before, records) = (of(old), of(new));
    let judged = Verdicts::of(before.iter().chain(&records).copied());
    terminal.line(&format!("from {old} to {new}"));
    let changes = changes(&records, &before, &judged);
    for change in &changes {
        terminal.line(&change.to_string());
    }
    if changes.is_empty() {
        terminal.line("nothing changed");
    }
    Ok(())
}

/// The one run whose id begins so.
fn find<'r>(runs: &[&'r str], name: &str) -> Result<&'r str> {
    let found: Vec<&str> = runs
        .iter()
        .copied()
        .filter(|run| run.starts_with(name))
        .collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let meant = names::suggestion(name, runs.iter().copied());
            Err(Unknown(format!(
                "there is no run `{name}`{meant}; `cargo lab list --runs` names all"
            ))
            .into())
        }
        many => bail!(
            "{} runs begin with `{name}`; write more of the name",
            many.len()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_run_is_found_by_its_beginning() {
        let runs = ["20261119T091500Z-1", "20261122T134005Z-4711"];
        assert_eq!(find(&runs, "20261122").expect("one begins so"), runs[1]);
        let unclear = find(&runs, "2026").expect_err("both begin so").to_string();
        assert!(unclear.contains("2 runs"), "{unclear}");
        let wrong = find(&runs, "20261123T134005Z-4711").expect_err("none begins so");
        assert!(wrong.to_string().contains(runs[1]), "{wrong}");
    }
}
