//! All that was counted, by condition and function, the tools beside each other.

use maud::{Markup, html};

use crate::calibration::{Calibration, GROWTH, Row, wilson};
use crate::chart::mark;
use crate::chart::rain::percent;
use crate::figures;
use crate::page::head::{head, number, text};
use crate::words;

use super::counts::Table;

/// Pairs of equals: one table for each condition.
pub(super) fn equal(table: &Table<'_>) -> Markup {
    by_condition(
        table,
        "Pairs of equals",
        |row| row.slowdown == 0.0,
        |condition| {
            html! {
                (head(&[
                    text("Function"),
                    text("Tool"),
                    number("Pairs"),
                    number("Wrong"),
                    number("Share"),
                    number("Interval holds the truth"),
                    number("Half width"),
                    number("Best method"),
                    number("Time a pair"),
                ]))
                tbody {
                    @for function in &table.functions {
                        @for tool in &table.tools {
                            @let here = |row: &&Row| at(row, condition, function);
                            @let rows = table.equal(tool).filter(here);
                            @for row in rows {
                                (equal_row(table, row))
                            }
                        }
                    }
                }
            }
        },
    )
}

fn at(row: &Row, condition: &str, function: &str) -> bool {
    row.condition == condition && row.function == function
}

fn equal_row(table: &Table<'_>, row: &Row) -> Markup {
    html! {
        tr {
            (names(table, row))
            td.n data-v=(row.claims) { (figures::size(row.claims)) }
            td.n data-v=(row.wrong) { (figures::size(row.wrong)) }
            (share(row.wrong, row.claims, 0))
            @match row.covered {
                Some(covered) => (share(covered, row.claims, 0)),
                None => { td.n { "–" } }
            }
            @match row.half_width {
                Some(half) => { td.n data-v=(words::sortable(half)) { (figures::percent(half)) } }
                None => { td.n { "–" } }
            }
            (best(row))
            td.n data-v=(words::sortable(row.seconds)) { (figures::time(row.seconds * 1e9)) }
        }
    }
}

/// What the best method makes of the same slices: half the width that it needs, its own interval,
/// and how often that holds the truth.
fn best(row: &Row) -> Markup {
    html! {
        @match row.pooled {
            Some(pooled) => {
                td.n data-v=(words::sortable(pooled.needed)) {
                    (figures::percent(pooled.needed))
                    span.ci {
                        "says " (figures::percent(pooled.half_width)) ", holds in "
                        (figures::percent(wilson(pooled.covered, row.claims).0))
                    }
                }
            }
            None => { td.n { "–" } }
        }
    }
}

fn names(table: &Table<'_>, row: &Row) -> Markup {
    html! {
        th scope="row" { (words::name(&row.function)) }
        td { span.named { (mark::swatch(table.slot(&row.tool))) (words::name(&row.tool)) } }
    }
}

/// A share with its interval, and how many were wrong beside it.
fn share(hits: u64, of: u64, wrong: u64) -> Markup {
    let (share, low, high) = wilson(hits, of);
    html! {
        td.n data-v=(words::sortable(share)) {
            (figures::percent(share))
            span.ci { "[" (figures::percent(low)) " to " (figures::percent(high)) "]" }
            @if wrong > 0 { span.ci { (figures::size(wrong)) " the wrong way" } }
        }
    }
}

/// Slow-downs that are there: one table for each condition, one column for each slow-down.
pub(super) fn power(table: &Table<'_>) -> Markup {
    let slowdowns = table.slowdowns.iter();
    let slowdowns = slowdowns.map(|slowdown| number(percent(*slowdown)));
    let columns: Vec<Markup> = ["Function", "Tool"]
        .into_iter()
        .map(text)
        .chain(slowdowns)
        .collect();
    by_condition(
        table,
        "Slow-downs found",
        |row| row.slowdown > 0.0,
        |condition| {
            html! {
                (head(&columns))
                tbody {
                    @for function in &table.functions {
                        @for tool in &table.tools {
                            (power_row(table, tool, condition, function))
                        }
                    }
                }
            }
        },
    )
}

/// A row; nothing where the tool was not tried.
fn power_row(table: &Table<'_>, tool: &str, condition: &str, function: &str) -> Markup {
    let of_tool = |row: &&Row| row.tool == tool && at(row, condition, function);
    let rows: Vec<&Row> = table.rows.iter().copied().filter(of_tool).collect();
    let Some(first) = rows.iter().find(|row| row.slowdown > 0.0) else {
        return html! {};
    };
    html! {
        tr {
            (names(table, first))
            @for slowdown in &table.slowdowns {
                @match rows.iter().find(|row| row.slowdown == *slowdown) {
                    Some(row) => (share(row.found, row.claims, row.wrong)),
                    None => { td.n { "–" } }
                }
            }
        }
    }
}

/// Classes of growth, judged by counts and by times.
pub(super) fn growth(calibration: &Calibration) -> Markup {
    let rows = calibration.rows.iter().filter(|row| row.tool == GROWTH);
    let rows: Vec<&Row> = rows.collect();
    html! {
        @if !rows.is_empty() {
            h2 #growth { "Growth" }
            div.scroll tabindex="0" role="region" aria-label="Growth" {
                table.figures.sortable {
                    (head(&[
                        text("Function"),
                        number("Claims"),
                        number("Judged rightly"),
                        number("Wrongly"),
                    ]))
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" { (words::name(&row.function)) }
                                td.n data-v=(row.claims) { (figures::size(row.claims)) }
                                (share(row.found, row.claims, 0))
                                td.n data-v=(row.wrong) { (figures::size(row.wrong)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn by_condition(
    table: &Table<'_>,
    title: &str,
    belongs: impl Fn(&Row) -> bool,
    body: impl Fn(&str) -> Markup,
) -> Markup {
    let there = |condition: &&str| {
        let mut rows = table.rows.iter();
        rows.any(|row| row.condition == *condition && belongs(row))
    };
    html! {
        @for condition in table.conditions.iter().copied().filter(there) {
            @let label = format!("{title}, {}", words::plain_name(condition));
            div.scroll tabindex="0" role="region" aria-label=(label) {
                table.figures.sortable {
                    caption.soft.small { bdi { (label) } }
                    (body(condition))
                }
            }
        }
    }
}
