//! The tools that Python's users time with, each in a process of its own.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reports::stats::median;

use crate::peer::interpreter::Found;

/// What a tool runs in one go, and how often: short against a scheduler's time slice, so that what
/// else runs on the machine spoils few of them.
const TOOL_RUN: Duration = Duration::from_micros(500);
const TOOL_RUNS: usize = 100;

/// A tool of Python's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Timeit,
    Pyperf,
}

pub(super) fn tools(found: &Found) -> Vec<Tool> {
    let asked = Command::new(&found.path)
        .args(["-c", "import pyperf"])
        .stderr(Stdio::null())
        .status();
    let pyperf = asked.is_ok_and(|status| status.success());
    let mut tools = vec![Tool::Timeit];
    tools.extend(pyperf.then_some(Tool::Pyperf));
    tools
}

impl Tool {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Timeit => "timeit",
            Self::Pyperf => "pyperf",
        }
    }

    /// Nanoseconds of one call that takes about `once`.
    pub(super) fn run(self, found: &Found, text: &str, input: u64, once: f64) -> Result<f64> {
        let laps = (TOOL_RUN.as_nanos() as f64 / once)
            .ceil()
            .max(1.0)
            .to_string();
        // The tools turn the collector off; peers leave it on.
        let prepare = if text.contains("def prepare") {
            "prepare"
        } else {
            ""
        };
        let setup = format!("{text}\nimport gc\ngc.enable()\nown = {prepare}({input})");
        let runs = TOOL_RUNS.to_string();
        let mut command = Command::new(&found.path);
        command.arg("-m");
        let file = std::env::temp_dir().join(format!("lab-pyperf-{}.json", std::process::id()));
        match self {
            Self::Timeit => {
                command.args(["timeit", "-vvvv", "-u", "nsec", "-n", &laps, "-r", &runs])
            }
            Self::Pyperf => command
                .args([
                    "pyperf", "timeit", "-q", "-p", "1", "-w", "1", "-n", &runs, "-l", &laps,
                ])
                .arg("-o")
                .arg(&file),
        };
        let output = command
            .args(["-s", &setup, "run(own)"])
            .output()
            .with_context(|| format!("{} could not be started", self.name()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            bail!(
                "{} failed: {}",
                self.name(),
                said.lines().last().unwrap_or_default()
            );
        }
        let times = match self {
            Self::Timeit => raw_times(&String::from_utf8_lossy(&output.stdout), &laps),
            Self::Pyperf => {
                let text = std::fs::read_to_string(&file)?;
                std::fs::remove_file(&file)?;
                values(&text)
            }
        };
        times
            .and_then(|mut times| median(&mut times))
            .with_context(|| format!("{} told no times", self.name()))
    }
}

/// `raw times: 20.1 msec, 20.2 msec`: what all laps took, in nanoseconds of one.
fn raw_times(said: &str, laps: &str) -> Option<Vec<f64>> {
    let laps: f64 = laps.parse().ok()?;
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("raw times:"))?;
    let one = |time: &str| {
        let (figure, unit) = time.trim().split_once(' ')?;
        (unit == "nsec").then_some(figure.parse::<f64>().ok()? / laps)
    };
    line.split(',').map(one).collect()
}

/// The values of pyperf's file, in nanoseconds of one lap.
fn values(text: &str) -> Option<Vec<f64>> {
    let file: serde_json::Value = serde_json::from_str(text).ok()?;
    let runs = file["benchmarks"][0]["runs"].as_array()?;
    let values = runs.iter().filter_map(|run| run["values"].as_array());
    let seconds = values.flatten().map(|value| Some(value.as_f64()? * 1e9));
    seconds
        .collect::<Option<Vec<f64>>>()
        .filter(|all| !all.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_are_understood() {
        let said = "raw times: 2.5e+07 nsec, 3e+07 nsec\n\n1000 loops, best of 2: 25 nsec per loop";
        assert_eq!(raw_times(said, "1000").unwrap(), [25_000.0, 30_000.0]);
        assert_eq!(raw_times("nothing", "1000"), None);
        let file = r#"{"benchmarks": [{"runs": [{"warmups": []}, {"values": [1e-6, 2e-6]}]}]}"#;
        assert_eq!(values(file).unwrap(), [1e-6 * 1e9, 2e-6 * 1e9]);
        assert_eq!(values("{}"), None);
    }
}
