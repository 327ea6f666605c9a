//! How often the laboratory is wrong, and what difference it can see: its own calibration.

mod charts;
mod tables;

use maud::{Markup, html};

use crate::calibration::{Calibration, LABORATORY, Row, wilson};
use crate::chart::scale::showable;
use crate::figures;
use crate::words;

use super::layout::Page;
use super::{Site, rooms};

/// A difference counts as seen when it is found so often.
const SEEN: f64 = 0.95;

/// Rows of a calibration in the order in which they are shown.
pub(crate) struct Table<'a> {
    rows: &'a [Row],
    tools: Vec<&'a str>,
    conditions: Vec<&'a str>,
    functions: Vec<&'a str>,
    /// True slow-downs from the smallest up, without 0.
    slowdowns: Vec<f64>,
}

/// Hits and trials of some rows, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Count {
    hits: u64,
    of: u64,
}

impl Count {
    fn sum<'r>(rows: impl Iterator<Item = &'r Row>, hits: impl Fn(&Row) -> u64) -> Self {
        rows.fold(Self::default(), |sum, row| Self {
            hits: sum.hits.saturating_add(hits(row)),
            of: sum.of.saturating_add(row.claims),
        })
    }

    fn share(self) -> f64 {
        wilson(self.hits, self.of).0
    }

    /// `0 of 1,200`
    fn words(self) -> String {
        format!("{} of {}", figures::size(self.hits), figures::size(self.of))
    }
}

impl<'a> Table<'a> {
    pub(crate) fn of(calibration: &'a Calibration) -> Self {
        let rows = calibration.rows.as_slice();
        let mut slowdowns: Vec<f64> = rows.iter().map(|row| row.slowdown).collect();
        slowdowns.retain(|slowdown| showable(*slowdown));
        slowdowns.sort_by(f64::total_cmp);
        slowdowns.dedup();
        let mut tools = distinct(rows, |row| &row.tool);
        // The laboratory first, whoever wrote the rows.
        tools.sort_by_key(|tool| *tool != LABORATORY);
        Self {
            rows,
            tools,
            conditions: distinct(rows, |row| &row.condition),
            functions: distinct(rows, |row| &row.function),
            slowdowns,
        }
    }

    /// The place of a tool, which gives colour and shape.
    fn slot(&self, tool: &str) -> usize {
        let place = self.tools.iter().position(|known| *known == tool);
        place.unwrap_or_default()
    }

    fn equal(&self, tool: &str) -> impl Iterator<Item = &'a Row> {
        let rows = self.rows.iter().filter(|row| row.slowdown == 0.0);
        rows.filter(move |row| row.tool == tool)
    }

    /// False alarms of a tool over all functions, in one condition or in all.
    fn wrong(&self, tool: &str, condition: Option<&str>) -> Count {
        let there = |row: &&Row| condition.is_none_or(|only| row.condition == only);
        Count::sum(self.equal(tool).filter(there), |row| row.wrong)
    }

    /// How often a tool found a slow-down in a condition, over all functions or for one.
    fn found(&self, tool: &str, condition: &str, function: Option<&str>, slowdown: f64) -> Count {
        let rows = self.rows.iter().filter(|row| {
            row.tool == tool
                && row.condition == condition
                && row.slowdown == slowdown
                && function.is_none_or(|only| row.function == only)
        });
        Count::sum(rows, |row| row.found)
    }

    /// The smallest slow-down from which on each that was tried is found nearly always.
    fn seen(&self, tool: &str, condition: &str, function: Option<&str>) -> Option<f64> {
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

fn distinct<'a>(rows: &'a [Row], of: impl Fn(&'a Row) -> &'a String) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        let name = of(row).as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// One sentence for other pages: how often the laboratory was wrong.
pub(crate) fn sentence(calibration: &Calibration) -> Option<String> {
    let wrong = Table::of(calibration).wrong(LABORATORY, None);
    (wrong.of > 0).then(|| {
        format!(
            "Of pairs of equals, {} were called different.",
            wrong.words()
        )
    })
}

/// Renders the page.
pub(crate) fn render(site: &Site<'_>, calibration: &Calibration) -> String {
    let table = Table::of(calibration);
    let body = html! {
        h1 { "How often is this laboratory wrong?" }
        p.lead {
            "Functions whose true speed is known went through the same engine and the same judge \
             as every experiment: pairs of equals, and pairs of which one is slower by a known \
             share. What was said of them is counted here."
        }
        @if table.tools.is_empty() {
            p { "This calibration holds no rows." }
        } @else {
            div.cards {
                (wrong(&table))
                (seen(&table))
                (circumstances(calibration))
            }
            (charts::false_alarms(&table))
            (tables::equal(&table))
            @if !table.slowdowns.is_empty() {
                (charts::power(&table))
                (tables::power(&table))
            }
        }
    };
    Page {
        title: "Calibration",
        site,
        room: rooms::CALIBRATION,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

/// The card of false alarms.
fn wrong(table: &Table<'_>) -> Markup {
    let own = table.wrong(LABORATORY, None);
    let (share, _, high) = wilson(own.hits, own.of);
    let covered = Count::sum(
        table.equal(LABORATORY).filter(|row| row.covered.is_some()),
        |row| row.covered.unwrap_or_default(),
    );
    html! {
        section.card {
            h2 { "How often is it wrong?" }
            @if own.of > 0 {
                p.figure { (figures::percent(share)) }
                p {
                    (own.words()) " pairs of equals were called different: at most "
                    (figures::percent(high)) ", with 95\u{a0}% confidence."
                }
            } @else {
                p { "No pair of equals was judged." }
            }
            @if covered.of > 0 {
                p.soft.small {
                    (figures::percent(covered.share())) " of " (figures::size(covered.of))
                    " intervals hold the truth."
                }
            }
            (others(table))
        }
    }
}

/// The false alarms of the other tools on the same functions.
fn others(table: &Table<'_>) -> Markup {
    let others = table.tools.iter().filter(|tool| **tool != LABORATORY);
    let counted: Vec<_> = others
        .map(|tool| (tool, table.wrong(tool, None)))
        .filter(|(_, count)| count.of > 0)
        .collect();
    html! {
        @if !counted.is_empty() {
            p.soft.small {
                "On the same functions: "
                @for (place, (tool, count)) in counted.iter().enumerate() {
                    @if place > 0 { ", " }
                    (words::name(tool)) " " (figures::percent(count.share()))
                }
                "."
            }
        }
    }
}

/// The card of the smallest difference that is found.
fn seen(table: &Table<'_>) -> Markup {
    let conditions = table.conditions.iter().copied();
    let seen: Vec<_> = conditions
        .map(|condition| (condition, table.seen(LABORATORY, condition, None)))
        .collect();
    let worst = seen
        .iter()
        .map(|(_, slowdown)| slowdown.unwrap_or(f64::INFINITY))
        .fold(0.0, f64::max);
    html! {
        section.card {
            h2 { "What difference can it see?" }
            @if table.slowdowns.is_empty() {
                p { "No slow-down was tried." }
            } @else {
                p.figure {
                    @if worst.is_finite() { (charts::plain_percent(worst)) }
                    @else { "more than was tried" }
                }
                p { "The smallest slow-down that is found in at least 95 of 100, over all functions:" }
                dl.facts {
                    @for (condition, slowdown) in &seen {
                        dt { (words::name(condition)) }
                        dd {
                            @match slowdown {
                                Some(slowdown) => (charts::plain_percent(*slowdown)),
                                None => "none of those tried",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn circumstances(calibration: &Calibration) -> Markup {
    html! {
        section.card {
            h2 { "Measured" }
            dl.facts {
                dt { "When" } dd { bdi { (words::moment(&calibration.started)) } }
                dt { "CPU" } dd { (words::name(&calibration.machine.cpu)) }
                dt { "Compiler" } dd { (words::name(&calibration.toolchain.rustc)) }
                dt { "Commit" } dd { bdi { (words::commit(calibration.commit.as_ref())) } }
            }
            p.soft.small { "Busy means that another process used the cores all the while." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(tool: &str, slowdown: f64, found: u64, wrong: u64) -> Row {
        Row {
            tool: tool.into(),
            condition: "quiet".into(),
            function: "1 us".into(),
            slowdown,
            claims: 100,
            found,
            wrong,
            covered: None,
            half_width: None,
            seconds: 0.1,
        }
    }

    fn calibration(rows: Vec<Row>) -> Calibration {
        Calibration {
            schema: crate::calibration::SCHEMA,
            started: String::new(),
            machine: crate::record::Machine::default(),
            toolchain: crate::record::Toolchain::default(),
            commit: None,
            rows,
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
