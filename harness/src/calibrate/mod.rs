//! `cargo lab calibrate`: how often this laboratory is wrong on this machine, and what difference
//! it can see. Functions that are equal, or slower by a known share, go through the same engine
//! and the same judge as every experiment.

mod chain;
mod growth;
mod hash;
pub(crate) mod hog;
mod measure;
mod parts;
mod pin;
pub(crate) mod rivals;
mod tell;
mod work;

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use reports::calibration::{Calibration, INPUT_TABLE, OWN_TABLE, Row, SCHEMA};
use reports::judge::judge;
use reports::names;
use reports::record::{Record, RegisteredClaim};
use reports::verdict::Verdict;

use crate::conductor::interrupt;
use crate::experiment::Experiment;
use crate::lab::Unknown;
use crate::terminal::{Terminal, duration};
use crate::{kernels, machine, recorder};
use parts::{Job, Part};
use rivals::{Rival, Rivals};
use tell::Pace;

/// The seed of a calibration's inputs and coins.
const SEED: u64 = 7;

const INTERRUPTED: &str = "interrupted; the same command goes on where this stopped";

/// Repetitions of full verdicts with slower variants, and of those with equals alone.
const SLOWER: u64 = 90;
const EQUALS: u64 = 250;

/// Repetitions where each takes seconds.
const LONG_ONES: u64 = 8;

/// Pairs of copies of each kernel, and repetitions over tables of their own.
const PAIRS_OF_COPIES: u64 = 24;
const OWN_TABLES: u64 = 25;

/// Duels in each of the ten passes.
const DUELS: u64 = 50;
const LONG_DUELS: u64 = 4;

/// What a calibration is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Begin anew, also when an interrupted calibration could be gone on with.
    pub(crate) fresh: bool,
    /// Have other tools judge the same functions.
    pub(crate) rivals: bool,
    /// A twentieth of the repetitions, to see that everything works.
    pub(crate) quick: bool,
    /// Only parts whose name holds this.
    pub(crate) filter: Option<String>,
}

/// The experiments; the sizes of most count repetitions.
pub(crate) fn experiments() -> Vec<Experiment> {
    let mut all = Vec::new();
    for function in &work::SHORT_ONES {
        let (slower, _) = measure::DUEL_OF_SHORT;
        all.push(work::slower(function, SLOWER));
        all.push(work::equals(function, EQUALS));
        all.push(work::duel(function, slower, DUELS));
    }
    let (slower, _) = measure::DUEL_OF_LONG;
    all.push(work::slower(&work::LONG_ONE, LONG_ONES));
    all.push(work::duel(&work::LONG_ONE, slower, LONG_DUELS));
    all.push(work::own_table(OWN_TABLE, OWN_TABLES));
    all.push(work::input_table(INPUT_TABLE, OWN_TABLES));
    all.extend(growth::experiments());
    all.push(hash::look_up());
    let kernels = kernels::all().into_iter();
    all.extend(kernels.map(|kernel| work::copies(kernel, PAIRS_OF_COPIES)));
    all
}

/// Calibrates, or goes on with a calibration that was interrupted.
///
/// # Errors
/// When nothing can be measured or kept.
pub(crate) fn run(home: &Path, wish: &Wish, terminal: &mut Terminal) -> Result<()> {
    if let Some(names) = parts::without_match(wish) {
        let filter = wish.filter.as_deref().unwrap_or_default();
        // What is written is mostly one word of a name.
        let words = names.iter().flat_map(|name| name.split(" · "));
        let meant = names::suggestion(filter, words);
        return Err(Unknown(format!(
            "nothing that is calibrated is called `{filter}`{meant}; names are such as `{}`",
            names[0]
        ))
        .into());
    }
    interrupt::watch();
    let experiments = experiments();
    let mut calibration = begun(home, wish, terminal);
    let parts = parts::to_do(&calibration, wish);
    if parts.is_empty() {
        terminal.line("all of it is measured already; `--fresh` measures it anew");
    }
    let pace = Pace::of(&parts);
    let mut rivals = Rivals::default();
    for (place, part) in parts.iter().enumerate() {
        let rival = match part.job {
            Job::Rival(tool) => match rivals.ready(tool, home, terminal) {
                Some(rival) => Some(rival),
                None => continue,
            },
            _ => None,
        };
        let what = format!("{} ({}/{})", part.name(), place + 1, parts.len());
        let rows = measure(&experiments, part, rival, wish.quick, &mut |share| {
            terminal.progress(&what, pace.elapsed(), pace.left(place, share));
        })?;
        for row in rows {
            terminal.line(&tell::line(&row));
            calibration.rows.push(row);
        }
        calibration.write(home).map_err(anyhow::Error::msg)?;
    }
    calibration.not_measured = rivals.missing();
    calibration.write(home).map_err(anyhow::Error::msg)?;
    terminal.finish();
    tell::bars_of(&calibration, terminal);
    terminal.line(&format!("calibrated in {}", duration(pace.elapsed())));
    Ok(())
}

/// Measures one part, beside the neighbours of its condition.
fn measure(
    experiments: &[Experiment],
    part: &Part,
    rival: Option<&Rival>,
    quick: bool,
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<Row>> {
    let _neighbours = hog::Neighbours::of(part.condition)?;
    let places = part.experiments(experiments);
    match (part.job, places.first(), rival) {
        (Job::Verdicts, ..) => measure::verdicts(experiments, part, quick, progress),
        (Job::Duels, ..) => measure::single_duels(experiments, part, quick, progress),
        (Job::Growth, Some(index), _) => {
            growth::row(experiments, *index, quick, progress).map(|row| vec![row])
        }
        (Job::Hash, Some(index), _) => hash::rows(experiments, *index, quick, progress),
        (Job::Rival(_), _, Some(rival)) => {
            let function = work::function(part.function).context("there is no such function")?;
            rival.rows(function, part.condition, quick, progress)
        }
        _ => bail!("{} has nothing to measure", part.name()),
    }
}

/// The claims of a record with their verdicts.
///
/// # Errors
/// When a variant failed: then there is nothing to count.
fn judged(record: &Record) -> Result<Vec<(&RegisteredClaim, Verdict)>> {
    let failure = record.failures.first();
    ensure!(
        failure.is_none(),
        "{}: {}",
        record.experiment,
        failure.map_or("", |failure| &failure.message)
    );
    let verdicts = judge(record).into_iter().map(|judged| judged.verdict);
    Ok(record.claims.iter().zip(verdicts).collect())
}

/// The calibration that was interrupted, when it is of this very build; else a new one.
fn begun(home: &Path, wish: &Wish, terminal: &Terminal) -> Calibration {
    let anew = new(wish.quick);
    let kept = Calibration::read(home).ok().flatten().filter(|kept| {
        kept.toolchain == anew.toolchain && kept.commit == anew.commit && kept.quick == anew.quick
    });
    match kept.filter(|_| !wish.fresh) {
        Some(kept) => {
            let rows = kept.rows.len();
            terminal.line(&format!("going on: {rows} rows are there already"));
            kept
        }
        None => anew,
    }
}

/// A calibration without rows.
fn new(quick: bool) -> Calibration {
    Calibration {
        schema: SCHEMA,
        started: jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
        machine: machine::machine(),
        toolchain: machine::toolchain(),
        commit: recorder::workspace().as_deref().and_then(machine::commit),
        quick,
        rows: Vec::new(),
        not_measured: Vec::new(),
    }
}
