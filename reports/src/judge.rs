//! Judges the claims of a record: a pure function, so the same record always gets the same
//! verdicts.
//!
//! An interval decides. A claim is confirmed when the interval, widened by what samples cannot
//! remove ([`floor`](self#what-samples-cannot-remove)), lies wholly inside the prediction at every
//! case and size that the claim covers; it is refuted when it lies wholly outside at any; else it
//! is inconclusive, with the reason, the smallest effect that the run could have seen, and what
//! would decide it. Exact counts are compared exactly.
//!
//! # How often a verdict is wrong
//! - One interval misses the true median with the error of its look; the errors of all looks of a
//!   run add up to less than 1 % ([`crate::stats`]).
//! - A claim over many places is *confirmed* only when every place confirms it, so the error of
//!   the worst place bounds the whole (an intersection-union test; nothing to correct).
//! - It would be *refuted* by any one place, so `k` places would give it `k` chances to be refuted
//!   by accident. Therefore a refuting interval must lie outside at a stricter rank, at which the
//!   errors of all `k` places together are no larger than that of one ([`strict_rank`]). Where the
//!   passes are too few for a stricter rank, all of them must lie outside by four times the floor
//!   (of 2,170 gated passes none was off by even one), and so near each other as against their
//!   distance that chance alone puts none of the `k` there more often than it would one.
//! - Over all claims of a run the false-discovery rate is held ([`Verdicts`]).
//! - [`risk`] adds up what is left, so that a page can say how many verdicts of a run are expected
//!   to be wrong at most.
//!
//! # What samples cannot remove
//! Two copies of the same code at other addresses, or over data that came to lie elsewhere,
//! really differ in speed. The floor `s` is the largest of 0.5 %, of what copies of the same code
//! keep of their differences from process to process, and of what the trial's A/A control differs
//! from its original by; calls shorter than a nanosecond get up to 5 % more. Where something else
//! used the core during most passes, as the sentinel tells, it is 40 %. A core that was shared
//! during a whole run cannot be noticed from within.
//!
//! [`strict_rank`]: crate::stats::strict_rank

mod assess;
mod control;
mod counted;
mod crosses;
mod envelope;
mod exact;
mod floor;
mod gather;
mod growth;
mod modes;
mod outcome;
mod placement;
mod ratio;
mod reaches;
mod region;
mod steady;

pub use control::{FALSE_DISCOVERIES, Verdicts, control};
pub(crate) use envelope::slope;
pub(crate) use floor::floor;

use std::collections::BTreeSet;

use floor::Bases;

use crate::claim::TIME;
use crate::estimate::Estimates;
use crate::record::{Record, RegisteredClaim, RegisteredPrediction, Take};
use crate::stats;
use crate::verdict::{Judgement, Reason, Verdict};

/// Judges all claims of a record, in their order, each by itself: [`Verdicts`] holds the
/// false-discovery rate over all claims of a run, as whoever shows verdicts must.
#[must_use]
pub fn judge(record: &Record) -> Vec<Judgement> {
    let estimates = Estimates::of(record);
    let bases = Bases::of_record(record);
    record
        .claims
        .iter()
        .map(|claim| judge_one(record, (&estimates, &bases), claim))
        .collect()
}

/// Whether more passes of the same run might still change this verdict.
#[must_use]
pub fn is_open(judgement: &Judgement) -> bool {
    judgement.verdict == Verdict::Inconclusive
        && matches!(
            judgement.reason,
            Some(
                Reason::Budget { .. }
                    | Reason::Contended
                    | Reason::Control
                    | Reason::TwoModes
                    | Reason::OwnData
                    | Reason::FalseDiscovery { .. }
            )
        )
}

/// How often, at most, chance alone gives a claim the wrong verdict: 0 for exact counts.
///
/// The sum over all claims of a run is the number of wrong verdicts to expect at most; divided by
/// the number of claims that were decided it bounds the false-discovery rate.
#[must_use]
pub fn risk(record: &Record, claim: &RegisteredClaim) -> f64 {
    if claim.measure != TIME {
        return 0.0;
    }
    let covered = record
        .trials
        .iter()
        .filter(|trial| record.covers(claim, trial));
    let passes: Vec<usize> = covered.map(|trial| trial.passes.len()).collect();
    let Some(&most) = passes.iter().max() else {
        return 0.0;
    };
    let chances = match claim.prediction {
        // Every size has an interval of its own in a claim of growth, and none is corrected.
        RegisteredPrediction::Grows(_) => passes.len() as f64,
        // One end of the crossing may be wrong, or the other.
        RegisteredPrediction::Crosses { .. } => 2.0,
        _ => 1.0,
    };
    (stats::error_so_far(record.run.effort, most) * chances).min(1.0)
}

/// A claim with all that is needed to judge it.
struct Inquiry<'a> {
    record: &'a Record,
    estimates: &'a Estimates,
    bases: &'a Bases,
    claim: &'a RegisteredClaim,
    /// The place of the claim's variant in the ladder.
    this: usize,
    /// The places of the variants that it is compared with, in the order of the claim.
    others: Vec<usize>,
}

fn unknown(claim: &RegisteredClaim, name: &str) -> Judgement {
    let why = format!("`{name}` is no variant of this record's experiment.");
    outcome::not_measured(claim, why)
}

fn judge_one(
    record: &Record,
    (estimates, bases): (&Estimates, &Bases),
    claim: &RegisteredClaim,
) -> Judgement {
    let Some(this) = record.variant(&claim.variant) else {
        return unknown(claim, &claim.variant);
    };
    let mut others = Vec::new();
    for name in claim.others() {
        match record.variant(name) {
            Some(other) => others.push(other),
            None => return unknown(claim, name),
        }
    }
    let compares = !others.is_empty();
    let inquiry = Inquiry {
        record,
        estimates,
        bases,
        claim,
        this,
        others,
    };
    let mut judgement = by_prediction(&inquiry, compares);
    if !inquiry.timed() && judgement.verdict == Verdict::Confirmed {
        judgement.sentence += &inquiry.taken();
    }
    match gather::absence(&inquiry) {
        Some(why) if judgement.verdict == Verdict::Inconclusive => outcome::absent(judgement, why),
        _ => judgement,
    }
}

fn by_prediction(inquiry: &Inquiry<'_>, compares: bool) -> Judgement {
    let claim = inquiry.claim;
    match &claim.prediction {
        RegisteredPrediction::Grows(class) => growth::judge(inquiry, *class),
        RegisteredPrediction::Steady { tolerance } => steady::judge(inquiry, *tolerance),
        RegisteredPrediction::Reaches { limit, .. } => reaches::judge(inquiry, limit),
        RegisteredPrediction::Follows { .. }
        | RegisteredPrediction::AtMost(_)
        | RegisteredPrediction::AtLeast(_) => exact::judge(inquiry),
        RegisteredPrediction::Crosses { low, high, .. } => crosses::judge(inquiry, (*low, *high)),
        _ if !compares => unknown(claim, ""),
        _ if inquiry.timed() => ratio::judge(inquiry),
        _ => counted::judge(inquiry),
    }
}

impl Inquiry<'_> {
    /// The exact counts of variants at a trial, side by side, each time that they were taken;
    /// absent where there are none.
    fn takes(&self, trial: &crate::record::Trial, variants: &[usize]) -> Option<Vec<Take>> {
        let takes = trial.takes(&self.claim.measure, variants);
        (!takes.is_empty()).then_some(takes)
    }

    /// Which input a count was taken for, where it is not the one that was timed.
    fn whence(&self, take: &Take) -> String {
        match take.again {
            None => String::new(),
            Some(seed) if seed == self.record.run.seed => ", counted in another process".to_owned(),
            Some(seed) => format!(" for the input of seed {seed}"),
        }
    }

    /// How often the counts that confirm the claim were taken, in a sentence; nothing when once.
    fn taken(&self) -> String {
        let run = self.record.run.seed;
        let mut variants = vec![self.this];
        variants.extend(&self.others);
        let covered = self.record.trials.iter();
        let fewest = |count: &dyn Fn(&[Take]) -> usize| {
            let covered = covered
                .clone()
                .filter(|t| self.record.covers(self.claim, t));
            let takes = covered.filter_map(|trial| self.takes(trial, &variants));
            takes.map(|takes| count(&takes)).min().unwrap_or(1)
        };
        let drawn = |take: &Take| take.again.unwrap_or(run);
        let seeds = fewest(&|takes| takes.iter().map(drawn).collect::<BTreeSet<_>>().len());
        let processes = fewest(&|takes| takes.iter().filter(|take| drawn(take) == run).count());
        match (seeds, processes) {
            (2.., _) => format!(" It was counted for inputs of {seeds} seeds."),
            (_, 2..) => format!(" It was counted in {processes} processes."),
            _ => String::new(),
        }
    }

    /// The variants that are compared, two by two: each with the next.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let before = std::iter::once(&self.this).chain(&self.others);
        before.copied().zip(self.others.iter().copied()).collect()
    }

    fn name(&self, variant: usize) -> &str {
        &self.record.variants[variant].name
    }

    /// Whether any of these variants works on data of its own.
    fn on_own_data(&self, variants: &[usize]) -> bool {
        let variants = variants
            .iter()
            .filter_map(|&place| self.record.variants.get(place));
        variants.into_iter().any(|of| of.kind.has_own_data())
    }

    /// How a pair was measured, in a sentence: it matters where the data exceed the second level
    /// of the cache, for there a variant alone may be several times as fast as in turn with others.
    fn regime(&self, trial: &crate::record::Trial, variants: &[usize]) -> Option<String> {
        let cache = self.record.machine.cache(2)?;
        let own = if self.on_own_data(variants) {
            "on data of their own"
        } else {
            "on shared data"
        };
        (trial.input_bytes > cache.bytes)
            .then(|| format!("The data exceed L2; measured interleaved, {own}."))
    }

    fn timed(&self) -> bool {
        self.claim.measure == TIME
    }

    /// The measure of the claim's own variant, at the beginning of a sentence.
    fn subject(&self) -> String {
        crate::figures::capitalised(self.measure_of(&self.claim.variant))
    }

    /// The measure of a variant as a sentence names it: ``the time of `scan` ``.
    fn measure_of(&self, variant: &str) -> String {
        format!(
            "{} of `{variant}`",
            crate::register::noun(&self.claim.measure)
        )
    }
}
