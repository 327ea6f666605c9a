//! What a bench target needs before it measures anything.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use reports::record::{Run, State};

use crate::cli::Cli;
use crate::machine;
use crate::recorder::Recorder;
use crate::suite::Suite;

/// What all records of this run have in common.
pub(super) fn recorder(
    package: &str,
    cli: &Cli,
    suite: &Suite,
    workspace: Option<PathBuf>,
) -> Recorder {
    let run = Run {
        id: suite.run().to_owned(),
        started: jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
        seconds: 0.0,
        seed: cli.seed,
        effort: cli.effort(),
        arguments: std::env::args()
            .skip(1)
            .filter(|argument| argument != "--bench")
            .collect(),
        left_out: 0,
        state: State::Complete,
    };
    Recorder {
        package: package.to_owned(),
        run,
        machine: machine::machine(),
        toolchain: machine::toolchain(),
        commit: workspace.as_deref().and_then(machine::commit),
        copies: Vec::new(),
        not_measured: Vec::new(),
        chapter: None,
        registry: None,
        workspace,
    }
}

/// Makes sure, before anything is measured, that what is measured can be kept.
pub(crate) fn make_sure_of(home: &Path) -> Result<()> {
    let probe = home.join(".probe");
    let write = || {
        fs::create_dir_all(home)?;
        fs::write(&probe, b"kept")?;
        fs::remove_file(&probe)
    };
    write().with_context(|| {
        format!(
            "nothing can be kept in {}; make it writable, or set LAB_HOME to another folder",
            home.display()
        )
    })
}
