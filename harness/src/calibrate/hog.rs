//! A busy neighbour: processes that compute while something is measured.

use std::hint::black_box;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use reports::calibration::{BUSY, HOG};

use super::pin::Pinned;
use crate::paths;

/// The variable that makes `lab` a hog: the milliseconds that it rests after five of work.
pub(crate) const VARIABLE: &str = "LAB_HOG";

/// Processes that compute; they end when this is dropped.
pub(super) struct Neighbours {
    hogs: Vec<Child>,
    /// Where this process was let run before.
    _pinned: Option<Pinned>,
}

impl Neighbours {
    /// Starts the neighbours of a condition.
    ///
    /// # Errors
    /// When no process can be started, or this one cannot be bound to a core.
    pub(super) fn of(condition: &str) -> Result<Self> {
        match condition {
            BUSY => {
                let processors = std::thread::available_parallelism().map_or(1, usize::from);
                Self::start(processors, 5, None)
            }
            // What is started from here on shares the core that this process is bound to.
            HOG => Self::start(1, 0, Some(Pinned::to_one_core()?)),
            _ => Self::start(0, 0, None),
        }
    }

    fn start(hogs: usize, rest: u64, pinned: Option<Pinned>) -> Result<Self> {
        let program = paths::this_program()?;
        let mut neighbours = Self {
            hogs: Vec::new(),
            _pinned: pinned,
        };
        for _ in 0..hogs {
            let hog = Command::new(&program)
                .env(VARIABLE, rest.to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .context("no busy neighbour could be started")?;
            neighbours.hogs.push(hog);
        }
        Ok(neighbours)
    }
}

impl Drop for Neighbours {
    fn drop(&mut self) {
        for hog in &mut self.hogs {
            // It may be gone already.
            let _ = hog.kill();
            let _ = hog.wait();
        }
    }
}

/// Computes until whoever started this process is gone: works for five milliseconds, then rests, as
/// a neighbour that serves requests does; or never rests.
pub(crate) fn main(order: &str) {
    let rest = Duration::from_millis(order.parse().unwrap_or_default());
    let watch = std::thread::spawn(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    let mut x = 1_u64;
    while !watch.is_finished() {
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(5) {
            for _ in 0..1000 {
                x = black_box(x.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            }
        }
        if !rest.is_zero() {
            std::thread::sleep(rest);
        }
    }
}
