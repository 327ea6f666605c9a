//! `cargo lab`: what can be done with records, and with the workspace, without measuring.

mod compare;
mod export;
mod machine;
mod new;
mod refuted;
mod runs;
mod site;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use reports::judge::Verdicts;
use reports::store::{Loaded, Store};

use crate::calibrate::rivals::criterion;
use crate::calibrate::{self, Wish, hog};
use crate::cli::{Colour, wrong};
use crate::doctor;
use crate::paths;
use crate::peer::agreement;
use crate::run::NOTHING;
use crate::terminal::{Terminal, tally};
use crate::worker;

/// Lists, judges and shows what `cargo bench` has recorded; begins new chapters.
#[derive(Debug, Parser)]
#[command(
    name = "cargo lab",
    version,
    after_help = "Exit status: 0 done; 1 something failed, or (doctor) something spoils \
                  measurements; 2 a wrong flag or command; 3 there is nothing of that name.",
    disable_help_subcommand = true
)]
struct Cli {
    /// Colour: `auto` heeds `NO_COLOR` and whether a terminal reads along.
    #[arg(short, long, alias = "colour", value_enum, default_value_t = Colour::Auto, global = true)]
    color: Colour,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the experiments that have been recorded, with their verdicts.
    List {
        /// List the runs instead: what `compare` calls them.
        #[arg(long)]
        runs: bool,
        /// List the refuted claims instead, each with its figure and with the reason that its
        /// author gives.
        #[arg(long, conflicts_with = "runs")]
        refuted: bool,
    },
    /// Judge the latest records again, without measuring.
    Judge,
    /// Render the site anew, and tell where it is.
    Site,
    /// Render the site anew, and open it in a browser.
    Open,
    /// Tell what stands in the way of good measurements here, and what helps.
    Doctor,
    /// Tell what changed between two runs.
    Compare {
        /// The earlier run, or how its name begins; without it, the run before.
        old: Option<String>,
        /// The later run, or how its name begins; without it, the last.
        new: Option<String>,
    },
    /// Write the latest records and verdicts in a format of other tools.
    Export {
        /// What to write.
        #[arg(value_enum)]
        format: export::Wanted,
        /// Where to; without it, to standard output.
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Measure how often this laboratory is wrong on this machine (minutes; goes on when
    /// interrupted).
    Calibrate {
        /// Begin anew, also when an interrupted calibration could be gone on with.
        #[arg(long)]
        fresh: bool,
        /// Have criterion and tango judge the same functions, beside the laboratory (as many
        /// minutes more).
        #[arg(long)]
        rivals: bool,
        /// A twentieth of the repetitions: to see that everything works, and too few for a verdict.
        #[arg(long)]
        quick: bool,
        /// Only what is called so: `busy`, `1 us`, `quiet · 1 us · single duel`.
        filter: Option<String>,
    },
    /// Tell the interpreters that run peers, and hold their times against those of `python -m
    /// timeit` (and of pyperf, where it is installed) on the same functions.
    Python {
        /// Pairs of runs, a process each.
        #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(10..))]
        rounds: u32,
    },
    /// Measure what this machine can do, as `cargo bench` does before it measures anything else.
    Machine {
        /// As one JSON document, as records keep it.
        #[arg(long)]
        json: bool,
        /// Spend little on it: fewer working sets and repetitions.
        #[arg(long)]
        quick: bool,
    },
    /// Begin a chapter: a crate `NAME-bench` with a first experiment that already runs.
    New {
        /// Lower-case letters, digits and hyphens: `strings` makes the crate `strings-bench`.
        name: String,
    },
}

/// Runs `cargo lab`.
#[must_use]
pub fn main() -> ExitCode {
    if let Ok(order) = std::env::var(hog::VARIABLE) {
        hog::main(&order);
        return ExitCode::SUCCESS;
    }
    if let Ok(order) = std::env::var(criterion::VARIABLE) {
        return match criterion::main(&order) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error:#}");
                ExitCode::FAILURE
            }
        };
    }
    if std::env::var_os(worker::VARIABLE).is_some() {
        return match worker::main(&calibrate::experiments()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let cli: Cli = match wrong::parse("cargo lab --help") {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let mut terminal = Terminal::new(cli.color, false);
    match carry_out(&cli.command, &mut terminal) {
        Ok(code) => code,
        Err(error) => {
            terminal.error(&format!("{error:#}"));
            match error.downcast_ref::<Unknown>() {
                Some(_) => ExitCode::from(NOTHING),
                None => ExitCode::FAILURE,
            }
        }
    }
}

/// There is nothing of the name that was asked for.
#[derive(Debug)]
pub(crate) struct Unknown(pub(crate) String);

impl std::error::Error for Unknown {}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn carry_out(command: &Command, terminal: &mut Terminal) -> Result<ExitCode> {
    match command {
        Command::List { runs, refuted } => list(*runs, *refuted, terminal),
        Command::Doctor => doctor(terminal),
        Command::Judge => tell(terminal, true),
        Command::Site => {
            site::render(terminal)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Open => {
            site::open(&site::render(terminal)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Compare { old, new } => {
            compare::run(old.as_deref(), new.as_deref(), terminal)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Export { format, out } => {
            export::run(*format, out.clone(), terminal)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Calibrate {
            fresh,
            rivals,
            quick,
            filter,
        } => {
            let wish = Wish {
                fresh: *fresh,
                rivals: *rivals,
                quick: *quick,
                filter: filter.clone(),
            };
            calibrate::run(&paths::home(), &wish, terminal)?;
            site::render(terminal)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Python { rounds } => {
            let agrees = agreement::show(terminal, *rounds)?;
            Ok(if agrees {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Command::Machine { json, quick } => {
            machine::tell(*json, *quick, terminal)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::New { name } => {
            let root = crate::recorder::workspace()
                .context("there is no workspace here; run `cargo lab new` inside the repository")?;
            let folder = new::chapter(&root, name)?;
            terminal.line(&format!(
                "made {0}: `cargo test -p {0}` verifies it, `cargo bench -p {0}` measures it",
                folder.file_name().unwrap_or_default().to_string_lossy()
            ));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Lists runs, refuted claims, or else experiments.
fn list(runs: bool, refuted: bool, terminal: &Terminal) -> Result<ExitCode> {
    match (runs, refuted) {
        (true, _) => runs::tell(terminal),
        (_, true) => refuted::tell(terminal),
        _ => tell(terminal, false),
    }
}

/// Tells what the doctor finds; whether something spoils what is measured is the exit status.
fn doctor(terminal: &Terminal) -> Result<ExitCode> {
    Ok(if doctor::examine(terminal) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Tells the latest records with their verdicts; all claims of each when `claims` is set.
fn tell(terminal: &Terminal, claims: bool) -> Result<ExitCode> {
    let loaded = recorded(1, terminal)?;
    let records = reports::store::latest(&loaded.records);
    let verdicts = Verdicts::of(reports::store::same_runs(&loaded.records, &records));
    let mut all = Vec::new();
    let widest = records.iter().map(|record| record.id().chars().count());
    let widest = widest.max().unwrap_or_default();
    for record in records {
        let judged = verdicts.get(record);
        let own: Vec<_> = judged.iter().map(|judged| judged.verdict).collect();
        if claims {
            for (claim, judged) in record.claims.iter().zip(judged) {
                terminal.verdict(&record.id(), claim, judged);
            }
        } else {
            terminal.line(&format!("{:<widest$}  {}", record.id(), tally(&own)));
        }
        all.extend(own);
    }
    terminal.line(&tally(&all));
    Ok(ExitCode::SUCCESS)
}

/// The newest records, at most so many of each experiment; what cannot be read is told.
fn recorded(of_each: usize, terminal: &Terminal) -> Result<Loaded> {
    some(Store::at(paths::home()).load_newest(of_each), terminal)
}

/// All records; what cannot be read is told.
fn all_recorded(terminal: &Terminal) -> Result<Loaded> {
    some(Store::at(paths::home()).load(), terminal)
}

fn some(loaded: Loaded, terminal: &Terminal) -> Result<Loaded> {
    let problems = loaded.problems.iter();
    problems.for_each(|problem| terminal.warn(&problem.to_string()));
    if loaded.records.is_empty() {
        bail!(
            "nothing has been recorded in {}; run `cargo bench`",
            paths::home().display()
        );
    }
    Ok(loaded)
}
