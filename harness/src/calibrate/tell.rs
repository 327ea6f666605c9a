//! What a calibration tells at the terminal.

use std::time::{Duration, Instant};

use reports::calibration::{Bar, Calibration, GROWTH, Row, Standing, bars};
use reports::figures;

use super::parts::Part;
use crate::terminal::Terminal;

/// One row in a line.
pub(super) fn line(row: &Row) -> String {
    let (wrong, low, high) = row.wrong_share();
    let found = if row.slowdown > 0.0 || row.tool == GROWTH {
        let (share, low, high) = row.found_share();
        format!(
            "found {} of {} ({}, {:.1} to {:.1}), ",
            row.found,
            row.claims,
            figures::percent(share),
            low * 100.0,
            high * 100.0
        )
    } else {
        String::new()
    };
    let truth = match row.slowdown {
        _ if row.tool == GROWTH => String::new(),
        0.0 => " · equals".to_owned(),
        slowdown => format!(" · {} slower", figures::plain_percent(slowdown)),
    };
    let median = if row.seconds > 0.0 {
        format!("; median {}", figures::time(row.seconds * 1e9))
    } else {
        String::new()
    };
    format!(
        "{} · {} · {}{truth}: {found}wrong {} of {} ({}, {:.2} to {:.2}){median}",
        row.tool,
        row.condition,
        row.function,
        row.wrong,
        row.claims,
        figures::percent(wrong),
        low * 100.0,
        high * 100.0
    )
}

/// All bars, each with what was measured.
pub(super) fn bars_of(calibration: &Calibration, terminal: &Terminal) {
    let bars = bars(calibration);
    for group in bars.chunk_by(|a, b| a.asked == b.asked) {
        terminal.line(&format!("\n{}", group[0].asked));
        for bar in group {
            terminal.line(&one(bar));
        }
    }
    let count = |standing| bars.iter().filter(|bar| bar.standing == standing).count();
    terminal.line(&format!(
        "\n{} bars: {} met, {} missed, {} not measured",
        bars.len(),
        count(Standing::Met),
        count(Standing::Missed),
        count(Standing::NotMeasured)
    ));
}

fn one(bar: &Bar) -> String {
    let sign = match bar.standing {
        Standing::Met => '✓',
        Standing::Missed => '✗',
        Standing::NotMeasured => '–',
    };
    let found = if bar.found.is_empty() {
        String::new()
    } else {
        format!(": {}", bar.found)
    };
    format!("  {sign} {} · {}{found}", bar.standing.words(), bar.place)
}

/// How far a calibration is, and how long it will still take: what each part was expected to take,
/// corrected by what those that are done did take.
pub(super) struct Pace {
    start: Instant,
    expected: Vec<f64>,
}

impl Pace {
    pub(super) fn of(parts: &[Part]) -> Self {
        Self {
            start: Instant::now(),
            expected: parts.iter().map(|part| part.seconds).collect(),
        }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// What is left when a share of the part at this place is done.
    pub(super) fn left(&self, place: usize, share: f64) -> Duration {
        let elapsed = self.start.elapsed().as_secs_f64();
        Duration::from_secs_f64(remaining(&self.expected, (place, share), elapsed).0)
    }
}

/// Seconds that are left, and how many times as long as expected things have taken. The first half
/// minute says little of that, so it is weighed against as much that went as expected.
fn remaining(expected: &[f64], (place, share): (usize, f64), elapsed: f64) -> (f64, f64) {
    const TRUST: f64 = 30.0;
    let share = share.clamp(0.0, 1.0);
    let done = expected[..place].iter().sum::<f64>() + share * expected[place];
    let left = expected[place..].iter().sum::<f64>() - share * expected[place];
    let factor = (elapsed + TRUST) / (done + TRUST);
    (left * factor, factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_corrected_by_what_was_done() {
        let expected = [60.0, 30.0, 30.0];
        let (left, factor) = remaining(&expected, (0, 0.0), 0.0);
        assert_eq!((left, factor), (120.0, 1.0));
        let (left, _) = remaining(&expected, (1, 0.0), 60.0);
        assert!((left - 60.0).abs() < 1e-9);
        // Everything took twice as long: so will the rest, nearly.
        let (left, factor) = remaining(&expected, (2, 0.5), 210.0);
        assert!((1.7..2.0).contains(&factor), "{factor}");
        assert!((25.0..30.0).contains(&left), "{left}");
    }

    #[test]
    fn a_row_is_told_with_its_bounds() {
        let row = Row {
            claims: 400,
            found: 399,
            seconds: 0.0024,
            ..Row::of("single duel", "busy", "1 us", 0.01)
        };
        assert_eq!(
            line(&row),
            "single duel · busy · 1 us · 1 % slower: found 399 of 400 (99.8 %, 98.6 to 100.0), \
             wrong 0 of 400 (0 %, 0.00 to 0.95); median 2.40 ms"
        );
    }
}
