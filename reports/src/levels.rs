//! The levels of memory as a staircase of latencies shows them, whatever the system says of its
//! caches: a neighbour may use most of a cache that is shared.

use crate::record::{Staircase, Step};
use crate::stats;

/// Working sets of one level: the latency rises by this factor at most from the first to the last.
const FLAT: f64 = 1.5;

/// The latency of a level is at least this many times that of the level before: less is the slope
/// between two.
const STEEP: f64 = 1.6;

/// The largest working set of a level has at least so many times the bytes of its smallest.
const WIDE: f64 = 1.9;

/// A range of working sets over which the latency stays the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Bytes of its smallest working set.
    pub from: u64,
    /// Bytes of its largest working set.
    pub to: u64,
    /// Whether it goes on to the largest working set that was measured: main memory, or a cache
    /// that is larger still.
    pub last: bool,
    /// The median latency of its steps, in nanoseconds.
    pub latency: f64,
    /// The median time of an independent load, in nanoseconds.
    pub random: f64,
    /// The median bandwidth, in bytes a nanosecond.
    pub bandwidth: f64,
}

/// The levels of a staircase, from the first outwards.
#[must_use]
pub fn levels(staircase: &Staircase) -> Vec<Level> {
    let steps = &staircase.steps;
    let latencies: Vec<f64> = steps.iter().map(|step| step.latency.point).collect();
    let mut found = Vec::new();
    flats(steps, &rising(&latencies), (0, steps.len()), &mut found);
    found.sort_by_key(|level| level.from);
    let mut levels: Vec<Level> = Vec::new();
    for level in found {
        let before = levels.last().map_or(0.0, |level| level.latency);
        if level.latency >= STEEP * before {
            levels.push(level);
        }
    }
    levels
}

/// The non-decreasing sequence that is nearest to the logarithms: neighbours that fall are taken
/// together (Barlow et al., *Statistical inference under order restrictions*, 1972).
fn rising(latencies: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for latency in latencies {
        let mut pool = (latency.ln(), 1);
        while let Some(&(mean, count)) = pools.last()
            && mean > pool.0
        {
            pools.pop();
            let all = count + pool.1;
            pool = (
                (mean * count as f64 + pool.0 * pool.1 as f64) / all as f64,
                all,
            );
        }
        pools.push(pool);
    }
    let spread = pools
        .into_iter()
        .flat_map(|(mean, count)| std::iter::repeat_n(mean.exp(), count));
    spread.collect()
}

/// Finds the widest flat range between two places, and further ones on both sides of it.
fn flats(steps: &[Step], rising: &[f64], (start, end): (usize, usize), found: &mut Vec<Level>) {
    let width =
        |&(from, to): &(usize, usize)| steps[to - 1].bytes as f64 / steps[from].bytes as f64;
    let flat = (start..end).map(|from| {
        let above = rising[from..end]
            .iter()
            .take_while(|&&latency| latency <= FLAT * rising[from]);
        (from, from + above.count())
    });
    let widest = flat
        .filter(|range| range.1 > range.0 + 1 && width(range) >= WIDE)
        .max_by(|a, b| width(a).total_cmp(&width(b)));
    let Some((from, to)) = widest else {
        return;
    };
    found.push(level(&steps[from..to], to == steps.len()));
    flats(steps, rising, (start, from), found);
    flats(steps, rising, (to, end), found);
}

fn level(steps: &[Step], last: bool) -> Level {
    let median = |figure: fn(&Step) -> f64| {
        let mut figures: Vec<f64> = steps.iter().map(figure).collect();
        stats::median(&mut figures).unwrap_or(f64::NAN)
    };
    Level {
        from: steps[0].bytes,
        to: steps[steps.len() - 1].bytes,
        last,
        latency: median(|step| step.latency.point),
        random: median(|step| step.random.point),
        bandwidth: median(|step| step.bandwidth.point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Pages;
    use crate::verdict::Interval;

    /// Half octaves from 16 KiB with these latencies.
    fn staircase(latencies: &[f64]) -> Staircase {
        let exact = |point| Interval {
            point,
            low: point,
            high: point,
        };
        let sizes = (0..).flat_map(|octave| [(16 << 10) << octave, (24 << 10) << octave]);
        let steps = sizes.zip(latencies).map(|(bytes, &latency)| Step {
            bytes,
            latency: exact(latency),
            random: exact(latency / 4.0),
            bandwidth: exact(100.0 / latency),
        });
        Staircase {
            pages: Pages::Huge,
            steps: steps.collect(),
        }
    }

    /// What a machine with caches of 48 KiB and 1 MiB, and 32 MiB shared with neighbours, gave.
    const MEASURED: [f64; 27] = [
        0.96, 0.95, 0.96, 1.01, 3.27, 3.31, 3.34, 3.36, 3.34, 3.35, 3.78, 4.21, 7.68, 9.41, 11.2,
        12.8, 11.9, 12.4, 17.5, 23.1, 43.4, 50.8, 90.9, 113.0, 122.0, 137.0, 140.0,
    ];

    #[test]
    fn a_measured_staircase_has_its_levels() {
        let found = levels(&staircase(&MEASURED));
        let ends: Vec<u64> = found.iter().map(|level| level.to >> 10).collect();
        assert_eq!(ends, [48, 768, 6 << 10, 128 << 10], "{found:?}");
        assert!(found.iter().rev().skip(1).all(|level| !level.last));
        assert!(found[3].last && found[3].latency > 100.0);
        assert!((found[1].latency - 3.35).abs() < 0.1);
        assert!((found[1].random - found[1].latency / 4.0).abs() < 0.1);
    }

    #[test]
    fn one_level_is_one_and_a_slope_is_none() {
        let flat = levels(&staircase(&[1.0; 9]));
        assert_eq!(flat.len(), 1);
        assert!(flat[0].last && flat[0].from == 16 << 10);
        let slope: Vec<f64> = (0..12).map(|i| 1.6_f64.powi(i)).collect();
        assert_eq!(levels(&staircase(&slope)), []);
        assert_eq!(levels(&staircase(&[])), []);
    }

    #[test]
    fn a_fall_is_taken_with_what_is_before_it() {
        let rising = rising(&[1.0, 4.0, 1.0, 9.0]);
        for (found, expected) in rising.iter().zip([1.0, 2.0, 2.0, 9.0]) {
            assert!((found - expected).abs() < 1e-9, "{rising:?}");
        }
    }
}
