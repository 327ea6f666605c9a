//! Criterion's baselines, and settings of how much is measured.

use std::fs;

use crate::stand::{Stand, files, seen};

#[test]
fn a_baseline_is_saved_and_compared_with() {
    let stand = Stand::new();
    stand
        .bench(&["--save-baseline", "before", "sorted/taken/16"])
        .ends_with(0);
    let saved = stand
        .criterion()
        .join("fixture_order_sort_sorted/taken/16/before/estimates.json");
    let kept = fs::read_to_string(&saved).expect("the baseline is saved");

    let compared = stand
        .bench(&["--baseline", "before", "sorted/taken/16"])
        .ends_with(0);
    assert!(
        compared.out.contains("change:"),
        "criterion's lines are shown: {}",
        compared.out
    );
    let change = stand
        .criterion()
        .join("fixture_order_sort_sorted/taken/16/change/estimates.json");
    assert!(change.is_file(), "{} is missing", change.display());
    assert_eq!(
        fs::read_to_string(&saved).ok(),
        Some(kept),
        "a baseline stays as it is"
    );
    assert_eq!(stand.records().len(), 2, "each run has its record");
}

#[test]
fn two_baselines_are_compared_and_nothing_is_measured() {
    let stand = Stand::new();
    for name in ["before", "after"] {
        stand
            .bench(&["--save-baseline", name, "sorted/taken/16"])
            .ends_with(0);
    }
    let records = files(&stand.home());
    let compared = stand
        .bench(&[
            "--load-baseline",
            "after",
            "--baseline",
            "before",
            "sorted/taken/16",
        ])
        .ends_with(0);
    assert!(compared.out.contains("change:"), "{}", compared.out);
    assert_eq!(files(&stand.home()), records, "nothing is recorded");
    assert_eq!(stand.records().len(), 2);
}

#[test]
fn a_baseline_that_is_missing_is_named_before_anything_is_measured() {
    let stand = Stand::new();
    for arguments in [
        &["--baseline", "before"][..],
        &["--load-baseline", "after", "--baseline", "before"],
    ] {
        let refused = stand.bench(arguments).ends_with(1);
        refused.error_names(&["no baseline", "--save-baseline"]);
        assert_eq!(refused.out, "");
    }
    assert_eq!(stand.records().len(), 0);

    stand
        .bench(&["--save-baseline", "before", "sorted/taken/16"])
        .ends_with(0);
    let partly = stand.bench(&["--baseline", "before", "order"]).ends_with(1);
    partly.error_names(&["`before`", "--baseline-lenient before"]);
    stand
        .bench(&["--baseline-lenient", "before", "order"])
        .ends_with(0);
}

#[test]
fn criterions_settings_set_how_much_is_measured() {
    let stand = Stand::new();
    let arguments = [
        "--bench",
        "--no-probe",
        "--noplot",
        "--nresamples",
        "10",
        "--exact",
    ];
    let sample = ["fixture/order/sort/sorted/taken/16", "--sample-size", "20"];
    let mut command = stand.fixture(&arguments);
    seen(command.args(sample)).ends_with(0);
    let record = stand.record("order/sort");
    let passes = &record.trials[0].passes;
    let first = &passes[..10];
    assert!(
        first.iter().all(|pass| pass.order.len() == 2),
        "20 slices over 10 passes"
    );
}
