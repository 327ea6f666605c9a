//! What a run leaves in its records and in criterion's folder.

use std::collections::BTreeSet;

use reports::judge::judge;
use reports::record::{Effort, Kind, Record, State, Trial};
use reports::stats;
use reports::verdict::Verdict;
use serde_json::Value;

use crate::stand::Stand;
use crate::{SEED, recorded};

/// The variants that run at a size, by their places.
fn running(record: &Record, trial: &Trial) -> Vec<usize> {
    let runs = |up_to: Option<u64>| up_to.is_none_or(|largest| trial.size <= largest);
    let all = record.variants.iter().enumerate();
    all.filter(|(_, variant)| runs(variant.up_to))
        .map(|(place, _)| place)
        .collect()
}

#[test]
fn a_run_leaves_one_whole_record_an_experiment() {
    let records = recorded().stand.records();
    let ids: Vec<String> = records.iter().map(Record::id).collect();
    assert_eq!(ids, ["fixture/order/sort", "fixture/sum"]);
    for record in &records {
        assert_eq!((record.run.seed, record.run.effort), (SEED, Effort::Quick));
        assert_eq!(
            (record.run.state, record.run.left_out),
            (State::Complete, 0)
        );
        assert_eq!(record.failures, []);
        assert!(record.run.arguments.contains(&"--quick".to_owned()));
        assert!(record.run.seconds > 0.0 && record.run.seconds < 600.0);
        assert!(record.machine.cores > 0 && record.machine.memory > 0);
        assert!(record.toolchain.rustc.starts_with("rustc "));
        let kernels: BTreeSet<&str> = record
            .copies
            .iter()
            .map(|copies| copies.kernel.as_str())
            .collect();
        assert_eq!(kernels.len(), 3, "three kernels duel when the run begins");
        assert_eq!(record.copies.len(), 3 * 6, "in six fresh processes");
        assert!(record.copies.iter().all(|copies| copies.nanos.len() >= 2));
    }
    let run = &records[0].run.id;
    assert!(
        records.iter().all(|record| record.run.id == *run),
        "one run, one id"
    );
}

#[test]
fn a_record_holds_the_source_of_every_variant() {
    let record = recorded().stand.record("order/sort");
    let source = record.source.expect("the fixture's source can be read");
    assert_eq!(source.path, "harness/examples/fixture/main.rs");
    let lines: Vec<&str> = source.text.lines().collect();
    let kinds: Vec<Kind> = record.variants.iter().map(|variant| variant.kind).collect();
    assert_eq!(kinds, [Kind::InPlace, Kind::InPlace, Kind::Fresh]);
    for variant in &record.variants {
        let (first, last) = variant.lines.expect("a variant has its lines");
        let own = lines[first as usize - 1..last as usize].join("\n");
        assert!(own.contains(&format!("\"{}\"", variant.name)), "{own}");
        assert!(own.trim_end().ends_with(')'), "{own}");
    }
}

#[test]
fn a_record_holds_a_picture_of_the_largest_input() {
    let record = recorded().stand.record("sum");
    let [picture] = &record.pictures[..] else {
        panic!("there is one picture: {:?}", record.pictures);
    };
    assert_eq!((picture.size, picture.png.columns()), (1000, 500));
    assert_eq!(picture.title, "As long as `once` adds");
}

#[test]
fn every_pass_holds_every_lane_and_a_control() {
    let looks = stats::looks(Effort::Quick);
    let passes = looks.last().expect("a look is planned").passes;
    for record in recorded().stand.records() {
        for trial in &record.trials {
            let variants = running(&record, trial);
            assert_eq!(
                trial.passes.len(),
                passes,
                "the first look is always reached"
            );
            for (place, pass) in trial.passes.iter().enumerate() {
                assert_eq!(pass.index as usize, place);
                let timed: Vec<usize> = pass
                    .lanes
                    .iter()
                    .filter(|lane| !lane.control)
                    .map(|lane| lane.variant)
                    .collect();
                assert_eq!(timed, variants);
                let control = pass.control().expect("a pass has a control");
                let reference = pass.lane(0).expect("a pass has the reference");
                assert_eq!((control.variant, control.laps), (0, reference.laps));
                assert_eq!(control.clock, reference.clock);
            }
        }
    }
}

#[test]
fn every_round_ran_all_lanes_in_an_order_drawn_by_lot() {
    for record in recorded().stand.records() {
        let mut orders = BTreeSet::new();
        for pass in record.trials.iter().flat_map(|trial| &trial.passes) {
            let rounds = pass.order.len();
            assert!(rounds > 0);
            assert_eq!(pass.sentinel.len(), rounds);
            assert!(pass.sentinel.iter().all(|reading| *reading > 0));
            assert!(pass.lanes.iter().all(|lane| lane.nanos.len() == rounds));
            for order in &pass.order {
                let mut sorted = order.clone();
                sorted.sort_unstable();
                assert!(
                    sorted.into_iter().eq(0..pass.lanes.len() as u8),
                    "{order:?}"
                );
                orders.insert(order.clone());
            }
        }
        assert!(orders.len() > 10, "the order hardly changes: {orders:?}");
    }
}

#[test]
fn counts_are_exact_and_absent_where_nothing_ran() {
    let record = recorded().stand.record("sum");
    for trial in &record.trials {
        let of = |variant: &str, measure: &str| {
            let place = record.variant(variant).expect("the variant is recorded");
            Some(trial.counts[place].as_ref()?[measure])
        };
        assert_eq!(of("once", "additions"), Some(trial.size as f64));
        assert_eq!(of("once", "allocations"), Some(0.0));
        let copied = (trial.size <= 100).then_some(8.0 * trial.size as f64);
        assert_eq!(of("copied", "bytes"), copied);
        assert_eq!(of("copied", "peak"), copied);
        assert_eq!(trial.work, trial.size);
        assert!(trial.input_bytes >= 8 * trial.size);
        assert!(!trial.answer.is_empty());
    }
}

#[test]
fn what_was_told_is_what_the_records_say() {
    let told = &recorded().seen.out;
    let mut verdicts = Vec::new();
    for record in recorded().stand.records() {
        for (claim, judged) in record.claims.iter().zip(judge(&record)) {
            let sign = match judged.verdict {
                Verdict::Confirmed => '✓',
                Verdict::Refuted => '✗',
                Verdict::Inconclusive => '?',
                Verdict::NotMeasured => '–',
            };
            let line = format!("{sign} {}: {}", record.experiment, claim.text);
            assert!(told.contains(&line), "`{line}` is missing in:\n{told}");
            assert!(told.contains(&judged.sentence), "{}", judged.sentence);
            if claim.measure != "time" {
                verdicts.push((claim.text.clone(), judged.verdict));
            }
        }
    }
    let of = |part: &str| {
        verdicts
            .iter()
            .find(|(text, _)| text.contains(part))
            .map(|of| of.1)
    };
    assert_eq!(of("allocations of `once`"), Some(Verdict::Confirmed));
    assert_eq!(of("allocations of `copied`"), Some(Verdict::Refuted));
    assert_eq!(of("additions of `once` is"), Some(Verdict::Confirmed));
    assert_eq!(of("additions of `once` grows"), Some(Verdict::Confirmed));
    assert!(told.contains("\n  6 claims: "), "{told}");
}

#[test]
fn criterion_has_every_variant_with_the_figures_of_the_record() {
    let stand = &recorded().stand;
    for record in stand.records() {
        for trial in &record.trials {
            let group = match trial.case.as_str() {
                "" => record.id(),
                case => format!("{}/{case}", record.id()),
            };
            let group = stand.criterion().join(group.replace('/', "_"));
            for (place, variant) in record.variants.iter().enumerate() {
                let folder = group.join(&variant.name).join(trial.size.to_string());
                if !running(&record, trial).contains(&place) {
                    assert!(!folder.exists(), "{} did not run", folder.display());
                    continue;
                }
                let file = folder.join("new/estimates.json");
                let text = std::fs::read_to_string(&file)
                    .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                let estimates: Value = serde_json::from_str(&text).expect("criterion writes JSON");
                let median = estimates["median"]["point_estimate"]
                    .as_f64()
                    .expect("a number");
                let lanes = trial.passes.iter().filter_map(|pass| pass.lane(place));
                let calls: Vec<f64> = lanes
                    .flat_map(|lane| {
                        lane.nanos
                            .iter()
                            .map(|time| *time as f64 / lane.laps as f64)
                    })
                    .collect();
                let least = calls.iter().copied().fold(f64::INFINITY, f64::min);
                let most = calls.iter().copied().fold(0.0, f64::max);
                // Criterion converts there and back.
                let around = least * 0.999..=most * 1.001;
                assert!(around.contains(&median), "{}: {median}", file.display());
            }
        }
    }
}

#[test]
fn an_input_depends_on_the_seed_the_case_and_the_size_alone() {
    let first = recorded().stand.record("sum");
    let answers = |seed: &str| {
        let stand = Stand::new();
        stand
            .bench(&["--seed", seed, "--exact", "fixture/sum"])
            .ends_with(0);
        let record = stand.record("sum");
        let of = |record: &Record| -> Vec<(String, Vec<_>)> {
            let trials = record.trials.iter();
            trials
                .map(|trial| (trial.answer.clone(), trial.counts.clone()))
                .collect()
        };
        (of(&record), of(&first))
    };
    let (again, before) = answers(&SEED.to_string());
    assert_eq!(
        again, before,
        "the same seed gives the same answers and counts"
    );
    let (other, before) = answers("12");
    let pairs = other.iter().zip(&before);
    assert!(
        pairs.clone().all(|(one, two)| one.0 != two.0),
        "another seed, other inputs"
    );
    assert!(
        pairs.clone().all(|(one, two)| one.1 == two.1),
        "and the same counts"
    );
}
