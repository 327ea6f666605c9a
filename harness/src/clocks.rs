//! What a piece of work took by every clock there is: real time, the CPU's for the program and for
//! the system, and the wait for a core.
//!
//! `time -p` tells the first three. Waiting is what is left of real time, but for a core or for
//! something else only the scheduler can tell.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// Times of one piece of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// From beginning to end.
    pub real: Duration,
    /// The CPU's, in the program itself; absent where the system does not tell.
    pub user: Option<Duration>,
    /// The CPU's, in the system on the program's behalf; absent where the system does not tell.
    pub sys: Option<Duration>,
    /// Spent ready to run, while something else had the core; absent where the scheduler does not
    /// tell.
    pub run_queue: Option<Duration>,
}

/// Times `work` on this thread: what other threads do for it is not counted as CPU time.
pub fn time<O>(work: impl FnOnce() -> O) -> (O, Times) {
    let start = Start::of(THREAD);
    let answer = black_box(work());
    (answer, start.stop())
}

/// Times `work` by the wall clock alone, which is read in some 25 ns.
pub fn real<O>(work: impl FnOnce() -> O) -> (O, Duration) {
    let start = Instant::now();
    let answer = black_box(work());
    (answer, start.elapsed())
}

#[cfg(target_os = "linux")]
const THREAD: Option<UsageWho> = Some(UsageWho::RUSAGE_THREAD);
/// Elsewhere a thread's CPU time is not divided into the program's and the system's.
#[cfg(not(target_os = "linux"))]
const THREAD: Option<UsageWho> = None;

/// The beginning of what is timed.
pub(crate) struct Start {
    who: Option<UsageWho>,
    run_queue: Option<Duration>,
    cpu: Option<[Duration; 2]>,
    real: Instant,
}

impl Start {
    /// Times the whole process; the wait for a core is that of the calling thread alone.
    pub(crate) fn of_process() -> Self {
        Self::of(Some(UsageWho::RUSAGE_SELF))
    }

    fn of(who: Option<UsageWho>) -> Self {
        Self {
            who,
            run_queue: run_queue(),
            cpu: cpu(who),
            real: Instant::now(),
        }
    }

    /// What it took until now.
    pub(crate) fn stop(self) -> Times {
        let real = self.real.elapsed();
        let now = cpu(self.who);
        let cpu = |part: usize| Some(now?[part].saturating_sub(self.cpu?[part]));
        Times {
            real,
            user: cpu(0),
            sys: cpu(1),
            run_queue: run_queue()
                .zip(self.run_queue)
                .map(|(now, then)| now.saturating_sub(then)),
        }
    }
}

/// CPU time so far: the program's and the system's. Linux keeps their sum to the nanosecond, and
/// divides it by what it finds running at each tick.
fn cpu(who: Option<UsageWho>) -> Option<[Duration; 2]> {
    let usage = getrusage(who?).ok()?;
    Some([usage.user_time(), usage.system_time()].map(duration))
}

fn duration(time: TimeVal) -> Duration {
    let seconds = Duration::from_secs(time.tv_sec().unsigned_abs());
    seconds + Duration::from_micros(time.tv_usec().unsigned_abs())
}

/// How long this thread has waited for a core: the second field, where Linux keeps it.
fn run_queue() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeping_is_real_time_and_no_cpu_time() {
        let pause = Duration::from_millis(30);
        let ((), times) = time(|| std::thread::sleep(pause));
        assert!(times.real >= pause, "{times:?}");
        let cpu = times.user.zip(times.sys).map(|(user, sys)| user + sys);
        assert!(cpu.is_some_and(|cpu| cpu < pause), "{times:?}");
        assert!(times.run_queue.is_none_or(|wait| wait < times.real));
    }

    #[test]
    fn computing_is_cpu_time_of_the_program() {
        let work = || {
            let start = Instant::now();
            while start.elapsed() < Duration::from_millis(30) {
                black_box(0);
            }
        };
        let ((), times) = time(work);
        let cpu = times.user.zip(times.sys).map(|(user, sys)| user + sys);
        let told = cpu.unwrap_or_default() + times.run_queue.unwrap_or_default();
        // Real time is computing, or waiting for a core that something else uses.
        assert!(told <= times.real + Duration::from_millis(5), "{times:?}");
        assert!(cpu.is_some_and(|cpu| !cpu.is_zero()), "{times:?}");
    }
}
