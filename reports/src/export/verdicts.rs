//! The verdicts with all that they rest on, as JSON.

use serde::Serialize;

use crate::judge::Verdicts;
use crate::record::{Record, RegisteredClaim};
use crate::verdict::Judgement;

#[derive(Serialize)]
struct Entry<'a> {
    run: &'a str,
    package: &'a str,
    experiment: &'a str,
    question: &'a str,
    claim: &'a RegisteredClaim,
    judgement: &'a Judgement,
}

/// An array with one entry for each claim.
pub(super) fn json(records: &[&Record], judged: &Verdicts) -> String {
    let entries: Vec<Entry<'_>> = records
        .iter()
        .flat_map(|record| {
            let judgements = judged.get(record).iter();
            record
                .claims
                .iter()
                .zip(judgements)
                .map(|(claim, judgement)| Entry {
                    run: &record.run.id,
                    package: &record.package,
                    experiment: &record.experiment,
                    question: &record.question,
                    claim,
                    judgement,
                })
        })
        .collect();
    super::pretty(&entries)
}
