//! What is kept of runs: the folder, its records, and the commit that they will name.

use std::fs;
use std::path::Path;

use reports::figures::{self, several};
use reports::record::{Record, State};
use reports::store::{self, Store};

use super::Finding;
use crate::machine;

/// A default run keeps some hundred megabytes, most of them criterion's.
const LITTLE_SPACE: u64 = 1 << 30;

pub(super) fn all(home: &Path, workspace: Option<&Path>) -> Vec<Finding> {
    let mut all = vec![writable(home), space(free(home))];
    let loaded = Store::at(home).load_newest(1);
    all.extend(
        loaded
            .problems
            .iter()
            .map(|why| Finding::warning("record", why)),
    );
    all.push(records(&store::latest(&loaded.records)));
    all.push(commit(workspace.and_then(machine::commit)));
    all
}

fn writable(home: &Path) -> Finding {
    match crate::bench::make_sure_of(home) {
        Ok(()) => Finding::fine("folder", home.display().to_string()),
        Err(error) => Finding::warning("folder", format!("{error:#}")),
    }
}

/// Bytes that are free where a folder lies, or will lie.
fn free(home: &Path) -> Option<u64> {
    let mut there = home
        .ancestors()
        .filter(|folder| fs::metadata(folder).is_ok());
    let told = rustix::fs::statvfs(there.next()?).ok()?;
    told.f_bavail.checked_mul(told.f_frsize)
}

fn space(free: Option<u64>) -> Finding {
    let Some(bytes) = free else {
        return Finding::missing("space", "this system does not tell how much of it is free");
    };
    let said = format!("{} free", figures::bytes(bytes as f64));
    if bytes >= LITTLE_SPACE {
        return Finding::fine("space", said);
    }
    Finding::warning(
        "space",
        format!(
            "{said}, and a run may need {}: make room, or set LAB_HOME and CRITERION_HOME to \
             folders with more",
            figures::bytes(LITTLE_SPACE as f64)
        ),
    )
}

/// The latest record of each experiment.
fn records(latest: &[&Record]) -> Finding {
    let cut = latest
        .iter()
        .filter(|record| record.run.state == State::Interrupted);
    let cut: Vec<String> = cut.map(|record| record.id()).collect();
    let said = several(latest.len(), "experiment");
    match cut.as_slice() {
        [] if latest.is_empty() => {
            Finding::missing("records", "there are none yet: run `cargo bench`")
        }
        [] => Finding::fine("records", said),
        [first, rest @ ..] => {
            let more = match rest.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            Finding::missing(
                "records",
                format!(
                    "{said}, of which the last run of `{first}`{more} was interrupted, so claims \
                     are open: `cargo bench -- {first}` runs it again"
                ),
            )
        }
    }
}

fn commit(found: Option<reports::record::Commit>) -> Finding {
    match found {
        Some(commit) => {
            let short: String = commit.hash.chars().take(12).collect();
            let changed = if commit.dirty {
                ", with changes that no commit holds"
            } else {
                ""
            };
            Finding::fine("commit", format!("{short}{changed}"))
        }
        None => Finding::missing(
            "commit",
            "records do not say what was measured: install git, and run inside of a checkout",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Standing;

    #[test]
    fn little_space_and_no_commit_are_told_with_the_fix() {
        let little = space(Some(1 << 20));
        assert_eq!(little.standing, Standing::Warning);
        assert!(little.said.contains("1.00 MiB free") && little.said.contains("LAB_HOME"));
        assert_eq!(space(None).standing, Standing::Missing);
        let none = commit(None);
        assert!(
            none.standing == Standing::Missing && none.said.contains("git"),
            "{none:?}"
        );
    }

    #[test]
    fn an_empty_store_is_told_and_a_folder_that_will_be_made_has_space() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let home = folder.path().join("not/yet/there");
        assert!(free(&home).is_some_and(|bytes| bytes > 0));
        assert!(records(&[]).said.contains("cargo bench"));
    }

    #[test]
    fn an_interrupted_run_is_named_with_what_runs_it_again() {
        let mut record = reports::sample::Sample::new("sum")
            .variant("a", |_| 1.0)
            .variant("b", |_| 1.0)
            .build();
        record.run.state = State::Interrupted;
        let found = records(&[&record]);
        assert_eq!(found.standing, Standing::Missing);
        assert!(found.said.contains("`cargo bench -- "), "{found:?}");
    }
}
