//! How a bench target ends: criterion's report, the site, and the exit status.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use reports::record::Record;

use super::Target;
use crate::conductor::End;
use crate::run::INTERRUPTED;
use crate::{replay, show};

impl Target<'_> {
    pub(super) fn replay(&mut self, records: &[(usize, Record)]) {
        let records: Vec<&Record> = records.iter().map(|(_, record)| record).collect();
        self.phase("making criterion's report");
        if let Err(error) = replay::replay(&records, self.cli, &self.criterion) {
            self.terminal.error(&format!("{error:#}"));
            self.failed = true;
        }
    }

    /// Renders the site anew from all records that there are.
    pub(super) fn show(&mut self) -> Option<PathBuf> {
        self.phase("rendering the site");
        match show::render(&self.home, &self.criterion) {
            Ok(shown) => {
                shown
                    .problems
                    .iter()
                    .for_each(|problem| self.terminal.warn(problem));
                Some(shown.index)
            }
            Err(error) => {
                self.terminal.error(&format!("{error:#}"));
                self.failed = true;
                None
            }
        }
    }

    pub(super) fn close(self, end: End) -> Result<ExitCode> {
        let took = self.start.elapsed();
        let later = self.suite.later_packages().to_vec();
        let complete = end == End::Complete;
        if complete {
            self.suite.done(took);
        }
        Ok(match (complete, self.failed) {
            (false, _) => {
                self.terminal
                    .warn("interrupted: what was measured is kept, judged and shown");
                ExitCode::from(INTERRUPTED)
            }
            (true, true) => {
                show::run_later_chapters(&later, &self.terminal)?;
                ExitCode::FAILURE
            }
            (true, false) => ExitCode::SUCCESS,
        })
    }
}
