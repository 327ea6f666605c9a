//! Every rule about times under every noise: what is true is not refuted, and what is false is not
//! confirmed, more often than the looks allow; what is clear is decided.

use super::*;
use reports::claim::{Claim, Growth};
use reports::stats::{Side, tell};

/// Runs of each rule under each noise.
const RUNS: u64 = 40;

/// What the looks of the default allow, for a claim at one place.
const ALLOWED: f64 = 0.0077;

/// A rule, put to the test with a claim that is true and one that is false.
struct Rule {
    name: &'static str,
    sample: fn() -> Sample,
    truth: Claim,
    falsehood: Claim,
}

fn ladder() -> Sample {
    Sample::new("ladder")
        .variant("a", |_| 100.0)
        .variant("b", |_| 106.0)
        .variant("c", |_| 112.0)
}

/// The time of `slow` grows by a fifth from size to size, that of `level` not at all.
fn sizes() -> Sample {
    Sample::new("sizes")
        .sizes(&[100, 200, 400])
        .variant("level", |_| 100.0)
        .variant("slow", |n| 100.0 * (n as f64 / 100.0).powf(0.26))
}

/// `steep` takes as long as `flat` at 1,000.
fn crossing() -> Sample {
    Sample::new("crossing")
        .sizes(&[250, 500, 2000, 3000, 4000])
        .variant("flat", |_| 1000.0)
        .variant("steep", |n| n as f64)
}

/// Sizes that fit the first level of the cache.
fn growing() -> Sample {
    Sample::new("growing")
        .sizes(&[10, 30, 100, 300, 1000, 3000])
        .variant("scan", |n| 20.0 + n as f64)
        .variant("read", |_| 20.0)
}

fn rules() -> [Rule; 8] {
    let rule = |name, sample, truth, falsehood| Rule {
        name,
        sample,
        truth,
        falsehood,
    };
    [
        rule(
            "beats",
            ladder,
            claim("a").beats("b"),
            claim("b").beats("a"),
        ),
        rule(
            "between",
            ladder,
            claim("b").between(1.02, 1.10, "a"),
            claim("b").between(1.12, 1.30, "a"),
        ),
        rule(
            "within",
            ladder,
            claim("b").within(0.12, "a"),
            claim("c").within(0.03, "a"),
        ),
        rule(
            "takes at most",
            ladder,
            claim("c").takes_at_most(1.2, "a"),
            claim("c").takes_at_most(1.05, "a"),
        ),
        rule(
            "leads",
            ladder,
            claim("a").leads(&["b", "c"]),
            claim("c").leads(&["b", "a"]),
        ),
        rule(
            "steady",
            sizes,
            claim("level").steady(0.08),
            claim("slow").steady(0.08),
        ),
        rule(
            "crosses",
            crossing,
            claim("flat").crosses("steep").between_sizes(300, 3000),
            claim("flat").crosses("steep").between_sizes(2000, 4000),
        ),
        rule(
            "grows",
            growing,
            claim("scan").grows(Growth::Linear),
            claim("scan").grows(Growth::Constant),
        ),
    ]
}

#[test]
fn no_rule_errs_more_often_than_it_may_under_any_noise() {
    for rule in rules() {
        for (name, noise) in NOISES {
            let tally = |claim: Claim| {
                tally(RUNS, |seed| {
                    let sample = || (rule.sample)().noise(noise).rounds(12).seed(seed);
                    in_looks(|| sample().claim(claim))
                })
            };
            let told = format!("{} under {name}", rule.name);
            let [confirmed, refuted, _] = tally(rule.truth);
            let runs = RUNS as usize;
            assert!(
                at_least(runs, ALLOWED, refuted) > 1e-3,
                "{told}: {refuted} refuted"
            );
            // Some claims stay open under the worst noise, but none of them nearly always.
            assert!(confirmed >= runs / 2, "{told}: {confirmed} confirmed");
            let [confirmed, refuted, _] = tally(rule.falsehood);
            assert!(
                at_least(runs, ALLOWED, confirmed) > 1e-3,
                "{told}: {confirmed} confirmed"
            );
            assert!(refuted >= runs / 2, "{told}: {refuted} refuted");
        }
    }
}

/// Pairs of one process: the lanes share their code and their data, so nothing but the slices
/// themselves differs.
fn duel(slower: f64, noise: Noise, seed: u64) -> Option<Side> {
    let noise = Noise {
        placement: 0.0,
        mode_share: 0.0,
        swing: 0.0,
        ..noise
    };
    let record = pair(slower, noise, seed).passes(1).rounds(400).build();
    let pass = &record.trials[0].passes[0];
    let (a, b) = (pass.lane(0)?, pass.lane(1)?);
    let call = |nanos: u64, laps: u64| nanos as f64 / laps as f64;
    let pairs = a.nanos.iter().zip(&b.nanos);
    let ratio = |(x, y): (&u64, &u64)| (call(*y, b.laps) / call(*x, a.laps)).ln();
    tell(&pairs.map(ratio).collect::<Vec<f64>>()).map(|told| told.side)
}

#[test]
fn duels_tell_a_difference_and_no_equals_under_every_noise() {
    const DUELS: usize = 400;
    for (name, noise) in NOISES {
        let duels = |slower: f64| (0..DUELS as u64).map(move |seed| duel(slower, noise, seed));
        let alarms = duels(1.0).flatten().count();
        assert!(at_least(DUELS, 0.01, alarms) > 1e-3, "{name}: {alarms}");
        let found = duels(1.02)
            .filter(|side| *side == Some(Side::Above))
            .count();
        assert!(found >= DUELS * 98 / 100, "{name}: {found}");
    }
}
