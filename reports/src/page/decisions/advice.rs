//! Which variants to use at which sizes, from the times of one case.

use crate::judge;
use crate::page::exhibit::Exhibit;
use crate::page::trials;
use crate::record::{Kind, Trial};

/// Neighbouring sizes at which the same variants are best.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Advice {
    pub(super) first: u64,
    pub(super) last: u64,
    /// Variants of which none is surely slower than another, in the order of the ladder.
    pub(super) best: Vec<usize>,
    /// The others at the last size, and how many times as long as the fastest they take.
    pub(super) others: Vec<(usize, f64)>,
}

/// A language. Who has to choose has chosen that already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// The laboratory's own.
    Rust,
    /// That of the peers.
    Python,
}

/// What the times of a case advise in one language, from the smallest size up. Sizes at which
/// nothing was timed are left out.
pub(super) fn of(exhibit: &Exhibit<'_>, case: &str, language: Language) -> Vec<Advice> {
    let peers = language == Language::Python;
    let variants = exhibit.record.variants.iter().enumerate();
    let spoken: Vec<usize> = variants
        .filter(|(_, variant)| (variant.kind == Kind::Peer) == peers)
        .map(|(slot, _)| slot)
        .collect();
    let all = trials(exhibit.record, case);
    let advised = all
        .into_iter()
        .filter_map(|(_, trial)| at(exhibit, trial, &spoken));
    advised.fold(Vec::new(), |mut rows, next| {
        match rows.last_mut() {
            Some(row) if row.best == next.best => {
                row.last = next.last;
                row.others = next.others;
            }
            _ => rows.push(next),
        }
        rows
    })
}

fn at(exhibit: &Exhibit<'_>, trial: &Trial, spoken: &[usize]) -> Option<Advice> {
    let (record, estimates) = (exhibit.record, &exhibit.estimates);
    let time = |slot| Some(estimates.time_per_call(trial, slot)?.interval.point);
    let timed = spoken.iter().filter_map(|&slot| Some((slot, time(slot)?)));
    let (fastest, _) = timed.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let floor = |slot| judge::floor(record, estimates.all(), trial, slot);
    let (mut best, mut others) = (Vec::new(), Vec::new());
    for &slot in spoken {
        let Some(ratio) = estimates.ratio(trial, slot, fastest) else {
            continue;
        };
        let slack = floor(slot).max(floor(fastest));
        let slower = ratio.decides() && ratio.interval.low.ln() > slack;
        if slot != fastest && slower {
            others.push((slot, ratio.interval.point));
        } else {
            best.push(slot);
        }
    }
    others.sort_by(|a, b| a.1.total_cmp(&b.1));
    Some(Advice {
        first: trial.size,
        last: trial.size,
        best,
        others,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Verdicts;
    use crate::record::Record;
    use crate::sample::{Noise, Sample};

    fn record(passes: usize, noise: Noise) -> Record {
        Sample::new("decide")
            .sizes(&[8, 16, 32, 64, 128])
            .variant("list", |n| 2.0 * n as f64)
            .up_to(64)
            .variant("set", |_| 64.0)
            .variant("its twin", |_| 64.0)
            .passes(passes)
            .noise(noise)
            .build()
    }

    fn advice(record: &Record) -> Vec<Advice> {
        let verdicts = Verdicts::of([record]);
        of(&Exhibit::new(record, None, &verdicts), "", Language::Rust)
    }

    #[test]
    fn neighbouring_sizes_with_the_same_advice_are_one_row() {
        let found = advice(&record(10, Noise::TYPICAL));
        let rows: Vec<_> = found
            .iter()
            .map(|row| (row.first, row.last, &*row.best))
            .collect();
        let all: &[usize] = &[0, 1, 2];
        assert_eq!(
            rows,
            [(8, 16, &all[..1]), (32, 32, all), (64, 128, &all[1..])]
        );
        assert!(
            found[0]
                .others
                .iter()
                .all(|(_, ratio)| (1.9..2.1).contains(ratio))
        );
        assert_eq!(found[2].others, [], "a list of 128 was not measured");
    }

    #[test]
    fn each_language_is_advised_by_itself() {
        let mut record = record(10, Noise::TYPICAL);
        for peer in &mut record.variants[1..] {
            peer.kind = Kind::Peer;
        }
        let verdicts = Verdicts::of([&record]);
        let exhibit = Exhibit::new(&record, None, &verdicts);
        let best = |language| of(&exhibit, "", language).remove(0).best;
        assert_eq!(best(Language::Rust), [0]);
        assert_eq!(best(Language::Python), [1, 2]);
    }

    #[test]
    fn few_passes_and_an_unmeasured_run_advise_nothing_for_sure() {
        let few = advice(&record(3, Noise::QUIET));
        assert!(few.iter().all(|row| row.others.is_empty()), "{few:?}");
        let mut unmeasured = record(10, Noise::QUIET);
        for trial in &mut unmeasured.trials {
            trial.passes.clear();
        }
        assert_eq!(advice(&unmeasured), []);
    }
}
