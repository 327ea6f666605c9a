//! Bars about classes of growth, placement, and other tools.

use super::rates::{Rate, sum};
use super::{Bar, Standing, at, bar, named};
use crate::calibration::{
    CRITERION, GROWING, GROWTH, HASH_COUNT, HASH_TIME, LABORATORY, LONG, QUIET, Row, SHORT, TANGO,
};

/// Pairs of copies that are needed of each kernel.
const FEWEST_COPIES: u64 = 20;

/// Comparisons of equals that are needed of each other tool.
const FEWEST_COMPARISONS: u64 = 50;

pub(super) fn growth(rows: &[Row]) -> Vec<Bar> {
    let classes = rows
        .iter()
        .filter(|row| row.tool == GROWTH && GROWING.contains(&&*row.function));
    let wrong = sum(classes.clone(), |row| row.wrong).map_or(0, |rate| rate.hits);
    let hash = |function| at(rows, GROWTH, (QUIET, function), 0.0);
    vec![
        bar(
            "At least 95 % of claims about growth are judged rightly, and none wrongly".to_owned(),
            GROWING.join(", "),
            sum(classes, |row| row.found).map(|rate| Rate {
                note: format!("; {wrong} wrong"),
                ..rate
            }),
            |rate| Standing::of(rate.share() >= 0.95 && wrong == 0),
        ),
        bar(
            "A hash look-up from 10 to 10,000,000 keys is never called O(1) in time".to_owned(),
            HASH_TIME.to_owned(),
            hash(HASH_TIME).map(|row| Rate::of(row.wrong, row.claims)),
            |rate| Standing::of(rate.hits == 0),
        ),
        bar(
            "It is always called O(1) in counted work".to_owned(),
            HASH_COUNT.to_owned(),
            hash(HASH_COUNT).map(|row| Rate::of(row.found, row.claims)),
            |rate| Standing::of(rate.hits == rate.of),
        ),
    ]
}

pub(super) fn copies(rows: &[Row], place: (&str, &str)) -> Bar {
    let asked = format!(
        "Of at least {FEWEST_COPIES} pairs of copies of one function none are called different"
    );
    let row = at(rows, LABORATORY, place, 0.0);
    let rate = row.map(|row| Rate::of(row.wrong, row.claims));
    bar(asked, named(place), rate, |rate| match rate {
        rate if rate.hits > 0 => Standing::Missed,
        rate if rate.of < FEWEST_COPIES => Standing::NotMeasured,
        _ => Standing::Met,
    })
}

pub(super) fn own_table(rows: &[Row], place: (&str, &str)) -> Bar {
    let row = at(rows, LABORATORY, place, 0.0);
    bar(
        "A function is never called different from itself on its own copy of a 2 MB hash table"
            .to_owned(),
        named(place),
        row.map(|row| Rate::of(row.wrong, row.claims)),
        |rate| Standing::of(rate.hits == 0),
    )
}

/// What other tools made of equal pairs of the same functions.
pub(super) fn rivals(rows: &[Row], condition: &str) -> Bar {
    let rate = |tool: &str| {
        let same = rows.iter().filter(|row| {
            row.tool == tool && row.condition == condition && row.slowdown == 0.0 && row.claims > 0
        });
        let same = same.filter(|row| SHORT.contains(&&*row.function) || row.function == LONG);
        sum(same, |row| row.wrong)
    };
    let rates = [LABORATORY, CRITERION, TANGO].map(|tool| (tool, rate(tool)));
    let words: Vec<String> = rates
        .iter()
        .filter_map(|(tool, rate)| Some(format!("{tool} {}", rate.as_ref()?.words())))
        .collect();
    let standing = match &rates {
        [(_, Some(own)), (_, Some(one)), (_, Some(other))]
            if one.of.min(other.of) >= FEWEST_COMPARISONS =>
        {
            Standing::of(own.share() < one.share().min(other.share()))
        }
        _ => Standing::NotMeasured,
    };
    Bar {
        asked: "Fewer false alarms than criterion and tango on the same functions, in the same run"
            .to_owned(),
        place: condition.to_owned(),
        found: words.join("; "),
        standing,
    }
}
