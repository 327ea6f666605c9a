//! The judge against simulated data of known truth: false alarms, power, coverage.
//!
//! All seeds are fixed, so these tests are deterministic; their bounds are binomial, so that they
//! would hold for nearly every seed.

mod places;
mod rules;

use reports::claim::claim;
use reports::estimate::Estimates;
use reports::judge::{is_open, judge};
use reports::record::Effort;
use reports::sample::{Noise, Sample};
use reports::stats::{error, looks, rank};
use reports::verdict::{Judgement, Reason, Verdict};

/// What real machines do to slices, one thing at a time and all together.
const NOISES: [(&str, Noise); 7] = [
    ("quiet", Noise::QUIET),
    (
        "drift",
        Noise {
            drift: 0.01,
            ..Noise::QUIET
        },
    ),
    (
        "autocorrelation",
        Noise {
            swing: 0.01,
            ..Noise::QUIET
        },
    ),
    (
        "spikes with heavy tails",
        Noise {
            jitter: 0.01,
            spikes: 0.2,
            ..Noise::QUIET
        },
    ),
    (
        "a coarse clock",
        Noise {
            jitter: 0.01,
            tick: 200,
            ..Noise::QUIET
        },
    ),
    (
        "two modes",
        Noise {
            mode_share: 0.08,
            mode: 0.15,
            ..Noise::QUIET
        },
    ),
    ("all of it", Noise::TYPICAL),
];

/// `P(Bin(n, p) >= k)`.
fn at_least(n: usize, p: f64, k: usize) -> f64 {
    let mut ln_term = n as f64 * (1.0 - p).ln();
    let mut below = 0.0;
    for i in 0..k {
        below += ln_term.exp();
        ln_term += ((n - i) as f64 / (i + 1) as f64 * p / (1.0 - p)).ln();
    }
    1.0 - below
}

/// Two variants; the second is so many times slower.
fn pair(slower: f64, noise: Noise, seed: u64) -> Sample {
    Sample::new("pair")
        .variant("a", |_| 100.0)
        .variant("b", move |_| 100.0 * slower)
        .noise(noise)
        .rounds(20)
        .seed(seed)
}

/// Looks at a claim as a run of the default effort does, and stops as it does.
fn in_looks(sample: impl Fn() -> Sample) -> Judgement {
    let mut found = None;
    for look in looks(Effort::Default) {
        let record = sample().passes(look.passes).build();
        let judgement = judge(&record).remove(0);
        let open = is_open(&judgement);
        found = Some(judgement);
        if !open {
            break;
        }
    }
    found.expect("there is a look")
}

/// How many of so many runs come to each verdict: confirmed, refuted, inconclusive.
fn tally(runs: u64, judged: impl Fn(u64) -> Judgement) -> [usize; 3] {
    let mut tally = [0; 3];
    for seed in 0..runs {
        let found = judged(seed);
        let place = match found.verdict {
            Verdict::Confirmed => 0,
            Verdict::Refuted => 1,
            Verdict::Inconclusive => 2,
            Verdict::NotMeasured => panic!("{}", found.sentence),
        };
        tally[place] += 1;
    }
    tally
}

#[test]
fn intervals_miss_the_truth_as_often_as_they_say() {
    const RUNS: usize = 2_000;
    for passes in [8, 10, 16] {
        let rank = rank(passes).expect("the passes are enough");
        let allowed = error(passes, rank);
        let missed = (0..RUNS as u64)
            .filter(|&seed| {
                let noise = Noise {
                    placement: 0.003,
                    ..Noise::QUIET
                };
                let record = pair(1.1, noise, seed).rounds(5).passes(passes).build();
                let ratio = Estimates::of(&record).ratio(&record.trials[0], 1, 0);
                let interval = ratio.expect("both ran").interval;
                !(interval.low..=interval.high).contains(&1.1)
            })
            .count();
        // Neither more often nor, as a wider interval would, more rarely.
        assert!(at_least(RUNS, allowed, missed) > 1e-3, "{passes}: {missed}");
        assert!(
            1.0 - at_least(RUNS, allowed, missed + 1) > 1e-3,
            "{passes}: {missed}"
        );
    }
}

#[test]
fn intervals_hold_the_truth_under_every_noise() {
    const RUNS: usize = 250;
    for (name, noise) in NOISES.into_iter().filter(|(name, _)| *name != "two modes") {
        let missed = (0..RUNS as u64)
            .filter(|&seed| {
                let record = pair(1.05, noise, seed).passes(10).build();
                let ratio = Estimates::of(&record).ratio(&record.trials[0], 1, 0);
                let interval = ratio.expect("both ran").interval;
                !(interval.low..=interval.high).contains(&1.05)
            })
            .count();
        assert!(
            at_least(RUNS, error(10, 1), missed) > 1e-3,
            "{name}: {missed}"
        );
    }
}

#[test]
fn equal_variants_give_no_alarm() {
    const RUNS: u64 = 150;
    for (name, noise) in NOISES {
        let beats = claim("b").beats("a");
        let found = tally(RUNS, |seed| {
            in_looks(|| pair(1.0, noise, seed).claim(beats))
        });
        assert_eq!(found, [0, 0, RUNS as usize], "{name}");
        let same = claim("b").within(0.05, "a");
        let found = tally(RUNS, |seed| in_looks(|| pair(1.0, noise, seed).claim(same)));
        assert_eq!(found[1], 0, "{name}");
        assert!(found[0] >= 140, "{name}: {found:?}");
    }
}

#[test]
fn a_true_difference_of_five_per_cent_is_found() {
    const RUNS: u64 = 150;
    for (name, noise) in NOISES {
        let slower = claim("b").beats("a");
        let found = tally(RUNS, |seed| {
            in_looks(|| pair(1.05, noise, seed).claim(slower))
        });
        assert_eq!(found[0], 0, "{name}");
        assert!(found[1] >= 147, "{name}: {found:?}");
        let faster = claim("a").beats("b");
        let found = tally(RUNS, |seed| {
            in_looks(|| pair(1.05, noise, seed).claim(faster))
        });
        assert_eq!(found[1], 0, "{name}");
        assert!(found[0] >= 147, "{name}: {found:?}");
    }
}

#[test]
fn a_true_difference_of_two_per_cent_is_found_on_a_quiet_machine() {
    let slower = claim("b").beats("a");
    let found = tally(60, |seed| {
        in_looks(|| pair(1.02, Noise::QUIET, seed).claim(slower))
    });
    assert_eq!(found, [0, 60, 0]);
}

/// Contended passes say that `b` is slower by a sixth; in truth it is faster by a tenth.
#[test]
fn a_contended_run_is_not_decided_wrongly() {
    let mut reasons = 0;
    for (share, seed) in [0.2, 0.5, 0.9]
        .into_iter()
        .flat_map(|share| (0..40).map(move |i| (share, i)))
    {
        let noise = Noise {
            contended: share,
            mode: 0.3,
            ..Noise::QUIET
        };
        let faster = claim("b").beats("a");
        let record = pair(0.9, noise, seed).claim(faster).passes(16).build();
        let quiet = record.trials[0]
            .passes
            .iter()
            .any(|pass| pass.sentinel[0] < 550);
        if !quiet {
            // Nothing in such a record tells that the core was shared.
            continue;
        }
        let found = judge(&record).remove(0);
        assert_ne!(
            found.verdict,
            Verdict::Refuted,
            "{share}: {}",
            found.sentence
        );
        reasons += usize::from(found.reason == Some(Reason::Contended));
    }
    assert!(reasons > 40, "{reasons}");
}

#[test]
fn a_tenfold_difference_is_found_on_a_contended_machine() {
    let noise = Noise {
        contended: 0.8,
        mode: 0.3,
        ..Noise::QUIET
    };
    let record = pair(0.1, noise, 1)
        .claim(claim("b").beats("a").by(2.0))
        .build();
    assert_eq!(judge(&record)[0].verdict, Verdict::Confirmed);
}
