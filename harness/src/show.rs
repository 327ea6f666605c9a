//! What is shown when a bench target ends: the site, and the verdicts of the whole run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reports::calibration::Calibration;
use reports::export::{Kind, changes};
use reports::history;
use reports::judge::Verdicts;
use reports::record::Record;
use reports::site::{self, Input};
use reports::store::{self, Store};

use crate::select::benchmark_id;
use crate::terminal::Terminal;
use crate::{replay, suite};

/// The site that was rendered.
pub(crate) struct Shown {
    pub(crate) index: PathBuf,
    /// Records that could not be read, in sentences.
    pub(crate) problems: Vec<String>,
}

/// What would end a path in an address, or be taken for an escape.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`');

/// Renders the site from all records below `home`.
///
/// # Errors
/// When a page cannot be written.
pub(crate) fn render(home: &Path, criterion: &Path) -> Result<Shown> {
    let store = Store::at(home);
    // Those of the run before tell what has changed; older ones are not opened.
    let loaded = store.load_newest(2);
    let mut problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    let calibration = Calibration::read(home).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let records = store::latest(&loaded.records);
    let previous: Vec<&Record> = records
        .iter()
        .filter_map(|record| store::previous(&loaded.records, record))
        .collect();
    let shown = [records.as_slice(), previous.as_slice()].concat();
    let input = Input {
        records: &records,
        previous: &previous,
        rest: &store::same_runs(&loaded.records, &shown),
        history: &history::of(&store),
        problems: &problems,
        calibration: calibration.as_ref(),
        criterion: &|record, trial, variant| {
            let trial = &record.trials[trial];
            let variant = &record.variants[variant].name;
            let (package, experiment) = (&record.package, &record.experiment);
            let id = benchmark_id(package, experiment, &trial.case, variant, trial.size);
            address(home, &criterion.join(replay::report(criterion, &id)?))
        },
        file: &|record| address(home, &store.path(record)),
    };
    let rendered = site::render(&input, home)?;
    Ok(Shown {
        index: rendered.index,
        problems,
    })
}

/// The address of a file, relative to the root of the site.
fn address(home: &Path, file: &Path) -> Option<String> {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let relative = pathdiff::diff_paths(absolute(file)?, absolute(home)?)?;
    let parts: Option<Vec<String>> = relative
        .components()
        .map(|part| Some(utf8_percent_encode(part.as_os_str().to_str()?, PATH).to_string()))
        .collect();
    Some(parts?.join("/"))
}

/// The verdicts of all claims of one run, those of earlier chapters among them.
pub(crate) fn verdicts_of_run(store: &Store, run: &str) -> Verdicts {
    // The run is the newest, so its records are the newest of each experiment.
    let loaded = store.load_newest(1);
    Verdicts::of(loaded.records.iter().filter(|record| record.run.id == run))
}

/// What changed since the run before, in short.
pub(crate) struct Since {
    /// The claims with another verdict, a line each.
    pub(crate) verdicts: Vec<String>,
    /// Times that became longer by more than chance and placement explain.
    pub(crate) slower: usize,
    /// Times that became shorter by as much.
    pub(crate) faster: usize,
}

/// What changed from the records before those of `run` to them; absent when nothing did.
pub(crate) fn since_before(store: &Store, run: &str) -> Option<Since> {
    let loaded = store.load_newest(2);
    let records: Vec<&Record> = loaded
        .records
        .iter()
        .filter(|record| record.run.id == run)
        .collect();
    let before: Vec<&Record> = records
        .iter()
        .filter_map(|record| store::previous(&loaded.records, record))
        .collect();
    let judged = Verdicts::of(before.iter().chain(&records).copied());
    let changes = changes(&records, &before, &judged);
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let since = Since {
        verdicts: changes
            .iter()
            .filter(|change| change.kind == Kind::Verdict)
            .map(ToString::to_string)
            .collect(),
        slower: count(Kind::Slower),
        faster: count(Kind::Faster),
    };
    let nothing = since.verdicts.is_empty() && since.slower + since.faster == 0;
    (!nothing).then_some(since)
}

/// Cargo stops at the first bench target that fails, unless it is told otherwise. So that one
/// failing variant costs no other chapter its measurement, the later ones are run from here.
///
/// # Errors
/// When cargo cannot be started.
pub(crate) fn run_later_chapters(later: &[String], terminal: &Terminal) -> Result<()> {
    let arguments = suite::cargo_arguments();
    let goes_on = arguments
        .iter()
        .any(|argument| argument == "--no-fail-fast");
    if later.is_empty() || goes_on {
        return Ok(());
    }
    terminal.warn("cargo would stop here; the later chapters are run all the same");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["bench", "--no-fail-fast"]);
    for package in later {
        command.args(["-p", package]);
    }
    let own = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let status = command
        .arg("--")
        .args(own)
        .status()
        .context("cargo could not be started")?;
    if !status.success() {
        terminal.warn("some of the later chapters failed as well");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_and_escaped() {
        let address = |file: &str| address(Path::new("/t/lab"), Path::new(file)).unwrap();
        assert_eq!(
            address("/t/criterion/a b/50%/x.html"),
            "../criterion/a%20b/50%25/x.html"
        );
        assert_eq!(address("/t/lab/records/r.json"), "records/r.json");
    }
}
