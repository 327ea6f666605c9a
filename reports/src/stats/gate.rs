//! Drops the rounds during which something else used the core, as a sentinel and the scheduler
//! tell, and the slices in which a thread or another process waited for its core.
//!
//! The sentinel is a handful of multiplications before, between and after the slices of a
//! round. It knows nothing of the variants, and neither does the scheduler, so dropping whole
//! rounds cannot favour one.

use crate::record::{Clock, Lane, Pass, Record};

/// A reading above the floor by more than this factor tells contention.
pub const TOLERATED: f64 = 1.05;
/// The floor is this quantile of all readings of the record.
pub const FLOOR: f64 = 0.05;
/// A pass that keeps a smaller share of its rounds was disturbed.
pub const KEPT: f64 = 0.6;
/// So many clean rounds make a median even in a disturbed pass.
const ENOUGH: usize = 10;
/// A round in which the thread that measures was ready to run for more thousandths than these,
/// while something else had its core, is thrown away; so is such a slice where slices are looked at
/// one by one. Of several threads one is enough, for those that meet all wait for it.
const WAITED: u16 = 20;

/// Whether a thread waited for its core for more than 2 % of a slice.
#[must_use]
pub fn waited(lane: &Lane, round: usize) -> bool {
    lane.waits.get(round).is_some_and(|&waited| waited > WAITED)
}

/// The largest reading that is quiet, learned from all of them; absent without any.
#[must_use]
pub fn quiet_limit(readings: &mut [u32]) -> Option<f64> {
    let place = (readings.len() as f64 * FLOOR) as usize;
    if readings.is_empty() {
        return None;
    }
    let (_, floor, _) = readings.select_nth_unstable(place);
    Some(f64::from(*floor) * TOLERATED)
}

/// Which sentinel readings are clean; without any reading, all are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gate {
    limit: Option<f64>,
}

/// The rounds of a pass that count.
#[derive(Clone, Debug)]
pub(crate) struct Rounds {
    kept: Vec<usize>,
    /// Whether fewer than 60 % of the rounds were clean.
    pub(crate) disturbed: bool,
}

impl Gate {
    /// Learns the floor from all readings of a record. A reading of 0 is none.
    pub(crate) fn of(record: &Record) -> Self {
        let mut readings: Vec<u32> = record
            .trials
            .iter()
            .flat_map(|trial| &trial.passes)
            .flat_map(|pass| pass.sentinel.iter().copied())
            .filter(|&reading| reading > 0)
            .collect();
        Self {
            limit: quiet_limit(&mut readings),
        }
    }

    /// The first `rounds` rounds of a pass without the contended ones.
    ///
    /// A disturbed pass still speaks by its clean rounds while there are at least ten of them;
    /// with fewer, all its rounds count, and the pass is known to be disturbed.
    pub(crate) fn rounds(self, pass: &Pass, rounds: usize) -> Rounds {
        // Long calls are timed by a clock that does not count waiting.
        let counted = pass.lanes.iter().any(|lane| lane.clock == Clock::Wall);
        let clean = |&round: &usize| {
            let reading = pass.sentinel.get(round).copied().unwrap_or_default();
            let waited = pass.queued.get(round).copied().unwrap_or_default();
            self.limit.is_none_or(|limit| f64::from(reading) <= limit)
                && !(counted && waited > WAITED)
        };
        let mut kept = Vec::with_capacity(rounds);
        kept.extend((0..rounds).filter(clean));
        let disturbed = (kept.len() as f64) < KEPT * rounds as f64;
        let kept = if disturbed && kept.len() < ENOUGH {
            (0..rounds).collect()
        } else {
            kept
        };
        Rounds { kept, disturbed }
    }
}

impl Rounds {
    /// How many rounds count.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    /// The rounds that count, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.kept.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    /// A record with one pass that has these readings.
    fn record(sentinel: &[u32]) -> Record {
        let sample = Sample::new("gate").variant("it", |_| 100.0);
        let mut record = sample.passes(1).rounds(sentinel.len()).build();
        record.trials[0].passes[0].sentinel = sentinel.to_vec();
        record
    }

    /// The rounds that are kept, and whether the pass is disturbed.
    fn gated(record: &Record, rounds: usize) -> (Vec<usize>, bool) {
        let rounds = Gate::of(record).rounds(&record.trials[0].passes[0], rounds);
        (rounds.iter().collect(), rounds.disturbed)
    }

    #[test]
    fn rounds_above_the_floor_are_dropped() {
        let record = record(&[500, 501, 525, 526, 500, 900, 510]);
        assert_eq!(gated(&record, 7), (vec![0, 1, 2, 4, 6], false));
    }

    #[test]
    fn rounds_that_waited_for_the_core_are_dropped_where_waiting_is_counted() {
        let mut record = record(&[500; 15]);
        let pass = &mut record.trials[0].passes[0];
        pass.queued = vec![0, 20, 21, 1000, 0];
        let kept = [vec![0, 1], (4..15).collect()].concat();
        assert_eq!(gated(&record, 15), (kept, false));
        record.trials[0].passes[0].queued = vec![21; 15];
        assert_eq!(gated(&record, 15), ((0..15).collect(), true));
        for lane in &mut record.trials[0].passes[0].lanes {
            lane.clock = Clock::Cpu;
        }
        assert_eq!(gated(&record, 15), ((0..15).collect(), false));
    }

    #[test]
    fn the_floor_is_a_quantile_and_not_the_smallest_reading() {
        let mut readings = vec![500; 99];
        readings.push(100);
        assert_eq!(gated(&record(&readings), 100).0.len(), 100);
    }

    #[test]
    fn a_pass_with_few_clean_rounds_is_disturbed() {
        let mut readings = vec![500; 11];
        readings.extend([700; 9]);
        assert_eq!(gated(&record(&readings), 20), ((0..11).collect(), true));
        assert_eq!(
            gated(&record(&readings[2..]), 18),
            ((0..18).collect(), true),
            "nine clean rounds are too few for a median, so all rounds count"
        );
    }

    #[test]
    fn without_readings_nothing_is_dropped() {
        for readings in [&[][..], &[0, 0, 0], &[0, 500, 0]] {
            assert_eq!(gated(&record(readings), 3), (vec![0, 1, 2], false));
        }
        assert_eq!(gated(&record(&[500]), 4), (vec![0, 1, 2, 3], false));
        assert_eq!(gated(&record(&[]), 0), (vec![], false));
    }
}
