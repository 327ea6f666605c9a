//! Where criterion keeps what it made of a benchmark.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::select::BenchmarkId;

/// The folder of criterion's report of one benchmark, below criterion's own; absent when criterion
/// drew none of its last figures, which it keeps before it draws.
pub(crate) fn report(folder: &Path, id: &BenchmarkId) -> Option<PathBuf> {
    let changed = |path: &Path| folder.join(path).metadata().ok()?.modified().ok();
    let own = directory(id).join("report").join("index.html");
    let figures = directory(id).join("new").join("estimates.json");
    let drawn = changed(&own)?;
    // Without figures, as with `--discard-baseline`, there are none that are younger.
    let younger = changed(&figures).is_some_and(|figures| figures > drawn);
    (!younger).then_some(own)
}

/// Makes sure that a baseline is there before anything is measured.
///
/// # Errors
/// When no benchmark of these has it, in one sentence with the names that there are.
pub(crate) fn find_baseline(folder: &Path, name: &str, ids: &[BenchmarkId]) -> Result<()> {
    let missing = ids
        .iter()
        .filter(|id| !folder.join(directory(id)).join(name).is_dir())
        .count();
    if missing == 0 {
        return Ok(());
    }
    if missing < ids.len() {
        bail!(
            "{missing} of {} benchmarks have no baseline `{name}`; compare those that have it with \
             `--baseline-lenient {name}`",
            ids.len()
        );
    }
    bail!("there is no baseline `{name}`; make one with `cargo bench -- --save-baseline {name}`")
}

/// Criterion's folder for a benchmark: each part of the id made safe and cut.
fn directory(id: &BenchmarkId) -> PathBuf {
    [&id.group, &id.function, &id.value]
        .iter()
        .map(|part| safe(part))
        .collect()
}

/// As criterion makes a name safe for a file.
pub(super) fn safe(part: &str) -> String {
    let mut safe = part.replace(['?', '"', '/', '\\', '*', '<', '>', ':', '|', '^'], "_");
    let mut end = safe.len().min(64);
    while !safe.is_char_boundary(end) {
        end -= 1;
    }
    safe.truncate(end);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(group: &str) -> BenchmarkId {
        BenchmarkId {
            group: group.into(),
            function: "scan".into(),
            value: "10".into(),
        }
    }

    #[test]
    fn a_missing_baseline_is_named_with_the_command_that_makes_it() {
        let folder = tempfile::tempdir().unwrap();
        let ids = [id("crate/a"), id("crate/b")];
        let message = find_baseline(folder.path(), "main", &ids)
            .unwrap_err()
            .to_string();
        assert!(message.contains("`main`") && message.contains("--save-baseline main"));
        std::fs::create_dir_all(folder.path().join("crate_a/scan/10/main")).unwrap();
        let message = find_baseline(folder.path(), "main", &ids)
            .unwrap_err()
            .to_string();
        assert!(message.contains("1 of 2") && message.contains("--baseline-lenient"));
        std::fs::create_dir_all(folder.path().join("crate_b/scan/10/main")).unwrap();
        find_baseline(folder.path(), "main", &ids).unwrap();
    }

    #[test]
    fn a_report_that_is_older_than_the_figures_is_not_linked() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("crate_a/scan/10");
        for (file, text) in [
            ("report/index.html", "drawn"),
            ("new/estimates.json", "kept"),
        ] {
            let file = own.join(file);
            assert_eq!(
                report(folder.path(), &id("crate/a")).is_some(),
                text == "kept"
            );
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, text).unwrap();
        }
        let at = |file: &str, seconds: u64| {
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            let file = std::fs::File::options()
                .write(true)
                .open(own.join(file))
                .unwrap();
            file.set_modified(time).unwrap();
        };
        at("new/estimates.json", 10);
        for (drawn, linked) in [(20, true), (10, true), (9, false)] {
            at("report/index.html", drawn);
            assert_eq!(
                report(folder.path(), &id("crate/a")).is_some(),
                linked,
                "{drawn}"
            );
        }
    }

    #[test]
    fn long_names_are_cut_at_a_character() {
        let long = "é".repeat(50);
        assert_eq!(safe(&long), "é".repeat(32));
        assert_eq!(safe("a/b:c"), "a_b_c");
    }
}
