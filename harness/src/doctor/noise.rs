//! How quiet this machine is now: a piece of arithmetic of known length, timed again and again.

use std::fs;
use std::time::{Duration, Instant};

use reports::{figures, stats};

use super::Finding;
use crate::worker::sentinel;

/// So long is listened.
const LISTENING: Duration = Duration::from_millis(500);

/// A host that takes more than this share spoils what is measured.
const STOLEN: f64 = 0.02;

pub(super) fn listen() -> Vec<Finding> {
    let before = ticks();
    let start = Instant::now();
    let mut readings = Vec::new();
    while start.elapsed() < LISTENING {
        readings.push(sentinel::reading());
    }
    let stolen = before
        .zip(ticks())
        .and_then(|(before, after)| share(before, after));
    let mut found = vec![noise(&mut readings)];
    found.extend(stolen.map(steal));
    found
}

fn noise(readings: &mut [u32]) -> Finding {
    let limit = stats::quiet_limit(readings).unwrap_or_default();
    let clean = readings
        .iter()
        .filter(|reading| f64::from(**reading) <= limit);
    let clean = clean.count() as f64 / readings.len().max(1) as f64;
    let said = format!(
        "{} of {} timings of the same arithmetic were disturbed",
        figures::percent(1.0 - clean),
        figures::size(readings.len() as u64)
    );
    if clean >= stats::KEPT {
        return Finding::fine("noise", said);
    }
    Finding::warning(
        "noise",
        format!("{said}: stop what else runs, or run again later"),
    )
}

/// All ticks of all cores, and those that the host kept for itself.
fn ticks() -> Option<(u64, u64)> {
    let text = fs::read_to_string("/proc/stat").ok()?;
    let fields = text.lines().next()?.split_whitespace().skip(1);
    let ticks: Vec<u64> = fields
        .map(|field| field.parse().ok())
        .collect::<Option<_>>()?;
    // user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of the first.
    Some((ticks.iter().take(8).sum(), *ticks.get(7)?))
}

fn share(before: (u64, u64), after: (u64, u64)) -> Option<f64> {
    let all = after.0.checked_sub(before.0).filter(|all| *all > 0)?;
    Some(after.1.checked_sub(before.1)? as f64 / all as f64)
}

fn steal(share: f64) -> Finding {
    let said = format!("the host took {} of the time", figures::percent(share));
    if share <= STOLEN {
        return Finding::fine("steal", said);
    }
    Finding::warning(
        "steal",
        format!("{said}: run again when its other guests are quiet, or on a machine of your own"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Standing;

    #[test]
    fn a_noisy_machine_is_told_from_a_quiet_one() {
        let mut quiet = [100; 100];
        quiet[7] = 900;
        let found = noise(&mut quiet);
        assert_eq!(found.standing, Standing::Fine);
        assert!(found.said.starts_with("1.00 % of 100 timings"), "{found:?}");
        let mut noisy: Vec<u32> = (0..100).map(|at| 100 + at % 2 * 20).collect();
        let found = noise(&mut noisy);
        assert_eq!(found.standing, Standing::Warning, "{found:?}");
    }

    #[test]
    fn what_the_host_takes_is_a_share_of_all_ticks() {
        assert_eq!(share((100, 10), (300, 20)), Some(0.05));
        assert_eq!(share((100, 10), (100, 10)), None);
        assert_eq!(steal(0.05).standing, Standing::Warning);
        assert_eq!(steal(0.0).standing, Standing::Fine);
    }

    #[test]
    fn listening_hears_something() {
        assert!(listen()[0].said.contains("timings of the same arithmetic"));
    }
}
