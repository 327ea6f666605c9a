//! Tables as CSV (RFC 4180).

use serde::Serialize;

use crate::claim::TIME;
use crate::estimate::Estimates;
use crate::judge::Verdicts;
use crate::record::{Clock, Counters, Lane, Pass, Record, Trial};
use crate::words;

/// A claim with its verdict.
#[derive(Serialize)]
struct Claim<'a> {
    run: &'a str,
    package: &'a str,
    experiment: &'a str,
    claim: &'a str,
    source: &'a str,
    variant: &'a str,
    measure: &'a str,
    quantity: String,
    predicted_low: Option<f64>,
    predicted_high: Option<f64>,
    point: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    verdict: &'a str,
    case: &'a str,
    size: Option<u64>,
}

/// All claims, one a line.
pub(crate) fn claims(records: &[&Record], judged: &Verdicts) -> String {
    let rows = records.iter().flat_map(|record| {
        let judgements = judged.get(record).iter();
        record
            .claims
            .iter()
            .zip(judgements)
            .map(|(claim, judgement)| {
                let decisive = judgement.decisive.as_ref();
                let figure = decisive.map(|finding| finding.figure);
                let predicted = decisive.map_or(judgement.predicted, |finding| finding.predicted);
                Claim {
                    run: &record.run.id,
                    package: &record.package,
                    experiment: &record.experiment,
                    claim: &claim.text,
                    source: &claim.source,
                    variant: &claim.variant,
                    measure: &claim.measure,
                    quantity: format!("{:?}", judgement.quantity).to_lowercase(),
                    predicted_low: predicted.low,
                    predicted_high: predicted.high,
                    point: figure.map(|figure| figure.point),
                    low: figure.map(|figure| figure.low),
                    high: figure.map(|figure| figure.high),
                    verdict: words::badge(judgement.verdict).word,
                    case: decisive.map_or("", |finding| &finding.case),
                    size: decisive.and_then(|finding| finding.size),
                }
            })
    });
    csv(rows)
}

/// One variant in one trial, in one measure.
#[derive(Serialize)]
pub(super) struct Figure<'a> {
    run: &'a str,
    package: &'a str,
    pub(super) experiment: &'a str,
    pub(super) case: &'a str,
    pub(super) size: u64,
    pub(super) variant: &'a str,
    /// `time` is in nanoseconds.
    pub(super) measure: &'a str,
    /// Of one call.
    pub(super) point: f64,
    /// Equal to `point` where the figure is exact; for a count the least of all inputs and
    /// processes that were counted.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Units of work in one call.
    work: u64,
    input_bytes: u64,
    /// Passes that a time rests on.
    passes: Option<usize>,
}

/// All figures of a record: times and counts of one call.
pub(super) fn figures_of(record: &Record) -> impl Iterator<Item = Figure<'_>> {
    let estimates = Estimates::of(record);
    let places = record
        .trials
        .iter()
        .flat_map(|trial| (0..record.variants.len()).map(move |variant| (trial, variant)));
    places.flat_map(move |(trial, variant)| {
        let figure = |measure, (point, low, high), passes| Figure {
            run: &record.run.id,
            package: &record.package,
            experiment: &record.experiment,
            case: &trial.case,
            size: trial.size,
            variant: &record.variants[variant].name,
            measure,
            point,
            low,
            high,
            work: trial.work,
            input_bytes: trial.input_bytes,
            passes,
        };
        let time = estimates.time_per_call(trial, variant).map(|estimate| {
            let time = estimate.interval;
            figure(
                TIME,
                (time.point, time.low, time.high),
                Some(estimate.passes),
            )
        });
        let counts = trial.counts.get(variant).and_then(Option::as_ref);
        let counts = counts.into_iter().flatten();
        let counts = counts.map(|(measure, &count)| {
            let (low, high) = trial
                .count_range(measure, variant)
                .unwrap_or((count, count));
            figure(measure, (count, low, high), None)
        });
        let counters = trial.counters.get(variant).and_then(Option::as_ref);
        let seen = counters.map(seen).into_iter().flatten();
        let seen = seen.map(|(measure, value)| figure(measure, (value, value, value), None));
        let figures = time.into_iter().chain(counts).chain(seen);
        figures.collect::<Vec<_>>()
    })
}

/// What the hardware's counters saw in one call, by name.
fn seen(counters: &Counters) -> impl Iterator<Item = (&'static str, f64)> {
    let all = [
        ("hardware instructions", Some(counters.instructions)),
        ("hardware cycles", Some(counters.cycles)),
        ("instructions a cycle", counters.ipc()),
        ("branch misses", counters.branch_misses),
        ("cache misses", counters.cache_misses),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
}

/// All figures, one a line.
pub(super) fn figures(records: &[&Record]) -> String {
    csv(records.iter().copied().flat_map(figures_of))
}

/// A slice as it was measured.
#[derive(Serialize)]
struct Sample<'a> {
    run: &'a str,
    package: &'a str,
    experiment: &'a str,
    case: &'a str,
    size: u64,
    pass: u32,
    round: usize,
    variant: &'a str,
    control: bool,
    clock: Clock,
    laps: u64,
    /// Of all laps together.
    nanoseconds: u64,
    /// What the sentinel read around this round.
    sentinel: Option<u32>,
}

/// All slices, one a line.
pub(super) fn samples(records: &[&Record]) -> String {
    let lanes = records.iter().flat_map(|record| {
        let passes = record
            .trials
            .iter()
            .flat_map(|trial| trial.passes.iter().map(move |pass| (trial, pass)));
        passes.flat_map(move |(trial, pass)| {
            pass.lanes
                .iter()
                .map(move |lane| (*record, trial, pass, lane))
        })
    });
    csv(lanes.flat_map(|(record, trial, pass, lane)| slices(record, trial, pass, lane)))
}

fn slices<'a>(
    record: &'a Record,
    trial: &'a Trial,
    pass: &'a Pass,
    lane: &'a Lane,
) -> impl Iterator<Item = Sample<'a>> {
    lane.nanos
        .iter()
        .enumerate()
        .map(move |(round, &nanoseconds)| Sample {
            run: &record.run.id,
            package: &record.package,
            experiment: &record.experiment,
            case: &trial.case,
            size: trial.size,
            pass: pass.index,
            round,
            variant: &record.variants[lane.variant].name,
            control: lane.control,
            clock: lane.clock,
            laps: lane.laps,
            nanoseconds,
            sentinel: pass.sentinel.get(round).copied(),
        })
}

fn csv(rows: impl Iterator<Item = impl Serialize>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .serialize(row)
            .expect("a row is flat, and memory takes it");
    }
    let bytes = writer.into_inner().expect("memory takes what is left");
    String::from_utf8(bytes).expect("CSV of text is text")
}
