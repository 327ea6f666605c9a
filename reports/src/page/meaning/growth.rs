//! How the time grows while the input stays in one level of the cache, and what each level that it
//! leaves adds.

use crate::figures;
use crate::judge::slope;
use crate::page::exhibit::Exhibit;
use crate::page::plots::per_unit;
use crate::page::trials;
use crate::record::{INSTRUCTIONS, Record, RegisteredClaim, Trial};
use crate::verdict::{Interval, Judgement};
use crate::words;

use super::{SIZES, TELLING};

/// The time of one unit of work at a size.
struct Point<'a> {
    trial: &'a Trial,
    time: Interval,
    /// How many levels of the cache the input exceeds.
    left: usize,
}

/// The growth in a sentence or two; nothing where too few sizes tell it.
pub(super) fn growth(
    exhibit: &Exhibit<'_>,
    claim: &RegisteredClaim,
    judgement: &Judgement,
) -> Option<String> {
    let record = exhibit.record;
    let slot = record.variant(&claim.variant)?;
    let case = judgement
        .decisive
        .as_ref()
        .map(|finding| finding.case.as_str());
    let case = case.or_else(|| record.trials.first().map(|trial| trial.case.as_str()))?;
    let points: Vec<Point<'_>> = trials(record, case)
        .into_iter()
        .filter(|(_, trial)| record.covers(claim, trial))
        .filter_map(|(_, trial)| {
            let time = exhibit.estimates.time_per_call(trial, slot)?;
            Some(Point {
                trial,
                time: per_unit(time.interval, trial.work),
                left: left(record, trial),
            })
        })
        .collect();
    let levels: Vec<&[Point<'_>]> = points.chunk_by(|a, b| a.left == b.left).collect();
    let first = levels.first().filter(|level| level.len() >= SIZES)?;
    let times: Vec<(u64, f64)> = first
        .iter()
        .map(|point| (point.trial.size, point.time.point))
        .collect();
    let slope = slope(&times)?;
    let mut text = format!(
        "From n = {} to {} the time of one {} grows as n^{:.2}: {}.",
        figures::size(first[0].trial.size),
        figures::size(first[first.len() - 1].trial.size),
        words::plain_name(&record.unit),
        (slope * 100.0).round() / 100.0 + 0.0,
        shape(slope)
    );
    for pair in levels.windows(2) {
        if let Some(sentence) = step(record, slot, slope, pair[0], pair[1]) {
            text += " ";
            text += &sentence;
        }
    }
    Some(text)
}

/// How many levels of the cache the input of a trial exceeds.
fn left(record: &Record, trial: &Trial) -> usize {
    let caches = record.machine.caches.iter();
    caches
        .filter(|cache| trial.input_bytes > cache.bytes)
        .count()
}

/// A slope on logarithmic axes, in words.
fn shape(slope: f64) -> &'static str {
    match slope {
        s if s < -0.1 => "it falls",
        s if s < 0.1 => "flat",
        s if s < 0.4 => "slowly",
        s if s < 0.9 => "less than in proportion to n",
        s if s < 1.1 => "in proportion to n",
        s if s < 1.4 => "a little more than in proportion to n",
        s if s > 1.85 && s < 2.15 => "with the square of n",
        _ => "more than in proportion to n",
    }
}

/// What the next level of memory adds to the growth that went before; nothing where that cannot be
/// told from the intervals.
fn step(
    record: &Record,
    slot: usize,
    slope: f64,
    inner: &[Point<'_>],
    outer: &[Point<'_>],
) -> Option<String> {
    let (last, next) = (inner.last()?, outer.last()?);
    let mut caches: Vec<u32> = record
        .machine
        .caches
        .iter()
        .map(|cache| cache.level)
        .collect();
    caches.sort_unstable();
    let level = caches.get(next.left.checked_sub(1)?)?;
    let expected = (next.trial.size as f64 / last.trial.size as f64).powf(slope);
    let factor = next.time.point / last.time.point;
    if factor < TELLING * expected || next.time.low < last.time.high * expected {
        return None;
    }
    let growth = if expected > TELLING {
        format!(
            ", where the growth before would give {}",
            figures::significant(expected, 3)
        )
    } else {
        String::new()
    };
    let same = same_work(slot, last.trial, next.trial).map_or(String::new(), |measure| {
        format!(". It takes as many {measure}: that is the memory, not the work")
    });
    Some(format!(
        "At n = {} the input no longer fits L{level}, and one {} takes {} times as long as at \
         n = {}{growth}{same}.",
        figures::size(next.trial.size),
        words::plain_name(&record.unit),
        figures::significant(factor, 3),
        figures::size(last.trial.size),
    ))
}

/// A count of work that is the same for one unit at both sizes.
fn same_work<'a>(slot: usize, a: &'a Trial, b: &Trial) -> Option<&'a str> {
    let counts = |trial: &'a Trial| trial.counts.get(slot)?.as_ref();
    let other = b.counts.get(slot)?.as_ref()?;
    let kept = |measure: &&String| {
        let each = |count: f64, trial: &Trial| count / trial.work.max(1) as f64;
        let (Some(x), Some(y)) = (
            counts(a).and_then(|of| of.get(*measure)),
            other.get(*measure),
        ) else {
            return false;
        };
        let (x, y) = (each(*x, a), each(*y, b));
        x > 0.0 && (y / x).ln().abs() < 0.02
    };
    let memory = [
        "allocations",
        "reallocations",
        "bytes",
        "peak",
        "kept",
        "getsizeof",
    ];
    let work = |measure: &&String| !memory.contains(&measure.as_str());
    let all = counts(a)?;
    let (instructions, others): (Vec<&String>, Vec<&String>) = all
        .keys()
        .filter(work)
        .partition(|measure| *measure == INSTRUCTIONS);
    let mut measures = instructions.into_iter().chain(others);
    measures.find(kept).map(String::as_str)
}
