//! What moved between two runs of an experiment: the times at the largest size of each case.

use crate::estimate::Estimates;
use crate::judge::floor;
use crate::record::{INSTRUCTIONS, Record, Trial};
use crate::verdict::Interval;

use super::largest;
use super::plots::per_unit;

/// The figures of an experiment beside those of the run before.
pub(crate) enum Comparison<'a> {
    /// Why times cannot be compared.
    Impossible(&'static str),
    Figures(Vec<Moved<'a>>),
}

/// One variant at one size, before and now.
pub(crate) struct Moved<'a> {
    pub(crate) trial: &'a Trial,
    /// The place of the variant in the ladder.
    pub(crate) slot: usize,
    /// Nanoseconds of one unit of work.
    pub(crate) before: Interval,
    pub(crate) now: Interval,
    /// Now over before; the interval holds both runs' intervals and the noise.
    pub(crate) ratio: Interval,
    /// What placement and control leave open, as a share of 1.
    pub(crate) noise: f64,
    /// Instructions now over instructions before, where both runs counted them.
    pub(crate) instructions: Option<f64>,
}

/// What became of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Faster,
    Slower,
    /// The interval of the ratio holds 1.
    Within,
}

impl Moved<'_> {
    pub(crate) fn change(&self) -> Change {
        if self.ratio.high < 1.0 {
            Change::Faster
        } else if self.ratio.low > 1.0 {
            Change::Slower
        } else {
            Change::Within
        }
    }

    /// Whether the program itself did another amount of work, by more than its counting strays.
    pub(crate) fn works_otherwise(&self) -> Option<bool> {
        const STRAYS: f64 = 0.002;
        self.instructions.map(|ratio| ratio.ln().abs() > STRAYS)
    }

    /// How far it moved, whichever way, as a logarithm.
    pub(crate) fn distance(&self) -> f64 {
        self.ratio.point.ln().abs()
    }
}

/// Holds a record against the one before it.
pub(crate) fn compare<'a>(record: &'a Record, before: &Record) -> Comparison<'a> {
    if record.machine.lasting() != before.machine.lasting() {
        return Comparison::Impossible("another machine");
    }
    if record.toolchain != before.toolchain {
        return Comparison::Impossible("another toolchain");
    }
    let (here, there) = (Estimates::of(record), Estimates::of(before));
    let mut figures = Vec::new();
    for trial in largest(record) {
        let same = |other: &&Trial| other.case == trial.case && other.size == trial.size;
        let Some(past) = before.trials.iter().find(same) else {
            continue;
        };
        for (slot, variant) in record.variants.iter().enumerate() {
            let Some(old) = before.variant(&variant.name) else {
                continue;
            };
            let (now, then) = (
                Side::of(record, &here, trial, slot),
                Side::of(before, &there, past, old),
            );
            if let (Some(now), Some(then)) = (now, then) {
                let instructions = instructions((trial, slot), (past, old));
                let moved = moved(trial, slot, &then, &now);
                figures.extend(moved.map(|moved| Moved {
                    instructions,
                    ..moved
                }));
            }
        }
    }
    Comparison::Figures(figures)
}

/// Instructions of a variant now over those before.
fn instructions(now: (&Trial, usize), before: (&Trial, usize)) -> Option<f64> {
    let count = |(trial, variant): (&Trial, usize)| {
        let counts = trial.counts.get(variant)?.as_ref()?;
        counts.get(INSTRUCTIONS).copied()
    };
    let ratio = count(now)? / count(before)?;
    (ratio.is_finite() && ratio > 0.0).then_some(ratio)
}

/// One of the two runs.
struct Side {
    time: Interval,
    /// As a logarithm.
    floor: f64,
}

impl Side {
    fn of(record: &Record, estimates: &Estimates, trial: &Trial, variant: usize) -> Option<Self> {
        let time = estimates.time_per_call(trial, variant)?;
        Some(Self {
            time: per_unit(time.interval, trial.work),
            floor: floor(record, estimates, trial, variant),
        })
    }
}

fn moved<'a>(trial: &'a Trial, slot: usize, then: &Side, now: &Side) -> Option<Moved<'a>> {
    let noise = then.floor.max(now.floor);
    let (before, now) = (then.time, now.time);
    let ratio = Interval {
        point: now.point / before.point,
        low: now.low / before.high * (-noise).exp(),
        high: now.high / before.low * noise.exp(),
    };
    let told = [ratio.low, ratio.point, ratio.high];
    let told = told.iter().all(|x| x.is_finite() && *x > 0.0);
    told.then_some(Moved {
        trial,
        slot,
        before,
        now,
        ratio,
        noise: noise.exp_m1(),
        instructions: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Noise, Sample};

    fn run(factor: f64, seed: u64) -> Record {
        Sample::new("search/sorted-slice")
            .sizes(&[100, 1_000])
            .variant("scan", |n| n as f64)
            .variant("halve", move |n| factor * n as f64)
            .noise(Noise::TYPICAL)
            .seed(seed)
            .build()
    }

    fn changes(record: &Record, before: &Record) -> Vec<Change> {
        match compare(record, before) {
            Comparison::Impossible(why) => panic!("{why}"),
            Comparison::Figures(figures) => {
                assert!(figures.iter().all(|figure| figure.trial.size == 1_000));
                figures.iter().map(Moved::change).collect()
            }
        }
    }

    #[test]
    fn what_moved_is_told_from_noise() {
        use Change::{Faster, Slower, Within};
        for seed in 1..20 {
            let before = run(0.5, 100 + seed);
            assert_eq!(changes(&run(0.5, seed), &before), [Within, Within]);
            assert_eq!(changes(&run(0.6, seed), &before), [Within, Slower]);
            assert_eq!(changes(&run(0.4, seed), &before), [Within, Faster]);
        }
    }

    #[test]
    fn instructions_are_told_beside_times() {
        let with = |instructions: f64| {
            let mut record = run(0.5, 7);
            for trial in &mut record.trials {
                let counts = [(INSTRUCTIONS.to_owned(), instructions)];
                trial.counts = vec![Some(counts.into()), None];
            }
            record
        };
        let (now, before) = (with(120.0), with(100.0));
        let Comparison::Figures(figures) = compare(&now, &before) else {
            panic!("they can be compared");
        };
        assert_eq!(figures[0].instructions, Some(1.2));
        assert_eq!(figures[0].works_otherwise(), Some(true));
        assert_eq!(figures[1].works_otherwise(), None, "nothing was counted");
    }

    #[test]
    fn other_machines_and_toolchains_are_not_compared() {
        let mut before = run(0.5, 1);
        before.machine.load = Some(9.0);
        assert_eq!(changes(&run(0.5, 2), &before).len(), 2);
        before.toolchain.rustc = "rustc 2.0.0".into();
        assert!(matches!(
            compare(&run(0.5, 2), &before),
            Comparison::Impossible("another toolchain")
        ));
        before.machine.cpu = "another".into();
        assert!(matches!(
            compare(&run(0.5, 2), &before),
            Comparison::Impossible("another machine")
        ));
    }
}
