//! Criterion's own verdict on the functions of known truth: its baseline comparison, as its users
//! run it, one process after the other.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use criterion::Criterion;
use reports::calibration::Row;
use serde::{Deserialize, Serialize};

use super::work::{Chain, SLOWER};
use crate::conductor::interrupt;
use crate::terminal::Terminal;

/// The variable that makes `lab` a run of criterion's.
pub(crate) const VARIABLE: &str = "LAB_CRITERION";

const WARM_UP: Duration = Duration::from_millis(100);
const MEASUREMENT: Duration = Duration::from_millis(400);
const SAMPLES: usize = 30;

/// Comparisons of an equal pair, and of each slower one.
const EQUAL_PAIRS: u64 = 40;
const SLOWER_PAIRS: u64 = 10;

/// One run of criterion's: a function, and whether it makes the baseline or compares with it.
#[derive(Serialize, Deserialize)]
struct Run {
    folder: PathBuf,
    steps: u64,
    more: f64,
    compare: bool,
}

/// Has criterion compare a function with itself, and with its slower variants.
pub(super) fn rows(
    (function, steps): (&str, u64),
    condition: &str,
    scratch: &Path,
    terminal: &Terminal,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let truths = std::iter::once((0.0, EQUAL_PAIRS))
        .chain(SLOWER.iter().map(|(_, share)| (*share, SLOWER_PAIRS)));
    for (slowdown, pairs) in truths {
        let mut row = Row {
            tool: "criterion 0.8".to_owned(),
            condition: condition.to_owned(),
            function: function.to_owned(),
            slowdown,
            claims: pairs,
            found: 0,
            wrong: 0,
            covered: None,
            half_width: None,
            seconds: 2.0 * (WARM_UP + MEASUREMENT).as_secs_f64(),
        };
        for _ in 0..pairs {
            ensure!(
                !interrupt::happened(),
                "interrupted; `cargo lab calibrate` goes on from here"
            );
            let said = compare(scratch, steps, slowdown)?;
            let slower = said.contains("Performance has regressed");
            let faster = said.contains("Performance has improved");
            row.found += u64::from(slowdown > 0.0 && slower);
            row.wrong += u64::from(faster || (slowdown == 0.0 && slower));
        }
        terminal.line(&super::line(&row));
        rows.push(row);
    }
    Ok(rows)
}

/// What criterion says when it has measured the base, and then the other.
fn compare(scratch: &Path, steps: u64, more: f64) -> Result<String> {
    let folder = scratch.to_owned();
    run(&Run {
        folder: folder.clone(),
        steps,
        more: 0.0,
        compare: false,
    })?;
    run(&Run {
        folder,
        steps,
        more,
        compare: true,
    })
}

fn run(run: &Run) -> Result<String> {
    let program = std::env::current_exe().context("this program's own path is not known")?;
    let output = Command::new(program)
        .env(VARIABLE, serde_json::to_string(run)?)
        .stdin(Stdio::null())
        .output()
        .context("no process could be started for criterion")?;
    ensure!(
        output.status.success(),
        "criterion failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A run of criterion's: what the process does that was started for it.
///
/// # Errors
/// When it was not started by a calibration.
pub(crate) fn main(order: &str) -> Result<()> {
    let run: Run = serde_json::from_str(order).context("LAB_CRITERION holds no order")?;
    let criterion = Criterion::default()
        .output_directory(&run.folder)
        .without_plots()
        .warm_up_time(WARM_UP)
        .measurement_time(MEASUREMENT)
        .sample_size(SAMPLES);
    let mut criterion = if run.compare {
        criterion.retain_baseline("calibration".to_owned(), true)
    } else {
        criterion.save_baseline("calibration".to_owned())
    };
    let chain = Chain::new(run.steps);
    criterion.bench_function("chain", |bencher| bencher.iter(|| chain.walk(run.more)));
    Ok(())
}
