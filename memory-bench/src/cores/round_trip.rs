//! Handing a line of the cache to another core, and getting it back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use harness::prelude::*;
use harness::threads::together_on;

const CLAIMS: &[Claim] = &[
    claim("one line")
        .takes_at_least(10.0, "one core")
        .source("ours: the line goes through what the cores share, twice"),
    claim("two lines")
        .beats("one line")
        .source("ours: who writes to a line of his own need not take it from its reader first"),
];

pub(crate) fn there_and_back() -> Experiment {
    experiment("cores/round-trip")
        .asks("What does it take to hand a value to another core, and to get an answer?")
        .claims(CLAIMS)
        .sizes(partners())
        .input(|partner, _| Pair::of([0, partner % threads::cores()]))
        .per("round trip", |_| TRIPS as usize)
        .ladder()
        .timed("one core", |_, laps| Pair::of([0, 0]).alone(laps))
        .timed("one line", |pair, laps| pair.trips(laps, [0, 0]))
        .limit(
            "a load from the second level of the cache each way",
            |machine, _| 2.0 * TRIPS as f64 * machine.latency(SECOND_LEVEL),
        )
        .unless(threads::too_few())
        .timed("two lines", |pair, laps| pair.trips(laps, [0, 1]))
        .limit(
            "a load from the second level of the cache each way",
            |machine, _| 2.0 * TRIPS as f64 * machine.latency(SECOND_LEVEL),
        )
        .unless(threads::too_few())
        .build()
}

/// The core at the other end, counted from the first: 1, 2, 4 … as far as there are, for the way is
/// not the same to all.
fn partners() -> Vec<u64> {
    let doubled = std::iter::successors(Some(1), |partner| Some(2 * partner));
    doubled
        .take_while(|&partner| partner < threads::cores().max(2) as u64)
        .collect()
}

/// Round trips in a lap.
const TRIPS: u64 = 500;

/// A working set that lies in the second level of the cache of any current core, and not in the
/// first: no line of another core is nearer.
const SECOND_LEVEL: usize = 256 << 10;

/// Two lines, for some cores fetch them in pairs.
#[repr(align(128))]
#[derive(Default)]
struct Line(AtomicU64);

/// Two cores, and the lines by which they speak to each other.
struct Pair {
    cores: [usize; 2],
    lines: [Line; 2],
}

impl Pair {
    fn of(cores: [usize; 2]) -> Self {
        let lines = [Line::default(), Line::default()];
        Self { cores, lines }
    }

    /// Each core waits for the other's number on one line, and tells the next on another, which may
    /// be the same. Answers with the trips of a lap.
    ///
    /// Nobody pauses while waiting: a pause alone can take as long as the line.
    fn trips(&self, laps: u64, [there, back]: [usize; 2]) -> (u64, Duration) {
        let [there, back] = [there, back].map(|line| &self.lines[line].0);
        there.store(0, Ordering::Relaxed);
        back.store(0, Ordering::Relaxed);
        let (last, took) = together_on(&self.cores, |place| {
            for trip in 0..laps * TRIPS {
                let (asked, answered) = (2 * trip + 1, 2 * trip + 2);
                if place == 0 {
                    there.store(asked, Ordering::Release);
                    while back.load(Ordering::Acquire) != answered {}
                } else {
                    while there.load(Ordering::Acquire) != asked {}
                    back.store(answered, Ordering::Release);
                }
            }
            back.load(Ordering::Relaxed)
        });
        (last[0] / 2 / laps, took)
    }

    /// The same stores and loads by one core, which waits for nobody.
    fn alone(&self, laps: u64) -> (u64, Duration) {
        let line = &self.lines[0].0;
        let (last, took) = together_on(&self.cores[..1], |_| {
            for trip in 0..laps * TRIPS {
                for number in [2 * trip + 1, 2 * trip + 2] {
                    line.store(number, Ordering::Release);
                    while line.load(Ordering::Acquire) != number {}
                }
            }
            line.load(Ordering::Relaxed)
        });
        (last[0] / 2 / laps, took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trip_comes_back() {
        let pair = Pair::of([0, 1]);
        assert_eq!(pair.alone(2).0, TRIPS);
        if threads::too_few().is_none() {
            for lines in [[0, 0], [0, 1]] {
                assert_eq!(pair.trips(2, lines).0, TRIPS);
            }
        }
    }

    #[test]
    fn partners_are_cores_that_there_are() {
        let partners = partners();
        assert_eq!(partners[0], 1);
        let last = partners.last().copied().unwrap_or_default();
        assert!(last < threads::cores().max(2) as u64);
    }
}
