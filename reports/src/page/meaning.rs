//! What a verdict means, in plain sentences made from the figures: how the time grows while the
//! input stays in one level of the cache, and what each level that it leaves adds.

use crate::figures;
use crate::judge::slope;
use crate::record::{INSTRUCTIONS, Record, RegisteredClaim, RegisteredPrediction, Trial};
use crate::verdict::{Finding, Interval, Judgement};
use crate::words;

use super::exhibit::{Exhibit, Judged};
use super::plots::per_unit;
use super::trials;

/// So many sizes tell a slope.
const SIZES: usize = 3;

/// A growth by less is told of nobody's memory.
const TELLING: f64 = 1.1;

/// What the figures of a claim mean; nothing where there is no more to say than the evidence does.
pub(super) fn meaning(exhibit: &Exhibit<'_>, judged: &Judged<'_>) -> Option<String> {
    match &judged.claim.prediction {
        RegisteredPrediction::Grows(_) | RegisteredPrediction::Steady { .. } => {
            growth(exhibit, judged.claim, &judged.judgement)
        }
        RegisteredPrediction::Beats { .. }
        | RegisteredPrediction::Between { .. }
        | RegisteredPrediction::Within { .. }
        | RegisteredPrediction::Leads { .. }
        | RegisteredPrediction::Reaches { .. } => extremes(&judged.judgement),
        _ => None,
    }
}

/// The time of one unit of work at a size.
struct Point<'a> {
    trial: &'a Trial,
    time: Interval,
    /// How many levels of the cache the input exceeds.
    left: usize,
}

fn growth(exhibit: &Exhibit<'_>, claim: &RegisteredClaim, judgement: &Judgement) -> Option<String> {
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

/// From the smallest to the largest figure over all places of a claim.
fn extremes(judgement: &Judgement) -> Option<String> {
    let findings = &judgement.findings;
    let by_figure = |a: &&Finding, b: &&Finding| a.figure.point.total_cmp(&b.figure.point);
    let (least, most) = (
        findings.iter().min_by(by_figure)?,
        findings.iter().max_by(by_figure)?,
    );
    let apart = most.figure.point > TELLING * least.figure.point;
    if findings.len() < SIZES || !apart {
        return None;
    }
    let write = |finding: &Finding| {
        let figure = figures::quantity(judgement.quantity, finding.figure.point);
        let size = finding
            .size
            .map(|size| format!("n = {}", figures::size(size)));
        let case = Some(finding.case.as_str()).filter(|case| !case.is_empty());
        let place: Vec<String> = [size, case.map(|case| format!("`{case}`"))]
            .into_iter()
            .flatten()
            .collect();
        format!("{figure} at {}", place.join(" on "))
    };
    Some(format!(
        "Over all {} trials it runs from {} to {}.",
        findings.len(),
        write(least),
        write(most)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Growth, claim};
    use crate::judge::Verdicts;
    use crate::sample::Sample;

    fn told(record: &Record) -> Option<String> {
        let verdicts = Verdicts::of([record]);
        let exhibit = Exhibit::new(record, None, &verdicts);
        meaning(&exhibit, &exhibit.claims[0])
    }

    fn reads(count: bool, slower: f64) -> Record {
        // 32 KiB hold 4,096 elements, 1 MiB holds 131,072.
        let sample = Sample::new("read")
            .sizes(&[10, 100, 1_000, 10_000, 100_000, 1_000_000])
            .variant(
                "index",
                move |n| if n > 131_072 { 2.0 * slower } else { 2.0 },
            )
            .claim(claim("index").steady(0.1));
        let sample = if count {
            sample.count("reads", |_| 1.0)
        } else {
            sample
        };
        sample.build()
    }

    #[test]
    fn the_memory_is_told_from_the_work() {
        let text = told(&reads(true, 2.6)).expect("there is something to say");
        assert_eq!(
            text,
            "From n = 10 to 1,000 the time of one call grows as n^0.00: flat. At n = 1,000,000 \
             the input no longer fits L2, and one call takes 2.60 times as long as at n = 100,000. \
             It takes as many reads: that is the memory, not the work."
        );
        let uncounted = told(&reads(false, 2.6)).expect("there is something to say");
        assert!(
            uncounted.ends_with("as long as at n = 100,000."),
            "{uncounted}"
        );
        let even = told(&reads(true, 1.0)).expect("there is something to say");
        assert!(even.ends_with("n^0.00: flat."), "{even}");
    }

    #[test]
    fn growth_is_told_in_words() {
        let sample = Sample::new("scan")
            .sizes(&[10, 100, 1_000])
            .variant("scan", |n| n as f64)
            .claim(claim("scan").grows(Growth::Linear));
        let text = told(&sample.build()).expect("there is something to say");
        assert!(text.ends_with("n^1.00: in proportion to n."), "{text}");
    }

    #[test]
    fn a_ratio_over_many_sizes_is_told_from_end_to_end() {
        let sample = Sample::new("search")
            .sizes(&[10, 100, 1_000])
            .variant("scan", |n| n as f64)
            .variant("halve", |_| 5.0)
            .claim(claim("halve").beats("scan"));
        let text = told(&sample.build());
        assert_eq!(
            text.as_deref(),
            Some("Over all 3 trials it runs from 2.00× at n = 10 to 200× at n = 1,000.")
        );
    }
}
