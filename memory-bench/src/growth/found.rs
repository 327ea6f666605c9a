//! The interpreters of this machine, and the capacities that their lists go through.
//!
//! A formula of one version is none of another, so all are asked that can be found: those that
//! peers run in, those on PATH whose names say their version, and those of pyenv. Each runs a few
//! lines, untimed, which versions understand that are too old for peers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A version of CPython: `3.11`.
pub(crate) type Version = (u32, u32);

/// An interpreter, not yet asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its version as far as it is known: `3.11`, `3.11.7`.
    pub(crate) name: String,
    pub(crate) version: Version,
    path: PathBuf,
}

/// From which length on a list had which capacity.
pub(crate) type Steps = Vec<(u64, u64)>;

/// So many elements every interpreter is asked about.
pub(crate) const ASKED: u64 = 100_000;

/// All that were found, by their versions.
pub(crate) fn all() -> &'static [Found] {
    static ALL: OnceLock<Vec<Found>> = OnceLock::new();
    ALL.get_or_init(|| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let home = std::env::home_dir().map(|home| home.join(".pyenv"));
        let pyenv = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home);
        let peers = harness::pythons().map(|(path, version)| (version.to_owned(), path.into()));
        let on_path = std::env::split_paths(&path).flat_map(|folder| named(&folder));
        distinct(
            peers
                .chain(on_path)
                .chain(pyenv.iter().flat_map(|root| kept(root))),
        )
    })
}

/// Interpreters in a folder whose names say their version: `python3.11`. Those that pyenv puts on
/// PATH are none, but ask which is meant.
fn named(folder: &Path) -> Vec<(String, PathBuf)> {
    let shims = folder.ends_with("shims");
    let names = names(folder).into_iter().filter(|_| !shims);
    names
        .filter_map(|name| {
            let version = name.strip_prefix("python")?.to_owned();
            Some((version, folder.join(&name)))
        })
        .collect()
}

/// Interpreters that pyenv keeps: `versions/3.11.7/bin/python`.
fn kept(root: &Path) -> Vec<(String, PathBuf)> {
    let versions = root.join("versions");
    let names = names(&versions).into_iter();
    names
        .map(|name| (name.clone(), versions.join(name).join("bin/python")))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

/// Each program once, and each name once, in the order of their versions.
fn distinct(found: impl Iterator<Item = (String, PathBuf)>) -> Vec<Found> {
    let mut all = Vec::<Found>::new();
    for (name, path) in found {
        let (Some(version), Ok(path)) = (version(&name), path.canonicalize()) else {
            continue;
        };
        if !all
            .iter()
            .any(|known| known.path == path || known.name == name)
        {
            all.push(Found {
                name,
                version,
                path,
            });
        }
    }
    all.sort_by(|a, b| (a.version, &a.name).cmp(&(b.version, &b.name)));
    all
}

/// `3.11` of `3.11.7`; nothing of other names, such as `3.11-config`.
fn version(name: &str) -> Option<Version> {
    let mut numbers = name.split('.').map(|part| part.parse::<u32>().ok());
    let version = (numbers.next()??, numbers.next()??);
    numbers.all(|more| more.is_some()).then_some(version)
}

impl Found {
    /// The capacities that its list goes through up to [`ASKED`] elements; nothing where it cannot
    /// be run or is no CPython. It is asked once in a process.
    pub(crate) fn steps(&self) -> Option<Steps> {
        static KNOWN: Mutex<BTreeMap<PathBuf, Option<Steps>>> = Mutex::new(BTreeMap::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(self.path.clone())
            .or_insert_with(|| understand(&self.ask()?))
            .clone()
    }

    fn ask(&self) -> Option<String> {
        let script = include_str!("capacity.py");
        let output = Command::new(&self.path)
            .args(["-E", "-s", "-c", script, &ASKED.to_string()])
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let said = output.status.success().then_some(output.stdout)?;
        String::from_utf8(said).ok()
    }
}

fn understand(said: &str) -> Option<Steps> {
    let mut lines = said.lines();
    if lines.next() != Some("CPython") {
        return None;
    }
    let step = |line: &str| {
        let (length, capacity) = line.split_once(' ')?;
        Some((length.parse().ok()?, capacity.parse().ok()?))
    };
    lines.map(step).collect()
}

/// The steps of a formula: the capacity of a full list, by its length.
pub(crate) fn by_formula(policy: impl Fn(usize) -> usize) -> Steps {
    let mut steps = Steps::new();
    let mut capacity = 0;
    while (capacity as u64) < ASKED {
        let full = capacity;
        capacity = policy(full);
        steps.push((full as u64 + 1, capacity as u64));
    }
    steps
}

/// How many steps of either are not the other's.
pub(crate) fn unlike(one: &Steps, other: &Steps) -> u64 {
    let missing = |from: &Steps, of: &Steps| of.iter().filter(|step| !from.contains(step)).count();
    (missing(one, other) + missing(other, one)) as u64
}

#[cfg(test)]
mod tests {
    use super::super::policy::{cpython_3_8, cpython_3_9};
    use super::*;

    #[test]
    fn names_say_versions_or_are_none_of_interpreters() {
        assert_eq!(version("3.11.7"), Some((3, 11)));
        assert_eq!(version("2.7"), Some((2, 7)));
        for other in ["3", "", "3.11-config", "pypy3.10", "3.13.0t", "3.x"] {
            assert_eq!(version(other), None, "{other}");
        }
    }

    #[test]
    fn each_program_and_each_name_is_taken_once_and_the_oldest_is_first() {
        let here = std::env::current_exe().expect("a test is a program");
        let folder = here.parent().expect("it lies in a folder").to_owned();
        let found = [("3.11", &here), ("3.11.7", &here), ("2.7", &folder)];
        let gone = ("3.6.15".to_owned(), folder.join("no-such-python"));
        let found = found.map(|(name, path)| (name.to_owned(), path.clone()));
        let all = distinct(found.into_iter().chain([gone]));
        let names: Vec<&str> = all.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(names, ["2.7", "3.11"]);
    }

    #[test]
    fn what_is_no_cpython_has_no_steps() {
        assert_eq!(
            understand("CPython\n1 4\n5 8\n"),
            Some(vec![(1, 4), (5, 8)])
        );
        for said in ["", "PyPy\n1 4\n", "CPython\n1\n", "CPython\none 4\n"] {
            assert_eq!(understand(said), None, "{said}");
        }
    }

    #[test]
    fn formulas_differ_where_their_capacities_do() {
        let [old, new] = [by_formula(cpython_3_8), by_formula(cpython_3_9)];
        // As nine interpreters from 2.7 to 3.13 told.
        assert_eq!((old.len(), new.len()), (65, 66));
        assert_eq!(old.last().map(|step| step.1), Some(103_050));
        assert_eq!(new.last().map(|step| step.1), Some(100_116));
        assert_eq!(unlike(&old, &old), 0);
        // They have 4, 8 and 16 in common.
        assert_eq!(unlike(&old, &new), 65 + 66 - 2 * 3);
    }

    #[test]
    fn every_interpreter_here_that_answers_follows_the_formula_of_its_version() {
        for found in all() {
            let formula = if found.version < (3, 9) {
                cpython_3_8
            } else {
                cpython_3_9
            };
            if let Some(steps) = found.steps() {
                assert_eq!(unlike(&steps, &by_formula(formula)), 0, "{found:?}");
            }
        }
    }
}
