//! A busy neighbour: processes that compute all the time while something is measured.

use std::hint::black_box;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// The variable that makes `lab` a hog.
pub(crate) const VARIABLE: &str = "LAB_HOG";

/// One hog for each processor; they end when this is dropped.
pub(super) struct Neighbours(Vec<Child>);

impl Neighbours {
    pub(super) fn start() -> Result<Self> {
        let program = std::env::current_exe().context("this program's own path is not known")?;
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let hogs = (0..processors).map(|_| {
            let mut command = Command::new(&program);
            command
                .env(VARIABLE, "1")
                .stdin(Stdio::piped())
                .stdout(Stdio::null());
            command
                .spawn()
                .context("no busy neighbour could be started")
        });
        Ok(Self(hogs.collect::<Result<_>>()?))
    }
}

impl Drop for Neighbours {
    fn drop(&mut self) {
        for hog in &mut self.0 {
            // It may be gone already.
            let _ = hog.kill();
            let _ = hog.wait();
        }
    }
}

/// Computes until whoever started this process is gone: works for five milliseconds, rests for
/// five, as a neighbour that serves requests does.
pub(crate) fn main() {
    use std::time::{Duration, Instant};

    let watch = std::thread::spawn(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    let mut x = 1_u64;
    while !watch.is_finished() {
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(5) {
            for _ in 0..1000 {
                x = black_box(x.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
