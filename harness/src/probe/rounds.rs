//! Repetitions of all gauges in rounds, each round in an order drawn by lot; those during which
//! something else used the core are left out, as the sentinel and the system tell.

use std::collections::BTreeMap;
use std::time::Instant;

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::stats;
use reports::verdict::Interval;

use crate::waits;
use crate::worker::sentinel::Sentinel;

/// A reading that waited for the core for more than this share of its time is disturbed.
const WAITED: f64 = 0.02;

/// With fewer clean repetitions all of them count.
const ENOUGH: usize = 5;

/// Rounds that are made whatever they take.
const FEWEST: usize = 5;

/// Readings of the sentinel that may follow each other until the core has settled: a gauge of
/// memory leaves none of its code in the caches, nor of the clock's.
const SETTLING: usize = 20;

/// Something that takes a reading: several figures at once, as `K` tells them apart.
pub(super) type Gauge<'a, K> = Box<dyn FnMut() -> Vec<(K, f64)> + 'a>;

/// One reading of a figure, and what was seen beside it.
#[derive(Clone, Copy, Debug)]
struct Reading {
    value: f64,
    /// What the sentinel read.
    sentinel: u32,
    /// The share of the time that this thread waited for a core; 0 where the system does not tell.
    waited: f64,
}

/// All readings of all figures.
#[derive(Debug)]
pub(super) struct Readings<K>(BTreeMap<K, Vec<Reading>>);

impl<K: Ord + Copy> Readings<K> {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Takes so many readings of each gauge, or fewer when they take too long.
    pub(super) fn take(
        &mut self,
        gauges: &mut [Gauge<'_, K>],
        rounds: usize,
        until: Instant,
        rng: &mut SmallRng,
    ) {
        let mut order: Vec<usize> = (0..gauges.len()).collect();
        let mut sentinel = Sentinel::settling_within(SETTLING);
        for round in 0..rounds {
            if round >= FEWEST && Instant::now() >= until {
                return;
            }
            order.shuffle(rng);
            for &gauge in &order {
                let queued = waits::of_this_thread();
                let start = Instant::now();
                let before = sentinel.read();
                let values = gauges[gauge]();
                let slowest = before.max(sentinel.read());
                let took = start.elapsed().as_nanos() as f64;
                let queued = waits::of_this_thread().zip(queued);
                let waited = queued.map_or(0.0, |(now, then)| {
                    now.saturating_sub(then).as_nanos() as f64
                });
                for (figure, value) in values {
                    let readings = self.0.entry(figure).or_default();
                    readings.push(Reading {
                        value,
                        sentinel: slowest,
                        waited: waited / took,
                    });
                }
            }
        }
    }

    /// The median of each figure with its interval, and the share of the readings that were left
    /// out.
    pub(super) fn figures(&self) -> (BTreeMap<K, Interval>, f64) {
        let limit = self.limit();
        let (mut left_out, mut all) = (0, 0);
        let figures = self.0.iter().filter_map(|(&figure, readings)| {
            let clean = |reading: &&Reading| {
                f64::from(reading.sentinel) <= limit && reading.waited <= WAITED
            };
            let mut values: Vec<f64> = readings.iter().filter(clean).map(|of| of.value).collect();
            all += readings.len();
            left_out += readings.len() - values.len();
            if values.len() < ENOUGH {
                values = readings.iter().map(|of| of.value).collect();
            }
            values.retain(|value| value.is_finite() && *value > 0.0);
            Some((figure, interval(&mut values)?))
        });
        let figures = figures.collect();
        (
            figures,
            f64::from(left_out as u32) / f64::from(all.max(1) as u32),
        )
    }

    /// The largest sentinel reading that is quiet.
    fn limit(&self) -> f64 {
        let readings = self.0.values().flatten();
        let mut all: Vec<f64> = readings.map(|of| f64::from(of.sentinel)).collect();
        all.sort_by(f64::total_cmp);
        let quiet = stats::quantile_of_sorted(&all, stats::FLOOR);
        quiet.map_or(f64::INFINITY, |quiet| quiet * stats::TOLERATED)
    }
}

/// The median and its interval from order statistics; the whole range of few.
fn interval(values: &mut [f64]) -> Option<Interval> {
    let point = stats::median(values)?;
    let rank = stats::rank(values.len()).unwrap_or(1);
    Some(Interval {
        point,
        low: values[rank - 1],
        high: values[values.len() - rank],
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn contended_readings_are_left_out_while_enough_are_clean() {
        let reading = |value, sentinel| Reading {
            value,
            sentinel,
            waited: 0.0,
        };
        let clean = (0..10).map(|i| reading(1.0 + f64::from(i) / 100.0, 500));
        let disturbed = (0..4).map(|i| match i {
            0 => Reading {
                waited: 0.5,
                ..reading(9.0, 500)
            },
            _ => reading(9.0, 900),
        });
        let all: Vec<Reading> = clean.chain(disturbed).collect();
        let (figures, left_out) = Readings(BTreeMap::from([((), all)])).figures();
        assert!((left_out - 4.0 / 14.0).abs() < 1e-12);
        let figure = figures[&()];
        assert!(
            (figure.point - 1.045).abs() < 1e-12 && figure.high < 2.0,
            "{figure:?}"
        );

        let few = vec![reading(1.0, 500), reading(9.0, 900), reading(9.0, 900)];
        let (figures, _) = Readings(BTreeMap::from([((), few)])).figures();
        assert!((figures[&()].point - 9.0).abs() < 1e-12);
    }

    #[test]
    fn rounds_end_with_their_time_but_some_are_always_made() {
        let mut readings = Readings::new();
        let mut gauges: Vec<Gauge<'_, u8>> = vec![
            Box::new(|| vec![(0, 1.0), (1, 2.0)]),
            Box::new(|| vec![(2, 3.0)]),
        ];
        let mut rng = SmallRng::seed_from_u64(1);
        readings.take(&mut gauges, 1000, Instant::now(), &mut rng);
        let (figures, _) = readings.figures();
        assert_eq!(figures.len(), 3);
        assert!(readings.0.values().all(|of| of.len() == FEWEST));
    }
}
