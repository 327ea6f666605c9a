//! What variants take of the memory of processes of their own, and what they hold over time.

use reports::judge::judge;
use reports::record::{Against, HELD, Record, Timeline, Trial};
use reports::verdict::Verdict;

use crate::peers::python;
use crate::stand::Stand;

/// Bytes of the larger list.
const BYTES: f64 = 1_600_000.0;

fn record() -> Record {
    let stand = Stand::new();
    stand.misbehave("holds").ends_with(0);
    stand.record("held")
}

fn held(trial: &Trial, variant: usize) -> Option<&Timeline> {
    let mut all = trial.timelines.iter();
    all.find(|of| of.variant == variant && of.against == Against::Time)
}

#[test]
#[cfg(target_os = "linux")]
fn each_variant_is_watched_in_processes_of_its_own() {
    let record = record();
    let [small, large] = &record.trials[..] else {
        panic!("two sizes: {:?}", record.trials);
    };
    // Below the size from which memory is watched there is nothing.
    assert!(
        small.counts[0]
            .as_ref()
            .is_some_and(|counts| !counts.contains_key("resident"))
    );
    assert!(held(small, 0).is_none());
    for variant in [0, 1] {
        let (low, high) = large
            .count_range("resident", variant)
            .expect("it was watched");
        assert!(low >= BYTES && high < 4.0 * BYTES, "{low} to {high}");
        let takes = large.takes("page faults", &[variant]);
        assert_eq!(takes.len(), 3, "three processes tell");
        let timeline = held(large, variant).expect("it was drawn");
        assert_eq!(
            (timeline.of.as_str(), timeline.peak() as f64),
            (HELD, BYTES)
        );
    }
    let values = |variant| {
        let points = &held(large, variant).expect("it was drawn").points;
        points
            .iter()
            .map(|&(_, value)| value as f64)
            .collect::<Vec<f64>>()
    };
    assert_eq!(values(0), [0.0, BYTES, BYTES]);
    assert_eq!(values(1), [0.0, BYTES, 0.0, BYTES, BYTES]);
    assert_eq!(judge(&record)[0].verdict, Verdict::Confirmed);
}

#[test]
#[cfg(target_os = "linux")]
fn peers_are_watched_too_and_steps_are_kept() {
    let record = record();
    let large = record.trials.last().expect("there are trials");
    let room = |variant| {
        let mut all = large.timelines.iter();
        let of = all.find(|of| of.variant == variant && of.against == Against::Work)?;
        Some((of.of.clone(), of.points.clone()))
    };
    let expected = Some(("room".to_owned(), vec![(0, 200_000), (7, 200_000)]));
    assert_eq!(room(0), expected);
    if python() {
        assert_eq!(room(2), expected);
        let (low, high) = large.count_range("resident", 2).expect("it was watched");
        assert!(low >= 0.9 * BYTES && high < 4.0 * BYTES, "{low} to {high}");
    }
}
