//! A worker process seen from the conductor: start it, hear its reports, end it when it hangs.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::interrupt;
use crate::worker::VARIABLE;
use crate::worker::message::{Order, Report};

/// How often the conductor looks whether it was interrupted.
const HEARTBEAT: Duration = Duration::from_millis(100);

/// The path of this program, which is its own worker.
///
/// # Errors
/// When the system does not tell it.
pub(crate) fn program() -> Result<PathBuf> {
    std::env::current_exe().context("this program's own path is not known")
}

/// A worker as it is timed.
///
/// # Errors
/// When this program's path is not known.
pub(crate) fn plain() -> Result<Command> {
    Ok(Command::new(program()?))
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
    pub(super) fn start(mut command: Command, order: &Order, patience: Duration) -> Result<Self> {
        let mut child = command
            .env(VARIABLE, "1")
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
            .map_or_else(|error| error.to_string(), how_it_ended);
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

#[cfg(unix)]
fn how_it_ended(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    let named = |signal| match signal {
        4 => "an illegal instruction",
        6 => "an abort",
        7 | 11 => "a memory access error",
        8 => "an arithmetic error",
        9 => "a kill, perhaps for want of memory",
        _ => "a signal",
    };
    status.signal().map_or_else(
        || format!("it ended with {status}"),
        |signal| format!("it ended by {} (signal {signal})", named(signal)),
    )
}

#[cfg(not(unix))]
fn how_it_ended(status: ExitStatus) -> String {
    format!("it ended with {status}")
}
