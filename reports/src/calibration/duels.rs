//! Single passes as duels: two functions in one process, told apart as soon as it can be.

use super::count::{median, passes};
use super::{BASE, DUEL, Row};
use crate::record::{Lane, Record};
use crate::stats::{self, Side};

/// Counts what single passes tell of two functions over shared data: pairs of slices in one
/// process, looked at as [`stats::tell`] does. A difference counts as found when it is told, on the
/// right side, after at most so many seconds of slices of the two.
///
/// The first row is of the control against the base, for as long as the duel beside it lasted.
#[must_use]
pub fn duels(
    (function, condition): (&str, &str),
    records: &[Record],
    (variant, slowdown): (&str, f64),
    within: f64,
) -> Vec<Row> {
    let row = |slowdown| Row {
        within: Some(within),
        ..Row::of(DUEL, condition, function, slowdown)
    };
    let (mut equal, mut slower) = (row(0.0), row(slowdown));
    let (mut equal_times, mut slower_times) = (Vec::new(), Vec::new());
    for (record, pass) in passes(records) {
        let lane = |name| record.variant(name).and_then(|variant| pass.lane(variant));
        let Some(base) = lane(BASE) else { continue };
        if let Some(control) = pass.controls().next() {
            let duel = duel(base, control);
            equal.claims += 1;
            equal.wrong += u64::from(duel.side.is_some());
            equal_times.push(duel.seconds);
        }
        if let Some(other) = lane(variant) {
            let duel = duel(base, other);
            slower.claims += 1;
            let in_time = duel.seconds <= within;
            slower.found += u64::from(duel.side == Some(Side::Above) && in_time);
            slower.wrong += u64::from(duel.side == Some(Side::Below));
            slower_times.push(duel.seconds);
        }
    }
    equal.seconds = median(equal_times.into_iter());
    slower.seconds = median(slower_times.into_iter());
    vec![equal, slower]
}

/// What one duel came to.
struct Outcome {
    /// Where the other function stands to the base, when they were told apart.
    side: Option<Side>,
    /// Seconds of slices of the two until they were, or of all.
    seconds: f64,
}

fn duel(base: &Lane, other: &Lane) -> Outcome {
    let call = |nanos: u64, lane: &Lane| nanos.max(1) as f64 / lane.laps.max(1) as f64;
    let pairs = || base.nanos.iter().copied().zip(other.nanos.iter().copied());
    let differences: Vec<f64> = pairs()
        .map(|(a, b)| (call(b, other) / call(a, base)).ln())
        .collect();
    let told = stats::tell(&differences);
    let last = told.map_or(differences.len(), |told| told.pairs);
    let nanos: u64 = pairs().take(last).map(|(a, b)| a + b).sum();
    Outcome {
        side: told.map(|told| told.side),
        seconds: nanos as f64 * 1e-9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::QUIET;
    use crate::calibration::count::tests::repetitions;

    #[test]
    fn a_single_pass_is_a_duel() {
        let records = repetitions(1.05);
        let at = |within| duels(("1 us", QUIET), &records, ("+5 %", 0.05), within);
        let rows = at(0.5);
        assert_eq!(
            rows[0].claims, 400,
            "the control against the base, in ten passes each"
        );
        assert!(rows[0].wrong <= 4, "{rows:?}");
        assert_eq!((rows[1].found, rows[1].wrong), (400, 0));
        // Twelve pairs of slices of 100 us.
        assert!((rows[1].seconds - 0.0024).abs() < 0.0004, "{rows:?}");
        assert_eq!(at(0.001)[1].found, 0, "none is told in so short a time");
    }

    #[test]
    fn the_wrong_side_is_wrong() {
        let rows = duels(("1 us", QUIET), &repetitions(0.9), ("+5 %", 0.05), 0.5);
        assert_eq!((rows[1].found, rows[1].wrong), (0, 400));
    }
}
