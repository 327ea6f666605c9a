//! Criterion's own verdict on the functions of known truth: its baseline comparison, as its users
//! run it, one process after the other.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use criterion::Criterion;
use serde::{Deserialize, Serialize};

use super::Said;
use crate::calibrate::chain::Chain;
use crate::paths;

/// The variable that makes `lab` a run of criterion's.
pub(crate) const VARIABLE: &str = "LAB_CRITERION";

const WARM_UP: Duration = Duration::from_millis(100);
const MEASUREMENT: Duration = Duration::from_millis(400);
const SAMPLES: usize = 30;

/// Seconds of both runs of one comparison.
pub(super) const SECONDS: f64 = 1.0;

/// One run of criterion's: a function, and whether it makes the baseline or compares with it.
#[derive(Serialize, Deserialize)]
struct Run {
    folder: PathBuf,
    steps: u64,
    more: f64,
    compare: bool,
}

/// What criterion says when it has measured the base, and then the other.
pub(super) fn compare(scratch: &Path, steps: u64, more: f64) -> Result<Said> {
    let of = |more, compare| Run {
        folder: scratch.to_owned(),
        steps,
        more,
        compare,
    };
    run(&of(0.0, false))?;
    let text = run(&of(more, true))?;
    Ok(if text.contains("Performance has regressed") {
        Said::Slower
    } else if text.contains("Performance has improved") {
        Said::Faster
    } else {
        Said::Neither
    })
}

fn run(run: &Run) -> Result<String> {
    let program = paths::this_program()?;
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
