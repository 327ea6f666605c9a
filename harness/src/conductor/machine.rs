//! What is measured of the machine itself, ahead of all trials.

use anyhow::Result;
use reports::record::{Copies, Effort, Probe};

use super::Conductor;
use super::send::patience;
use super::worker::{Heard, Worker, plain};
use crate::worker::message::{Job, Order, Report};

/// Processes in which copies of the same code are timed.
const DUELS: u64 = 6;

impl Conductor<'_> {
    /// Times copies of the same code against each other: what code placement alone can cause.
    ///
    /// A copy keeps its address in every process, and draws all else anew: several fresh ones tell
    /// the one from the other.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn copies(&self) -> Result<Vec<Copies>> {
        let mut all = Vec::new();
        for process in 0..DUELS {
            let order = Order::alone(Job::Copies, self.seed + process);
            let mut worker = Worker::start(plain()?, &order, patience(Job::Copies, &[]), 1)?;
            if let Heard::Report(Report::Copies(heard)) = worker.hear() {
                all.extend(heard);
            }
        }
        Ok(all)
    }

    /// Measures what the machine can do, in a fresh process; absent when that process fails.
    ///
    /// # Errors
    /// When no worker can be started.
    pub(crate) fn probe(seed: u64, effort: Effort) -> Result<Option<Probe>> {
        let job = Job::Probe(effort);
        let order = Order::alone(job, seed);
        let mut worker = Worker::start(plain()?, &order, patience(job, &[]), 1)?;
        Ok(match worker.hear() {
            Heard::Report(Report::Probed(probe)) => Some(*probe),
            _ => None,
        })
    }
}
