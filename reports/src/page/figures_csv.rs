//! All figures as one table: times, exact counts, what the hardware's counters saw.

use crate::claim::TIME;
use crate::record::{Counters, Trial};

use super::data::quoted;
use super::exhibit::Exhibit;

const HEAD: [&str; 10] = [
    "run",
    "package",
    "experiment",
    "case",
    "size",
    "variant",
    "measure",
    "point",
    "low",
    "high",
];

/// All figures as CSV (RFC 4180), for one call each. Times are in nanoseconds. A count is that of
/// the input that was timed, with the least and the greatest that it ever was.
pub(crate) fn figures(exhibits: &[Exhibit<'_>]) -> String {
    let mut csv = HEAD.join(",") + "\r\n";
    for exhibit in exhibits {
        let record = exhibit.record;
        for trial in &record.trials {
            for (variant, named) in record.variants.iter().enumerate() {
                let place = [
                    record.run.id.clone(),
                    record.package.clone(),
                    record.experiment.clone(),
                    trial.case.clone(),
                    trial.size.to_string(),
                    named.name.clone(),
                ];
                let place = place.map(|field| quoted(&field)).join(",");
                for (measure, point, low, high) in of(exhibit, trial, variant) {
                    let measure = quoted(&measure);
                    csv += &format!("{place},{measure},{point},{low},{high}\r\n");
                }
            }
        }
    }
    csv
}

/// The figures of a variant in a trial: measure, estimate, lower and upper end.
fn of(exhibit: &Exhibit<'_>, trial: &Trial, variant: usize) -> Vec<(String, f64, f64, f64)> {
    let mut all = Vec::new();
    if let Some(time) = exhibit.estimates.time_per_call(trial, variant) {
        let time = time.interval;
        all.push((TIME.to_owned(), time.point, time.low, time.high));
    }
    let counts = trial.counts.get(variant).and_then(Option::as_ref);
    for (measure, &count) in counts.into_iter().flatten() {
        let (low, high) = trial
            .count_range(measure, variant)
            .unwrap_or((count, count));
        all.push((measure.clone(), count, low, high));
    }
    let counters = trial.counters.get(variant).and_then(Option::as_ref);
    let seen = counters.map(counters_of).into_iter().flatten();
    all.extend(seen.map(|(measure, value)| (format!("hardware: {measure}"), value, value, value)));
    all
}

fn counters_of(counters: &Counters) -> impl Iterator<Item = (&'static str, f64)> {
    let all = [
        ("instructions", Some(counters.instructions)),
        ("cycles", Some(counters.cycles)),
        ("instructions a cycle", counters.ipc()),
        ("branch misses", counters.branch_misses),
        ("cache misses", counters.cache_misses),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
}
