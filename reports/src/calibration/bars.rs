//! The bars that the laboratory sets itself, and whether a calibration reaches them.

mod known;
mod rates;

use super::{
    BUSY, COPIES, Calibration, DUEL, HOG, INPUT_TABLE, LABORATORY, LONG, OWN_TABLE, QUIET, Row,
    SHORT, wilson,
};
use crate::figures::{percent, plain_percent, size, time};
use known::{copies, growth, own_table, rivals};
use rates::{Rate, sum};

/// A bar, and how a calibration stands to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What must hold, in words.
    pub asked: String,
    /// Where: the condition, and the function when it is one.
    pub place: String,
    /// What was measured, with its 95 % interval (Wilson).
    pub found: String,
    /// Whether the bar is reached.
    pub standing: Standing,
}

/// How a calibration stands to a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is reached.
    Met,
    /// It is not.
    Missed,
    /// It was not measured, or too little of it.
    NotMeasured,
}

impl Standing {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::NotMeasured => "not measured",
        }
    }

    fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }
}

/// Pairs of equals that are needed for a false-alarm rate.
const FEWEST_EQUALS: u64 = 1000;

/// All bars, in the order in which they are told.
#[must_use]
pub fn bars(calibration: &Calibration) -> Vec<Bar> {
    let rows = &calibration.rows;
    let mut bars: Vec<Bar> = [QUIET, BUSY]
        .iter()
        .map(|condition| alarms(rows, condition))
        .collect();
    bars.push(alarms_under_load(rows));
    let short = || {
        let conditions = [QUIET, BUSY].into_iter();
        conditions.flat_map(|condition| SHORT.map(|function| (condition, function)))
    };
    bars.extend(short().map(|place| duel(rows, place, (0.01, 0.5, 0.99))));
    bars.extend(short().map(|place| verdicts(rows, place)));
    bars.push(duel(rows, (HOG, LONG), (0.05, 1.0, 0.90)));
    for condition in [QUIET, BUSY] {
        bars.push(coverage(rows, condition));
        bars.push(width(rows, condition));
    }
    bars.extend(growth(rows));
    for condition in [QUIET, BUSY] {
        bars.extend(COPIES.map(|kernel| copies(rows, (condition, kernel))));
        bars.extend([OWN_TABLE, INPUT_TABLE].map(|table| own_table(rows, (condition, table))));
    }
    bars.extend([QUIET, BUSY].map(|condition| rivals(rows, condition)));
    bars
}

fn bar(asked: String, place: String, rate: Option<Rate>, met: impl Fn(&Rate) -> Standing) -> Bar {
    Bar {
        asked,
        place,
        standing: rate.as_ref().map_or(Standing::NotMeasured, met),
        found: rate.map_or_else(String::new, |rate| rate.words()),
    }
}

fn named((condition, function): (&str, &str)) -> String {
    format!("{function}, {condition}")
}

fn equals<'r>(rows: &'r [Row], condition: &str) -> impl Iterator<Item = &'r Row> {
    let condition = condition.to_owned();
    rows.iter().filter(move |row| {
        row.tool == LABORATORY && row.condition == condition && row.slowdown == 0.0
    })
}

fn alarms(rows: &[Row], condition: &str) -> Bar {
    let asked = format!(
        "At most 1 % of at least {} pairs of equals are called different, and at most 2 % with \
         95 % confidence",
        size(FEWEST_EQUALS)
    );
    let rate = sum(equals(rows, condition), |row| row.wrong);
    bar(asked, condition.to_owned(), rate, |rate| {
        if rate.of < FEWEST_EQUALS {
            Standing::NotMeasured
        } else {
            Standing::of(rate.share() <= 0.01 && rate.high() <= 0.02)
        }
    })
}

/// Whether the rate under load is beyond what chance makes of the rate without.
fn alarms_under_load(rows: &[Row]) -> Bar {
    let quiet = sum(equals(rows, QUIET), |row| row.wrong);
    let loaded = equals(rows, BUSY).chain(equals(rows, HOG));
    let loaded = sum(loaded, |row| row.wrong);
    bar(
        "False alarms do not rise under load".to_owned(),
        "all loads together".to_owned(),
        loaded,
        |loaded| match &quiet {
            Some(quiet) => Standing::of(loaded.low() <= quiet.high()),
            None => Standing::NotMeasured,
        },
    )
}

fn at<'r>(
    rows: &'r [Row],
    tool: &str,
    (condition, function): (&str, &str),
    slowdown: f64,
) -> Option<&'r Row> {
    rows.iter().find(|row| {
        row.tool == tool
            && row.condition == condition
            && row.function == function
            && row.slowdown == slowdown
            && row.claims > 0
    })
}

fn duel(rows: &[Row], place: (&str, &str), (slowdown, within, share): (f64, f64, f64)) -> Bar {
    let asked = format!(
        "A true {} is found within {} of slices in at least {} of single duels",
        plain_percent(slowdown),
        time(within * 1e9),
        plain_percent(share)
    );
    let row = at(rows, DUEL, place, slowdown);
    let rate = row.map(|row| Rate {
        note: format!("; median {}", time(row.seconds * 1e9)),
        ..Rate::of(row.found, row.claims)
    });
    bar(asked, named(place), rate, |rate| {
        let limited = row.is_some_and(|row| row.within.is_some_and(|limit| limit <= within));
        Standing::of(rate.share() >= share && limited)
    })
}

fn verdicts(rows: &[Row], place: (&str, &str)) -> Bar {
    let asked = "A true 2 % is confirmed in at least 95 % of full verdicts, of 2 s of slices at \
                 most"
        .to_owned();
    let row = at(rows, LABORATORY, place, 0.02);
    let rate = row.map(|row| Rate {
        note: format!("; median {}", time(row.seconds * 1e9)),
        ..Rate::of(row.found, row.claims)
    });
    bar(asked, named(place), rate, |rate| {
        let in_time = row.is_some_and(|row| row.seconds <= 2.0);
        Standing::of(rate.share() >= 0.95 && in_time)
    })
}

/// The functions that share their code and their data, so that they are exactly equal.
fn exact_equals<'r>(rows: &'r [Row], condition: &str) -> impl Iterator<Item = &'r Row> {
    let exact = |row: &&Row| SHORT.contains(&&*row.function) || row.function == LONG;
    equals(rows, condition).filter(exact)
}

fn coverage(rows: &[Row], condition: &str) -> Bar {
    let covering = exact_equals(rows, condition).filter(|row| row.covered.is_some());
    bar(
        "95 % intervals hold the truth in at least 95 %".to_owned(),
        condition.to_owned(),
        sum(covering, |row| row.covered.unwrap_or_default()),
        |rate| Standing::of(rate.share() >= 0.95),
    )
}

fn width(rows: &[Row], condition: &str) -> Bar {
    let short = exact_equals(rows, condition).filter(|row| row.function != LONG);
    let ratios = short.filter_map(|row| {
        let (own, best) = (row.half_width?, row.pooled?);
        (best.needed > 0.0).then(|| (own / best.needed, row, own, best.needed))
    });
    let worst = ratios.max_by(|a, b| a.0.total_cmp(&b.0));
    let asked = "They are at most twice as wide as the best method needs".to_owned();
    Bar {
        asked,
        place: condition.to_owned(),
        standing: worst.map_or(Standing::NotMeasured, |(ratio, ..)| {
            Standing::of(ratio <= 2.0)
        }),
        found: worst.map_or_else(String::new, |(ratio, row, own, needed)| {
            format!(
                "{ratio:.2} times at most ({}: half widths {} and {})",
                row.function,
                percent(own),
                percent(needed)
            )
        }),
    }
}

#[cfg(test)]
mod tests;
