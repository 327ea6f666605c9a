//! Keeps records in a folder: one JSON file for each run and experiment.
//!
//! A file is written whole or not at all. What cannot be read is named and skipped; nothing is
//! ever deleted. Files whose names begin with a dot are not looked at.
//!
//! ```text
//! <folder>/records/<run>/<package>.<experiment>.json
//! ```

mod name;
mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

pub use name::slug;

use crate::record::Record;
use crate::whole::Refusal;

/// A folder of records.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// All that a store holds.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The records, in the order of their runs and ids.
    pub records: Vec<Record>,
    /// What was skipped: one sentence each, with the path and what to do.
    pub problems: Vec<String>,
}

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("cannot {action} {}: {}; {}", path.display(), plain(source), remedy(source))]
    Io {
        /// What was tried: `write`.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// The record could not be read back.
    #[error(
        "cannot write the record of `{id}`: it would not read back the same ({why}); a figure in \
         it is not finite, which is a mistake in what measured it"
    )]
    Unreadable {
        /// The record's id.
        id: String,
        /// What the reader found.
        why: String,
    },
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::Io {
            action: refusal.action,
            path: refusal.path,
            source: refusal.source,
        }
    }
}

impl Store {
    /// The store in a folder, which is made when the first record is written.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Where a record is kept.
    #[must_use]
    pub fn path(&self, record: &Record) -> PathBuf {
        self.records()
            .join(name::run(&record.run.id))
            .join(name::file(&record.package, &record.experiment))
    }

    /// The folder of the store.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The names of the folders of all runs, from the oldest on, each with its files.
    pub(crate) fn runs(&self) -> Vec<(String, Vec<PathBuf>)> {
        read::runs(&self.records())
    }

    /// Reads the records of one run, by the name of its folder.
    pub(crate) fn load_run(&self, name: &str) -> Loaded {
        read::run(&self.records().join(name))
    }

    fn records(&self) -> PathBuf {
        self.folder.join("records")
    }

    /// Writes a record, in place of an earlier one of the same run and experiment. After a crash at
    /// any moment there is either the earlier file or the new one.
    ///
    /// # Errors
    /// When the file system refuses, or when the record holds a figure that JSON cannot hold.
    pub fn write(&self, record: &Record) -> Result<PathBuf, StoreError> {
        let path = self.path(record);
        write::whole(&path, record)?;
        Ok(path)
    }

    /// Reads all records. A store without a folder is empty.
    #[must_use]
    pub fn load(&self) -> Loaded {
        read::newest(&self.records(), usize::MAX)
    }

    /// Reads the newest records of each experiment, at most so many, without opening older ones:
    /// two are enough for a page that shows what changed.
    #[must_use]
    pub fn load_newest(&self, of_each: usize) -> Loaded {
        read::newest(&self.records(), of_each)
    }
}

/// The newest record of each experiment, in the order of their ids.
#[must_use]
pub fn latest(records: &[Record]) -> Vec<&Record> {
    let mut newest: BTreeMap<(&str, &str), &Record> = BTreeMap::new();
    for record in records {
        let kept = newest
            .entry((&record.package, &record.experiment))
            .or_insert(record);
        if age(record) > age(kept) {
            *kept = record;
        }
    }
    newest.into_values().collect()
}

/// The record of the same experiment from the run before, on the same kind of processor.
#[must_use]
pub fn previous<'r>(records: &'r [Record], of: &Record) -> Option<&'r Record> {
    records
        .iter()
        .filter(|record| record.package == of.package && record.experiment == of.experiment)
        .filter(|record| record.machine.cpu == of.machine.cpu)
        .filter(|record| record.run.id != of.run.id && age(record) < age(of))
        .max_by_key(|record| age(record))
}

/// The records that belong to a run of which one of these is a part.
#[must_use]
pub fn same_runs<'r>(records: &'r [Record], of: &[&Record]) -> Vec<&'r Record> {
    let runs: BTreeSet<&str> = of.iter().map(|record| record.run.id.as_str()).collect();
    let same = |record: &&Record| runs.contains(record.run.id.as_str());
    records.iter().filter(same).collect()
}

/// Orders records by time: a run's id begins with it.
fn age(record: &Record) -> (&str, &str) {
    (&record.run.id, &record.run.started)
}

/// The system's words without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

/// What to do about an error.
pub(crate) fn remedy(error: &io::Error) -> &'static str {
    use io::ErrorKind::{
        AlreadyExists, NotADirectory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem,
        StorageFull,
    };
    match error.kind() {
        StorageFull | QuotaExceeded => "free some space or set LAB_HOME to a folder elsewhere",
        PermissionDenied | ReadOnlyFilesystem => {
            "change its permissions or set LAB_HOME to a folder that you may use"
        }
        NotADirectory | AlreadyExists => {
            "move the file that stands where a folder is needed, or set LAB_HOME to a folder \
             elsewhere"
        }
        _ => "check that it is sound, or set LAB_HOME to a folder elsewhere",
    }
}

#[cfg(test)]
mod tests;
