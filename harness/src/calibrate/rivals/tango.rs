//! Tango's own verdict: two processes in lock-step, a z-score of the mean difference of at least
//! 2.6, and a difference of more than 1 %.
//!
//! Tango and what it needs are dependencies of a program of their own, which is built only when it
//! is asked for.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::Said;
use crate::{paths, recorder};

/// Seconds of one comparison: what tango promises to need for one per cent.
pub(super) const SECONDS: f64 = 1.0;

/// Where the program's manifest stands in the workspace.
const MANIFEST: &str = "harness/rivals/tango/Cargo.toml";

/// The program, built.
pub(in crate::calibrate) struct Program(PathBuf);

impl Program {
    /// Builds it with the workspace's flags.
    pub(super) fn build() -> Result<Self> {
        let root = recorder::workspace()
            .context("there is no workspace here; run `cargo lab calibrate` in the repository")?;
        let target = paths::target_folder().join("rivals");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "build",
                "--release",
                "--quiet",
                "--locked",
                "--manifest-path",
                MANIFEST,
            ])
            .arg("--target-dir")
            .arg(&target)
            .current_dir(root)
            .stdin(Stdio::null())
            .output()
            .context("cargo could not be started to build tango")?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        let last = complaint.trim().lines().last().unwrap_or_default();
        ensure!(output.status.success(), "tango could not be built: {last}");
        Ok(Self(target.join("release/rival-tango")))
    }

    /// What tango says when it has compared the base with the other.
    pub(super) fn compare(&self, steps: u64, more: f64) -> Result<Said> {
        let output = Command::new(&self.0)
            .args(["--color", "never", "compare", "--time"])
            .arg(SECONDS.to_string())
            .env("RIVAL_STEPS", steps.to_string())
            .env("RIVAL_MORE", more.to_string())
            .stdin(Stdio::null())
            .output()
            .context("tango could not be started")?;
        let text = String::from_utf8_lossy(&output.stdout);
        said(&text).with_context(|| {
            let complaint = String::from_utf8_lossy(&output.stderr);
            format!("tango failed: {}{}", text.trim(), complaint.trim())
        })
    }
}

/// Reads `chain  [ 375.5 ns ... 369.0 ns ]  -1.58%*`: the star says that the difference counts.
fn said(text: &str) -> Result<Said> {
    let line = text.lines().find(|line| line.contains("chain"));
    let figure = line.and_then(|line| line.split(']').next_back());
    let figure = figure.context("it told no result")?.trim();
    let (figure, counts) = figure
        .strip_suffix('*')
        .map_or((figure, false), |figure| (figure, true));
    let Some(percent) = figure.strip_suffix('%') else {
        bail!("`{figure}` is no result");
    };
    let percent: f64 = percent.trim().parse()?;
    Ok(match (counts, percent > 0.0) {
        (false, _) => Said::Neither,
        (true, true) => Said::Slower,
        (true, false) => Said::Faster,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tango_prints_is_read() {
        let line = |end: &str| format!("\r\u{1b}[2Kchain    [ 375.5 ns ... 369.0 ns ]    {end}\n");
        assert_eq!(said(&line(" -1.58%*")).unwrap(), Said::Faster);
        assert_eq!(said(&line(" +1.58%*")).unwrap(), Said::Slower);
        assert_eq!(said(&line(" +0.58%")).unwrap(), Said::Neither);
        assert!(said("").is_err() && said(&line("?")).is_err());
    }
}
