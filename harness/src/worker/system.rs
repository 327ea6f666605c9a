//! What the operating system saw of this thread while a pass ran.

use std::fs;
use std::time::Instant;

use reports::record::Disturbance;

use crate::meter::process_cpu_time;

/// Watches one pass.
pub(super) struct Watch {
    start: Instant,
    cpu: u64,
    run_queue: Option<u64>,
    switches: Option<u64>,
}

impl Watch {
    pub(super) fn start() -> Self {
        Self {
            run_queue: run_queue(),
            switches: involuntary_switches(),
            cpu: cpu(),
            start: Instant::now(),
        }
    }

    pub(super) fn stop(self) -> Disturbance {
        let since = |now: Option<u64>, then: Option<u64>| Some(now?.saturating_sub(then?));
        Disturbance {
            wall: u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX),
            cpu: cpu().saturating_sub(self.cpu),
            run_queue: since(run_queue(), self.run_queue),
            involuntary_switches: since(involuntary_switches(), self.switches),
        }
    }
}

fn cpu() -> u64 {
    u64::try_from(process_cpu_time().as_nanos()).unwrap_or(u64::MAX)
}

/// Nanoseconds that this thread has waited for a core: the second field, where Linux keeps it.
pub(crate) fn run_queue() -> Option<u64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().nth(1)?.parse().ok()
}

fn involuntary_switches() -> Option<u64> {
    let text = fs::read_to_string("/proc/thread-self/status").ok()?;
    let line = text
        .lines()
        .find(|line| line.starts_with("nonvoluntary_ctxt_switches"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeping_is_wall_time_and_not_cpu_time() {
        let watch = Watch::start();
        std::thread::sleep(std::time::Duration::from_millis(20));
        let seen = watch.stop();
        assert!(seen.wall >= 20_000_000, "{seen:?}");
        assert!(
            seen.run_queue.is_none_or(|waited| waited < seen.wall),
            "{seen:?}"
        );
    }
}
