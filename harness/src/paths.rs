//! Where things are kept.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// Where the laboratory keeps its records and its site: `LAB_HOME`, or `lab` in the target folder
/// that this program was built into.
pub(crate) fn home() -> PathBuf {
    std::env::var_os("LAB_HOME").map_or_else(|| target_folder().join("lab"), PathBuf::from)
}

/// The target folder that this program was built into; `target` when it stands elsewhere.
pub(crate) fn target_folder() -> PathBuf {
    let executable = std::env::current_exe().unwrap_or_default();
    executable
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").is_file())
        .map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// Where criterion keeps its files: as criterion itself decides.
pub(crate) fn criterion_folder() -> PathBuf {
    std::env::var_os("CRITERION_HOME")
        .map_or_else(|| target_folder().join("criterion"), PathBuf::from)
}

/// A program that a shell would find by its name.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut programs = std::env::split_paths(&path).map(|folder| folder.join(name));
    programs.find(|program| program.is_file())
}

/// This very program, for starting it again. On Linux that is a link to what runs, and not to what
/// stands in its place when it was built anew meanwhile; it names the process, for valgrind itself
/// opens what it runs.
pub(crate) fn this_program() -> Result<PathBuf> {
    let itself = PathBuf::from(format!("/proc/{}/exe", std::process::id()));
    if cfg!(target_os = "linux") && itself.exists() {
        return Ok(itself);
    }
    std::env::current_exe().context("this program's own path is not known")
}
