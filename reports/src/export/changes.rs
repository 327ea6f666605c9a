//! What changed between two runs, as lines of plain text.

use std::fmt::Write;

use crate::figures;
use crate::judge::Verdicts;
use crate::page::exhibit::{Exhibit, Since};
use crate::page::moved::{Change, Comparison, Moved};
use crate::record::Record;
use crate::words;

/// What became of the verdicts and the times of records since the records before them.
///
/// Each record is held against the one of `before` that is of the same experiment. Nothing is said
/// of what stayed as it was; the empty text means that nothing changed.
#[must_use]
pub fn changes(records: &[&Record], before: &[&Record], judged: &Verdicts) -> String {
    let mut text = String::new();
    for record in records {
        let same = |other: &&&Record| other.id() == record.id();
        let Some(past) = before.iter().find(same) else {
            line(&mut text, record, "is new");
            continue;
        };
        let exhibit = Exhibit::new(record, Some(past), judged);
        for claim in &exhibit.claims {
            let now = words::badge(claim.judgement.verdict).word;
            match claim.since {
                Since::Was(verdict) => {
                    let was = words::badge(verdict).word;
                    let what = format!("{now}, was {was}: {}", claim.claim.text);
                    line(&mut text, record, &what);
                }
                Since::New => line(
                    &mut text,
                    record,
                    &format!("{now}, new: {}", claim.claim.text),
                ),
                Since::Same | Since::Unknown => {}
            }
        }
        for claim in &exhibit.dropped {
            line(&mut text, record, &format!("no longer claimed: {claim}"));
        }
        match &exhibit.comparison {
            Some(Comparison::Impossible(why)) => {
                line(
                    &mut text,
                    record,
                    &format!("times cannot be compared: {why}"),
                );
            }
            Some(Comparison::Figures(figures)) => {
                figures
                    .iter()
                    .for_each(|figure| time(&mut text, record, figure));
            }
            None => {}
        }
    }
    for past in before {
        if !records.iter().any(|record| record.id() == past.id()) {
            line(&mut text, past, "was not measured again");
        }
    }
    text
}

fn time(text: &mut String, record: &Record, figure: &Moved<'_>) {
    let change = match figure.change() {
        Change::Faster => "faster",
        Change::Slower => "slower",
        Change::Within => return,
    };
    let what = format!(
        "{change}: `{}`, {}: {} [{}] of the time before",
        record.variants[figure.slot].name,
        figures::place(figure.trial).replace('`', ""),
        figures::ratio(figure.ratio.point),
        figures::interval(figure.ratio, figures::ratio)
    );
    line(text, record, &what);
}

fn line(text: &mut String, record: &Record, what: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}: {what}", record.id());
}
