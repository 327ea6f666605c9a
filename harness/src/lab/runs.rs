//! `cargo lab list --runs`: the runs that there are records of.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;
use reports::figures::several;
use reports::record::{Record, State};

use super::all_recorded;
use crate::terminal::Terminal;

/// Tells each run in a line, the oldest first: its id, its effort and what it holds.
pub(super) fn tell(terminal: &Terminal) -> Result<ExitCode> {
    let loaded = all_recorded(terminal)?;
    let mut runs: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in &loaded.records {
        runs.entry(&record.run.id).or_default().push(record);
    }
    for (id, records) in &runs {
        terminal.line(&format!("{id}: {}", words(records)));
    }
    terminal.line(&several(runs.len(), "run"));
    Ok(ExitCode::SUCCESS)
}

/// `quick, 3 experiments, 12 trials, interrupted`.
fn words(records: &[&Record]) -> String {
    let trials: usize = records.iter().map(|record| record.trials.len()).sum();
    let effort = records
        .first()
        .map(|record| format!("{:?}", record.run.effort).to_lowercase());
    let interrupted = records
        .iter()
        .any(|record| record.run.state == State::Interrupted);
    let parts = [
        effort,
        Some(several(records.len(), "experiment")),
        Some(several(trials, "trial")),
        interrupted.then(|| "interrupted".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
