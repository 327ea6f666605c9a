//! A worker process seen from the conductor: start it, hear its reports, end it when it hangs.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::interrupt;
use crate::paths;
use crate::worker::VARIABLE;
use crate::worker::message::{Order, Report};
use crate::{ending, peer, scratch, strace};

/// How often the conductor looks whether it was interrupted.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// A worker as it is timed.
///
/// # Errors
/// When this program's path is not known.
pub(crate) fn plain() -> Result<Command> {
    Ok(Command::new(paths::this_program()?))
}

/// A running worker.
pub(super) struct Worker {
    child: Child,
    reports: Receiver<Report>,
    /// The longest silence that is not taken for a hang.
    patience: Duration,
}

/// What the conductor hears next.
pub(super) enum Heard {
    Report(Report),
    /// The worker ended without saying that it is done.
    Died(String),
    /// The worker was silent for too long, and has been ended.
    Hung,
    /// Somebody pressed Ctrl-C; the worker has been ended.
    Interrupted,
}

impl Worker {
    /// Starts one of so many workers that run at the same time.
    pub(super) fn start(
        mut command: Command,
        order: &Order,
        patience: Duration,
        workers: u64,
    ) -> Result<Self> {
        scratch::hand_on(&mut command, workers);
        let mut child = command
            .env(VARIABLE, "1")
            .envs(peer::known())
            .envs(strace::known())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context(
                "no worker process could be started; free some memory, or run again if this \
                 program was rebuilt meanwhile",
            )?;
        let mut input = child.stdin.take().context("a worker has no input")?;
        let order = serde_json::to_vec(order).context("an order could not be written")?;
        // A worker that died already is heard of below, by its silence.
        let _ = input.write_all(&order);
        drop(input);

        let output = child.stdout.take().context("a worker has no output")?;
        let (sender, reports) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let Ok(report) = serde_json::from_str(&line) else {
                    break;
                };
                if sender.send(report).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            reports,
            patience,
        })
    }

    pub(super) fn hear(&mut self) -> Heard {
        // Reports may come so fast that waiting for one never ends in vain.
        if interrupt::happened() {
            self.end();
            return Heard::Interrupted;
        }
        let start = Instant::now();
        loop {
            match self.reports.recv_timeout(HEARTBEAT) {
                Ok(report) => return Heard::Report(report),
                Err(RecvTimeoutError::Disconnected) => {
                    // Ctrl-C reaches the worker as well, and may reach it first.
                    thread::sleep(HEARTBEAT / 4);
                    return if interrupt::happened() {
                        Heard::Interrupted
                    } else {
                        self.died()
                    };
                }
                Err(RecvTimeoutError::Timeout) if interrupt::happened() => {
                    self.end();
                    return Heard::Interrupted;
                }
                Err(RecvTimeoutError::Timeout) if start.elapsed() > self.patience => {
                    self.end();
                    return Heard::Hung;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn died(&mut self) -> Heard {
        let how = self
            .child
            .wait()
            .map_or_else(|error| error.to_string(), ending::words);
        Heard::Died(how)
    }

    fn end(&mut self) {
        // It may have ended by itself meanwhile.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}
