//! `cargo lab export`: records and verdicts in the formats of other tools.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use reports::export::{self, Format};
use reports::judge::Verdicts;
use reports::store;

use super::recorded;
use crate::terminal::Terminal;

/// A format as the command line names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted(Format);

/// The formats that `reports` knows.
static ALL: LazyLock<Vec<Wanted>> = LazyLock::new(|| {
    Format::ALL
        .iter()
        .map(|&(_, format)| Wanted(format))
        .collect()
});

impl ValueEnum for Wanted {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let named = Format::ALL.iter().find(|(_, format)| *format == self.0);
        named.map(|(name, format)| PossibleValue::new(*name).help(format.about()))
    }
}

/// Writes the latest records of all experiments to a file, or to standard output.
pub(super) fn run(wanted: Wanted, out: Option<PathBuf>, terminal: &Terminal) -> Result<()> {
    let loaded = recorded(1, terminal)?;
    let records = store::latest(&loaded.records);
    let judged = Verdicts::of(store::same_runs(&loaded.records, &records));
    let text = export::export(wanted.0, &records, &judged);
    match out {
        Some(path) => fs::write(&path, text)
            .with_context(|| format!("cannot write {}; name another file", path.display())),
        None => match terminal.all(text.trim_end()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(error).context("the export is not whole; write it where there is room")
            }
            _ => Ok(()),
        },
    }
}
