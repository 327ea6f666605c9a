//! What the A/A controls do to a verdict.

use super::*;

#[test]
fn a_control_that_differs_widens_the_interval() {
    let mut record = pair(0.98).claim(claim("other").beats("scan")).build();
    assert_eq!(judged(&record).verdict, Verdict::Confirmed);
    for pass in &mut record.trials[0].passes {
        let control = pass.lanes.iter_mut().find(|lane| lane.control);
        for nanos in &mut control.expect("there is a control").nanos {
            *nanos = *nanos * 103 / 100;
        }
    }
    let found = judged(&record);
    assert_eq!(found.reason, Some(Reason::Control), "{}", found.sentence);
    assert!(
        found
            .sentence
            .contains("timed against itself differs by 3.")
    );
}

/// Two variants that share the input and two with data of their own, 2 % apart each.
fn shared_and_own(size: u64, claim: Claim) -> Record {
    Sample::new("own")
        .sizes(&[size])
        .variant("scan", |_| 100.0)
        .variant("skip", |_| 102.0)
        .variant("table", |_| 100.0)
        .prepared()
        .variant("tree", |_| 102.0)
        .prepared()
        .claim(claim)
        .build()
}

#[test]
fn each_pair_is_held_against_the_control_of_its_kind() {
    // The control of variant 2 is on data of its own, that of variant 0 on the shared input.
    for (strays, shared, own) in [
        (0, Verdict::Inconclusive, Verdict::Confirmed),
        (2, Verdict::Confirmed, Verdict::Inconclusive),
    ] {
        for (claim, expected) in [
            (claim("scan").beats("skip"), shared),
            (claim("table").beats("tree"), own),
            (claim("scan").beats("tree"), own),
        ] {
            let mut record = shared_and_own(1_000, claim);
            for pass in &mut record.trials[0].passes {
                let controls = pass.lanes.iter_mut().filter(|lane| lane.control);
                for lane in controls.filter(|lane| lane.variant == strays) {
                    lane.nanos
                        .iter_mut()
                        .for_each(|nanos| *nanos = *nanos * 103 / 100);
                }
            }
            let found = judged(&record);
            assert_eq!(found.verdict, expected, "{strays}: {}", found.sentence);
            let by_control = found.reason == Some(Reason::Control);
            assert_eq!(by_control, expected == Verdict::Inconclusive);
        }
    }
}

#[test]
fn all_controls_are_told_and_the_one_that_strays_farthest_stands_for_them() {
    let mut record = shared_and_own(1_000, claim("scan").beats("skip"));
    for pass in &mut record.trials[0].passes {
        let own = pass
            .lanes
            .iter_mut()
            .find(|lane| lane.control && lane.variant == 2);
        let own = own.expect("it has a control");
        own.nanos
            .iter_mut()
            .for_each(|nanos| *nanos = *nanos * 9 / 10);
    }
    let estimates = Estimates::of(&record);
    let controls = estimates.controls(&record.trials[0]);
    let variants: Vec<usize> = controls.iter().map(|(variant, _)| *variant).collect();
    assert_eq!(variants, [0, 2]);
    let farthest = estimates
        .control(&record.trials[0])
        .expect("there are controls");
    assert_eq!(farthest, controls[1].1);
    assert!((farthest.interval.point - 0.9).abs() < 0.01);
    assert_eq!(
        record.trials[0].passes[0]
            .control()
            .map(|lane| lane.variant),
        Some(0)
    );
}

#[test]
fn beyond_the_second_level_the_regime_is_part_of_the_verdict() {
    let sentence = |size, claim| judged(&shared_and_own(size, claim)).sentence;
    let shared = claim("scan").beats("skip");
    let near = sentence(1 << 17, shared);
    assert!(!near.contains("interleaved"), "{near}");
    let far = sentence(1 << 18, shared);
    let regime = "The data exceed L2; measured interleaved, on shared data.";
    assert!(far.ends_with(regime), "{far}");
    let own = sentence(1 << 18, claim("scan").beats("tree"));
    assert!(
        own.ends_with("measured interleaved, on data of their own."),
        "{own}"
    );
}
