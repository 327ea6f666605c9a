//! Other tools' own verdicts on the functions of known truth.

pub(crate) mod criterion;
mod tango;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use reports::calibration::{CRITERION, Row, TANGO};

use super::work::{Function, SLOWER};
use crate::conductor::interrupt;
use crate::terminal::Terminal;

/// Comparisons of an equal pair, and of each slower one.
const EQUAL_PAIRS: u64 = 30;
const SLOWER_PAIRS: u64 = 5;

/// Seconds that one comparison takes, by either tool.
pub(super) const SECONDS: f64 = 1.25;

/// Comparisons of one function.
pub(super) const COMPARISONS: u64 = EQUAL_PAIRS + SLOWER_PAIRS * SLOWER.len() as u64;

/// What a tool says of the second of two functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Slower,
    Faster,
    Neither,
}

/// The other tool that compares now, and what could not be made ready.
#[derive(Default)]
pub(super) struct Rivals {
    now: Option<(&'static str, Rival)>,
    missing: Vec<(&'static str, String)>,
}

impl Rivals {
    /// A tool that is ready; absent when it cannot be made so, which is told once.
    pub(super) fn ready(
        &mut self,
        tool: &'static str,
        home: &Path,
        terminal: &Terminal,
    ) -> Option<&Rival> {
        if self.missing.iter().any(|(missing, _)| *missing == tool) {
            return None;
        }
        if self.now.as_ref().is_none_or(|(ready, _)| *ready != tool) {
            terminal.say(&format!("making {tool} ready"));
            match Rival::ready(tool, home) {
                Ok(rival) => self.now = Some((tool, rival)),
                Err(error) => {
                    let why = format!("{tool} was not measured: {error:#}");
                    terminal.warn(&why);
                    self.missing.push((tool, why));
                    return None;
                }
            }
        }
        self.now.as_ref().map(|(_, rival)| rival)
    }

    /// What was not measured, and why.
    pub(super) fn missing(self) -> Vec<String> {
        self.missing.into_iter().map(|(_, why)| why).collect()
    }
}

/// Another tool, ready to compare.
pub(super) enum Rival {
    Criterion { scratch: PathBuf },
    Tango(tango::Program),
}

impl Rival {
    /// The names of all other tools.
    pub(super) const ALL: [&str; 2] = [CRITERION, TANGO];

    /// Makes a tool ready.
    ///
    /// # Errors
    /// When it cannot be built.
    fn ready(tool: &str, home: &Path) -> Result<Self> {
        if tool == TANGO {
            return Ok(Self::Tango(tango::Program::build()?));
        }
        Ok(Self::Criterion {
            scratch: home.join("criterion-of-calibration"),
        })
    }

    /// Has it compare a function with itself, and with its slower variants.
    pub(super) fn rows(
        &self,
        function: &Function,
        condition: &str,
        quick: bool,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Vec<Row>> {
        let (tool, seconds) = match self {
            Self::Criterion { .. } => (CRITERION, criterion::SECONDS),
            Self::Tango(_) => (TANGO, tango::SECONDS),
        };
        let slower = SLOWER.iter().map(|(_, share)| (*share, SLOWER_PAIRS));
        let truths = std::iter::once((0.0, EQUAL_PAIRS)).chain(slower);
        let (mut rows, mut done) = (Vec::new(), 0);
        for (slowdown, pairs) in truths {
            let mut row = Row {
                seconds,
                ..Row::of(tool, condition, function.name, slowdown)
            };
            for _ in 0..if quick { 2 } else { pairs } {
                ensure!(!interrupt::happened(), super::INTERRUPTED);
                let said = self.compare(function.steps, slowdown)?;
                row.claims += 1;
                row.found += u64::from(slowdown > 0.0 && said == Said::Slower);
                let alarm = slowdown == 0.0 && said == Said::Slower;
                row.wrong += u64::from(alarm || said == Said::Faster);
                done += 1;
                progress(f64::from(done) / COMPARISONS as f64);
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn compare(&self, steps: u64, slowdown: f64) -> Result<Said> {
        match self {
            Self::Criterion { scratch } => criterion::compare(scratch, steps, slowdown),
            Self::Tango(program) => program.compare(steps, slowdown),
        }
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        if let Self::Criterion { scratch } = self {
            // What criterion keeps there is of no use to anybody.
            let _ = fs::remove_dir_all(scratch);
        }
    }
}
