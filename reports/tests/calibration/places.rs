//! Claims over many places, and data of their own.

use super::*;

/// A true claim that placement puts as far on the wrong side as the floor allows: only sampling
/// error refutes it.
fn at_the_floor(sizes: usize, runs: u64) -> usize {
    let sizes: Vec<u64> = (1..=sizes as u64).collect();
    let noise = Noise {
        jitter: 0.004,
        ..Noise::QUIET
    };
    let found = tally(runs, |seed| {
        in_looks(|| {
            pair(0.005_f64.exp(), noise, seed)
                .sizes(&sizes)
                .rounds(7)
                .claim(claim("b").beats("a"))
        })
    });
    assert_eq!(found[0], 0);
    found[1]
}

#[test]
fn a_true_claim_at_the_floor_is_refuted_no_more_often_than_the_looks_allow() {
    const RUNS: usize = 1_200;
    let refuted = at_the_floor(1, RUNS as u64);
    assert!(at_least(RUNS, 0.0077, refuted) > 1e-3, "{refuted}");
}

#[test]
fn many_places_do_not_refute_a_true_claim_more_often() {
    const RUNS: usize = 250;
    let refuted = at_the_floor(13, RUNS as u64);
    assert!(at_least(RUNS, 0.0077, refuted) > 1e-3, "{refuted}");
}

/// Passes that differ far more than the floor lie beyond four floors often enough by chance.
#[test]
fn many_noisy_places_do_not_refute_a_true_claim_after_few_passes() {
    const RUNS: usize = 800;
    let sizes: Vec<u64> = (1..=40).collect();
    let noise = Noise {
        placement: 0.05,
        ..Noise::QUIET
    };
    let refuted = (0..RUNS as u64).filter(|&seed| {
        let sample = pair(0.005_f64.exp(), noise, seed).sizes(&sizes).rounds(3);
        let claimed = sample.claim(claim("b").beats("a")).passes(8);
        let mut record = claimed.effort(Effort::Quick).build();
        // Without a control the floor is that of placement alone, so the edge is known.
        for pass in record.trials.iter_mut().flat_map(|trial| &mut trial.passes) {
            pass.lanes.retain(|lane| !lane.control);
        }
        judge(&record).remove(0).verdict == Verdict::Refuted
    });
    let refuted = refuted.count();
    assert!(at_least(RUNS, error(8, 1), refuted) > 1e-3, "{refuted}");
}

/// Two variants with structures of their own beside a reference without: where the data come to lie
/// in a pass changes the time of each by 3 % (one standard deviation).
fn own_data(slower: f64, seed: u64) -> Sample {
    let noise = Noise {
        placement: 0.03,
        ..Noise::QUIET
    };
    Sample::new("own data")
        .variant("scan", |_| 300.0)
        .variant("a", |_| 100.0)
        .prepared()
        .variant("b", move |_| 100.0 * slower)
        .prepared()
        .noise(noise)
        .rounds(9)
        .seed(seed)
}

#[test]
fn the_same_code_on_data_of_its_own_is_not_called_different() {
    const RUNS: usize = 600;
    let beats = claim("b").beats("a");
    let found = tally(RUNS as u64, |seed| {
        in_looks(|| own_data(1.0, seed).claim(beats))
    });
    let wrong = found[0] + found[1];
    assert!(at_least(RUNS, 0.0077, wrong) > 1e-3, "{found:?}");
}

/// With the farthest end of the control's interval as the floor, 8 % were found in 44 of these
/// runs.
#[test]
fn a_true_difference_on_own_data_is_found() {
    let beats = claim("b").beats("a");
    let found = tally(100, |seed| in_looks(|| own_data(1.08, seed).claim(beats)));
    assert_eq!(found[0], 0);
    assert!(found[1] >= 95, "{found:?}");
}
