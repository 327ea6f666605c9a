//! Bars are met, missed, or not measured.

use super::*;
use crate::calibration::{
    CRITERION, GROWING, GROWTH, HASH_COUNT, HASH_TIME, Pooled, SCHEMA, TANGO,
};
use crate::record::{Machine, Toolchain};

fn calibration(rows: Vec<Row>) -> Calibration {
    Calibration {
        schema: SCHEMA,
        started: String::new(),
        machine: Machine::default(),
        toolchain: Toolchain::default(),
        commit: None,
        quick: false,
        rows,
        not_measured: Vec::new(),
    }
}

fn row(tool: &str, condition: &str, function: &str, slowdown: f64) -> Row {
    Row {
        claims: 400,
        found: if slowdown > 0.0 { 400 } else { 0 },
        seconds: 0.01,
        ..Row::of(tool, condition, function, slowdown)
    }
}

/// A calibration that meets every bar.
fn good() -> Vec<Row> {
    let mut rows = Vec::new();
    for condition in [QUIET, BUSY] {
        for function in SHORT {
            rows.push(Row {
                covered: Some(390),
                half_width: Some(0.0004),
                pooled: Some(Pooled {
                    covered: 380,
                    half_width: 0.0003,
                    needed: 0.0003,
                }),
                ..row(LABORATORY, condition, function, 0.0)
            });
            rows.push(row(LABORATORY, condition, function, 0.02));
            rows.push(Row {
                within: Some(0.5),
                ..row(DUEL, condition, function, 0.01)
            });
            for tool in [CRITERION, TANGO] {
                rows.push(Row {
                    wrong: 120,
                    ..row(tool, condition, function, 0.0)
                });
            }
        }
        rows.extend(COPIES.map(|kernel| row(LABORATORY, condition, kernel, 0.0)));
        rows.extend([OWN_TABLE, INPUT_TABLE].map(|table| row(LABORATORY, condition, table, 0.0)));
    }
    rows.push(Row {
        within: Some(1.0),
        ..row(DUEL, HOG, LONG, 0.05)
    });
    let counted = GROWING.into_iter().chain([HASH_COUNT]);
    rows.extend(counted.map(|function| Row {
        found: 400,
        ..row(GROWTH, QUIET, function, 0.0)
    }));
    rows.push(row(GROWTH, QUIET, HASH_TIME, 0.0));
    rows
}

/// The bars that are missed when one row is changed.
fn missed(tool: &str, function: &str, slowdown: f64, change: impl Fn(&mut Row)) -> Vec<Bar> {
    let mut rows = good();
    let changed = rows
        .iter_mut()
        .find(|row| row.tool == tool && row.function == function && row.slowdown == slowdown);
    change(changed.expect("there is such a row"));
    let mut bars = bars(&calibration(rows));
    bars.retain(|bar| bar.standing == Standing::Missed);
    bars
}

#[test]
fn a_good_calibration_meets_every_bar() {
    let bars = bars(&calibration(good()));
    assert!(bars.len() >= 25, "{}", bars.len());
    for bar in bars {
        assert_eq!(bar.standing, Standing::Met, "{bar:?}");
        assert!(!bar.found.is_empty(), "{bar:?}");
    }
}

#[test]
fn without_rows_nothing_is_measured() {
    for bar in bars(&calibration(Vec::new())) {
        assert_eq!(bar.standing, Standing::NotMeasured, "{bar:?}");
    }
}

#[test]
fn each_bar_is_missed_by_what_it_forbids() {
    type Change = fn(&mut Row);
    let changes: [(&str, &str, f64, Change, &str); 10] = [
        (
            LABORATORY,
            "20 ns",
            0.0,
            |row| row.wrong = 60,
            "pairs of equals",
        ),
        (DUEL, "1 us", 0.01, |row| row.found = 395, "single duels"),
        (
            DUEL,
            "1 us",
            0.01,
            |row| row.within = Some(0.6),
            "single duels",
        ),
        (DUEL, LONG, 0.05, |row| row.found = 350, "single duels"),
        (
            LABORATORY,
            "100 us",
            0.02,
            |row| row.found = 370,
            "full verdicts",
        ),
        (
            LABORATORY,
            "100 us",
            0.02,
            |row| row.seconds = 2.5,
            "full verdicts",
        ),
        (
            LABORATORY,
            "1 us",
            0.0,
            |row| row.covered = Some(200),
            "hold the truth",
        ),
        (
            LABORATORY,
            "1 us",
            0.0,
            |row| row.half_width = Some(0.01),
            "twice as wide",
        ),
        (GROWTH, "scan", 0.0, |row| row.wrong = 1, "growth"),
        (LABORATORY, OWN_TABLE, 0.0, |row| row.wrong = 1, "2 MB"),
    ];
    for (tool, function, slowdown, change, words) in changes {
        let missed = missed(tool, function, slowdown, change);
        assert!(
            missed.iter().any(|bar| bar.asked.contains(words)),
            "{words}: {missed:?}"
        );
    }
}

#[test]
fn never_and_always_are_missed_by_a_single_case() {
    let of_hash = missed(GROWTH, HASH_TIME, 0.0, |row| row.wrong = 1);
    assert!(of_hash[0].asked.contains("never called O(1)"));
    let of_count = missed(GROWTH, HASH_COUNT, 0.0, |row| row.found = 399);
    assert!(of_count[0].asked.contains("counted work"));
    let of_copies = missed(LABORATORY, "linear search", 0.0, |row| row.wrong = 1);
    assert!(of_copies[0].asked.contains("copies"));
    let of_rivals = missed(TANGO, "20 ns", 0.0, |row| row.wrong = 0);
    assert!(of_rivals.is_empty(), "{of_rivals:?}");
}

#[test]
fn too_few_repetitions_measure_nothing() {
    let mut rows = good();
    for row in &mut rows {
        if COPIES.contains(&&*row.function) && row.tool == LABORATORY {
            row.claims = 16;
        } else if row.slowdown == 0.0 && row.tool == LABORATORY {
            row.claims = 50;
        }
    }
    let bars = bars(&calibration(rows));
    let few = bars
        .iter()
        .filter(|bar| bar.standing == Standing::NotMeasured);
    // The alarms of two conditions, and the copies of three kernels in each.
    assert_eq!(few.count(), 8);
}

#[test]
fn alarms_that_come_with_load_are_noticed() {
    let mut rows = good();
    for row in &mut rows {
        if row.tool == LABORATORY && row.condition == BUSY && row.slowdown == 0.0 {
            row.wrong = 4;
        }
    }
    let bars = bars(&calibration(rows));
    let load = bars.iter().find(|bar| bar.asked.contains("under load"));
    assert_eq!(load.expect("it is a bar").standing, Standing::Missed);
}
