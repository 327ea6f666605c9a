//! What an experiment makes of its cases and of its variants' answers.

use super::*;
use crate::input;

#[test]
fn the_last_case_is_measured_in_both_modes_and_its_queries_are_not_its_bytes() {
    let list = |n, _: &mut SmallRng| Queries::new(vec![0_u64; n], vec![0_usize; 1 << 14]);
    let experiment = experiment("x")
        .case("plain", list)
        .case("hit", list)
        .both_modes()
        .ladder()
        .variant("index", |list| list.ask(|values, &at| values[at]))
        .build();
    let cases = ["plain", "hit, throughput", "hit, latency"];
    assert_eq!(experiment.outline.cases, cases);
    let bytes = [0, 1, 2].map(|case| {
        let mut bytes = 0;
        let body = &experiment.body;
        body.with_trial(case, 100, 7, &mut |trial| bytes = trial.input_bytes());
        bytes
    });
    assert_eq!(bytes[1], bytes[2]);
    assert_eq!(bytes[0] - bytes[1], 8 << 14);
    assert!((800..1000).contains(&bytes[1]), "{bytes:?}");
}

#[test]
fn work_that_is_thrown_away_is_caught_by_its_answer() {
    let sum = |values: &Vec<u64>| values.iter().fold(0, |sum: u64, x| sum.wrapping_add(*x));
    let experiment = experiment("x")
        .input(input::uniform)
        .ladder()
        .variant("told", sum)
        .variant("thrown away", move |values| {
            let _ = sum(values);
            0
        })
        .build();
    let mut answers = Vec::new();
    experiment.body.with_trial(0, 100, 7, &mut |trial| {
        for variant in [0, 1] {
            let lane = trial.prepare(variant);
            answers.push(trial.check(lane).err().map(|wrong| wrong.who));
        }
    });
    assert_eq!(answers, [None, Some("thrown away".to_owned())]);
}

#[test]
fn pictures_are_drawn_from_the_input() {
    let experiment = experiment("x")
        .input(|n, _| n)
        .ladder()
        .variant("it", |n| *n)
        .picture("Its size", "Bytes as many as it has elements", |n| {
            vec![7; *n]
        })
        .build();
    experiment.body.with_trial(0, 3, 7, &mut |trial| {
        let drawn = trial.draw();
        let [(title, alt, bytes)] = &drawn[..] else {
            panic!("there is one picture: {drawn:?}");
        };
        assert_eq!(
            (*title, *alt),
            ("Its size", "Bytes as many as it has elements")
        );
        assert_eq!(bytes, &[7, 7, 7]);
    });
}
