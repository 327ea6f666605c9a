//! Without `--bench`, as `cargo test` runs it, a bench target verifies and measures nothing.

use crate::stand::{Stand, files, seen};

#[test]
fn as_a_test_every_experiment_is_verified_once_and_nothing_is_kept() {
    let stand = Stand::new();
    for arguments in [&[][..], &["--bench", "--test"]] {
        let tested = seen(&mut stand.fixture(arguments)).ends_with(0);
        for line in [
            "running 2 tests",
            "test fixture/sum ... ok",
            "test fixture/order/sort ... ok",
            "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            assert!(
                tested.out.contains(line),
                "`{line}` is missing in:\n{}",
                tested.out
            );
        }
        assert_eq!(tested.err, "");
    }
    assert_eq!(files(stand.path()).len(), 0);
}

#[test]
fn as_a_test_a_filter_takes_a_part_of_the_name() {
    let stand = Stand::new();
    let some = seen(&mut stand.fixture(&["sort"])).ends_with(0);
    assert!(
        some.out
            .contains("1 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out")
    );
    let skipped = seen(&mut stand.fixture(&["--skip", "sort"])).ends_with(0);
    assert!(
        skipped.out.contains("test fixture/sum ... ok"),
        "{}",
        skipped.out
    );
    assert!(
        !skipped.out.contains("fixture/order/sort"),
        "{}",
        skipped.out
    );
}

#[test]
fn as_a_test_each_misbehaviour_fails_its_experiment_alone() {
    for (how, sentence) in [
        ("panics", "on purpose"),
        ("aborts", "an abort (signal 6)"),
        ("disagrees", "answers 2"),
        ("has no input", "no such input"),
        ("mistakes", "did you mean `good`?"),
    ] {
        let stand = Stand::new();
        let mut command = stand.fixture(&[]);
        let tested = seen(command.env("FIXTURE", how)).ends_with(1);
        for line in [
            "test fixture/sum ... ok",
            "test fixture/bad ... FAILED",
            "test fixture/order/sort ... ok",
            "---- fixture/bad ----",
            "test result: FAILED. 2 passed; 1 failed;",
            sentence,
        ] {
            assert!(
                tested.out.contains(line),
                "{how}: `{line}` is missing in:\n{}",
                tested.out
            );
        }
    }
}
