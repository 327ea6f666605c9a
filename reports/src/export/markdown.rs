//! The verdicts as Markdown tables, one for each experiment.

use std::fmt::Write;

use crate::judge::Verdicts;
use crate::page::exhibit::{Exhibit, Judged};
use crate::record::Record;
use crate::words;

/// One heading and one table for each experiment.
pub(super) fn tables(records: &[&Record], judged: &Verdicts) -> String {
    let mut text = String::new();
    for record in records {
        let exhibit = Exhibit::new(record, None, judged);
        put(
            &mut text,
            format_args!("## {}\n\n", escaped(&record.question)),
        );
        put(
            &mut text,
            format_args!("`{}`, run {}\n\n", record.id(), record.run.id),
        );
        if exhibit.claims.is_empty() {
            text.push_str("No claims.\n\n");
            continue;
        }
        text.push_str("| claim | predicted | measured | verdict |\n|---|---|---|---|\n");
        for claim in &exhibit.claims {
            row(&mut text, claim);
        }
        text.push('\n');
    }
    text
}

fn row(text: &mut String, judged: &Judged<'_>) {
    let badge = words::badge(judged.judgement.verdict);
    put(
        text,
        format_args!(
            "| {} | {} | {} {} | {} {} |\n",
            escaped(&judged.claim.text),
            escaped(&words::prediction(judged.claim, &judged.judgement)),
            judged.point(),
            judged.interval().unwrap_or_default(),
            badge.sign,
            badge.word
        ),
    );
}

/// What would end a cell, or begin markup that the author did not mean.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('<', "&lt;")
        .replace(['\n', '\r'], " ")
}

fn put(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(arguments);
}
