//! What a calibration counted, added up over functions and conditions.

use crate::calibration::{Calibration, GROWTH, LABORATORY, Row, wilson};
use crate::chart::scale::showable;
use crate::figures;

/// A difference counts as seen when it is found so often.
const SEEN: f64 = 0.95;

/// Rows about pairs of functions, in the order in which they are shown.
pub(super) struct Table<'a> {
    pub(super) rows: Vec<&'a Row>,
    pub(super) tools: Vec<&'a str>,
    pub(super) conditions: Vec<&'a str>,
    pub(super) functions: Vec<&'a str>,
    /// True slow-downs from the smallest up, without 0.
    pub(super) slowdowns: Vec<f64>,
}

/// Hits and trials of some rows, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Count {
    pub(super) hits: u64,
    pub(super) of: u64,
}

impl Count {
    pub(super) fn sum<'r>(rows: impl Iterator<Item = &'r Row>, hits: impl Fn(&Row) -> u64) -> Self {
        rows.fold(Self::default(), |sum, row| Self {
            hits: sum.hits.saturating_add(hits(row)),
            of: sum.of.saturating_add(row.claims),
        })
    }

    pub(super) fn share(self) -> f64 {
        wilson(self.hits, self.of).0
    }

    /// `0 of 1,200`
    pub(super) fn words(self) -> String {
        format!("{} of {}", figures::size(self.hits), figures::size(self.of))
    }
}

impl<'a> Table<'a> {
    pub(super) fn of(calibration: &'a Calibration) -> Self {
        let pairs = calibration.rows.iter().filter(|row| row.tool != GROWTH);
        let rows: Vec<&Row> = pairs.collect();
        let mut slowdowns: Vec<f64> = rows.iter().map(|row| row.slowdown).collect();
        slowdowns.retain(|slowdown| showable(*slowdown));
        slowdowns.sort_by(f64::total_cmp);
        slowdowns.dedup();
        let mut tools = distinct(&rows, |row| &row.tool);
        // The laboratory first, whoever wrote the rows.
        tools.sort_by_key(|tool| *tool != LABORATORY);
        Self {
            tools,
            conditions: distinct(&rows, |row| &row.condition),
            functions: distinct(&rows, |row| &row.function),
            slowdowns,
            rows,
        }
    }

    /// The place of a tool, which gives colour and shape.
    pub(super) fn slot(&self, tool: &str) -> usize {
        let place = self.tools.iter().position(|known| *known == tool);
        place.unwrap_or_default()
    }

    pub(super) fn equal(&self, tool: &str) -> impl Iterator<Item = &'a Row> {
        let rows = self.rows.iter().copied().filter(|row| row.slowdown == 0.0);
        rows.filter(move |row| row.tool == tool)
    }

    /// False alarms of a tool over all functions, in one condition or in all.
    pub(super) fn wrong(&self, tool: &str, condition: Option<&str>) -> Count {
        let there = |row: &&Row| condition.is_none_or(|only| row.condition == only);
        Count::sum(self.equal(tool).filter(there), |row| row.wrong)
    }

    /// How often a tool found a slow-down in a condition, over all functions or for one.
    pub(super) fn found(
        &self,
        tool: &str,
        condition: &str,
        function: Option<&str>,
        slowdown: f64,
    ) -> Count {
        let rows = self.rows.iter().copied().filter(|row| {
            row.tool == tool
                && row.condition == condition
                && row.slowdown == slowdown
                && function.is_none_or(|only| row.function == only)
        });
        Count::sum(rows, |row| row.found)
    }

    /// The smallest slow-down from which on each that was tried is found nearly always.
    pub(super) fn seen(&self, tool: &str, condition: &str, function: Option<&str>) -> Option<f64> {
        let tried = self.slowdowns.iter().copied().rev().filter_map(|slowdown| {
            let count = self.found(tool, condition, function, slowdown);
            (count.of > 0).then_some((slowdown, count))
        });
        tried
            .take_while(|(_, count)| count.share() >= SEEN)
            .map(|(slowdown, _)| slowdown)
            .last()
    }
}

fn distinct<'a>(rows: &[&'a Row], of: impl Fn(&'a Row) -> &'a String) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        let name = of(row).as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::calibration::sentence;

    fn row(tool: &str, slowdown: f64, found: u64, wrong: u64) -> Row {
        Row {
            claims: 100,
            found,
            wrong,
            ..Row::of(tool, "quiet", "1 us", slowdown)
        }
    }

    fn calibration(rows: Vec<Row>) -> Calibration {
        Calibration {
            schema: crate::calibration::SCHEMA,
            started: String::new(),
            machine: crate::record::Machine::default(),
            toolchain: crate::record::Toolchain::default(),
            commit: None,
            quick: false,
            rows,
            not_measured: Vec::new(),
        }
    }

    #[test]
    fn a_difference_is_seen_only_when_every_larger_one_is() {
        let found = |rates: [u64; 3]| {
            let slowdowns = [0.01, 0.02, 0.05];
            let rows = slowdowns.into_iter().zip(rates);
            let rows = rows.map(|(slowdown, found)| row(LABORATORY, slowdown, found, 0));
            let calibration = calibration(rows.collect());
            Table::of(&calibration).seen(LABORATORY, "quiet", None)
        };
        assert_eq!(found([50, 96, 100]), Some(0.02));
        assert_eq!(found([99, 80, 100]), Some(0.05));
        assert_eq!(found([99, 99, 94]), None);
    }

    #[test]
    fn growth_is_about_no_pair() {
        let calibration = calibration(vec![row(GROWTH, 0.0, 100, 0)]);
        let table = Table::of(&calibration);
        assert!(table.rows.is_empty() && table.tools.is_empty());
    }

    #[test]
    fn the_laboratory_stands_first_and_alone() {
        let rows = vec![row("criterion", 0.0, 0, 30), row(LABORATORY, 0.0, 0, 1)];
        let calibration = calibration(rows);
        let table = Table::of(&calibration);
        assert_eq!(table.tools, [LABORATORY, "criterion"]);
        assert_eq!(table.wrong(LABORATORY, None), Count { hits: 1, of: 100 });
        assert_eq!(
            sentence(&calibration).as_deref(),
            Some("Of pairs of equals, 1 of 100 were called different.")
        );
    }
}
