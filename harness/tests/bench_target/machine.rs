//! What the machine can do is measured once, before anything else, and limits are made of it.

use reports::record::{Figure, Limit, Probe};

use crate::recorded;
use crate::stand::{Stand, seen};

/// The limits of all variants of `sum` at the smallest size.
fn limits(stand: &Stand) -> Vec<Option<Limit>> {
    stand.record("sum").trials[0].limits.clone()
}

#[test]
fn a_run_probes_the_machine_and_evaluates_limits_on_it() {
    let stand = Stand::new();
    let arguments = [
        "--bench",
        "--quick",
        "--noplot",
        "--nresamples",
        "10",
        "sum/.*/10$",
    ];
    seen(&mut stand.fixture(&arguments)).ends_with(0);
    let record = stand.record("sum");
    let probe = record
        .machine
        .probe
        .as_ref()
        .expect("the machine was probed");
    let cycle = probe.figures[&Figure::Cycle];
    assert!(0.0 < cycle.low && cycle.low <= cycle.point && cycle.point <= cycle.high);
    let limits = limits(&stand);
    assert_eq!(limits.len(), record.variants.len());
    for (variant, limit) in record.variants.iter().zip(&limits) {
        assert_eq!(variant.limit.as_deref(), Some("a cycle an element"));
        let nanos = limit
            .as_ref()
            .and_then(Limit::nanos)
            .expect("all figures are there");
        assert!((nanos.point / (10.0 * cycle.point) - 1.0).abs() < 1e-9);
        assert!(nanos.low <= nanos.point && nanos.point <= nanos.high);
    }
    let page = std::fs::read_to_string(stand.home().join("machine.html"));
    let page = page.expect("the machine has a page");
    assert!(page.contains("Levels of memory") && page.contains("Latency against the working set"));
}

#[test]
fn without_a_probe_limits_say_so_and_all_else_is_measured() {
    let recorded = &recorded().stand;
    assert_eq!(recorded.record("sum").machine.probe, None);
    for limit in limits(recorded) {
        let Some(Limit::NotMeasured(why)) = limit else {
            panic!("{limit:?}");
        };
        assert_eq!(why, "this run did not probe the machine");
    }
}

#[test]
fn the_machine_is_told_as_json() {
    let stand = Stand::new();
    let told = seen(&mut stand.lab(&["machine", "--quick", "--json"])).ends_with(0);
    let probe: Probe = serde_json::from_str(&told.out).expect("it is one document");
    let known = |figure: &Figure| {
        probe.figures.contains_key(figure) != probe.why_missing(figure.name()).is_some()
    };
    assert!(Figure::ALL.iter().all(known), "{probe:?}");
    let text = seen(&mut stand.lab(&["machine", "--quick"]))
        .ends_with(0)
        .out;
    assert!(
        text.contains("cycle") && text.contains("small pages"),
        "{text}"
    );
}
