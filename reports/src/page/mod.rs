//! The pages, as pure functions of records.

pub(crate) mod all;
mod backdrop;
pub(crate) mod calibration;
pub(crate) mod chapter;
mod claim;
mod claims;
mod code;
pub(crate) mod compare;
pub(crate) mod data;
pub(crate) mod decisions;
pub(crate) mod exhibit;
pub(crate) mod experiment;
pub(crate) mod front;
pub(crate) mod glossary;
mod head;
pub(crate) mod history;
mod idle;
mod ladder;
mod layout;
pub(crate) mod machine;
mod meaning;
mod method;
mod missing;
pub(crate) mod moved;
mod peers;
pub(crate) mod pictures;
mod plots;
mod remembered;
pub(crate) mod rooms;
mod samples;
mod tables;
mod terms;
mod timelines;
mod waiting;

use crate::calibration::Calibration;
use crate::record::{Record, Trial};

use exhibit::Exhibit;

/// What pages know of the whole site.
pub(crate) struct Site<'a> {
    /// All experiments in the order in which they are shown.
    pub(crate) exhibits: Vec<Exhibit<'a>>,
    /// What is wrong with the stored records, in sentences.
    pub(crate) problems: &'a [String],
    /// The record of the latest run.
    pub(crate) newest: Option<&'a Record>,
    /// How often the laboratory is wrong, where it was asked.
    pub(crate) calibration: Option<&'a Calibration>,
    pub(crate) links: Links<'a>,
}

/// Addresses that only the caller knows, relative to the root of the site.
pub(crate) struct Links<'a> {
    /// Criterion's report of a variant (by place) in a trial (by place).
    pub(crate) criterion: &'a dyn Fn(&Record, usize, usize) -> Option<String>,
    /// The file of a record.
    pub(crate) file: &'a dyn Fn(&Record) -> Option<String>,
}

/// The cases of a record, in the order in which they were run.
pub(crate) fn cases(record: &Record) -> Vec<&str> {
    let mut cases: Vec<&str> = Vec::new();
    for trial in &record.trials {
        if !cases.contains(&trial.case.as_str()) {
            cases.push(&trial.case);
        }
    }
    cases
}

/// The trials of a case with their places in the record, from the smallest size up.
pub(crate) fn trials<'r>(record: &'r Record, case: &str) -> Vec<(usize, &'r Trial)> {
    let mut trials: Vec<(usize, &Trial)> = record
        .trials
        .iter()
        .enumerate()
        .filter(|(_, trial)| trial.case == case)
        .collect();
    trials.sort_by_key(|(_, trial)| trial.size);
    trials
}

/// Where a trial stands in its record, as a JSON pointer: `/trials/3`.
pub(crate) fn pointer(record: &Record, trial: &Trial) -> String {
    let place = record.trials.iter().position(|of| std::ptr::eq(of, trial));
    place.map_or_else(|| "/trials".to_owned(), |place| format!("/trials/{place}"))
}

/// The trial of the largest size of each case.
pub(crate) fn largest(record: &Record) -> Vec<&Trial> {
    cases(record)
        .into_iter()
        .filter_map(|case| trials(record, case).pop().map(|(_, trial)| trial))
        .collect()
}
