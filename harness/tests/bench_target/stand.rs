//! A place of its own for a bench target, and what is seen when it runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use reports::record::Record;
use reports::store::Store;
use tempfile::TempDir;

/// Little to draw and to resample: the tests look at files, not at figures.
pub(crate) const SHORT: [&str; 6] = [
    "--bench",
    "--quick",
    "--no-probe",
    "--noplot",
    "--nresamples",
    "10",
];

/// Variables that change what a bench target does or how it speaks.
const HEEDED: [&str; 18] = [
    "LAB_PROGRESS",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "CRITERION_HOME",
    "FIXTURE",
    "LAB_HOME",
    "LAB_INTERPRETERS",
    "LAB_PATIENCE",
    "LAB_PYTHON",
    "LAB_REPLAY",
    "LAB_WORKER",
    "LAB_CHROMIUM",
    "NO_COLOR",
    "TERM",
    "TERM_PROGRAM",
    "WT_SESSION",
    "ConEmuANSI",
    "RUST_BACKTRACE",
];

/// A folder for the records and pages of one test.
pub(crate) struct Stand {
    folder: TempDir,
}

/// What a program that has ended left on the terminal.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Stand {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the bench target keeps its records and its site.
    pub(crate) fn home(&self) -> PathBuf {
        self.path().join("lab")
    }

    /// Where criterion keeps its files.
    pub(crate) fn criterion(&self) -> PathBuf {
        self.path().join("criterion")
    }

    /// The bench target, in this place and in no other way influenced from outside.
    pub(crate) fn fixture(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&fixture());
        command.args(arguments);
        command
    }

    /// The program behind `cargo lab`.
    pub(crate) fn lab(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_lab")));
        command.args(arguments);
        command
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        HEEDED.iter().for_each(|variable| {
            command.env_remove(variable);
        });
        command
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .env("LAB_HOME", self.home())
            .env("CRITERION_HOME", self.criterion());
        command
    }

    /// A short run of the bench target to its end.
    pub(crate) fn bench(&self, arguments: &[&str]) -> Seen {
        seen(self.fixture(&SHORT).args(arguments))
    }

    /// A short run in which one experiment misbehaves.
    pub(crate) fn misbehave(&self, how: &str) -> Seen {
        seen(self.fixture(&SHORT).env("FIXTURE", how))
    }

    /// All records, which must all be sound.
    pub(crate) fn records(&self) -> Vec<Record> {
        let loaded = Store::at(self.home()).load();
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        loaded.records
    }

    /// The only record of an experiment.
    pub(crate) fn record(&self, experiment: &str) -> Record {
        let mut records = self.records();
        records.retain(|record| record.experiment == experiment);
        assert_eq!(records.len(), 1, "records of {experiment}");
        records.remove(0)
    }
}

/// Runs a program to its end.
pub(crate) fn seen(command: &mut Command) -> Seen {
    Seen::of(
        command
            .output()
            .unwrap_or_else(|error| panic!("{command:?}: {error}")),
    )
}

impl Seen {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the terminal shows text");
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The exit status must be this.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// The one failure that is told: one line on standard error.
    #[track_caller]
    pub(crate) fn error(&self) -> &str {
        let mut errors = self
            .err
            .lines()
            .filter_map(|line| line.strip_prefix("error: "));
        let first = errors.next();
        assert!(
            first.is_some() && errors.next().is_none(),
            "one error is wanted: {self:#?}"
        );
        first.unwrap_or_default()
    }

    /// The error must name all of these.
    #[track_caller]
    pub(crate) fn error_names(&self, parts: &[&str]) {
        let error = self.error();
        for part in parts {
            assert!(error.contains(part), "`{part}` is missing in: {error}");
        }
    }

    /// The last line of results: the path of the page.
    pub(crate) fn page(&self) -> &Path {
        Path::new(self.out.lines().last().unwrap_or_default().trim())
    }
}

/// The example `fixture` lies beside this test.
fn fixture() -> PathBuf {
    let test = std::env::current_exe().expect("this test knows its own path");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("a test lies in a profile's folder");
    let program = profile
        .join("examples")
        .join(format!("fixture{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} is not built; run `cargo test -p harness`, which builds the examples too",
        program.display()
    );
    program
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder);
        for path in entries
            .into_iter()
            .flatten()
            .map(|entry| entry.expect("an entry").path())
        {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
