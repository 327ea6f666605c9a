//! Which sizes of a case tell growth.

use super::super::Inquiry;
use super::super::floor::Floor;
use crate::figures::{bytes, size};
use crate::record::{Effort, Trial};
use crate::register::BUILT_IN;
use crate::stats;
use crate::verdict::{Interval, Reason};

/// Fewer sizes than this tell no growth.
const SIZES: usize = 5;
/// The largest size over the smallest must be at least this.
const RANGE: f64 = 100.0;
/// Small sizes are ruled by what does not grow: sizes from 100 are judged while they are enough.
const SMALLEST: [u64; 2] = [100, 10];
/// The first level of the cache where the machine does not tell.
const FIRST_LEVEL: u64 = 32 << 10;

/// A figure at a size, and how far its logarithm may be off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) size: u64,
    pub(super) figure: f64,
    pub(super) error: f64,
    /// The part of the error that more passes do not remove.
    pub(super) floor: f64,
    passes: usize,
    /// How far the logarithms of the passes' medians lie below and above that of the figure.
    spread: (f64, f64),
    /// Bytes of the input.
    pub(super) bytes: u64,
    /// The time of one counted unit of work in nanoseconds, where it was timed.
    pub(super) unit: Option<f64>,
    /// From which the input was drawn when it was counted again.
    pub(super) again: Option<u64>,
}

impl Point {
    /// How likely, at most, the figure is off by more than `error` by chance alone.
    pub(super) fn chance(&self, effort: Effort, error: f64) -> f64 {
        let (below, above) = self.spread;
        let room = error - self.floor;
        let now = if room > below.max(above) {
            let range = (below + above).max(self.floor);
            stats::chance_beyond(self.passes, range, room - above)
                + stats::chance_beyond(self.passes, range, room - below)
        } else {
            stats::rank(self.passes).map_or(1.0, |rank| stats::error(self.passes, rank))
        };
        now + stats::error_before(effort, self.passes)
    }
}

/// Why the sizes of a case tell no growth.
pub(super) struct Mute {
    pub(super) reason: Reason,
    pub(super) sentence: String,
}

/// The figures of a trial: a time, or the counts of each time that they were taken. Absent when
/// there are none.
pub(super) fn points(inquiry: &Inquiry<'_>, trial: &Trial) -> Option<Vec<Point>> {
    let exact = |figure| Point {
        size: trial.size,
        figure,
        error: 0.0,
        floor: 0.0,
        passes: 0,
        spread: (0.0, 0.0),
        bytes: trial.input_bytes,
        unit: None,
        again: None,
    };
    if !inquiry.timed() {
        let takes = inquiry.takes(trial, &[inquiry.this])?;
        let points = takes.iter().map(|take| Point {
            unit: unit(inquiry, trial, take.counts[0]).filter(|_| take.again.is_none()),
            again: take.again,
            ..exact(take.counts[0])
        });
        return Some(points.collect());
    }
    let times = inquiry.estimates.times(trial, inquiry.this);
    let time = times.estimate()?;
    let Interval { point, low, high } = time.interval;
    let floor = Floor::of(inquiry, trial, &[inquiry.this])
        .under_contention(time.contended())
        .size;
    Some(vec![Point {
        error: (high / point).ln().max((point / low).ln()) + floor,
        floor,
        passes: time.passes,
        spread: (
            (point / times.sorted.first()?).ln(),
            (times.sorted.last()? / point).ln(),
        ),
        ..exact(point)
    }])
}

/// The time of one unit of the work that a variant counts. What the allocator counts is no work.
fn unit(inquiry: &Inquiry<'_>, trial: &Trial, count: f64) -> Option<f64> {
    if BUILT_IN.contains(&inquiry.claim.measure.as_str()) || count <= 0.0 {
        return None;
    }
    let time = inquiry.estimates.time_per_call(trial, inquiry.this)?;
    Some(time.interval.point / count)
}

/// The points that tell growth: enough sizes over a wide enough range, and for times those whose
/// data fit the first level of the cache.
pub(super) fn telling(inquiry: &Inquiry<'_>, points: &[Point]) -> Result<Vec<Point>, Mute> {
    if !inquiry.timed() {
        return enough(points).ok_or_else(|| too_few(points));
    }
    let level = first_level(inquiry);
    let near: Vec<Point> = points
        .iter()
        .copied()
        .filter(|point| point.bytes <= level)
        .collect();
    let Some(chosen) = enough(&near) else {
        return Err(match enough(points) {
            Some(_) => beyond_cache(level, near.len()),
            None => too_few(points),
        });
    };
    let passes = chosen.iter().map(|point| point.passes).min();
    match passes.unwrap_or_default() {
        fewest if fewest < stats::FEWEST_PASSES => Err(too_few_passes(fewest)),
        _ => Ok(chosen),
    }
}

/// The sizes from 100, or from 10 where those are too few. The choice depends on sizes alone.
fn enough(points: &[Point]) -> Option<Vec<Point>> {
    SMALLEST.into_iter().find_map(|smallest| {
        let chosen: Vec<Point> = points
            .iter()
            .copied()
            .filter(|point| point.size >= smallest)
            .collect();
        let (first, last) = (chosen.first()?.size as f64, chosen.last()?.size as f64);
        (chosen.len() >= SIZES && last >= RANGE * first).then_some(chosen)
    })
}

fn first_level(inquiry: &Inquiry<'_>) -> u64 {
    let caches = &inquiry.record.machine.caches;
    let first = caches.iter().find(|cache| cache.level == 1);
    first.map_or(FIRST_LEVEL, |cache| cache.bytes)
}

fn too_few(points: &[Point]) -> Mute {
    let measured = match (points.first(), points.last()) {
        (Some(first), Some(last)) => format!(
            "this run has {} from n = {} to {}",
            points.len(),
            size(first.size),
            size(last.size)
        ),
        _ => "this run has none".to_owned(),
    };
    Mute {
        reason: Reason::TooFewSizes,
        sentence: format!(
            "Growth is told by at least five sizes of at least 10 over two decades; {measured}."
        ),
    }
}

fn beyond_cache(level: u64, near: usize) -> Mute {
    Mute {
        reason: Reason::BeyondCache,
        sentence: format!(
            "Time tells growth only while the input fits the first level of the cache ({}), as \
             it does at {near} of the sizes, which are too few or too near each other: add small \
             sizes, or claim the growth of a count.",
            bytes(level as f64)
        ),
    }
}

fn too_few_passes(passes: usize) -> Mute {
    let more = stats::FEWEST_PASSES - passes;
    Mute {
        reason: Reason::Budget {
            more_passes: u32::try_from(more).ok(),
        },
        sentence: format!(
            "A size was timed in {passes} passes only, and {} are needed: about {more} more \
             passes would decide it.",
            stats::FEWEST_PASSES
        ),
    }
}
