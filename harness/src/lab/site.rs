//! `cargo lab site` and `cargo lab open`: the pages, rendered anew from the records.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::terminal::Terminal;
use crate::{paths, show};

/// Renders the site anew, and tells its path.
pub(super) fn render(terminal: &Terminal) -> Result<PathBuf> {
    let shown = show::render(&paths::home(), &paths::criterion_folder())?;
    shown
        .problems
        .iter()
        .for_each(|problem| terminal.warn(problem));
    terminal.line(&shown.index.display().to_string());
    Ok(shown.index)
}

/// Opens a page in a browser.
pub(super) fn open(page: &Path) -> Result<()> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let status = Command::new(opener).arg(page).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => bail!(
            "`{opener}` could not open {}; open it by hand",
            page.display()
        ),
    }
}
