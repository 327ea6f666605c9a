//! What the operating system saw of this process while a pass ran.

use std::fs;
use std::time::Duration;

use reports::record::Disturbance;

use crate::clocks::Start;
use crate::meter::process_cpu_time;

/// Watches one pass.
pub(super) struct Watch {
    start: Start,
    cpu: Duration,
    switches: Option<u64>,
}

impl Watch {
    pub(super) fn start() -> Self {
        Self {
            switches: involuntary_switches(),
            cpu: process_cpu_time(),
            start: Start::of_process(),
        }
    }

    pub(super) fn stop(self) -> Disturbance {
        let times = self.start.stop();
        let since = |now: Option<u64>, then: Option<u64>| Some(now?.saturating_sub(then?));
        Disturbance {
            wall: nanos(times.real),
            cpu: nanos(process_cpu_time().saturating_sub(self.cpu)),
            user: times.user.map(nanos),
            sys: times.sys.map(nanos),
            run_queue: times.run_queue.map(nanos),
            involuntary_switches: since(involuntary_switches(), self.switches),
        }
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
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
    fn a_pass_that_sleeps_is_real_time_and_not_cpu_time() {
        let watch = Watch::start();
        std::thread::sleep(Duration::from_millis(20));
        let seen = watch.stop();
        assert!(seen.wall >= 20_000_000, "{seen:?}");
        assert!(seen.user.is_some() && seen.sys.is_some(), "{seen:?}");
        assert!(
            seen.run_queue.is_none_or(|waited| waited < seen.wall),
            "{seen:?}"
        );
    }
}
