//! How far two measurements of the same work are apart, when each is one timing, or the mean, the
//! median or the minimum of ten.

use std::time::Duration;

use harness::prelude::*;

use super::work::steps;

const CLAIMS: &[Claim] = &[
    claim("minimum of ten")
        .beats("mean of ten")
        .source("HPP ch. 2: timeit repeats and shows the best; the minimum is the steadiest"),
    claim("mean of ten")
        .beats("one timing")
        .source("folklore: a mean of several is steadier than one"),
    claim("median of ten")
        .beats("mean of ten")
        .source("ours: what happens rarely moves a mean and no median"),
    claim("minimum of ten")
        .beats("median of ten")
        .source("Chen and Revels (2016): the minimum is what disturbances change least"),
    claim("minimum of ten")
        .beats("one timing")
        .by(2.0)
        .source("HPP ch. 2: one timing is no measurement"),
];

/// Timings that one measurement is made of.
const TIMINGS: usize = 10;

/// Pairs of measurements in one lap.
const PAIRS: usize = 16;

/// By what a distance is stretched, so that a lap has the length of a slice; the page shows a
/// thousandth of it.
const STRETCH: u32 = 1000;

/// What this experiment measures is no time of work but the distance of two measurements of it.
pub(crate) fn spread() -> Experiment {
    experiment("profiling/one-timing")
        .asks("How far apart are two measurements of the same work?")
        .claims(CLAIMS)
        .sizes([3000, 10_000, 30_000])
        .input(|n, _| n as u64)
        .per("measurement", |_| STRETCH as usize)
        .ladder()
        .timed("one timing", |&n, laps| apart(n, laps, |all| all[0]))
        .timed("mean of ten", |&n, laps| apart(n, laps, mean))
        .timed("median of ten", |&n, laps| apart(n, laps, median))
        .timed("minimum of ten", |&n, laps| apart(n, laps, minimum))
        .build()
}

type Timings = [Duration; TIMINGS];

/// The distance of two measurements, each of ten timings that follow each other: of many such pairs
/// the median, for one that is disturbed must not speak for all. Stretched.
fn apart(n: u64, laps: u64, measure: fn(Timings) -> Duration) -> (u64, Duration) {
    let (mut answer, mut apart) = (0, Duration::ZERO);
    for _ in 0..laps {
        let mut distances = [(); PAIRS].map(|()| {
            let [one, other] = [(); 2].map(|()| {
                let timed = [(); TIMINGS].map(|()| clocks::bare(|| steps(n)));
                answer = timed[0].0;
                measure(timed.map(|(_, time)| time))
            });
            one.abs_diff(other)
        });
        distances.sort_unstable();
        // Where the clock tells no difference at all, it is less than its step.
        apart += distances[PAIRS / 2].max(Duration::from_nanos(1)) * STRETCH;
    }
    (answer, apart)
}

fn mean(timings: Timings) -> Duration {
    timings.iter().sum::<Duration>() / TIMINGS as u32
}

fn median(mut timings: Timings) -> Duration {
    timings.sort_unstable();
    (timings[TIMINGS / 2 - 1] + timings[TIMINGS / 2]) / 2
}

fn minimum(timings: Timings) -> Duration {
    timings.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_sums_up_ten_timings() {
        let timings = [9, 1, 2, 3, 4, 5, 6, 7, 8, 105].map(Duration::from_nanos);
        assert_eq!(mean(timings), Duration::from_nanos(15));
        assert_eq!(median(timings).as_nanos(), 5);
        assert_eq!(minimum(timings), Duration::from_nanos(1));
    }

    #[test]
    fn measurements_that_agree_are_not_apart() {
        let (answer, distance) = apart(10, 3, |_| Duration::from_secs(1));
        assert_eq!(answer, steps(10));
        assert_eq!(distance, Duration::from_nanos(3) * STRETCH);
        let (_, distance) = apart(10, 1, |timings| timings[0] * 2 + timings[9]);
        assert!(distance > Duration::ZERO);
    }
}
