//! Figures between the steps of a staircase, and those that are missing.

use super::super::nominal;
use super::*;

#[test]
fn a_working_set_between_two_steps_lies_on_a_line_of_logarithms() {
    let mut probe = nominal();
    let step = |bytes, nanos: f64| Step {
        bytes,
        latency: Interval {
            point: nanos,
            low: nanos / 2.0,
            high: nanos * 2.0,
        },
        ..probe.staircases[0].steps[0]
    };
    let steps = vec![step(1_000, 1.0), step(4_000, 16.0)];
    probe.staircases[0].steps = steps;
    let figures = Figures::new(&probe, Edge::Middle);
    for (bytes, nanos) in [
        (10, 1.0),
        (1_000, 1.0),
        (2_000, 4.0),
        (4_000, 16.0),
        (9_999, 16.0),
    ] {
        let found = figures.latency(bytes);
        assert!((found - nanos).abs() < 1e-9, "{bytes}: {found}");
    }
    let fast = Figures::new(&probe, Edge::Fast);
    let slow = Figures::new(&probe, Edge::Slow);
    assert!((fast.latency(4_000) - 8.0).abs() < 1e-9);
    assert!((slow.latency(4_000) - 32.0).abs() < 1e-9);
}

#[test]
fn huge_pages_have_a_staircase_of_their_own_where_there_is_one() {
    let mut probe = nominal();
    for step in &mut probe.staircases[1].steps {
        step.random.point /= 2.0;
        step.latency.point /= 4.0;
    }
    let both = |probe: &Probe| {
        let figures = Figures::new(probe, Edge::Middle);
        (
            figures.random_read(4096),
            figures.random_read_in_huge_pages(4096),
        )
    };
    assert_eq!(both(&probe), (0.25, 0.125));
    let figures = Figures::new(&probe, Edge::Middle);
    let slower = figures.latency(4096) / figures.latency_in_huge_pages(4096);
    assert!((slower - 4.0).abs() < 1e-9, "{slower}");
    probe.staircases.pop();
    assert_eq!(both(&probe), (0.25, 0.25));
}

#[test]
fn a_missing_figure_is_no_number_and_says_why() {
    let mut probe = nominal();
    probe.figures.remove(&Figure::WakeUp);
    probe.missing.push(reports::record::Missing {
        what: Figure::WakeUp.name().to_owned(),
        reason: "there is one core".to_owned(),
    });
    let figures = Figures::new(&probe, Edge::Middle);
    assert!(figures.cycle() > 0.0 && figures.missing().is_none());
    assert!(figures.wake_up().is_nan());
    let why = figures.missing().expect("it is told");
    assert_eq!(why, "wake-up on another core: there is one core");
    probe.staircases.clear();
    assert!(Figures::new(&probe, Edge::Middle).latency(64).is_nan());
}
