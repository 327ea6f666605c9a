//! The limit that a ladder is held against.

use maud::{Markup, html};

use crate::figures;
use crate::page::exhibit::Exhibit;
use crate::page::glossary;
use crate::record::{Limit, Record, Trial};
use crate::verdict::Interval;
use crate::words;

/// Nanoseconds of one call that the machine allows for the work of a trial: the least limit that any
/// variant names, so that all rungs are held against one.
pub(crate) fn limit(trial: &Trial) -> Option<f64> {
    let limits = trial.limits.iter().flatten().filter_map(Limit::nanos);
    let limits = limits.map(|nanos| nanos.point).filter(|nanos| *nanos > 0.0);
    limits.min_by(f64::total_cmp)
}

/// The words of the limit of a trial, once for each that its variants name.
fn limit_words<'a>(record: &'a Record, trial: &Trial) -> Vec<&'a str> {
    let mut words = Vec::new();
    for (slot, variant) in record.variants.iter().enumerate() {
        let known = trial
            .limit(slot)
            .is_some_and(|limit| limit.nanos().is_some());
        if let Some(named) = variant
            .limit
            .as_deref()
            .filter(|named| known && !words.contains(named))
        {
            words.push(named);
        }
    }
    words
}

pub(super) fn over(time: Interval, limit: f64) -> Interval {
    Interval {
        point: time.point / limit,
        low: time.low / limit,
        high: time.high / limit,
    }
}

/// What the bars are held against.
pub(super) fn against(trial: &Trial) -> &'static str {
    match limit(trial) {
        Some(_) => "limit",
        None => "fastest",
    }
}

/// What the limit of a trial is made of, or why it is not known.
pub(super) fn formula(exhibit: &Exhibit<'_>, trial: &Trial) -> Markup {
    let record = exhibit.record;
    let unknown = trial.limits.iter().flatten().find_map(|limit| match limit {
        Limit::NotMeasured(why) => Some(why.as_str()),
        Limit::Nanos(_) => None,
    });
    html! {
        @if let Some(nanos) = limit(trial) {
            p.small {
                "The " (glossary::LIMIT.link("../", "limit")) " at " (words::prose(&figures::place(trial)))
                " is " (figures::time(nanos / trial.work.max(1) as f64)) " per "
                (words::name(&record.unit)) ": "
                @for (place, named) in limit_words(record, trial).into_iter().enumerate() {
                    @if place > 0 { "; " }
                    (words::prose(named))
                }
                "."
            }
        } @else if let Some(why) = unknown {
            p.small { "The limit is not known: " (words::prose(why)) "." }
        }
    }
}
