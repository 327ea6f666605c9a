//! Why a claim is left open, and what would decide it.

use super::*;

#[test]
fn too_few_passes_decide_nothing_and_say_how_many_are_missing() {
    for (effort, passes, more) in [
        (Effort::Quick, 5, 5),
        (Effort::Default, 5, 5),
        (Effort::Default, 1, 9),
    ] {
        let sample = pair(0.25).passes(passes).effort(effort);
        let found = verdict(sample, claim("other").beats("scan"));
        assert_eq!(found.verdict, Verdict::Inconclusive);
        let more_passes = Some(more);
        assert_eq!(found.reason, Some(Reason::Budget { more_passes }));
        let asked = format!("about {more} more passes would decide it");
        assert!(found.sentence.contains(&asked), "{}", found.sentence);
        assert!(is_open(&found));
    }
}

#[test]
fn a_wide_interval_asks_for_more_passes_and_gets_its_verdict_with_them() {
    // In some passes the variant is slower, which widens the interval until its rank leaves them
    // out.
    let noise = Noise {
        mode_share: 0.1,
        mode: 0.1,
        ..Noise::QUIET
    };
    let after = |passes| {
        let sample = pair(0.97).noise(noise).passes(passes).seed(2);
        verdict(sample, claim("other").beats("scan"))
    };
    let found = after(10);
    assert!(is_open(&found), "{}", found.sentence);
    assert_eq!(
        found.reason,
        Some(Reason::Budget {
            more_passes: Some(6)
        })
    );
    let asked = "about 6 more passes would decide it.";
    assert!(found.sentence.ends_with(asked), "{}", found.sentence);
    let found = after(16);
    assert_eq!(found.verdict, Verdict::Confirmed, "{}", found.sentence);
}

#[test]
fn passes_in_two_modes_are_named() {
    let noise = Noise {
        mode_share: 0.5,
        mode: 0.15,
        ..Noise::QUIET
    };
    let found = [1, 2, 3, 4].map(|seed| {
        let sample = pair(0.93).noise(noise).passes(16).seed(seed);
        verdict(sample, claim("other").beats("scan"))
    });
    for found in &found {
        assert_eq!(found.reason, Some(Reason::TwoModes), "{}", found.sentence);
        assert!(
            found
                .sentence
                .contains("fall in two groups that differ by 1")
        );
        assert!(is_open(found));
    }
}

#[test]
fn own_data_that_differ_from_pass_to_pass_are_named() {
    let noise = Noise {
        placement: 0.03,
        ..Noise::QUIET
    };
    let judged = |prepared: bool, seed| {
        let sample = Sample::new("own").variant("scan", |_| 300.0);
        let sample = sample.variant("a", |_| 100.0);
        let sample = if prepared { sample.prepared() } else { sample };
        let sample = sample.variant("b", |_| 101.0).noise(noise).seed(seed);
        verdict(sample, claim("a").beats("b"))
    };
    let own = (0..20).map(|seed| judged(true, seed).reason);
    let own = own
        .filter(|reason| *reason == Some(Reason::OwnData))
        .count();
    // In the other runs the control happens to stray farther than the estimate.
    assert!(own >= 8, "{own}");
    for seed in 0..20 {
        let shared = judged(false, seed).reason;
        assert_ne!(shared, Some(Reason::OwnData), "there are none");
    }
    let told = judged(true, 1);
    assert!(
        told.sentence.contains("differs from pass to pass far more"),
        "{}",
        told.sentence
    );
}

#[test]
fn contended_passes_are_named() {
    let noise = Noise {
        contended: 0.8,
        mode: 0.3,
        ..Noise::QUIET
    };
    let sample = pair(0.8).noise(noise).passes(16).seed(5);
    let found = verdict(sample, claim("other").beats("scan"));
    assert_eq!(found.reason, Some(Reason::Contended), "{}", found.sentence);
    assert!(found.sentence.contains("Something else used the core in"));
}

#[test]
fn contended_rounds_are_dropped_by_the_sentinel() {
    let mut record = pair(1.0).build();
    for pass in &mut record.trials[0].passes {
        for round in (0..60).step_by(3) {
            pass.sentinel[round] = 700;
            pass.lanes[1].nanos[round] *= 50;
        }
        // Half of the rounds that are left are slower: only dropping the others tells which half.
        for round in (0..60).filter(|round| round % 3 != 0).take(10) {
            pass.lanes[1].nanos[round] *= 2;
        }
    }
    let gated = Estimates::of(&record).ratio(&record.trials[0], 1, 0);
    let gated = gated.expect("both ran");
    assert!((gated.interval.point - 1.0).abs() < 0.01);
    assert_eq!((gated.passes, gated.disturbed), (10, 0));

    for pass in &mut record.trials[0].passes {
        pass.sentinel.clear();
    }
    let ungated = Estimates::of(&record).ratio(&record.trials[0], 1, 0);
    assert_eq!(ungated.expect("both ran").disturbed, 0);
}
