//! What one core does: the length of a cycle, and how much of independent work fits into one.

use std::hint::black_box;
use std::time::Instant;

use super::issue;

/// Operations of one reading, at a nanosecond or less each: long against the clock's step.
const OPERATIONS: u32 = 1 << 15;

/// Nanoseconds of a cycle: a chain of additions and exclusive ors, each of which takes one cycle
/// on every core of the last decades and waits for the one before.
///
/// The operands are in registers: some cores do away with the addition of a constant when they
/// rename registers, and a chain of those is no chain.
pub(super) fn cycle() -> f64 {
    const STEPS: u32 = 32;
    let (flip, add) = (black_box(0x5555_5555_5555_5555_u64), black_box(3_u64));
    let mut x = black_box(1_u64);
    let laps = OPERATIONS / STEPS;
    let start = Instant::now();
    for _ in 0..laps {
        for _ in 0..STEPS / 2 {
            x = (x ^ flip).wrapping_add(add);
        }
    }
    black_box(x);
    nanos(start, laps * STEPS)
}

/// Nanoseconds of an addition among independent ones; absent where there is no code for it.
pub(super) fn addition() -> Option<f64> {
    let start = Instant::now();
    let added = issue::additions(OPERATIONS)?;
    let took = nanos(start, OPERATIONS);
    black_box(added);
    Some(took)
}

/// Nanoseconds of an instruction that does nothing; absent where there is no code for it.
pub(super) fn instruction() -> Option<f64> {
    let start = Instant::now();
    issue::empty(OPERATIONS)?;
    Some(nanos(start, OPERATIONS))
}

/// Nanoseconds since then, for each of so many.
pub(super) fn nanos(start: Instant, of: u32) -> f64 {
    start.elapsed().as_nanos() as f64 / f64::from(of.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least of several readings: a test shares its core with others.
    fn least(read: impl Fn() -> Option<f64>) -> Option<f64> {
        let readings = (0..50).filter_map(|_| read());
        readings.min_by(f64::total_cmp)
    }

    #[test]
    fn a_cycle_takes_time_and_independent_work_no_more_of_it() {
        let cycle = least(|| Some(cycle())).expect("it was read");
        assert!(cycle > 0.05, "a core of more than 20 GHz: {cycle} ns");
        // A debug build is slower in the chain alone.
        for independent in [least(addition), least(instruction)].into_iter().flatten() {
            assert!(independent > 0.0 && independent < 1.3 * cycle);
        }
    }
}
