//! `cargo lab machine`: what this machine can do, as text or as JSON.

use anyhow::{Context, Result};
use reports::figures;
use reports::record::{Effort, Figure, Machine, Probe, Staircase};
use reports::verdict::Interval;

use crate::conductor::{Conductor, interrupt};
use crate::machine;
use crate::terminal::Terminal;

/// The seed of the orders that are drawn by lot.
const SEED: u64 = 7;

/// Probes the machine in a fresh process and tells what was found.
pub(super) fn tell(json: bool, quick: bool, terminal: &Terminal) -> Result<()> {
    interrupt::watch();
    let effort = if quick {
        Effort::Quick
    } else {
        Effort::Default
    };
    let probe = Conductor::probe(SEED, effort)?
        .context("the process that probes the machine ended before it was done; run it again")?;
    if json {
        terminal.line(&serde_json::to_string_pretty(&probe)?);
        return Ok(());
    }
    lines(&machine::machine(), &probe)
        .iter()
        .for_each(|line| terminal.line(line));
    Ok(())
}

fn lines(machine: &Machine, probe: &Probe) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: probed in {:.1} s, {} of the repetitions left out as disturbed",
        machine.cpu,
        probe.seconds,
        figures::percent(probe.disturbed)
    )];
    for figure in Figure::ALL {
        if let Some(found) = probe.figures.get(&figure) {
            lines.push(format!(
                "  {:<24} {}",
                figure.name(),
                written(figure, *found)
            ));
        }
    }
    lines.extend(probe.staircases.iter().flat_map(staircase));
    for missing in &probe.missing {
        lines.push(format!(
            "  {:<24} not measured: {}",
            missing.what, missing.reason
        ));
    }
    lines
}

fn written(figure: Figure, found: Interval) -> String {
    let write = if figure.is_bandwidth() {
        figures::bandwidth
    } else {
        figures::time
    };
    format!(
        "{} ({})",
        write(found.point),
        figures::interval(found, write)
    )
}

fn staircase(staircase: &Staircase) -> Vec<String> {
    let head = format!(
        "  {:<24} {:>12} {:>12} {:>12}",
        staircase.pages.name(),
        "dependent",
        "independent",
        "in order"
    );
    let steps = staircase.steps.iter().map(|step| {
        format!(
            "  {:>24} {:>12} {:>12} {:>12}",
            figures::bytes(step.bytes as f64),
            figures::time(step.latency.point),
            figures::time(step.random.point),
            figures::bandwidth(step.bandwidth.point)
        )
    });
    std::iter::once(head).chain(steps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::nominal;

    #[test]
    fn every_figure_and_every_step_has_a_line() {
        let mut probe = nominal();
        probe.figures.remove(&Figure::WakeUp);
        probe.missing.push(reports::record::Missing {
            what: Figure::WakeUp.name().to_owned(),
            reason: "there is one core".to_owned(),
        });
        let lines = lines(&Machine::default(), &probe);
        assert_eq!(lines.len(), 1 + Figure::ALL.len() + 2 * (1 + 16));
        assert!(
            lines
                .iter()
                .any(|line| line.contains("wake-up") && line.contains("one core"))
        );
        assert!(
            lines
                .iter()
                .any(|line| line.contains("triad") && line.contains("10.0 GB/s"))
        );
    }
}
