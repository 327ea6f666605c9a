//! `cargo lab calibrate`: how often this laboratory is wrong on this machine, and what difference
//! it can see. Functions that are equal, or slower by a known share, go through the same engine
//! and the same judge as every experiment.

pub(crate) mod criterion;
mod growth;
pub(crate) mod hog;
mod work;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use reports::calibration::{Calibration, Row, SCHEMA, duels, evaluate};
use reports::record::{Effort, Record};

use crate::conductor::{Conductor, End, Progress, interrupt};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::machine;
use crate::recorder::{self, Recorder};
use crate::select;
use crate::terminal::{Terminal, duration};

/// The seed of a calibration's inputs and coins.
const SEED: u64 = 7;

/// Functions of these lengths, with the steps that take so long and the repetitions.
const CHAINS: [(&str, u64, u64); 4] = [
    ("20 ns", 16, 340),
    ("1 us", 900, 340),
    ("100 us", 90_000, 340),
    ("10 ms", 9_000_000, 12),
];

/// What a calibration is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    /// Begin anew, also when an interrupted calibration could be gone on with.
    pub(crate) fresh: bool,
    /// Have criterion judge the same functions.
    pub(crate) criterion: bool,
}

/// The experiments; their sizes count repetitions.
pub(crate) fn experiments() -> Vec<Experiment> {
    let chains = CHAINS.iter();
    let mut all: Vec<Experiment> = chains
        .map(|(id, steps, repetitions)| work::chain(id, *steps, *repetitions))
        .collect();
    all.push(work::own_table(25));
    all.extend(growth::experiments());
    all.extend((0..3).map(|kernel| work::copies(kernel, 16)));
    all
}

/// Calibrates, or goes on with a calibration that was interrupted.
///
/// # Errors
/// When nothing can be measured or kept.
pub(crate) fn run(home: &Path, wish: Wish, terminal: &mut Terminal) -> Result<()> {
    interrupt::watch();
    let experiments = experiments();
    let mut calibration = begun(home, wish.fresh, terminal);
    let blocks = blocks(&experiments, &calibration, wish.criterion);
    let (start, of) = (Instant::now(), blocks.len());
    for (index, block) in blocks.into_iter().enumerate() {
        let neighbours = (block.condition == "busy")
            .then(hog::Neighbours::start)
            .transpose()?;
        let what = format!(
            "{} · {} ({}/{of})",
            block.condition,
            block.function,
            index + 1
        );
        let rows = match block.job {
            Job::Criterion(steps) => {
                let scratch = home.join("criterion-of-calibration");
                let rows = criterion::rows(
                    (&block.function, steps),
                    block.condition,
                    &scratch,
                    terminal,
                )?;
                // What criterion keeps there is of no use to anybody.
                let _ = fs::remove_dir_all(scratch);
                rows
            }
            Job::Growth(experiment) => {
                let rows: Vec<Row> = growth::row(&experiments, experiment)?.into_iter().collect();
                rows.iter().for_each(|row| terminal.line(&line(row)));
                rows
            }
            Job::Laboratory(experiment) => {
                let rows = laboratory(&experiments, experiment, block.condition, &mut |left| {
                    let each = start.elapsed() / u32::try_from(index + 1).unwrap_or(1);
                    let later = each * u32::try_from(of - index - 1).unwrap_or(0);
                    terminal.progress(&what, start.elapsed(), left + later);
                })?;
                rows.iter().for_each(|row| terminal.line(&line(row)));
                rows
            }
        };
        drop(neighbours);
        calibration.rows.extend(rows);
        calibration.write(home).map_err(anyhow::Error::msg)?;
    }
    terminal.finish();
    terminal.line(&format!("calibrated in {}", duration(start.elapsed())));
    Ok(())
}

/// One function under one condition, by one tool.
struct Block {
    condition: &'static str,
    function: String,
    job: Job,
}

enum Job {
    /// The experiment with this place, whose counts alone are judged.
    Growth(usize),
    /// The experiment with this place.
    Laboratory(usize),
    /// A chain of so many steps.
    Criterion(u64),
}

/// What is still to be done.
fn blocks(experiments: &[Experiment], calibration: &Calibration, criterion: bool) -> Vec<Block> {
    let rows = calibration.rows.iter();
    let done: BTreeSet<(bool, &str, &str)> = rows
        .map(|row| {
            (
                row.tool.starts_with("criterion"),
                &*row.condition,
                &*row.function,
            )
        })
        .collect();
    let mut blocks = Vec::new();
    for condition in ["quiet", "busy"] {
        for (index, experiment) in experiments.iter().enumerate() {
            let function = experiment.id.to_owned();
            if done.contains(&(false, condition, &function)) {
                continue;
            }
            // Counts do not depend on what else runs.
            if !function.starts_with("growth") {
                blocks.push(Block {
                    condition,
                    function,
                    job: Job::Laboratory(index),
                });
            } else if condition == "quiet" {
                blocks.push(Block {
                    condition,
                    function,
                    job: Job::Growth(index),
                });
            }
        }
        for (id, steps, _) in CHAINS.iter().filter(|_| criterion) {
            if !done.contains(&(true, condition, id)) {
                let job = Job::Criterion(*steps);
                blocks.push(Block {
                    condition,
                    function: (*id).to_owned(),
                    job,
                });
            }
        }
    }
    blocks
}

/// Measures one function under one condition, all repetitions, and judges each by itself.
fn laboratory(
    experiments: &[Experiment],
    index: usize,
    condition: &str,
    progress: &mut dyn FnMut(Duration),
) -> Result<Vec<Row>> {
    let experiment = &experiments[index];
    let keys = select::trials_of(experiments, index);
    let plan = Plan::for_calibration();
    let conductor = Conductor {
        experiments,
        seed: SEED,
        plan,
        probe: None,
    };
    let recorder = Recorder::for_calibration(SEED, Effort::Default, conductor.copies()?);
    let (mut trials, verified) = conductor.verify(&keys, &mut |_| ())?;
    let timed = conductor.time(&mut trials, &mut |seen| {
        if let Progress::Timed { remaining, .. } = seen {
            progress(remaining);
        }
    })?;
    if verified == End::Interrupted || timed == End::Interrupted {
        bail!("interrupted; `cargo lab calibrate` goes on where this stopped");
    }
    let records: Vec<Record> = trials
        .iter()
        .map(|trial| recorder.record(experiment, &[trial], 0.0))
        .collect();
    let slower = experiment.outline.variants.len() > 2;
    let slowdowns = if slower { &work::SLOWER[..] } else { &[] };
    let mut rows = evaluate(&records, condition, slowdowns);
    if slower {
        rows.extend(duels(&records, condition, slowdowns));
    }
    Ok(rows)
}

fn line(row: &Row) -> String {
    let (wrong, low, high) = row.wrong_share();
    let found = if row.slowdown > 0.0 || row.tool == growth::TOOL {
        let (share, ..) = row.found_share();
        format!("found {:.1} %, ", share * 100.0)
    } else {
        String::new()
    };
    format!(
        "{} · {} · {} · {} % slower: {found}wrong {} of {} ({:.2} %, {:.2} to {:.2})",
        row.tool,
        row.condition,
        row.function,
        row.slowdown * 100.0,
        row.wrong,
        row.claims,
        wrong * 100.0,
        low * 100.0,
        high * 100.0
    )
}

/// The calibration that was interrupted, when it is of this very build; else a new one.
fn begun(home: &Path, fresh: bool, terminal: &Terminal) -> Calibration {
    let toolchain = machine::toolchain();
    let commit = recorder::workspace().as_deref().and_then(machine::commit);
    let kept = Calibration::read(home)
        .ok()
        .flatten()
        .filter(|kept| kept.toolchain == toolchain && kept.commit == commit);
    if let Some(kept) = kept.filter(|_| !fresh) {
        terminal.line(&format!(
            "going on: {} rows are there already",
            kept.rows.len()
        ));
        return kept;
    }
    Calibration {
        schema: SCHEMA,
        started: jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
        machine: machine::machine(),
        toolchain,
        commit,
        rows: Vec::new(),
    }
}
