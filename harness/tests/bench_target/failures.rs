//! What fails is told in one sentence, and costs nothing else its measurement.

use std::fs;

use reports::judge::judge;
use reports::record::Effort;
use reports::stats::looks;
use reports::verdict::Verdict;

use crate::stand::{Seen, Stand, files, seen};

/// The sound experiments must be whole, and the page must be there.
#[track_caller]
fn the_others_are_whole(stand: &Stand, seen: &Seen) {
    for (experiment, trials) in [("sum", 5), ("order/sort", 4)] {
        let record = stand.record(experiment);
        assert_eq!(
            (record.trials.len(), record.failures.len()),
            (trials, 0),
            "{experiment}"
        );
        assert!(
            record
                .trials
                .iter()
                .all(|trial| trial.passes.len() == quick_passes()),
            "{experiment}"
        );
        assert!(
            judge(&record)
                .iter()
                .all(|judged| judged.verdict != Verdict::NotMeasured)
        );
    }
    assert_eq!(seen.page(), stand.home().join("index.html"));
    let front = fs::read_to_string(seen.page()).expect("the front page is there");
    assert!(
        front.contains("experiments/fixture/bad.html"),
        "what failed has its page too"
    );
}

/// Passes to the only look of a quick run.
fn quick_passes() -> usize {
    looks(Effort::Quick)[0].passes
}

/// Runs with a variant `bad` that misbehaves at size 2. At size 1, and without it, all is measured.
#[track_caller]
fn one_variant_fails(how: &str, sentence: &[&str]) {
    let stand = Stand::new();
    let seen = stand.misbehave(how).ends_with(1);
    seen.error_names(&["bad at size 2: ", "`bad`"]);
    seen.error_names(sentence);
    the_others_are_whole(&stand, &seen);

    let record = stand.record("bad");
    let [failure] = &record.failures[..] else {
        panic!("one failure is recorded: {:?}", record.failures);
    };
    assert_eq!(
        (failure.variant.as_deref(), failure.size),
        (Some("bad"), Some(2))
    );
    let lanes = |trial: usize| record.trials[trial].passes[0].lanes.len();
    assert_eq!(
        (lanes(0), lanes(1)),
        (4, 3),
        "`bad` is left out where it failed"
    );
    assert_eq!(record.trials[1].counts[2], None);
    let judged = &judge(&record)[0];
    assert_eq!(judged.verdict, Verdict::Inconclusive);
    assert!(
        judged.sentence.contains("`bad` failed at n = 2"),
        "{}",
        judged.sentence
    );
}

#[test]
fn a_panic_is_told_with_its_place() {
    one_variant_fails("panics", &["panicked with \"on purpose at ", "main.rs:"]);
}

#[test]
fn a_crash_costs_one_worker() {
    one_variant_fails("aborts", &["an abort (signal 6)", "mend or remove it"]);
}

#[test]
fn a_disagreement_names_both_sides_and_their_answers() {
    one_variant_fails(
        "disagrees",
        &["answers 2", "the reference `good` answers 3"],
    );
}

#[test]
fn a_picture_that_is_too_large_is_named() {
    let stand = Stand::new();
    let seen = stand.misbehave("draws").ends_with(1);
    seen.error_names(&["\"Too wide\"", "has 600 x 1 pixels"]);
    the_others_are_whole(&stand, &seen);
    assert_eq!(stand.record("bad").pictures, []);
}

#[test]
fn a_hang_is_ended_after_some_patience() {
    let stand = Stand::new();
    let arguments = [
        "--bench",
        "--quick",
        "--no-probe",
        "--noplot",
        "--nresamples",
        "10",
    ];
    let mut command = stand.fixture(&arguments);
    let seen = seen(command.env("FIXTURE", "hangs").env("LAB_PATIENCE", "4"));
    let seen = seen.ends_with(1);
    seen.error_names(&["bad at size 2", "`bad`", "no answer for 4 seconds"]);
    the_others_are_whole(&stand, &seen);
}

#[test]
fn an_input_that_cannot_be_made_leaves_its_size_out() {
    let stand = Stand::new();
    let seen = stand.misbehave("has no input").ends_with(1);
    seen.error_names(&[
        "bad at size 2",
        "the input could not be made",
        "no such input",
    ]);
    the_others_are_whole(&stand, &seen);
}

#[test]
fn what_a_variant_prints_disturbs_nothing() {
    let stand = Stand::new();
    let seen = stand.misbehave("prints").ends_with(0);
    assert!(!seen.out.contains("a variant printed"), "{}", seen.out);
    assert!(seen.err.contains("a variant printed"), "{}", seen.err);
    the_others_are_whole(&stand, &seen);
    assert_eq!(stand.record("bad").trials.len(), 2);
}

#[test]
fn a_mistaken_claim_is_told_and_the_rest_is_measured() {
    let stand = Stand::new();
    let seen = stand.misbehave("mistakes").ends_with(1);
    let errors: Vec<&str> = seen
        .err
        .lines()
        .filter(|l| l.starts_with("error: "))
        .collect();
    let [unknown, twice] = errors[..] else {
        panic!("two errors are wanted: {errors:?}");
    };
    assert!(unknown.contains("`god`") && unknown.contains("did you mean `good`?"));
    assert!(twice.contains("as fast as `also good`” is made twice"));
    the_others_are_whole(&stand, &seen);
    let record = stand.record("bad");
    assert_eq!((record.claims.len(), record.failures.len()), (1, 2));
    assert!(
        record
            .trials
            .iter()
            .all(|trial| trial.passes.len() == quick_passes())
    );
}

#[test]
fn an_id_of_two_experiments_is_told_before_anything_is_measured() {
    let stand = Stand::new();
    let refused = stand.misbehave("stands twice").ends_with(1);
    refused.error_names(&["`order/sort`", "an id of its own"]);
    assert_eq!(refused.out, "", "nothing is measured");
}

#[test]
fn a_home_that_cannot_be_written_is_told_before_anything_is_measured() {
    let stand = Stand::new();
    let file = stand.path().join("file");
    fs::write(&file, "in the way").expect("a file can be written");
    let mut command = stand.fixture(&["--bench", "--quick"]);
    let refused = seen(command.env("LAB_HOME", file.join("lab"))).ends_with(1);
    refused.error_names(&["file/lab", "LAB_HOME"]);
    assert_eq!(refused.out, "", "nothing is measured");
}

#[test]
fn without_criterions_folder_the_records_and_the_site_are_whole() {
    let stand = Stand::new();
    let file = stand.path().join("file");
    fs::write(&file, "in the way").expect("a file can be written");
    let arguments = [
        "--bench",
        "--quick",
        "--no-probe",
        "--noplot",
        "--nresamples",
        "10",
        "sorted/taken/16",
    ];
    let mut command = stand.fixture(&arguments);
    let seen = seen(command.env("CRITERION_HOME", file.join("criterion")));
    let seen = seen.ends_with(1);
    seen.error_names(&["file/criterion", "CRITERION_HOME"]);
    assert_eq!(
        stand.record("order/sort").trials[0].passes.len(),
        quick_passes()
    );
    assert!(seen.page().is_file());
}

#[test]
fn a_damaged_record_is_named_and_kept_and_the_rest_is_shown() {
    let stand = Stand::new();
    stand.bench(&["sorted/taken/16"]).ends_with(0);
    let record = files(&stand.home().join("records")).remove(0);
    let text = fs::read_to_string(&record).expect("the record is there");
    fs::write(&record, &text[..text.len() / 2]).expect("the record can be damaged");

    let seen = stand.bench(&["shuffled/taken/16"]).ends_with(0);
    let warned = seen.err.lines().find(|line| line.contains("is damaged"));
    let name = record.display().to_string();
    assert!(
        warned.is_some_and(|line| line.contains(&name)),
        "{}",
        seen.err
    );
    let kept = fs::read_to_string(&record).expect("the damaged record is not deleted");
    assert_eq!(kept.len(), text.len() / 2);
    let front = fs::read_to_string(seen.page()).expect("the front page is there");
    assert!(
        front.contains("damaged"),
        "the page names what it could not read"
    );
}
