//! A probe of little, as a whole.

use rand::SeedableRng;
use reports::record::Cache;

use super::*;

fn tiny() -> Probe {
    let machine = Machine {
        caches: vec![Cache {
            level: 1,
            bytes: 32 << 10,
            line: 128,
        }],
        ..Machine::default()
    };
    measure(&machine, &Plan::tiny(), &mut SmallRng::seed_from_u64(1))
}

#[test]
fn every_figure_is_measured_or_missing_for_a_reason() {
    let probe = tiny();
    for figure in Figure::ALL {
        let measured = probe.figures.get(&figure);
        let missing = probe.why_missing(figure.name());
        assert!(measured.is_some() != missing.is_some(), "{figure:?}");
        assert!(
            measured.is_none_or(|of| 0.0 < of.low && of.low <= of.point && of.point <= of.high)
        );
        assert!(missing.is_none_or(|why| !why.is_empty()));
    }
    assert_eq!((probe.line, probe.ordinary), (128, Pages::Small));
    assert!(probe.seconds > 0.0 && (0.0..=1.0).contains(&probe.disturbed));
}

#[test]
fn the_staircase_has_every_working_set_and_rises() {
    let probe = tiny();
    let small = probe
        .staircase(Pages::Small)
        .expect("small pages are always there");
    let sizes: Vec<u64> = small.steps.iter().map(|step| step.bytes).collect();
    assert_eq!(sizes, [16, 32, 64, 128, 256].map(|kib| kib << 10));
    for step in &small.steps {
        for figure in [step.latency, step.random, step.bandwidth] {
            assert!(0.0 < figure.low && figure.low <= figure.point && figure.point <= figure.high);
        }
    }
    let huge = probe.staircase(Pages::Huge);
    assert!(huge.is_some() != probe.why_missing(Pages::Huge.name()).is_some());
}

#[test]
fn a_formula_over_the_nominal_machine_has_all_figures() {
    let probe = nominal();
    let figures = Figures::new(&probe, figures::Edge::Middle);
    let all = [
        figures.cycle(),
        figures.addition(),
        figures.issue_width(),
        figures.latency(1 << 20),
        figures.random_read(1 << 20),
        figures.bandwidth(1 << 20),
        figures.triad(),
        figures.allocation(),
        figures.system_call(),
        figures.context_switch(),
        figures.wake_up(),
        figures.page_fault(),
        figures.huge_page_fault(),
    ];
    assert!(all.iter().all(|figure| *figure > 0.0));
    assert_eq!(figures.missing(), None);
}
