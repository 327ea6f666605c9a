//! What changed between two runs, as lines of plain text.

use std::fmt;

use crate::figures;
use crate::judge::Verdicts;
use crate::page::exhibit::{Exhibit, Since};
use crate::page::moved::{Change, Comparison, Moved};
use crate::record::Record;
use crate::words;

/// Something that changed between two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What kind of change it is.
    pub kind: Kind,
    /// The id of the record.
    pub id: String,
    /// What changed, in words.
    pub what: String,
}

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The experiment was not there, or is not any more.
    Experiment,
    /// A claim was not there, or is not any more.
    Claim,
    /// A claim has another verdict.
    Verdict,
    /// A time became longer.
    Slower,
    /// A time became shorter.
    Faster,
    /// Times cannot be compared.
    Incomparable,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.what)
    }
}

/// What became of the verdicts and the times of records since the records before them.
///
/// Each record is held against the one of `before` that is of the same experiment. Nothing is said
/// of what stayed as it was.
#[must_use]
pub fn changes(records: &[&Record], before: &[&Record], judged: &Verdicts) -> Vec<Changed> {
    let mut all = Vec::new();
    for record in records {
        let mut add = |kind, what: String| all.push(changed(record, kind, what));
        let same = |other: &&&Record| other.id() == record.id();
        let Some(past) = before.iter().find(same) else {
            add(Kind::Experiment, "is new".to_owned());
            continue;
        };
        let exhibit = Exhibit::new(record, Some(past), judged);
        for claim in &exhibit.claims {
            let now = words::badge(claim.judgement.verdict).word;
            match claim.since {
                Since::Was(verdict) => {
                    let was = words::badge(verdict).word;
                    let what = format!("{now}, was {was}: {}", claim.claim.text);
                    add(Kind::Verdict, what);
                }
                Since::New => add(Kind::Claim, format!("{now}, new: {}", claim.claim.text)),
                Since::Same | Since::Unknown => {}
            }
        }
        for claim in &exhibit.dropped {
            add(Kind::Claim, format!("no longer claimed: {claim}"));
        }
        match &exhibit.comparison {
            Some(Comparison::Impossible(why)) => {
                add(
                    Kind::Incomparable,
                    format!("times cannot be compared: {why}"),
                );
            }
            Some(Comparison::Figures(figures)) => {
                all.extend(figures.iter().filter_map(|figure| time(record, figure)));
            }
            None => {}
        }
    }
    let gone = |past: &&&Record| !records.iter().any(|record| record.id() == past.id());
    let gone = before.iter().filter(gone);
    all.extend(gone.map(|past| changed(past, Kind::Experiment, "was not measured again".into())));
    all
}

fn time(record: &Record, figure: &Moved<'_>) -> Option<Changed> {
    let (kind, word) = match figure.change() {
        Change::Faster => (Kind::Faster, "faster"),
        Change::Slower => (Kind::Slower, "slower"),
        Change::Within => return None,
    };
    let what = format!(
        "{word}: `{}`, {}: {} [{}] of the time before",
        record.variants[figure.slot].name,
        figures::place(figure.trial).replace('`', ""),
        figures::ratio(figure.ratio.point),
        figures::interval(figure.ratio, figures::ratio)
    );
    Some(changed(record, kind, what))
}

fn changed(record: &Record, kind: Kind, what: String) -> Changed {
    Changed {
        kind,
        id: record.id(),
        what,
    }
}
