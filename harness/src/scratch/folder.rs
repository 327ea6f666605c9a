//! A folder for a while.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::place;

/// Those that are there now.
static ALL: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder with a name, for programs that want one; it is removed with all that lies in it.
#[derive(Debug)]
pub(crate) struct Folder(TempDir);

impl Folder {
    /// # Errors
    /// When none can be made.
    pub(crate) fn new() -> Result<Self> {
        let place = place();
        let made = tempfile::tempdir_in(&place).with_context(|| {
            format!(
                "no temporary folder can be made in {}; free some space there, or name another \
                 with `--scratch` or TMPDIR",
                place.display()
            )
        })?;
        if let Ok(mut all) = ALL.lock() {
            all.push(made.path().to_owned());
        }
        Ok(Self(made))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Ok(mut all) = ALL.lock() {
            all.retain(|path| path != self.0.path());
        }
    }
}

/// Removes all that are there, for an end of the program that drops nothing.
pub(crate) fn clear() {
    let all = ALL.lock().map(|mut all| std::mem::take(&mut *all));
    for path in all.into_iter().flatten() {
        // Whoever ends in haste is not told what is left.
        let _ = std::fs::remove_dir_all(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_with_what_lies_in_it() {
        let folder = Folder::new().expect("there is room");
        let path = folder.path().to_owned();
        std::fs::write(path.join("file"), "x").expect("it takes a file");
        drop(folder);
        assert!(!path.exists());
        assert!(!ALL.lock().expect("none panicked").contains(&path));
    }
}
