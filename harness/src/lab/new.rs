//! Begins a chapter: a crate that joins the workspace by existing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The files of a new chapter; `{{chapter}}` is its name, `{{library}}` its library's.
const FILES: [(&str, &str); 4] = [
    (
        "Cargo.toml",
        include_str!("../../templates/chapter/Cargo.toml.txt"),
    ),
    (
        "src/lib.rs",
        include_str!("../../templates/chapter/lib.rs.txt"),
    ),
    (
        "src/sum.rs",
        include_str!("../../templates/chapter/sum.rs.txt"),
    ),
    (
        "benches/{{library}}.rs",
        include_str!("../../templates/chapter/bench.rs.txt"),
    ),
];

/// Makes the crate `<name>-bench` below `root`, whole or not at all: a folder without a manifest
/// would break the workspace.
///
/// # Errors
/// When the name cannot be a crate's, the folder is there already, or it cannot be written.
pub(super) fn chapter(root: &Path, name: &str) -> Result<PathBuf> {
    let name = name.strip_suffix("-bench").unwrap_or(name);
    let sound = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    ensure!(
        sound,
        "`{name}` cannot name a chapter; use lower-case letters, digits and hyphens, such as \
         `strings`"
    );
    let chapter = format!("{name}-bench");
    let folder = root.join(&chapter);
    ensure!(
        !folder.exists(),
        "{} is there already; choose another name",
        folder.display()
    );

    let made = root.join(format!(".{chapter}.new"));
    let result = write(&made, &chapter).and_then(|()| Ok(fs::rename(&made, &folder)?));
    if result.is_err() {
        // Half a folder helps nobody, and its name begins with a dot.
        let _ = fs::remove_dir_all(&made);
    }
    result.with_context(|| format!("{} cannot be written", folder.display()))?;
    Ok(folder)
}

fn write(folder: &Path, chapter: &str) -> Result<()> {
    let fill = |text: &str| {
        text.replace("{{chapter}}", chapter)
            .replace("{{library}}", &chapter.replace('-', "_"))
    };
    for (path, text) in FILES {
        let path = folder.join(fill(path));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, fill(text))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_made_whole_and_named_throughout() {
        let root = tempfile::tempdir().unwrap();
        let folder = chapter(root.path(), "big-ints").unwrap();
        assert_eq!(folder, root.path().join("big-ints-bench"));
        let bench = fs::read_to_string(folder.join("benches/big_ints_bench.rs")).unwrap();
        assert!(bench.contains("big_ints_bench::experiments"));
        for (path, _) in FILES {
            let path = folder.join(path.replace("{{library}}", "big_ints_bench"));
            assert!(!fs::read_to_string(path).unwrap().contains("{{"));
        }
        assert_eq!(
            fs::read_dir(root.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[test]
    fn a_name_that_is_taken_or_unsound_is_refused_with_a_fix() {
        let root = tempfile::tempdir().unwrap();
        chapter(root.path(), "strings").unwrap();
        let taken = chapter(root.path(), "strings-bench")
            .unwrap_err()
            .to_string();
        assert!(taken.contains("there already"), "{taken}");
        for name in ["", "../x", "Big", "1st", "a b"] {
            let refused = chapter(root.path(), name).unwrap_err().to_string();
            assert!(refused.contains("such as `strings`"), "{name}: {refused}");
        }
    }
}
