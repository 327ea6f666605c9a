//! An experiment as the pages see it: its record, what its claims came to, and what changed.

use std::collections::BTreeMap;

use crate::history::{Came, Past};
use crate::judge::Verdicts;
use crate::record::{Record, RegisteredClaim, Trial};
use crate::store::slug;
use crate::verdict::{Judgement, Verdict};

use super::moved::{self, Comparison};
use super::remembered::Remembered;
use super::rooms;

/// A record with all that is derived from it.
pub(crate) struct Exhibit<'a> {
    pub(crate) record: &'a Record,
    /// The path of its page from the root of the site.
    pub(crate) address: String,
    pub(crate) estimates: Remembered<'a>,
    pub(crate) claims: Vec<Judged<'a>>,
    /// Claims of the run before that this one does not make, as sentences.
    pub(crate) dropped: Vec<&'a str>,
    /// The run that changes are told against.
    pub(crate) before: Option<&'a Record>,
    /// Its times held against those of the run before.
    pub(crate) comparison: Option<Comparison<'a>>,
}

/// A claim with its verdict.
pub(crate) struct Judged<'a> {
    pub(crate) claim: &'a RegisteredClaim,
    pub(crate) judgement: Judgement,
    pub(crate) since: Since,
    /// What it came to in earlier runs on the same kind of processor, from the oldest on.
    pub(crate) past: Vec<(&'a Past, &'a Came)>,
}

/// What became of a claim since the run before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// There is no run before.
    Unknown,
    /// The verdict is the same.
    Same,
    /// The run before did not make this very prediction.
    New,
    /// The verdict was another.
    Was(Verdict),
}

impl<'a> Exhibit<'a> {
    pub(crate) fn new(record: &'a Record, before: Option<&'a Record>, verdicts: &Verdicts) -> Self {
        let past = before.map(|record| (record, verdicts.get(record)));
        let was = |hash: &str| {
            let (record, judgements) = past.as_ref()?;
            let place = record.claims.iter().position(|claim| claim.hash == hash)?;
            judgements.get(place).map(|judgement| judgement.verdict)
        };
        let claims: Vec<Judged<'a>> = record
            .claims
            .iter()
            .zip(verdicts.get(record).iter().cloned())
            .map(|(claim, judgement)| {
                let since = match was(&claim.hash) {
                    _ if past.is_none() => Since::Unknown,
                    None => Since::New,
                    Some(verdict) if verdict == judgement.verdict => Since::Same,
                    Some(verdict) => Since::Was(verdict),
                };
                Judged {
                    claim,
                    judgement,
                    since,
                    past: Vec::new(),
                }
            })
            .collect();
        let kept = |hash: &str| record.claims.iter().any(|claim| claim.hash == hash);
        let dropped = before
            .iter()
            .flat_map(|record| &record.claims)
            .filter(|claim| !kept(&claim.hash))
            .map(|claim| claim.text.as_str())
            .collect();
        Self {
            record,
            address: address(record),
            estimates: Remembered::of(record),
            claims,
            dropped,
            before,
            comparison: before.map(|before| moved::compare(record, before)),
        }
    }

    /// Adds what the claims came to before.
    pub(crate) fn remember(&mut self, pasts: &Pasts<'a>) {
        let (id, record) = (self.record.id(), self.record);
        for judged in &mut self.claims {
            let all = pasts.0.get(&(id.as_str(), judged.claim.hash.as_str()));
            let earlier = all
                .into_iter()
                .flatten()
                .filter(|(past, _)| past.run < record.run.id && past.cpu == record.machine.cpu);
            judged.past = earlier.copied().collect();
        }
    }

    /// Whether any of its claims was judged before.
    pub(crate) fn has_past(&self) -> bool {
        self.claims.iter().any(|judged| !judged.past.is_empty())
    }

    /// The variant that ratios are to: the reference, or the first that ran where it did not.
    pub(crate) fn base(&self, trial: &Trial) -> Option<usize> {
        let timed = |&variant: &usize| self.estimates.time_per_call(trial, variant).is_some();
        (0..self.record.variants.len()).find(timed)
    }

    /// The departures of the A/A controls from 1, as shares, one for each control of a timed trial.
    pub(crate) fn departures(&self) -> impl Iterator<Item = f64> {
        self.record
            .trials
            .iter()
            .flat_map(|trial| self.estimates.controls(trial))
            .map(|(_, estimate)| estimate.interval.point - 1.0)
            .filter(|departure| departure.is_finite())
    }
}

/// What claims came to, by their experiment and their prediction, from the oldest run on.
pub(crate) struct Pasts<'a>(BTreeMap<(&'a str, &'a str), Vec<(&'a Past, &'a Came)>>);

impl<'a> Pasts<'a> {
    pub(crate) fn of(history: &'a [Past]) -> Self {
        let mut runs: Vec<&Past> = history.iter().collect();
        runs.sort_by(|a, b| a.run.cmp(&b.run));
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for past in runs {
            for came in &past.claims {
                let key = (came.experiment.as_str(), came.hash.as_str());
                all.entry(key).or_default().push((past, came));
            }
        }
        Self(all)
    }
}

/// The path of an experiment's page from the root of the site.
fn address(record: &Record) -> String {
    let (package, experiment) = (slug(&record.package), slug(&record.experiment));
    format!("{}/{package}/{experiment}.html", rooms::EXPERIMENTS)
}

/// Whether two experiments belong to the same chapter.
pub(crate) fn same_chapter(a: &Exhibit<'_>, b: &Exhibit<'_>) -> bool {
    a.record.package == b.record.package
}

/// How often a verdict was reached.
pub(crate) fn tally<'e, 'a: 'e>(
    claims: impl IntoIterator<Item = &'e Judged<'a>>,
    verdict: Verdict,
) -> usize {
    claims
        .into_iter()
        .filter(|judged| judged.judgement.verdict == verdict)
        .count()
}
