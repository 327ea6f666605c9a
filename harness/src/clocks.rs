//! What a piece of work took by every clock there is: real time, the CPU's for the program and for
//! the system, and the wait for a core.
//!
//! `time -p` tells the first three. Waiting is what is left of real time, but for a core or for
//! something else only the scheduler can tell.
//!
//! The CPU's time is read from its clock, to the nanosecond. How it is divided into the program's
//! and the system's is what `getrusage` estimates, often no finer than a tick of 4 ms.

use std::hint::black_box;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::meter::{process_cpu_time, thread_cpu_time};
use crate::waits;

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
    let start = Start::of(Scope::Thread);
    let answer = black_box(work());
    (answer, start.stop())
}

/// Times `work` on this thread by the wall clock. How long it waited for its core is told to
/// whoever times the slice; to look costs two microseconds, before and after what is timed.
pub fn real<O>(work: impl FnOnce() -> O) -> (O, Duration) {
    let before = waits::look();
    let (answer, took) = bare(work);
    waits::since(before).into_iter().for_each(waits::note);
    (answer, took)
}

/// Times `work` by the wall clock and does nothing else: the clock is read in some 25 ns. For
/// pieces so short that a look at the scheduler would be most of the work.
pub fn bare<O>(work: impl FnOnce() -> O) -> (O, Duration) {
    let start = Instant::now();
    let answer = black_box(work());
    (answer, start.elapsed())
}

/// Whose CPU time is read.
#[derive(Clone, Copy)]
enum Scope {
    Thread,
    Process,
}

impl Scope {
    /// CPU time so far, to the nanosecond.
    fn cpu(self) -> Duration {
        match self {
            Self::Thread => thread_cpu_time(),
            Self::Process => process_cpu_time(),
        }
    }

    /// CPU time so far, of the program and of the system. A system that keeps both by its ticks
    /// tells them only so finely.
    fn parts(self) -> Option<[Duration; 2]> {
        let who = match self {
            #[cfg(target_os = "linux")]
            Self::Thread => UsageWho::RUSAGE_THREAD,
            #[cfg(not(target_os = "linux"))]
            Self::Thread => return None,
            Self::Process => UsageWho::RUSAGE_SELF,
        };
        let usage = getrusage(who).ok()?;
        Some([usage.user_time(), usage.system_time()].map(duration))
    }
}

/// The beginning of what is timed.
pub(crate) struct Start {
    scope: Scope,
    run_queue: Option<Duration>,
    parts: Option<[Duration; 2]>,
    cpu: Duration,
    real: Instant,
}

impl Start {
    /// Times the whole process; the wait for a core is that of the calling thread alone.
    pub(crate) fn of_process() -> Self {
        Self::of(Scope::Process)
    }

    fn of(scope: Scope) -> Self {
        Self {
            scope,
            run_queue: waits::of_this_thread(),
            parts: scope.parts(),
            real: Instant::now(),
            cpu: scope.cpu(),
        }
    }

    /// What it took until now.
    pub(crate) fn stop(self) -> Times {
        let cpu = self.scope.cpu().saturating_sub(self.cpu);
        let real = self.real.elapsed();
        let parts = self.scope.parts().zip(self.parts);
        let parts = parts.map(|(now, then)| {
            let part = |place: usize| now[place].saturating_sub(then[place]);
            divided(cpu, [part(0), part(1)])
        });
        let run_queue = waits::of_this_thread().zip(self.run_queue);
        Times {
            real,
            user: parts.map(|parts| parts[0]),
            sys: parts.map(|parts| parts[1]),
            run_queue: run_queue.map(|(now, then)| now.saturating_sub(then)),
        }
    }
}

/// Divides CPU time, known to the nanosecond, as the parts are that the system told; the program's,
/// where it told nothing yet.
fn divided(cpu: Duration, [user, sys]: [Duration; 2]) -> [Duration; 2] {
    let told = (user + sys).as_secs_f64();
    let share = if told > 0.0 {
        sys.as_secs_f64() / told
    } else {
        0.0
    };
    let sys = cpu.mul_f64(share);
    [cpu.saturating_sub(sys), sys]
}

fn duration(time: TimeVal) -> Duration {
    let seconds = Duration::from_secs(time.tv_sec().unsigned_abs());
    seconds + Duration::from_micros(time.tv_usec().unsigned_abs())
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
    fn cpu_time_is_divided_without_loss() {
        let [all, part] = [9, 4].map(Duration::from_nanos);
        assert_eq!(
            divided(all, [part, part * 2]),
            [3, 6].map(Duration::from_nanos)
        );
        assert_eq!(divided(all, [Duration::ZERO; 2]), [all, Duration::ZERO]);
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
