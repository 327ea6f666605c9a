//! Records and verdicts in the formats of other tools.
//!
//! Criterion's own files, which critcmp and cargo-criterion read, are written by every run; what is
//! here is for spreadsheets, databases, documents and continuous benchmarking.

mod bencher;
mod changes;
mod markdown;
pub(crate) mod table;
mod verdicts;

pub use changes::{Changed, Kind, changes};
use serde::Serialize;

use crate::judge::Verdicts;
use crate::record::Record;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One claim a line, with figures and verdict: CSV.
    Claims,
    /// One variant in one trial and one measure a line, with its interval: CSV.
    Figures,
    /// One slice a line, as it was measured: CSV.
    Samples,
    /// The verdicts with all that they rest on: JSON.
    Json,
    /// The verdicts as tables to put into a document: Markdown.
    Markdown,
    /// Times and counts in [Bencher Metric
    /// Format](https://bencher.dev/docs/reference/bencher-metric-format/): JSON.
    Bencher,
}

impl Format {
    /// All formats, with their names.
    pub const ALL: [(&str, Self); 6] = [
        ("claims", Self::Claims),
        ("figures", Self::Figures),
        ("samples", Self::Samples),
        ("json", Self::Json),
        ("markdown", Self::Markdown),
        ("bencher", Self::Bencher),
    ];

    /// What a format is for, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Claims => "One claim a line, with figures and verdict (CSV)",
            Self::Figures => "One variant in one trial and one measure a line (CSV)",
            Self::Samples => "One slice a line, as it was measured (CSV)",
            Self::Json => "The verdicts with all that they rest on (JSON)",
            Self::Markdown => "The verdicts as tables to put into a document (Markdown)",
            Self::Bencher => "Times and counts in Bencher Metric Format (JSON)",
        }
    }
}

/// Writes records, in their order, as text.
#[must_use]
pub fn export(format: Format, records: &[&Record], judged: &Verdicts) -> String {
    match format {
        Format::Claims => table::claims(records, judged),
        Format::Figures => table::figures(records),
        Format::Samples => table::samples(records),
        Format::Json => verdicts::json(records, judged),
        Format::Markdown => markdown::tables(records, judged),
        Format::Bencher => bencher::metrics(records),
    }
}

/// JSON to be read by people too.
fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    text.expect("records hold what JSON can hold") + "\n"
}
