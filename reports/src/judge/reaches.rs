//! Claims about the share of its limit that a variant reaches: `reaches`.
//!
//! The limit comes from a probe of the machine that ran before, in another process: nothing was
//! interleaved, so the floor is doubled as for two trials, and what the probe's own intervals leave
//! open of the limit is added to it. A limit that is wrong is wrong in all passes alike.

use super::Inquiry;
use super::assess::{Assessment, Place};
use super::floor::Floor;
use super::gather::{Gathered, gather};
use super::outcome::{self, Part};
use super::ratio::part;
use super::region::Region;
use crate::estimate::Medians;
use crate::figures::{self, percent, place};
use crate::record::{Limit, Trial};
use crate::verdict::{Interval, Judgement};

/// The probe and the passes are not interleaved.
const NOT_INTERLEAVED: f64 = 2.0;

/// What was found of one trial: the logarithms of the shares, and the limit of a call.
struct Found {
    medians: Medians,
    limit: Interval,
}

pub(super) fn judge(inquiry: &Inquiry<'_>, words: &str) -> Judgement {
    let (unlimited, limited) = lacking(inquiry);
    if let Some(why) = unlimited.as_ref().filter(|_| !limited) {
        return outcome::not_measured(inquiry.claim, why.clone());
    }
    let gathered = gather(inquiry, |trial| {
        let limit = trial.limit(inquiry.this)?.nanos()?;
        let times = inquiry.estimates.times(trial, inquiry.this);
        let usable = times.passes() > 0 && limit.point > 0.0 && limit.point.is_finite();
        usable.then(|| Found {
            medians: times.ln_under(limit.point),
            limit,
        })
    });
    let Gathered { found, gap } = match gathered {
        Ok(gathered) => gathered,
        Err(why) => return outcome::not_measured(inquiry.claim, why),
    };
    // What a trial lacks is more often the limit than the time.
    let gap = gap.map(|gap| unlimited.unwrap_or(gap));
    let region = Region::of_ratio(&inquiry.claim.prediction).0;
    let places = found.len();
    let judged: Vec<(&Trial, Interval, Assessment)> = found
        .into_iter()
        .filter_map(|(trial, Found { medians, limit })| {
            let floor = Floor::of(inquiry, trial, &[inquiry.this])
                .times(NOT_INTERLEAVED)
                .under_contention(medians.contended())
                .and(spread(limit));
            let place = Place {
                floor,
                medians,
                region: region.ln(),
                places,
                own_data: inquiry.on_own_data(&[inquiry.this]),
            };
            Some((trial, limit, place.assess(inquiry.record.run.effort)?))
        })
        .collect();
    let parts: Vec<Part> = judged
        .iter()
        .map(|(trial, _, assessment)| part(trial, assessment, region))
        .collect();
    let sentence = |at: usize| {
        let (trial, limit, _) = &judged[at];
        sentence(inquiry, words, (trial, *limit), &parts, at)
    };
    outcome::conclude(inquiry.claim, &parts, gap, sentence, |at| {
        Some(judged[at].2.why())
    })
}

/// Why a trial that the claim covers has no limit, if one has none; and whether any has one.
fn lacking(inquiry: &Inquiry<'_>) -> (Option<String>, bool) {
    let covered = inquiry.record.trials.iter();
    let covered = covered.filter(|trial| inquiry.record.covers(inquiry.claim, trial));
    let (mut why, mut any) = (None, false);
    for trial in covered {
        match trial.limit(inquiry.this) {
            Some(Limit::Nanos(_)) => any = true,
            Some(Limit::NotMeasured(reason)) => why = why.or(Some(reason.as_str())),
            None => why = why.or(Some("this run did not evaluate it; run it again")),
        }
    }
    let sentence = why.map(|why| {
        let name = &inquiry.claim.variant;
        format!(
            "The limit of `{name}` is not known: {}.",
            why.trim_end_matches('.')
        )
    });
    (sentence, any)
}

/// How far the limit may be off by the probe's own intervals, as a logarithm.
fn spread(limit: Interval) -> f64 {
    let up = (limit.high / limit.point).ln();
    let down = (limit.point / limit.low).ln();
    [up, down]
        .into_iter()
        .filter(|off| off.is_finite())
        .fold(0.0, f64::max)
}

fn sentence(
    inquiry: &Inquiry<'_>,
    words: &str,
    (trial, limit): (&Trial, Interval),
    parts: &[Part],
    decisive: usize,
) -> String {
    let finding = &parts[decisive].finding;
    format!(
        "`{}` reaches {} of its limit at {} ({}){}; the claim asks for {}. The limit is {} a \
         call: {words}.",
        inquiry.claim.variant,
        percent(finding.figure.point),
        place(trial),
        figures::interval(finding.figure, percent),
        outcome::among(parts.len()),
        figures::range(finding.predicted, percent),
        figures::time(limit.point),
    )
}
