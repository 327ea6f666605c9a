//! Threads that hold one lock for a share of their time: what that costs, and which law tells.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use harness::prelude::*;
use harness::threads::together;

use super::work::steps_as_in_python as steps;

const CLAIMS: &[Claim] = &[
    claim("spin lock")
        .within(0.1, "Amdahl's law")
        .on("held 25 %")
        .source("folklore: what is under a lock is the serial share of Amdahl's law")
        .means("the law has all others idle in the serial share; outside of a lock they go on"),
    claim("spin lock")
        .within(0.1, "Amdahl's law")
        .on("held 50 %")
        .source("folklore: what is under a lock is the serial share of Amdahl's law")
        .means("the law has all others idle in the serial share; outside of a lock they go on"),
    claim("spin lock")
        .within(0.1, "min(N, 1/f)")
        .on("held 25 %")
        .source("ours: while one thread holds the lock, the others work outside of it"),
    claim("spin lock")
        .within(0.1, "min(N, 1/f)")
        .on("held 50 %")
        .source("ours: while one thread holds the lock, the others work outside of it"),
    claim("spin lock")
        .within(0.1, "min(N, 1/f)")
        .on("held 75 %")
        .source("ours: while one thread holds the lock, the others work outside of it"),
    claim("one thread")
        .beats("Mutex")
        .by(1.1)
        .on("held 75 %")
        .source("ours: threads that sleep and are woken in turn make a convoy")
        .says("Behind a mutex that is held most of the time, threads are slower than one alone"),
    claim("spin lock")
        .takes_at_least(0.95, "one thread")
        .on("held always")
        .source("HPP ch. 1: the interpreter's lock keeps all but one thread from working"),
    claim("Mutex")
        .takes_at_least(0.95, "one thread")
        .on("held always")
        .source("HPP ch. 1: the interpreter's lock keeps all but one thread from working"),
    claim("threads in Python")
        .takes_at_least(0.95, "one thread in Python")
        .source("HPP ch. 1: with the global interpreter lock more cores bring nothing")
        .says("Threads in Python gain nothing, for whatever share of the time they hold a lock"),
    claim("one thread in Python")
        .beats("threads in Python")
        .by(1.05)
        .on("held 25 %")
        .source(CONVOY),
    claim("one thread in Python")
        .beats("threads in Python")
        .by(1.05)
        .on("held 50 %")
        .source(CONVOY),
    claim("one thread in Python")
        .beats("threads in Python")
        .by(1.05)
        .on("held 75 %")
        .source(CONVOY),
    claim("threads in Python")
        .within(0.05, "one thread in Python")
        .on("held always")
        .source("ours: who lets go of a lock and takes it at once has it before another wakes"),
];

const CONVOY: &str = "ours: who waited for the lock has it before the interpreter's, and the other \
                      must stop at its next turn: a convoy, which is all that a lock adds there";

pub(crate) fn held() -> Experiment {
    experiment("cores/lock")
        .asks("What do threads gain that hold one lock for a share of their time?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .case("held 25 %", |n, _| Job::new(n, 25))
        .case("held 50 %", |n, _| Job::new(n, 50))
        .case("held 75 %", |n, _| Job::new(n, 75))
        .case("held always", |n, _| Job::new(n, 100))
        .ladder()
        .timed("one thread", |job, laps| job.alone(laps))
        .timed("spin lock", |job, laps| job.together::<Spin>(laps))
        .unless(threads::too_few())
        .timed("Mutex", |job, laps| job.together::<Mutex<u64>>(laps))
        .unless(threads::too_few())
        .timed("Amdahl's law", |job, laps| {
            let (answer, took) = job.alone(laps);
            let (share, threads) = (job.share(), job.threads as f64);
            (answer, took.mul_f64(share + (1.0 - share) / threads))
        })
        .timed("min(N, 1/f)", |job, laps| {
            let (answer, took) = job.alone(laps);
            (
                answer,
                took.mul_f64(job.share().max(1.0 / job.threads as f64)),
            )
        })
        .python(
            "one thread in Python",
            concat!(include_str!("lock_one.py"), include_str!("shared_piece.py")),
        )
        .mirrors("one thread")
        .python(
            "threads in Python",
            concat!(
                include_str!("lock_threads.py"),
                include_str!("shared_piece.py"),
                include_str!("stay.py")
            ),
        )
        .mirrors("Mutex")
        .unless(threads::too_few())
        .build()
}

/// What all threads do together in a lap: the lock is taken so many times.
const TURNS: u64 = 144;
/// Steps of one turn, inside and outside of the lock: about ten microseconds, long as against the
/// time in which a lock changes hands. In Python all turns take longer than the 5 ms for which a
/// thread may keep the interpreter's lock.
const STEPS: u64 = 2000;

struct Job {
    threads: usize,
    inside: u64,
}

impl Wire for Job {
    fn write(&self, out: &mut Vec<u8>) {
        let outside = STEPS - self.inside;
        (self.threads as u64, TURNS, self.inside, outside).write(out);
    }
}

impl Job {
    fn new(threads: usize, percent: u64) -> Self {
        let inside = STEPS * percent / 100;
        Self { threads, inside }
    }

    /// The share of the time for which the lock is held.
    fn share(&self) -> f64 {
        self.inside as f64 / STEPS as f64
    }

    /// One turn outside of the lock.
    fn outside(&self, turn: u64) -> u64 {
        steps(STEPS - self.inside, turn)
    }

    /// All turns one after the other, without any lock.
    fn alone(&self, laps: u64) -> (u64, Duration) {
        let (answers, took) = together(1, |_| {
            let (mut shared, mut own) = (0, 0);
            for turn in (0..laps).flat_map(|_| 0..TURNS) {
                shared = steps(self.inside, shared);
                own ^= self.outside(turn);
            }
            shared ^ own
        });
        (answers[0], took)
    }

    /// The turns shared out to all threads. What they find does not depend on who takes which, for
    /// the shared value goes through the same steps.
    fn together<L: Lock>(&self, laps: u64) -> (u64, Duration) {
        let lock = L::default();
        let (own, took) = together(self.threads, |place| {
            let mut own = 0;
            for turn in (0..laps).flat_map(|_| (place as u64..TURNS).step_by(self.threads)) {
                lock.change(|shared| steps(self.inside, shared));
                own ^= self.outside(turn);
            }
            own
        });
        let own = own.into_iter().fold(0, |all, own| all ^ own);
        (lock.change(|shared| shared) ^ own, took)
    }
}

/// A value that one thread at a time may change.
trait Lock: Default + Sync {
    fn change(&self, change: impl FnOnce(u64) -> u64) -> u64;
}

impl Lock for Mutex<u64> {
    fn change(&self, change: impl FnOnce(u64) -> u64) -> u64 {
        let mut value = self.lock().expect("no thread panics");
        *value = change(*value);
        *value
    }
}

/// A lock that is waited for without sleeping. The value lies on a line with the lock.
#[derive(Default)]
struct Spin {
    held: AtomicBool,
    value: AtomicU64,
}

impl Lock for Spin {
    fn change(&self, change: impl FnOnce(u64) -> u64) -> u64 {
        while self.held.swap(true, Ordering::Acquire) {
            while self.held.load(Ordering::Relaxed) {
                std::hint::spin_loop();
            }
        }
        let value = change(self.value.load(Ordering::Relaxed));
        self.value.store(value, Ordering::Relaxed);
        self.held.store(false, Ordering::Release);
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_change_is_lost_behind_either_lock() {
        for percent in [25, 100] {
            for threads in [1, 2, 3, 4] {
                let job = Job::new(threads, percent);
                for laps in [1, 2] {
                    let (alone, _) = job.alone(laps);
                    assert_eq!(job.together::<Spin>(laps).0, alone);
                    assert_eq!(job.together::<Mutex<u64>>(laps).0, alone);
                }
            }
        }
    }

    #[test]
    fn the_lock_is_held_for_the_share_that_the_case_names() {
        assert_eq!(Job::new(2, 75).share(), 0.75);
        assert_eq!(Job::new(2, 100).share(), 1.0);
    }
}
