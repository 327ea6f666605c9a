//! Counts what the judge made of repetitions of one function.

use super::widths::Widths;
use super::{BASE, LABORATORY, Row, SAME};
use crate::judge::judge;
use crate::record::{Pass, Record, RegisteredPrediction};
use crate::stats;
use crate::verdict::Verdict;

/// Counts what the judge made of repetitions of one function. Each record holds one trial, whose
/// slower variants are named in `slowdowns` with their true share, and claims of the forms
///
/// - [`SAME`] is within [`SMALL`](super::SMALL) of [`BASE`], beats it by 1 + `SMALL`, or is beaten
///   so;
/// - [`BASE`] beats a slower variant.
///
/// Records without a slower variant do not count for it.
#[must_use]
pub fn evaluate(
    (function, condition): (&str, &str),
    records: &[Record],
    slowdowns: &[(&str, f64)],
) -> Vec<Row> {
    if records.is_empty() {
        return Vec::new();
    }
    let wrong = records
        .iter()
        .filter(|record| says_equal_are_different(record));
    let widths = Widths::of(records);
    let mut rows = vec![Row {
        claims: records.len() as u64,
        wrong: wrong.count() as u64,
        covered: widths.covered(),
        half_width: widths.half_width(),
        pooled: widths.pooled(),
        seconds: median(records.iter().map(|record| seconds(record, SAME))),
        ..Row::of(LABORATORY, condition, function, 0.0)
    }];
    for (variant, slowdown) in slowdowns {
        let of_it = || {
            let has = |record: &&Record| record.variant(variant).is_some();
            records.iter().filter(has)
        };
        let mut row = Row {
            seconds: median(of_it().map(|record| seconds(record, variant))),
            ..Row::of(LABORATORY, condition, function, *slowdown)
        };
        for verdict in of_it().filter_map(|record| verdict(record, BASE, variant)) {
            row.claims += 1;
            row.found += u64::from(verdict == Verdict::Confirmed);
            row.wrong += u64::from(verdict == Verdict::Refuted);
        }
        rows.push(row);
    }
    rows
}

/// Whether any verdict about the equal pair is wrong.
fn says_equal_are_different(record: &Record) -> bool {
    record
        .claims
        .iter()
        .zip(judge(record))
        .any(|(claim, judged)| {
            let pair = [claim.variant.as_str(), claim.other().unwrap_or_default()];
            let equal = pair.contains(&SAME) && pair.contains(&BASE);
            let beats = matches!(claim.prediction, RegisteredPrediction::Beats { .. });
            let wrong = if beats {
                Verdict::Confirmed
            } else {
                Verdict::Refuted
            };
            equal && judged.verdict == wrong
        })
}

fn verdict(record: &Record, faster: &str, slower: &str) -> Option<Verdict> {
    let claims = record.claims.iter().zip(judge(record));
    claims
        .filter(|(claim, _)| claim.variant == faster && claim.other() == Some(slower))
        .map(|(_, judged)| judged.verdict)
        .next()
}

/// Seconds of slices of the base and of the other.
fn seconds(record: &Record, variant: &str) -> f64 {
    let base = record.variant(BASE);
    let other = record.variant(variant);
    let lanes = passes(std::slice::from_ref(record)).flat_map(|(_, pass)| &pass.lanes);
    let wanted = lanes.filter(|lane| !lane.control && [base, other].contains(&Some(lane.variant)));
    wanted.flat_map(|lane| &lane.nanos).sum::<u64>() as f64 * 1e-9
}

/// All passes of some records, each with its record.
pub(super) fn passes(records: &[Record]) -> impl Iterator<Item = (&Record, &Pass)> {
    records.iter().flat_map(|record| {
        let trials = record.trials.iter();
        trials.flat_map(move |trial| trial.passes.iter().map(move |pass| (record, pass)))
    })
}

/// The median of finite figures; 0 without any.
pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    stats::median(&mut values).unwrap_or(0.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::calibration::{QUIET, SMALL};
    use crate::claim::claim;
    use crate::sample::Sample;

    const SLOWER: &[(&str, f64)] = &[("+5 %", 0.05)];

    pub(in crate::calibration) fn repetitions(slower: f64) -> Vec<Record> {
        (0..40)
            .map(|seed| {
                Sample::new("1 us")
                    .sizes(&[1])
                    .variant(BASE, |_| 1000.0)
                    .variant(SAME, |_| 1000.0)
                    .variant("+5 %", move |_| 1000.0 * slower)
                    .claim(claim(SAME).within(SMALL, BASE).source("known"))
                    .claim(claim(SAME).beats(BASE).by(1.0 + SMALL).source("known"))
                    .claim(claim(BASE).beats(SAME).by(1.0 + SMALL).source("known"))
                    .claim(claim(BASE).beats("+5 %").source("known"))
                    .passes(10)
                    .seed(seed)
                    .build()
            })
            .collect()
    }

    #[test]
    fn a_true_difference_is_found_and_none_is_not() {
        let rows = evaluate(("1 us", QUIET), &repetitions(1.05), SLOWER);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].claims, rows[0].wrong), (40, 0));
        assert!(rows[0].covered >= Some(36), "{rows:?}");
        assert_eq!((rows[1].found, rows[1].wrong), (40, 0));
    }

    #[test]
    fn a_difference_the_other_way_is_wrong() {
        let rows = evaluate(("1 us", QUIET), &repetitions(0.9), SLOWER);
        assert_eq!((rows[1].found, rows[1].wrong), (0, 40));
    }

    #[test]
    fn records_without_the_slower_variant_count_for_equals_alone() {
        let mut records = repetitions(1.05);
        for record in &mut records[..10] {
            record.variants.truncate(2);
        }
        let rows = evaluate(("1 us", QUIET), &records, SLOWER);
        assert_eq!(
            (rows[0].claims, rows[1].claims, rows[1].found),
            (40, 30, 30)
        );
    }
}
