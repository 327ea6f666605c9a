//! Slices in which a thread waited for its core, as simulated: what is left without them, and what
//! is said when too little is.

use super::*;

/// A record of ten passes of sixty rounds in which `other` takes as long as `scan`, and thirty
/// times as long in rounds in which a thread waited: by so many thousandths, in so many rounds of
/// so many passes.
fn crowded(waited: u16, rounds: usize, passes: usize) -> Record {
    let claims = pair(1.0)
        .claim(claim("other").within(0.1, "scan"))
        .claim(claim("other").takes_at_least(2.0, "scan"));
    let mut record = claims.build();
    for pass in record.trials[0].passes.iter_mut().take(passes) {
        let lane = &mut pass.lanes[1];
        lane.waits = vec![0; lane.nanos.len()];
        for round in 0..rounds {
            // Over all of the pass, as whoever takes the core for a while now and again does.
            let round = round * 7 % 60;
            lane.nanos[round] *= 30;
            lane.waits[round] = waited;
        }
    }
    record
}

#[test]
fn what_waited_is_thrown_away_and_the_rest_decides() {
    let found = judge(&crowded(21, 30, 10));
    assert_eq!(
        found[0].verdict,
        Verdict::Confirmed,
        "{}",
        found[0].sentence
    );
    assert_eq!(found[1].verdict, Verdict::Refuted, "{}", found[1].sentence);
    let record = crowded(21, 30, 10);
    let time = Estimates::of(&record).time_per_call(&record.trials[0], 1);
    let point = time.expect("half of the slices are left").interval.point;
    assert!((point / 1_024.0 - 1.0).abs() < 0.01, "{point}");
}

#[test]
fn a_wait_of_two_per_cent_is_borne() {
    let found = judge(&crowded(20, 40, 10));
    assert_eq!(found[1].verdict, Verdict::Confirmed, "nothing is dropped");
}

#[test]
fn too_few_passes_that_are_left_decide_nothing_and_the_waits_are_named() {
    for passes in 3..10 {
        for found in judge(&crowded(1000, 31, passes)) {
            assert_eq!(found.verdict, Verdict::Inconclusive, "{}", found.sentence);
            assert_eq!(found.reason, Some(Reason::Contended));
            let told = format!("waited for a core in {passes} of 10 passes");
            assert!(found.sentence.contains(&told), "{}", found.sentence);
        }
    }
    let two = judge(&crowded(1000, 31, 2));
    assert_eq!(two[0].verdict, Verdict::Confirmed, "eight passes are left");
}

#[test]
fn what_waited_in_every_pass_is_never_a_result() {
    let record = crowded(500, 60, 10);
    for found in judge(&record) {
        assert_eq!(found.verdict, Verdict::NotMeasured, "{}", found.sentence);
        assert!(
            found.sentence.contains("threads waited for a core"),
            "{}",
            found.sentence
        );
    }
    let time = Estimates::of(&record).time_per_call(&record.trials[0], 1);
    assert_eq!(time, None, "no page shows a time");
}

#[test]
fn a_record_of_before_waits_were_noted_can_be_read_and_judged() {
    let record = pair(1.0).claim(claim("other").within(0.1, "scan")).build();
    let text = serde_json::to_string(&record).expect("a record can be written");
    assert!(!text.contains("waits"));
    let read: Record = serde_json::from_str(&text).expect("and read");
    assert_eq!(judged(&read).verdict, Verdict::Confirmed);
}
