//! Bencher Metric Format: a benchmark's name, then its measures, each with value and interval.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::claim::TIME;
use crate::record::Record;

use super::table::{Figure, figures_of};

#[derive(Serialize)]
struct Metric {
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upper_value: Option<f64>,
}

/// All figures by benchmark and measure.
pub(super) fn metrics(records: &[&Record]) -> String {
    let mut benchmarks: BTreeMap<String, BTreeMap<&str, Metric>> = BTreeMap::new();
    for record in records {
        for figure in figures_of(record) {
            let metric = metric(&figure);
            let measures = benchmarks.entry(name(record, &figure)).or_default();
            measures.insert(measure(figure.measure), metric);
        }
    }
    super::pretty(&benchmarks)
}

fn name(record: &Record, figure: &Figure<'_>) -> String {
    let size = figure.size.to_string();
    let parts = [
        &record.package,
        figure.experiment,
        figure.case,
        figure.variant,
        &size,
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

/// Bencher's own name of the measure of time is `latency`, in nanoseconds.
fn measure(measure: &str) -> &str {
    if measure == TIME { "latency" } else { measure }
}

fn metric(figure: &Figure<'_>) -> Metric {
    let exact = figure.low == figure.high;
    Metric {
        value: figure.point,
        lower_value: (!exact).then_some(figure.low),
        upper_value: (!exact).then_some(figure.high),
    }
}
