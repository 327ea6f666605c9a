//! Holds the false-discovery rate over all claims of a run.
//!
//! Each verdict about times may be wrong by chance. Of many claims some are decided by chance
//! alone, and where few are truly decided these make up a good part of all that are. Therefore
//! the decided claims of a run are ordered by the chance that each verdict rests on nothing
//! ([`Judgement::chance`]), and those are kept up to the largest place `i` at which that chance is
//! at most `i q / m`, for `m` claims about times: of the kept ones a share of `q` is false at most,
//! in expectation (Benjamini and Hochberg, *Controlling the false discovery rate*, 1995; also
//! under the positive dependence of claims that share data, Benjamini and Yekutieli, 2001).
//!
//! Exact counts have no chance of being wrong and take no part.

use std::collections::BTreeMap;

use crate::claim::TIME;
use crate::figures::percent;
use crate::record::Record;
use crate::verdict::{Judgement, Reason, Verdict};

/// The share of a run's decided claims about times that may be wrong, in expectation.
pub const FALSE_DISCOVERIES: f64 = 0.05;

/// The judgements of many records, with the false-discovery rate held over each run.
#[derive(Clone, Debug, Default)]
pub struct Verdicts(BTreeMap<Key, Vec<Judgement>>);

/// A run, a package, an experiment.
type Key = (String, String, String);

fn key(record: &Record) -> Key {
    let Record {
        run,
        package,
        experiment,
        ..
    } = record;
    (run.id.clone(), package.clone(), experiment.clone())
}

impl Verdicts {
    /// Judges records. Those of the same run are judged together, so all records of a run belong
    /// here, whichever of them are looked at; one that comes twice counts once.
    #[must_use]
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut runs: BTreeMap<&str, BTreeMap<Key, &Record>> = BTreeMap::new();
        for record in records {
            let run = runs.entry(&record.run.id).or_default();
            run.insert(key(record), record);
        }
        let mut all = BTreeMap::new();
        for run in runs.into_values() {
            let mut judged: Vec<(&Record, Vec<Judgement>)> = run
                .into_values()
                .map(|record| (record, super::judge(record)))
                .collect();
            control(&mut judged, FALSE_DISCOVERIES);
            let judged = judged.into_iter();
            all.extend(judged.map(|(record, judgements)| (key(record), judgements)));
        }
        Self(all)
    }

    /// All judgements, in the order of their runs and experiments.
    pub fn all(&self) -> impl Iterator<Item = &Judgement> {
        self.0.values().flatten()
    }

    /// The judgements of a record that was judged here, in the order of its claims; none of
    /// another.
    #[must_use]
    pub fn get(&self, record: &Record) -> &[Judgement] {
        self.0.get(&key(record)).map_or(&[], Vec::as_slice)
    }
}

/// Leaves those claims of one run open whose verdict chance alone explains too well, so that a
/// share of `q` of the decided claims about times is wrong at most, in expectation.
pub fn control(run: &mut [(&Record, Vec<Judgement>)], q: f64) {
    let mut claims = Vec::new();
    for (record, judgements) in run {
        let timed = record.claims.iter().zip(judgements);
        let timed = timed.filter(|(claim, _)| claim.measure == TIME);
        claims.extend(timed.map(|(_, judgement)| judgement));
    }
    // What the counted work decided has no chance of being wrong, and takes no part.
    claims.retain(|judgement| match judgement.verdict {
        Verdict::NotMeasured => false,
        Verdict::Inconclusive => true,
        Verdict::Confirmed | Verdict::Refuted => judgement.chance.is_some(),
    });
    let mut chances: Vec<f64> = claims.iter().filter_map(|of| of.chance).collect();
    chances.sort_by(f64::total_cmp);
    let tested = claims.len();
    let threshold = threshold(&chances, tested, q);
    for judgement in claims {
        if let Some(chance) = judgement.chance.filter(|&chance| chance > threshold) {
            leave_open(judgement, chance, threshold, tested);
        }
    }
}

/// The largest chance at which a verdict is kept, from the chances of the decided claims in
/// ascending order.
fn threshold(chances: &[f64], tested: usize, q: f64) -> f64 {
    let allowed = |place: usize| q * (place as f64 / tested.max(1) as f64);
    let kept = (1..=chances.len())
        .rev()
        .find(|&place| chances[place - 1] <= allowed(place));
    allowed(kept.unwrap_or(1))
}

fn leave_open(judgement: &mut Judgement, chance: f64, threshold: f64, tested: usize) {
    judgement.verdict = Verdict::Inconclusive;
    judgement.reason = Some(Reason::FalseDiscovery { chance, threshold });
    judgement.chance = None;
    judgement.sentence += &format!(
        " Chance alone gives such a figure with up to {}, and among the {tested} claims about \
         times of this run only {} is allowed: more passes would decide it.",
        percent(chance),
        percent(threshold)
    );
}

#[cfg(test)]
mod tests {
    use super::threshold;

    #[test]
    fn the_threshold_is_that_of_the_step_up_procedure() {
        // The example of the paper, section 3.2: 15 tests at 5 %, of which 4 are kept.
        let chances = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let found = threshold(&chances, 15, 0.05);
        assert!((found - 0.05 * 4.0 / 15.0).abs() < 1e-12, "{found}");
        assert!((threshold(&[], 10, 0.05) - 0.005).abs() < 1e-12);
        assert_eq!(threshold(&[], 0, 0.05), 0.05);
        // A later place keeps earlier ones that would not be kept by themselves.
        assert_eq!(threshold(&[0.03, 0.04, 0.05], 3, 0.05), 0.05);
    }
}
