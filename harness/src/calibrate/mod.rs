//! `cargo lab calibrate`: how often this laboratory is wrong on this machine, and what difference
//! it can see. Functions that are equal, or slower by a known share, go through the same engine
//! and the same judge as every experiment.

pub(crate) mod hog;
mod work;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use reports::calibration::{Calibration, Row, SCHEMA, duels, evaluate};
use reports::record::{Effort, Record};

use crate::conductor::{Conductor, End, Progress, interrupt};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::machine;
use crate::recorder::{self, Recorder};
use crate::terminal::{Terminal, duration};
use crate::worker::message::TrialKey;

/// The seed of a calibration's inputs and coins.
const SEED: u64 = 7;

/// The experiments; their sizes count repetitions.
pub(crate) fn experiments() -> Vec<Experiment> {
    let mut all = vec![
        work::chain("20 ns", 16, 340),
        work::chain("1 us", 900, 340),
        work::chain("100 us", 90_000, 340),
        work::chain("10 ms", 9_000_000, 12),
        work::own_table(25),
    ];
    all.extend((0..3).map(|kernel| work::copies(kernel, 16)));
    all
}

/// Calibrates, or goes on with a calibration that was interrupted.
///
/// # Errors
/// When nothing can be measured or kept.
pub(crate) fn run(home: &Path, fresh: bool, terminal: &mut Terminal) -> Result<Calibration> {
    interrupt::watch();
    let experiments = experiments();
    let mut calibration = begun(home, fresh, terminal);
    let done: BTreeSet<(String, String)> = calibration
        .rows
        .iter()
        .map(|row| (row.condition.clone(), row.function.clone()))
        .collect();
    let blocks = ["quiet", "busy"].into_iter().flat_map(|condition| {
        (0..experiments.len()).map(move |experiment| (condition, experiment))
    });
    let blocks: Vec<_> = blocks
        .filter(|(condition, experiment)| {
            !done.contains(&(
                (*condition).to_owned(),
                experiments[*experiment].id.to_owned(),
            ))
        })
        .collect();
    let (start, of) = (Instant::now(), blocks.len());
    for (index, (condition, experiment)) in blocks.into_iter().enumerate() {
        let rows = block(&experiments, experiment, condition, &mut |remaining| {
            let each = start.elapsed() / u32::try_from(index + 1).unwrap_or(1);
            let later = each * u32::try_from(of - index - 1).unwrap_or(0);
            let what = format!(
                "{condition}, {} ({}/{of})",
                experiments[experiment].id,
                index + 1
            );
            terminal.progress(&what, start.elapsed(), remaining + later);
        })?;
        for row in &rows {
            terminal.line(&line(row));
        }
        calibration.rows.extend(rows);
        keep(home, &calibration)?;
    }
    terminal.finish();
    terminal.line(&format!("calibrated in {}", duration(start.elapsed())));
    Ok(calibration)
}

/// Measures one function under one condition, all repetitions, and judges each by itself.
fn block(
    experiments: &[Experiment],
    index: usize,
    condition: &str,
    progress: &mut dyn FnMut(Duration),
) -> Result<Vec<Row>> {
    let experiment = &experiments[index];
    let keys: Vec<TrialKey> = experiment
        .sizes
        .iter()
        .map(|size| TrialKey {
            experiment: index,
            case: 0,
            size: *size,
        })
        .collect();
    let plan = Plan::for_calibration();
    let conductor = Conductor {
        experiments,
        seed: SEED,
        plan,
    };
    let _neighbours = (condition == "busy")
        .then(hog::Neighbours::start)
        .transpose()?;
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
    let found = if row.slowdown > 0.0 {
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
    let kept = load(home).filter(|kept| kept.toolchain == toolchain && kept.commit == commit);
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

/// Where the calibration is kept.
fn file(home: &Path) -> PathBuf {
    home.join("calibration.json")
}

/// The calibration of this laboratory, when there is one that can be read.
pub(crate) fn load(home: &Path) -> Option<Calibration> {
    let bytes = fs::read(file(home)).ok()?;
    serde_json::from_slice(&bytes)
        .ok()
        .filter(|kept: &Calibration| kept.schema == SCHEMA)
}

fn keep(home: &Path, calibration: &Calibration) -> Result<()> {
    let (file, beside) = (file(home), home.join(".calibration.json"));
    let write = || -> Result<()> {
        fs::create_dir_all(home)?;
        fs::write(&beside, serde_json::to_vec_pretty(calibration)?)?;
        Ok(fs::rename(&beside, &file)?)
    };
    write().with_context(|| format!("cannot write {}; make room or set LAB_HOME", file.display()))
}
