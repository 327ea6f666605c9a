//! Counted peaks against valgrind's massif, to the byte.
//!
//! Massif sees the whole program, and what is counted is one call: so the peaks of two calls differ
//! by as much in both. The calls are deterministic, and their orders are equally long.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::instructions::valgrind;

#[test]
fn a_counted_peak_is_that_of_massif_to_the_byte() {
    if !valgrind("a_counted_peak_is_that_of_massif_to_the_byte") {
        return;
    }
    let (least_counted, least_held) = peaks("pairs 01");
    for order in ["queue 01", "growth 1", "hold 001"] {
        let (counted, held) = peaks(order);
        assert!(counted > least_counted, "{order}");
        assert_eq!(counted - least_counted, held - least_held, "{order}");
    }
}

/// The most bytes that the work of an order held, as counted inside, and that the whole program
/// held, as massif tells.
fn peaks(order: &str) -> (u64, u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let told = folder.path().join("massif");
    let mut program = Command::new("valgrind")
        .args(["--tool=massif", "--quiet", "--time-unit=B", "--stacks=no"])
        .args(["--detailed-freq=1", "--peak-inaccuracy=0.0"])
        .arg(format!("--massif-out-file={}", told.display()))
        .args([env!("CARGO_BIN_EXE_churn_counting"), "peak"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("valgrind is there");
    let mut orders = program.stdin.take().expect("it is piped");
    writeln!(orders, "{order}").expect("the program listens");
    drop(orders);
    let output = program.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    let counted = said
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok());
    let told = std::fs::read_to_string(&told).expect("massif has told");
    let bytes = |line: &str| line.strip_prefix("mem_heap_B=")?.parse::<u64>().ok();
    let held = told.lines().filter_map(bytes).max();
    (
        counted.unwrap_or_else(|| panic!("no peak in {said}")),
        held.expect("massif has taken a snapshot"),
    )
}
