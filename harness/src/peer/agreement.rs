//! Whether a peer's times are those that Python's own tools measure on the same function.
//!
//! Runs alternate in an order drawn by coin, each in a process of its own: the peer in slices, with
//! other work between them as in a pass, and the tool as its users run it. One run's median is one
//! observation, and the ratio of a pair is what is told.

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use reports::figures;
use reports::stats::{median, rank};

use super::Trouble;
use super::interpreter::{self, Found};
use super::process::Runner;
use super::session::Session;
use crate::meter::Slice;
use crate::terminal::Terminal;
use crate::wire;

/// How far the median may lie from 1.
const TOLERANCE: f64 = 0.03;

/// A slice as in a pass.
const SLICE: Duration = Duration::from_micros(100);

const SLICES: usize = 80;

/// What a tool runs in one go, and how often: short against a scheduler's time slice, so that what
/// else runs on the machine spoils few of them.
const TOOL_RUN: Duration = Duration::from_micros(500);
const TOOL_RUNS: usize = 100;

/// Functions of different kinds, with the input of each. None allocates in its loop, or reads
/// more than a part of the first level of the cache: what that costs depends on where the heap
/// stands, in the tools' processes too.
const FUNCTIONS: [(&str, &str, u64); 4] = [
    ("a call that does nothing", "def run(x):\n    pass\n", 0),
    (
        "list.index over 250 elements",
        "def prepare(n):\n    return list(range(n))\n\n\ndef run(x):\n    return x.index(249)\n",
        250,
    ),
    (
        "a loop over 1,000 elements",
        "def prepare(n):\n    return [i % 100 for i in range(n)]\n\n\ndef run(x):\n    \
         found = 0\n    for item in x:\n        if item == 99:\n            found += 1\n    \
         return found\n",
        1000,
    ),
    (
        "1,000 look-ups in a dict",
        "def prepare(n):\n    return dict.fromkeys(range(n))\n\n\ndef run(x):\n    \
         for key in x:\n        if key not in x:\n            return key\n",
        1000,
    ),
];

/// Tells the interpreters and compares; whether all medians lie within the tolerance.
///
/// # Errors
/// When no interpreter can be used, or a tool fails.
pub(crate) fn show(terminal: &Terminal, rounds: u32) -> Result<bool> {
    let mut agrees = true;
    let mut usable = 0;
    for interpreter in interpreter::all() {
        match &interpreter.found {
            Err(reason) => terminal.warn(reason),
            Ok(found) => {
                usable += 1;
                terminal.line(&format!(
                    "{} {} at {} ({})",
                    found.implementation, found.version, found.path, found.flags
                ));
                for tool in tools(found) {
                    for function in FUNCTIONS {
                        agrees &= compare(terminal, found, tool, function, rounds)?;
                    }
                }
            }
        }
    }
    ensure!(usable > 0, "there is no interpreter to compare");
    Ok(agrees)
}

/// A tool of Python's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Timeit,
    Pyperf,
}

fn tools(found: &Found) -> Vec<Tool> {
    let asked = Command::new(&found.path)
        .args(["-c", "import pyperf"])
        .stderr(Stdio::null())
        .status();
    let pyperf = asked.is_ok_and(|status| status.success());
    let mut tools = vec![Tool::Timeit];
    tools.extend(pyperf.then_some(Tool::Pyperf));
    tools
}

fn compare(
    terminal: &Terminal,
    found: &Found,
    tool: Tool,
    (name, text, input): (&str, &'static str, u64),
    rounds: u32,
) -> Result<bool> {
    let mut rng = SmallRng::seed_from_u64(input);
    let once = peer(found, text, input)?;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let first = rng.random();
        let mine = if first {
            Some(peer(found, text, input)?)
        } else {
            None
        };
        let tools = tool.run(found, text, input, once)?;
        let mine = mine.map_or_else(|| peer(found, text, input), Ok)?;
        ours.push(mine);
        theirs.push(tools);
        ratios.push(mine / tools);
    }
    let middle = |all: &mut [f64]| median(all).unwrap_or(f64::NAN);
    let ratio = middle(&mut ratios);
    // The interval of a median of so many passes, as verdicts have it.
    let rank = rank(rounds as usize).unwrap_or(1);
    let (low, high) = (ratios[rank - 1], ratios[ratios.len() - rank]);
    let agrees = (ratio - 1.0).abs() <= TOLERANCE;
    terminal.line(&format!(
        "  {} {name}: peer {}, {} {}, ratio {ratio:.3} [{low:.3} to {high:.3}] of {rounds} pairs",
        if agrees { '✓' } else { '✗' },
        figures::time(middle(&mut ours)),
        tool.name(),
        figures::time(middle(&mut theirs)),
    ));
    Ok(agrees)
}

/// Nanoseconds of one call, as a pass measures it.
fn peer(found: &Found, text: &'static str, input: u64) -> Result<f64> {
    let failed =
        |trouble: Trouble| anyhow::anyhow!("the peer was not measured: {}", trouble.reason);
    Runner::end_idle();
    let mut session = Session::begin(&found.path, text, &wire::bytes(&input)).map_err(failed)?;
    let mut slice = Slice::one();
    while slice.elapsed < SLICE {
        slice.laps *= 2;
        slice.elapsed = Duration::ZERO;
        session.slice(&mut slice).map_err(failed)?;
    }
    let mut calls = Vec::with_capacity(SLICES);
    for _ in 0..SLICES {
        other_work();
        let mut lead_in = Slice {
            laps: slice.laps.div_ceil(16),
            ..slice
        };
        session.slice(&mut lead_in).map_err(failed)?;
        slice.elapsed = Duration::ZERO;
        session.slice(&mut slice).map_err(failed)?;
        calls.push(slice.elapsed.as_nanos() as f64 / slice.laps as f64);
    }
    median(&mut calls).context("no slice was timed")
}

/// What other variants do between the slices of a peer.
fn other_work() {
    let start = Instant::now();
    let mut sum = 0_u64;
    while start.elapsed() < SLICE {
        sum = (0..1000).fold(sum, |sum, value| sum.wrapping_add(black_box(value)));
    }
    black_box(sum);
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::Timeit => "timeit",
            Self::Pyperf => "pyperf",
        }
    }

    /// Nanoseconds of one call that takes about `once`.
    fn run(self, found: &Found, text: &str, input: u64, once: f64) -> Result<f64> {
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
