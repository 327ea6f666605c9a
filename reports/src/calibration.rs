//! The laboratory's own false alarms, power and coverage, measured on known truth.
//!
//! A calibration runs functions that are equal, or slower by a known share, through the same
//! engine and the same judge as every experiment. Each repetition is a record of its own; this
//! module counts what the judge made of them.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::estimate::Estimates;
use crate::judge::judge;
use crate::record::{Commit, Machine, Record, Toolchain};
use crate::stats;
use crate::verdict::Verdict;
use crate::whole;

/// The version of this format.
pub const SCHEMA: u32 = 1;

/// The name of this laboratory among the tools.
pub const LABORATORY: &str = "laboratory";

/// The variant that all others are held against.
pub const BASE: &str = "base";

/// The variant that is the base's equal.
pub const SAME: &str = "same";

/// The difference that an equal pair must not be said to have, as a share of 1.
pub const SMALL: f64 = 0.01;

/// What `cargo lab calibrate` leaves behind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The version of the format: [`SCHEMA`].
    pub schema: u32,
    /// When it began, RFC 3339, UTC.
    pub started: String,
    /// The machine that answered.
    pub machine: Machine,
    /// The compiler and its flags.
    pub toolchain: Toolchain,
    /// The commit that was calibrated.
    pub commit: Option<Commit>,
    /// What was found: one row for each tool, condition, function and true slow-down.
    pub rows: Vec<Row>,
}

/// What one tool said of one pair of functions, over many repetitions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// [`LABORATORY`], or the name of another tool.
    pub tool: String,
    /// What else ran: `quiet`, or `busy`.
    pub condition: String,
    /// The function: `20 ns`.
    pub function: String,
    /// By which share the slower one is truly slower; 0 for an equal pair.
    pub slowdown: f64,
    /// Repetitions.
    pub claims: u64,
    /// A difference was found where there is one, in the right direction.
    pub found: u64,
    /// What was said is not true: a difference where there is none, or the wrong direction.
    pub wrong: u64,
    /// Intervals that hold the truth; absent for tools that give none.
    pub covered: Option<u64>,
    /// Half the width of the interval, as a share of 1: the median over the repetitions.
    pub half_width: Option<f64>,
    /// Seconds of slices for one repetition, both functions together: the median.
    pub seconds: f64,
}

/// The name of the file in the laboratory's folder that holds the calibration.
const FILE: &str = "calibration.json";

impl Calibration {
    /// Reads the calibration of a laboratory; none where there was none made.
    ///
    /// # Errors
    /// With one sentence, when the file cannot be read or is of a newer version.
    pub fn read(home: &Path) -> Result<Option<Self>, String> {
        let path = home.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
            Ok(text) => text,
        };
        let calibration: Self = serde_json::from_str(&text).map_err(|error| {
            let path = path.display();
            format!("{path} is no calibration: {error}; delete it and calibrate again")
        })?;
        if calibration.schema > SCHEMA {
            return Err(format!(
                "{} has schema {}, newer than {SCHEMA}; update this program to show it",
                path.display(),
                calibration.schema
            ));
        }
        Ok(Some(calibration))
    }

    /// Writes the calibration into a laboratory's folder, whole or not at all.
    ///
    /// # Errors
    /// With one sentence, when the file cannot be written.
    pub fn write(&self, home: &Path) -> Result<PathBuf, String> {
        let path = home.join(FILE);
        let text = serde_json::to_string(self).map_err(|error| error.to_string())?;
        whole::write(&path, text.as_bytes(), true).map_err(|refusal| {
            format!(
                "cannot {} {}: {}",
                refusal.action,
                refusal.path.display(),
                refusal.source
            )
        })?;
        Ok(path)
    }
}

impl Row {
    /// The share of wrong verdicts, with its 95 % interval.
    #[must_use]
    pub fn wrong_share(&self) -> (f64, f64, f64) {
        wilson(self.wrong, self.claims)
    }

    /// The share of differences found, with its 95 % interval.
    #[must_use]
    pub fn found_share(&self) -> (f64, f64, f64) {
        wilson(self.found, self.claims)
    }
}

/// A share of successes with its 95 % interval: Wilson, *Probable inference, the law of succession,
/// and statistical inference* (1927).
#[must_use]
pub fn wilson(successes: u64, trials: u64) -> (f64, f64, f64) {
    const Z: f64 = 1.959_964;
    if trials == 0 {
        return (0.0, 0.0, 1.0);
    }
    let (n, share) = (trials as f64, successes as f64 / trials as f64);
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (
        share,
        ((centre - spread) / scale).max(0.0),
        ((centre + spread) / scale).min(1.0),
    )
}

/// Counts what the judge made of repetitions of one function. Each record holds one trial, whose
/// slower variants are named in `slowdowns` with their true share, and claims of the forms
///
/// - [`SAME`] is within [`SMALL`] of [`BASE`], beats it by 1 + [`SMALL`], or is beaten so;
/// - [`BASE`] beats a slower variant.
#[must_use]
pub fn evaluate(records: &[Record], condition: &str, slowdowns: &[(&str, f64)]) -> Vec<Row> {
    let Some(first) = records.first() else {
        return Vec::new();
    };
    let row = |slowdown: f64, variant: &str, control: bool| Row {
        tool: LABORATORY.to_owned(),
        condition: condition.to_owned(),
        function: first.experiment.clone(),
        slowdown,
        claims: records.len() as u64,
        found: 0,
        wrong: 0,
        covered: None,
        half_width: None,
        seconds: median(
            records
                .iter()
                .map(|record| seconds(record, variant, control)),
        ),
    };
    let mut equal = row(0.0, SAME, true);
    let mut covered = 0;
    let mut half_widths = Vec::new();
    for record in records {
        equal.wrong += u64::from(says_equal_are_different(record));
        if let Some(interval) = record.trials.first().and_then(|trial| {
            Estimates::of(record)
                .control(trial)
                .map(|estimate| estimate.interval)
        }) {
            covered += u64::from(interval.low <= 1.0 && 1.0 <= interval.high);
            half_widths.push((interval.high / interval.low).ln() / 2.0);
        }
    }
    equal.covered = Some(covered);
    equal.half_width = Some(median(half_widths.into_iter()));
    let mut rows = vec![equal];
    for (variant, slowdown) in slowdowns {
        let mut row = row(*slowdown, variant, false);
        for verdict in records
            .iter()
            .filter_map(|record| verdict(record, BASE, variant))
        {
            row.found += u64::from(verdict == Verdict::Confirmed);
            row.wrong += u64::from(verdict == Verdict::Refuted);
        }
        rows.push(row);
    }
    rows
}

/// Within single passes: pairs of slices in one process, over shared data. How often the interval
/// of the median difference excludes none, on the right side, at an error of 1 %.
#[must_use]
pub fn duels(records: &[Record], condition: &str, slowdowns: &[(&str, f64)]) -> Vec<Row> {
    let Some(first) = records.first() else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (variant, slowdown) in std::iter::once(&("", 0.0)).chain(slowdowns) {
        let mut row = Row {
            tool: "single duel".to_owned(),
            condition: condition.to_owned(),
            function: first.experiment.clone(),
            slowdown: *slowdown,
            claims: 0,
            found: 0,
            wrong: 0,
            covered: None,
            half_width: None,
            seconds: 0.0,
        };
        let mut times = Vec::new();
        for (record, pass) in passes(records) {
            let base = record.variant(BASE).and_then(|base| pass.lane(base));
            let other = match record.variant(variant) {
                Some(other) => pass.lane(other),
                None => pass.control(),
            };
            let (Some(base), Some(other)) = (base, other) else {
                continue;
            };
            let call = |nanos: u64, laps: u64| nanos.max(1) as f64 / laps as f64;
            let mut differences: Vec<f64> = base
                .nanos
                .iter()
                .zip(&other.nanos)
                .map(|(a, b)| (call(*b, other.laps) / call(*a, base.laps)).ln())
                .collect();
            differences.sort_by(f64::total_cmp);
            let Some(rank) = duel_rank(differences.len()) else {
                continue;
            };
            let (low, high) = (differences[rank - 1], differences[differences.len() - rank]);
            row.claims += 1;
            let (faster, slower) = (high < 0.0, low > 0.0);
            row.found += u64::from(*slowdown > 0.0 && slower);
            row.wrong += u64::from(faster || (*slowdown == 0.0 && slower));
            times.push(base.nanos.iter().chain(&other.nanos).sum::<u64>() as f64 * 1e-9);
        }
        row.seconds = median(times.into_iter());
        rows.push(row);
    }
    rows
}

/// The largest rank whose interval misses the median with an error of 1 % at most.
fn duel_rank(pairs: usize) -> Option<usize> {
    (1..=pairs / 2)
        .take_while(|rank| stats::error(pairs, *rank) <= 0.01)
        .last()
}

fn passes(records: &[Record]) -> impl Iterator<Item = (&Record, &crate::record::Pass)> {
    records.iter().flat_map(|record| {
        let trials = record.trials.iter();
        trials.flat_map(move |trial| trial.passes.iter().map(move |pass| (record, pass)))
    })
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
            let beats = matches!(
                claim.prediction,
                crate::record::RegisteredPrediction::Beats { .. }
            );
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
fn seconds(record: &Record, variant: &str, control: bool) -> f64 {
    let base = record.variant(BASE);
    let other = record.variant(variant);
    let lanes = passes(std::slice::from_ref(record)).flat_map(|(_, pass)| &pass.lanes);
    let wanted = lanes.filter(|lane| {
        Some(lane.variant) == base && (!lane.control || control) || Some(lane.variant) == other
    });
    wanted.flat_map(|lane| &lane.nanos).sum::<u64>() as f64 * 1e-9
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    stats::median(&mut values).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::claim;
    use crate::sample::Sample;

    fn repetitions(slower: f64) -> Vec<Record> {
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
        let rows = evaluate(&repetitions(1.05), "quiet", &[("+5 %", 0.05)]);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].claims, rows[0].wrong), (40, 0));
        assert!(rows[0].covered >= Some(38), "{rows:?}");
        assert_eq!((rows[1].found, rows[1].wrong), (40, 0));
    }

    #[test]
    fn a_calibration_is_read_as_it_was_written() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(Calibration::read(home.path()), Ok(None));
        let mut calibration = Calibration {
            schema: SCHEMA,
            started: "2026-11-22T12:00:00Z".into(),
            machine: Machine::default(),
            toolchain: Toolchain::default(),
            commit: None,
            rows: evaluate(&repetitions(1.05)[..2], "quiet", &[("+5 %", 0.05)]),
        };
        let path = calibration.write(home.path()).unwrap();
        assert_eq!(
            Calibration::read(home.path()),
            Ok(Some(calibration.clone()))
        );
        calibration.schema = SCHEMA + 1;
        calibration.write(home.path()).unwrap();
        assert!(
            Calibration::read(home.path())
                .unwrap_err()
                .contains("newer")
        );
        std::fs::write(path, "{").unwrap();
        assert!(
            Calibration::read(home.path())
                .unwrap_err()
                .contains("calibrate again")
        );
    }

    #[test]
    fn a_difference_the_other_way_is_wrong() {
        let rows = evaluate(&repetitions(0.9), "quiet", &[("+5 %", 0.05)]);
        assert_eq!((rows[1].found, rows[1].wrong), (0, 40));
    }

    #[test]
    fn a_single_pass_is_a_duel() {
        let rows = duels(&repetitions(1.05), "quiet", &[("+5 %", 0.05)]);
        assert_eq!(
            rows[0].claims, 400,
            "the control against the base, in ten passes each"
        );
        assert!(rows[0].wrong <= 12, "{rows:?}");
        assert_eq!(rows[1].found, 400);
    }

    #[test]
    fn the_interval_of_a_share_is_wilsons() {
        let (share, low, high) = wilson(0, 1000);
        assert!(
            share == 0.0 && low < 1e-12 && (0.0035..0.0042).contains(&high),
            "{high}"
        );
        let (_, low, high) = wilson(5, 10);
        assert!(
            (low - 0.2366).abs() < 1e-3 && (high - 0.7634).abs() < 1e-3,
            "{low} {high}"
        );
        assert_eq!(wilson(0, 0), (0.0, 0.0, 1.0));
    }
}
