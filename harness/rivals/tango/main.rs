//! The functions of a calibration under tango: two processes of this program compare a function
//! with itself, or with one that is slower by a known share.
//!
//! `RIVAL_STEPS` sets the function's length, and `RIVAL_MORE` the share that the candidate does on
//! top. Tango tells each process by `--role` which of the two it is.

#[path = "../../src/calibrate/chain.rs"]
mod chain;

use std::process::ExitCode;

use chain::Chain;
use tango_bench::{benchmark_fn, cli};

fn main() -> anyhow::Result<ExitCode> {
    let steps: u64 = std::env::var("RIVAL_STEPS")?.parse()?;
    let candidate = std::env::args().any(|argument| argument == "candidate");
    let more: f64 = if candidate {
        std::env::var("RIVAL_MORE")?.parse()?
    } else {
        0.0
    };
    cli::run(vec![benchmark_fn("chain", move |bencher| {
        let chain = Chain::new(steps);
        bencher.iter(move || chain.walk(more))
    })])
}
