//! The front door of a bench target, and the order of its work.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use reports::names;

use crate::bench;
use crate::chapter::Chapter;
use crate::cli::{Cli, Mode, wrong};
use crate::conductor::{Conductor, End};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::suite::Suite;
use crate::worker::message::TrialKey;
use crate::{paths, recorder, replay, scratch, select, testmode, worker};

/// Nothing matched the filter.
pub(crate) const NOTHING: u8 = 3;

/// Somebody pressed Ctrl-C.
pub(crate) const INTERRUPTED: u8 = 130;

/// Runs the experiments of one chapter, given as a [`Chapter`] or as a list: verify, count, time,
/// judge, record, show.
///
/// A bench target's `main` consists of this call. What is done depends on the command line:
/// `cargo bench` measures, `cargo test` verifies every variant once at small sizes.
#[must_use]
pub fn run<C: Into<Chapter>>(package: &'static str, chapter: impl FnOnce() -> C) -> ExitCode {
    let code = dispatch(package, || chapter().into());
    code.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn dispatch(package: &'static str, chapter: impl FnOnce() -> Chapter) -> Result<ExitCode> {
    if let Some(file) = std::env::var_os(replay::VARIABLE) {
        replay::main(Path::new(&file))?;
        return Ok(ExitCode::SUCCESS);
    }
    if std::env::var_os(worker::VARIABLE).is_some() {
        worker::main(&sound(package, chapter())?.experiments)?;
        return Ok(ExitCode::SUCCESS);
    }
    let cli: Cli = match wrong::parse("cargo bench -- --help") {
        Ok(cli) => cli,
        Err(code) => return Ok(code),
    };
    // An experiment that asks for a file when it is made gets it where the command line says.
    scratch::ask(cli.scratch.clone());
    let Chapter {
        lesson,
        experiments,
    } = sound(package, chapter())?;
    match cli.mode() {
        Mode::List => return Ok(testmode::list(package, &experiments, &cli)),
        Mode::Test => return Ok(testmode::run(package, &experiments, &cli)),
        Mode::Profile | Mode::Load | Mode::Bench => {}
    }
    let selected = match select::select(package, &experiments, &cli) {
        Ok(selected) => selected,
        Err(error) => {
            eprintln!("error: {error:#}");
            return Ok(ExitCode::from(2));
        }
    };
    if selected.is_empty() {
        return Ok(nothing(package, &experiments, &cli));
    }
    if let Some(seconds) = cli.profile_time {
        return profile(&experiments, &selected, &cli, seconds);
    }
    let keys = selected.iter();
    let ids: Vec<_> = keys
        .flat_map(|key| select::ids(package, &experiments, *key))
        .collect();
    let criterion = paths::criterion_folder();
    for name in cli.criterion.needed_baselines() {
        replay::find_baseline(&criterion, name, &ids)?;
    }
    if cli.mode() == Mode::Load {
        replay::compare(ids, &cli, &criterion)?;
        return Ok(ExitCode::SUCCESS);
    }
    bench::run((package, lesson), &experiments, &selected, &cli)
}

/// A chapter that can be run.
fn sound(package: &str, chapter: Chapter) -> Result<Chapter> {
    if let Some(id) = chapter.id_of_two() {
        bail!("two experiments of `{package}` are called `{id}`: give each an id of its own");
    }
    Ok(chapter)
}

fn profile(
    experiments: &[Experiment],
    selected: &[TrialKey],
    cli: &Cli,
    seconds: f64,
) -> Result<ExitCode> {
    let conductor = Conductor {
        experiments,
        seed: cli.seed,
        plan: Plan::new(cli),
        probe: None,
    };
    Ok(match conductor.profile(selected, seconds)? {
        End::Complete => ExitCode::SUCCESS,
        End::Interrupted => ExitCode::from(INTERRUPTED),
    })
}

/// Cargo stops at the first bench target that fails: a filter that is meant for another chapter
/// must not fail here.
fn nothing(package: &str, experiments: &[Experiment], cli: &Cli) -> ExitCode {
    let Some(filter) = &cli.filter else {
        eprintln!("error: `{package}` has no experiments; add one to its `experiments()`");
        return ExitCode::from(NOTHING);
    };
    let workspace = recorder::workspace();
    let suite = Suite::join(&paths::home(), workspace.as_deref(), package, &cli.kind());
    let own = select::names(package, experiments, cli);
    let nearest = names::nearest(filter, own.iter().map(String::as_str));
    let passed = suite.pass_over(nearest);
    if passed.goes_on {
        println!("{package}: nothing here matches `{filter}`");
        return ExitCode::SUCCESS;
    }
    let meant = names::suggestion(filter, passed.meant.iter().map(String::as_str));
    eprintln!(
        "error: nothing in `{package}` matches `{filter}`{meant}; `cargo bench -p {package} -- \
         --list` shows the ids"
    );
    ExitCode::from(NOTHING)
}
