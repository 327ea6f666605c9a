//! The limit that a ladder is held against.

use maud::{Markup, html};

use crate::figures;
use crate::page::exhibit::Exhibit;
use crate::record::{Limit, Record, Trial};
use crate::verdict::Interval;
use crate::words;

/// Nanoseconds of one call that the machine allows for the work of a trial, when every variant that
/// ran names a limit: the least of these, so that all rungs are held against one.
pub(crate) fn limit(trial: &Trial) -> Option<f64> {
    let ran = trial
        .counts
        .iter()
        .enumerate()
        .filter(|(_, counts)| counts.is_some());
    let limits: Option<Vec<f64>> = ran.map(|(slot, _)| known(trial, slot)).collect();
    limits?.into_iter().min_by(f64::total_cmp)
}

/// Nanoseconds of one call at the limit of one variant, where it is known.
pub(super) fn known(trial: &Trial, slot: usize) -> Option<f64> {
    let nanos = trial.limit(slot)?.nanos()?.point;
    (nanos > 0.0 && nanos.is_finite()).then_some(nanos)
}

/// The limits of a trial in words, each with its figure and the variants that name it.
fn named<'a>(record: &'a Record, trial: &Trial) -> Vec<(&'a str, f64, Vec<&'a str>)> {
    let mut all: Vec<(&str, f64, Vec<&str>)> = Vec::new();
    for (slot, variant) in record.variants.iter().enumerate() {
        let (Some(words), Some(nanos)) = (variant.limit.as_deref(), known(trial, slot)) else {
            continue;
        };
        let same =
            |of: &&mut (&str, f64, Vec<&str>)| of.0 == words && of.1.to_bits() == nanos.to_bits();
        match all.iter_mut().find(same) {
            Some((.., variants)) => variants.push(&variant.name),
            None => all.push((words, nanos, vec![&variant.name])),
        }
    }
    all
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

/// What the limits of a trial are made of, or why they are not known.
pub(super) fn formula(exhibit: &Exhibit<'_>, trial: &Trial) -> Markup {
    let record = exhibit.record;
    let unknown = trial.limits.iter().flatten().find_map(|limit| match limit {
        Limit::NotMeasured(why) => Some(why.as_str()),
        Limit::Nanos(_) => None,
    });
    let named = named(record, trial);
    let shared = named.len() == 1 && limit(trial).is_some();
    html! {
        @if !named.is_empty() {
            p.small {
                "Limit per " (words::name(&record.unit)) ", "
                (words::prose(&figures::place(trial))) ": "
                @for (place, (said, nanos, variants)) in named.iter().enumerate() {
                    @if place > 0 { "; " }
                    (figures::time(nanos / trial.work.max(1) as f64)) ", " (words::prose(said))
                    @if !shared {
                        " ("
                        @for (place, variant) in variants.iter().enumerate() {
                            @if place > 0 { ", " }
                            (words::name(variant))
                        }
                        ")"
                    }
                }
                "."
            }
        }
        @if let Some(why) = unknown {
            p.small { "A limit is not known: " (words::prose(why)) "." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    #[test]
    fn a_ladder_has_the_least_limit_when_every_rung_has_one() {
        let ladder = || {
            Sample::new("limits")
                .sizes(&[10, 100])
                .variant("scan", |_| 100.0)
                .up_to(10)
                .variant("table", |_| 90.0)
                .limit("a line", |_| 50.0, 0.0)
        };
        let partly = ladder().build();
        assert_eq!(limit(&partly.trials[0]), None, "`scan` names none");
        assert_eq!(
            limit(&partly.trials[1]),
            Some(50.0),
            "`scan` does not run there"
        );
        let all = ladder()
            .variant("tree", |_| 80.0)
            .limit("two lines", |_| 40.0, 0.0);
        let all = all.build();
        assert_eq!(limit(&all.trials[1]), Some(40.0));
        let named = named(&all, &all.trials[1]);
        let words: Vec<&str> = named.iter().map(|(words, ..)| *words).collect();
        assert_eq!(words, ["a line", "two lines"]);
    }
}
