//! One `cargo bench` runs many bench targets, each a process of its own. What they share lies in a
//! small file: the run's id, how long each target took last time, and what has failed.

mod cargo;
pub(crate) mod foretold;
pub(crate) mod left;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) use cargo::cargo_arguments;
use cargo::{invocation, later};
use foretold::Foretold;
use reports::record::Probe;
use serde::{Deserialize, Serialize};

/// The state of the suite, as the last bench target left it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct State {
    /// Tells one `cargo bench` from another.
    invocation: String,
    /// The id of the run that it is.
    run: String,
    /// Seconds since the epoch when it began.
    began: f64,
    /// The targets that it has run.
    done: Vec<String>,
    /// The targets in which the filter matched nothing.
    #[serde(default)]
    passed_over: Vec<String>,
    /// The names there that it may have meant.
    #[serde(default)]
    meant: Vec<String>,
    /// What its first target found that the machine can do.
    #[serde(default)]
    probe: Option<Probe>,
    /// What the bar said of the time that was left.
    #[serde(default)]
    foretold: Foretold,
    /// Seconds that each target took last time, by what was asked of it.
    durations: BTreeMap<String, f64>,
}

/// What became of a filter that matches nothing in a target.
pub(crate) struct PassedOver {
    /// Whether it matched in an earlier target, or may match in a later one.
    pub(crate) goes_on: bool,
    /// The names that it may have meant, of this target and of those before.
    pub(crate) meant: Vec<String>,
}

/// The suite as one bench target sees it.
pub(crate) struct Suite {
    file: PathBuf,
    state: State,
    package: String,
    /// What is asked of it: runs of other kinds take other times.
    kind: String,
    /// Chapters that this `cargo bench` will still run after this one, as far as can be told.
    later: Vec<String>,
}

impl Suite {
    /// Joins the run that the calling cargo has begun, or begins one.
    pub(crate) fn join(home: &Path, workspace: Option<&Path>, package: &str, kind: &str) -> Self {
        let file = home.join("suite.json");
        let mut state: State = fs::read(&file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let invocation = invocation();
        let mut before = state.done.iter().chain(&state.passed_over);
        if state.invocation != invocation || before.any(|name| name == package) {
            state.invocation = invocation;
            state.run = run_id();
            state.began = now().as_secs_f64();
            state.foretold = Foretold::default();
            state.done.clear();
            state.passed_over.clear();
            state.meant.clear();
            state.probe = None;
        }
        let later = later(workspace, package);
        let suite = Self {
            file,
            state,
            package: package.to_owned(),
            kind: kind.to_owned(),
            later,
        };
        suite.save();
        suite
    }

    /// The id of the run.
    pub(crate) fn run(&self) -> &str {
        &self.state.run
    }

    /// How long the suite has been running.
    pub(crate) fn elapsed(&self) -> Duration {
        Duration::try_from_secs_f64(now().as_secs_f64() - self.state.began).unwrap_or_default()
    }

    /// Notes how long the suite is said to take from now on.
    pub(crate) fn foretell(&mut self, remaining: Duration) {
        let elapsed = self.elapsed();
        self.state.foretold.note(elapsed, remaining);
    }

    /// What was foretold in this run.
    pub(crate) fn foretold(&self) -> &Foretold {
        &self.state.foretold
    }

    /// How long this target took last time.
    pub(crate) fn last_time(&self) -> Option<Duration> {
        self.duration(&self.package)
    }

    /// How long the targets after this one will take: as long as last time, or as long as this one
    /// when they have not run before.
    pub(crate) fn later(&self, this: Duration) -> Duration {
        self.later
            .iter()
            .map(|package| self.duration(package).unwrap_or(this))
            .sum()
    }

    /// What an earlier target of this run found that the machine can do.
    pub(crate) fn probe(&self) -> Option<&Probe> {
        self.state.probe.as_ref()
    }

    /// Keeps a probe for the targets after this one.
    pub(crate) fn keep_probe(&mut self, probe: &Probe) {
        self.state.probe = Some(probe.clone());
        self.save();
    }

    /// Which chapter this is, of how many.
    pub(crate) fn place(&self) -> (usize, usize) {
        let here = self.state.done.len() + 1;
        (here, here + self.later.len())
    }

    /// The chapters that this `cargo bench` will still run.
    pub(crate) fn later_packages(&self) -> &[String] {
        &self.later
    }

    /// Notes that the filter matches nothing in this target, and the name here that it may mean.
    pub(crate) fn pass_over(mut self, meant: Option<&str>) -> PassedOver {
        self.state.durations.insert(self.key(&self.package), 0.0);
        self.state.passed_over.push(self.package.clone());
        self.state.meant.extend(meant.map(str::to_owned));
        self.save();
        PassedOver {
            goes_on: !(self.state.done.is_empty() && self.later.is_empty()),
            meant: self.state.meant,
        }
    }

    /// Notes that this target is done.
    pub(crate) fn done(mut self, took: Duration) {
        self.state
            .durations
            .insert(self.key(&self.package), took.as_secs_f64());
        self.state.done.push(self.package.clone());
        self.save();
    }

    fn duration(&self, package: &str) -> Option<Duration> {
        let seconds = self.state.durations.get(&self.key(package))?;
        Duration::try_from_secs_f64(*seconds).ok()
    }

    fn key(&self, package: &str) -> String {
        format!("{package} {}", self.kind)
    }

    /// It only feeds an estimate: a file that cannot be written is no reason to stop.
    fn save(&self) {
        if let Ok(text) = serde_json::to_string_pretty(&self.state) {
            let _ = fs::write(&self.file, text);
        }
    }
}

fn now() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// Sorts by time, and differs between two runs of the same second.
fn run_id() -> String {
    let time = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
    format!("{time}-{}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_targets_of_one_cargo_are_one_run_and_a_second_time_is_another() {
        let home = tempfile::tempdir().unwrap();
        let join = |package| Suite::join(home.path(), None, package, "quick");
        let first = join("a");
        let run = first.run().to_owned();
        assert_eq!(first.last_time(), None);
        first.done(Duration::from_secs(3));
        let second = join("b");
        assert_eq!((second.run(), second.place()), (run.as_str(), (2, 2)));
        second.done(Duration::from_secs(1));
        let again = join("a");
        assert_eq!(
            again.place(),
            (1, 1),
            "the same target again is another run"
        );
        assert_eq!(again.last_time(), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_damaged_file_is_begun_anew() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("suite.json"), "{").unwrap();
        let suite = Suite::join(home.path(), None, "a", "default");
        assert!(!suite.run().is_empty());
    }
}
