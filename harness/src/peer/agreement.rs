//! Whether a peer's times are those that Python's own tools measure on the same function.
//!
//! Judged is timeit inside the very process of the peer, on the same function and input, in turns
//! with slices as a pass takes them: between two processes, where a list lies against the integers
//! that it refers to changes some functions by a third, whoever times them. The tools as their
//! users run them, in processes of their own, are told beside it.

mod tools;

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use reports::figures;
use reports::stats::{median, rank};

use self::tools::{Tool, tools};
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

/// Turns of both in one process.
const TURNS: usize = 8;

/// Makes timeit's times of a call, in seconds, the exact counts of a peer.
const TIMEIT: &str = r#"

LAPS = 1


def count(own):
    global LAPS
    import timeit

    setup = "import gc\ngc.enable()\nrun, own = _run, _own"
    timer = timeit.Timer("run(own)", setup, globals={"_run": run, "_own": own})
    while timer.timeit(LAPS) < 5e-4:
        LAPS *= 2
    return {str(at): took / LAPS for at, took in enumerate(timer.repeat(12, LAPS))}
"#;

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
                let tools = tools(found);
                for function in FUNCTIONS {
                    agrees &= compare(terminal, found, &tools, function, rounds)?;
                }
            }
        }
    }
    ensure!(usable > 0, "there is no interpreter to compare");
    Ok(agrees)
}

fn compare(
    terminal: &Terminal,
    found: &Found,
    tools: &[Tool],
    (name, text, input): (&str, &str, u64),
    rounds: u32,
) -> Result<bool> {
    let mut rng = SmallRng::seed_from_u64(input);
    let with_timeit = format!("{text}{TIMEIT}");
    let mut inside = Pairs::default();
    let apart = tools.iter().map(|tool| (*tool, Pairs::default()));
    let mut apart: Vec<(Tool, Pairs)> = apart.collect();
    for _ in 0..rounds {
        let pair = both(found, &with_timeit, input, &mut rng)?;
        inside.add(pair);
        for (tool, pairs) in &mut apart {
            let theirs = tool.run(found, text, input, pair.1)?;
            pairs.add((pair.0, theirs));
        }
    }
    let agrees = (inside.ratio() - 1.0).abs() <= TOLERANCE;
    let mark = if agrees { '✓' } else { '✗' };
    terminal.line(&format!("  {mark} {name}: {}", inside.told("timeit")));
    for (tool, pairs) in &mut apart {
        let told = pairs.told(&format!("{} in a process of its own", tool.name()));
        terminal.line(&format!("      {told}"));
    }
    Ok(agrees)
}

/// Nanoseconds of one call, as the peer and as a tool have them.
#[derive(Default)]
struct Pairs {
    ours: Vec<f64>,
    theirs: Vec<f64>,
    ratios: Vec<f64>,
}

impl Pairs {
    fn add(&mut self, (ours, theirs): (f64, f64)) {
        self.ours.push(ours);
        self.theirs.push(theirs);
        self.ratios.push(ours / theirs);
    }

    fn ratio(&mut self) -> f64 {
        median(&mut self.ratios).unwrap_or(f64::NAN)
    }

    fn told(&mut self, tool: &str) -> String {
        let ratio = self.ratio();
        // The interval of a median of so many passes, as verdicts have it.
        let rank = rank(self.ratios.len()).unwrap_or(1);
        let (low, high) = (self.ratios[rank - 1], self.ratios[self.ratios.len() - rank]);
        let middle = |all: &mut [f64]| figures::time(median(all).unwrap_or(f64::NAN));
        format!(
            "peer {}, {tool} {}, ratio {ratio:.3} [{low:.3} to {high:.3}] of {} pairs",
            middle(&mut self.ours),
            middle(&mut self.theirs),
            self.ratios.len(),
        )
    }
}

/// Nanoseconds of one call, as a pass and as timeit measure it in one process.
fn both(found: &Found, text: &str, input: u64, rng: &mut SmallRng) -> Result<(f64, f64)> {
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
    let (mut ours, mut theirs) = (Vec::with_capacity(SLICES), Vec::new());
    for _ in 0..TURNS {
        let first: bool = rng.random();
        for turn in [first, !first] {
            if turn {
                slices(&mut session, slice, &mut ours).map_err(failed)?;
            } else {
                let told = session.counts().map_err(failed)?;
                theirs.extend(told.values().map(|seconds| seconds * 1e9));
            }
        }
    }
    let medians = median(&mut ours).zip(median(&mut theirs));
    medians.context("nothing was timed")
}

/// Slices as in a pass: other variants come between them, and each begins with a lead-in.
fn slices(session: &mut Session, slice: Slice, calls: &mut Vec<f64>) -> Result<(), Trouble> {
    for _ in 0..SLICES / TURNS {
        other_work();
        let mut one = Slice {
            elapsed: Duration::ZERO,
            ..slice
        };
        session.slice(&mut one)?;
        calls.push(one.elapsed.as_nanos() as f64 / one.laps as f64);
    }
    Ok(())
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
