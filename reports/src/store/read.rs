//! Reads what can be read, and names the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Loaded, plain};
use crate::record::{Record, SCHEMA};

/// All that is needed to tell what a file is.
#[derive(Deserialize)]
struct Head {
    schema: u32,
}

/// Reads the newest records of each experiment under a folder, at most so many. A record's file
/// has the same name in each run, and the folders of the runs sort by time.
pub(super) fn newest(folder: &Path, of_each: usize) -> Loaded {
    let mut loaded = Loaded::default();
    let mut files: BTreeMap<OsString, Vec<PathBuf>> = BTreeMap::new();
    for run in entries(folder, &mut loaded.problems) {
        if !run.is_dir() {
            loaded.problems.push(foreign(&run));
            continue;
        }
        for file in entries(&run, &mut loaded.problems) {
            let name = file.file_name().unwrap_or_default().to_owned();
            files.entry(name).or_default().push(file);
        }
    }
    for of_one in files.into_values() {
        let mut wanted = of_each;
        // What is damaged does not count: an older record takes its place.
        for file in of_one.iter().rev() {
            if wanted == 0 {
                break;
            }
            match read(file) {
                Ok(record) => {
                    loaded.records.push(record);
                    wanted -= 1;
                }
                Err(problem) => loaded.problems.push(problem),
            }
        }
    }
    drop_copies(&mut loaded);
    loaded
}

/// The names of the folders of all runs in their order, each with its files.
pub(super) fn runs(folder: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let folders = entries(folder, &mut Vec::new()).into_iter();
    let runs = folders.filter(|run| run.is_dir()).filter_map(|run| {
        let name = run.file_name()?.to_str()?.to_owned();
        Some((name, entries(&run, &mut Vec::new())))
    });
    runs.collect()
}

/// Reads the records of one run.
pub(super) fn run(folder: &Path) -> Loaded {
    let mut loaded = Loaded::default();
    for file in entries(folder, &mut loaded.problems) {
        match read(&file) {
            Ok(record) => loaded.records.push(record),
            Err(problem) => loaded.problems.push(problem),
        }
    }
    drop_copies(&mut loaded);
    loaded
}

/// The entries of a folder in the order of their names. A folder that is not there is empty.
fn entries(folder: &Path, problems: &mut Vec<String>) -> Vec<PathBuf> {
    let listed =
        fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = match listed {
        Ok(paths) => paths,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            problems.push(unreadable(folder, &error));
            return Vec::new();
        }
    };
    let hidden = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().starts_with('.')
    };
    paths.retain(|path| !hidden(path));
    paths.sort();
    paths
}

/// Reads one file, or says in one sentence why not and what to do.
fn read(path: &Path) -> Result<Record, String> {
    let shown = path.display();
    if path.extension().is_none_or(|extension| extension != "json") {
        return Err(foreign(path));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first.is_some_and(|&byte| byte != b'{') {
        return Err(foreign(path));
    }
    let damaged = |error: &serde_json::Error| {
        format!(
            "{shown} is damaged ({error}) and was skipped: restore it from a copy, or delete it"
        )
    };
    let head: Head = serde_json::from_slice(&bytes).map_err(|error| {
        if error.is_data() {
            foreign(path)
        } else {
            damaged(&error)
        }
    })?;
    match head.schema {
        SCHEMA => serde_json::from_slice(&bytes).map_err(|error| damaged(&error)),
        newer if newer > SCHEMA => Err(format!(
            "{shown} is a record of version {newer} and was skipped: this program reads version \
             {SCHEMA}, so update it"
        )),
        unknown => Err(format!(
            "{shown} is a record of version {unknown}, which never was, and was skipped: delete it"
        )),
    }
}

fn foreign(path: &Path) -> String {
    format!(
        "{} is no record and was skipped: move it out of the folder of records",
        path.display()
    )
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    let fix = if error.kind() == io::ErrorKind::PermissionDenied {
        "change its permissions"
    } else {
        "check that it is what it should be, or move it away"
    };
    format!("cannot read {}: {}; {fix}", path.display(), plain(error))
}

/// Keeps the first of several records of the same run and experiment, and orders the rest.
fn drop_copies(loaded: &mut Loaded) {
    let mut seen = BTreeSet::new();
    let problems = &mut loaded.problems;
    loaded.records.retain(|record| {
        let new = seen.insert((record.run.id.clone(), record.id()));
        if !new {
            problems.push(format!(
                "the record of `{}` from run {} is there twice and one was skipped: delete the \
                 copy",
                record.id(),
                record.run.id
            ));
        }
        new
    });
    loaded.records.sort_by(|a, b| {
        let key = |record: &Record| (record.run.id.clone(), record.id());
        key(a).cmp(&key(b))
    });
}
