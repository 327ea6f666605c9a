//! False alarms and power as pictures.

use maud::{Markup, html};

use crate::calibration::wilson;
use crate::chart::drawing::{self, Alternative, Width};
use crate::chart::lines::{Lines, Point, Series};
use crate::chart::mark;
use crate::chart::rain::percent;
use crate::chart::rows::{Dot, Dots, Heading};
use crate::chart::unit::Unit;
use crate::figures;
use crate::verdict::Interval;
use crate::words;

use super::counts::{Count, Table};

/// A slow-down without its sign: `2 %`.
pub(super) fn plain_percent(share: f64) -> String {
    percent(share)
        .trim_start_matches('+')
        .replace(' ', "\u{a0}")
}

fn interval(count: Count) -> Interval {
    let (point, low, high) = wilson(count.hits, count.of);
    Interval { point, low, high }
}

fn told(count: Count) -> String {
    format!("{} ({})", figures::percent(count.share()), count.words())
}

/// One row for each tool and condition: how often a pair of equals was called different.
pub(super) fn false_alarms(table: &Table<'_>) -> Markup {
    let mut rows = Vec::new();
    for tool in &table.tools {
        for condition in &table.conditions {
            let count = table.wrong(tool, Some(condition));
            if count.of > 0 {
                rows.push(alarm(table, tool, condition, count));
            }
        }
    }
    if rows.is_empty() {
        return html! {};
    }
    let highest = rows.iter().map(|row| row.figure.high).fold(0.02, f64::max);
    let description = rows.iter().map(|row| format!("{}. ", row.tip)).collect();
    let alternative = Alternative {
        title: "How often a pair of equals was called different".into(),
        description,
    };
    let dots = Dots {
        x_title: "pairs of equals that were called different".into(),
        x_unit: Unit::Share,
        x_range: (0.0, (highest * 1.05).min(1.0)),
        band: None,
        reference: None,
        rows,
    };
    html! {
        h2 #false-alarms { "False alarms" }
        figure.panel {
            (drawing::both("plot-false-alarms", &alternative, |width| dots.draw(width)))
            figcaption {
                "Further left is better. Bars are 95\u{a0}% intervals (Wilson) over all functions \
                 together."
            }
        }
    }
}

fn alarm(table: &Table<'_>, tool: &str, condition: &str, count: Count) -> Dot {
    let name = format!(
        "{}, {}",
        words::plain_name(tool),
        words::plain_name(condition)
    );
    Dot {
        tip: format!("{name}: {}", told(count)),
        heading: Heading {
            name,
            slot: table.slot(tool),
            note: figures::percent(count.share()),
        },
        figure: interval(count),
    }
}

/// One panel for each condition, and behind a click one for each function in it.
pub(super) fn power(table: &Table<'_>) -> Markup {
    let alone = table.conditions.len() == 1;
    html! {
        h2 #power { "Differences found" }
        figure.panel {
            @if !alone { (legend(table, false)) }
            div.multiples[!alone] {
                @for (place, condition) in table.conditions.iter().enumerate() {
                    (panel(table, condition, None, &format!("plot-power-{place}"), alone))
                }
            }
            @if alone { (legend(table, true)) }
            figcaption {
                "How often a slow-down that is truly there was found, over all functions together; \
                 higher and further left is better. Ribbons are 95\u{a0}% intervals (Wilson)."
            }
        }
        @if table.functions.len() > 1 {
            details {
                summary { "Function by function" }
                (legend(table, false))
                div.multiples {
                    @for (i, function) in table.functions.iter().enumerate() {
                        @for (j, condition) in table.conditions.iter().enumerate() {
                            (panel(
                                table, condition, Some(function),
                                &format!("plot-power-{j}-{i}"), false,
                            ))
                        }
                    }
                }
            }
        }
    }
}

fn legend(table: &Table<'_>, narrow: bool) -> Markup {
    html! {
        ul.legend.narrow[narrow] {
            @for (slot, tool) in table.tools.iter().enumerate() {
                li { (mark::swatch(slot)) (words::name(tool)) }
            }
        }
    }
}

fn panel(
    table: &Table<'_>,
    condition: &str,
    function: Option<&str>,
    id: &str,
    alone: bool,
) -> Markup {
    let series: Vec<Series> = table
        .tools
        .iter()
        .enumerate()
        .map(|(slot, tool)| Series {
            name: words::plain_name(tool).to_owned(),
            slot,
            points: points(table, tool, condition, function),
        })
        .collect();
    if series.iter().all(|series| series.points.is_empty()) {
        return html! {};
    }
    let place = match function {
        Some(function) => format!("{function}, {condition}"),
        None => words::plain_name(condition).to_owned(),
    };
    let tips = series.iter().flat_map(|series| &series.points);
    let alternative = Alternative {
        title: format!("How often slow-downs were found: {place}"),
        description: tips.map(|point| format!("{}. ", point.tip)).collect(),
    };
    let lines = Lines {
        x_title: "true slow-down".into(),
        x_unit: Unit::Difference,
        y_title: "found".into(),
        y_unit: Unit::Share,
        y_range: (-0.03, 1.03),
        height: 240.0,
        series,
        bands: Vec::new(),
        guides: Vec::new(),
    };
    html! {
        div {
            @if !alone { h3 { bdi { (place) } } }
            @if alone { (drawing::both(id, &alternative, |width| lines.draw(width))) }
            @else { (drawing::small(id, &alternative, &lines.draw(Width::Narrow))) }
        }
    }
}

fn points(table: &Table<'_>, tool: &str, condition: &str, function: Option<&str>) -> Vec<Point> {
    let counted = table.slowdowns.iter().map(|&slowdown| {
        let count = table.found(tool, condition, function, slowdown);
        (slowdown, count)
    });
    counted
        .filter(|(_, count)| count.of > 0)
        .map(|(slowdown, count)| Point {
            x: slowdown,
            y: interval(count),
            tip: format!(
                "{}, {}: {}",
                words::plain_name(tool),
                percent(slowdown),
                told(count)
            ),
        })
        .collect()
}
