//! Looks after threads and processes that work for the one that times a slice.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::stay_on;
use crate::meter::process_cpu_time;
use crate::waits::{self, Everyone};
use crate::{affinity, clocks};

/// Looks after threads that come and go inside the clock, and keeps each on a core of its own: what
/// waits longest is told to whoever times the slice, when this is dropped on the thread that made
/// it.
#[derive(Debug)]
pub struct Watch {
    longest: Mutex<Option<Duration>>,
    allowed: Vec<usize>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            longest: Mutex::new(None),
            allowed: affinity::allowed().unwrap_or_default(),
        }
    }
}

impl Watch {
    /// Runs `work` on this thread, from here on kept on a core: 0 is the first. That and looking
    /// cost some microseconds.
    pub fn over<O>(&self, place: usize, work: impl FnOnce() -> O) -> O {
        stay_on(&self.allowed, place);
        self.during(work)
    }

    /// Runs `work` on this thread, wherever that runs.
    pub fn during<O>(&self, work: impl FnOnce() -> O) -> O {
        let before = waits::look();
        let answer = work();
        let waited = waits::since(before);
        let mut longest = self.longest.lock().unwrap_or_else(PoisonError::into_inner);
        *longest = waited.max(*longest);
        answer
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let longest = self.longest.get_mut();
        let longest = longest.unwrap_or_else(PoisonError::into_inner);
        longest.take().into_iter().for_each(waits::note);
    }
}

/// Runs `work` and tells how long it took by the wall clock. The longest wait of any thread of this
/// process for a core is told to whoever times the slice.
pub fn timed<O>(work: impl FnOnce() -> O) -> (O, Duration) {
    let everyone = Everyone::now();
    let start = Instant::now();
    let answer = work();
    let took = start.elapsed();
    everyone.longest_since().into_iter().for_each(waits::note);
    (answer, took)
}

/// Runs `work` that crowds the cores itself: its waits are its own doing, and no disturbance.
pub fn crowding<O>(work: impl FnOnce() -> O) -> O {
    let answer = work();
    waits::note(Duration::ZERO);
    answer
}

/// Runs `work` that a process of this id does for this thread, which sleeps meanwhile: for how much
/// of it that process's main thread waited is told to whoever times the slice.
pub fn done_by<O>(process: u32, work: impl FnOnce() -> O) -> O {
    let before = waits::of_thread(process);
    let (answer, took) = clocks::bare(work);
    let seen = waits::of_thread(process).zip(before);
    seen.into_iter()
        .for_each(|(now, then)| waits::note_of(now.since(then), Some(took)));
    answer
}

/// Threads of this process that take turns on one core: one of them runs always, and while it does
/// the others wait by design. So what tells of something else on the core is the time in which no
/// thread of this process ran.
#[derive(Debug, Default)]
pub struct Turns(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    /// How long the turns took since they were told last, and for how much of it this process ran.
    took: Duration,
    ran: Duration,
    /// How long the threads waited meanwhile, all together.
    waited: Duration,
    /// The least share that was missing in turns that nothing else took part in: a system may keep
    /// the time of its interrupts apart.
    least: Option<f64>,
}

impl Turns {
    /// Runs `work` on one of the threads, and tells how long it took by the wall clock.
    pub fn timed<O>(&self, work: impl FnOnce() -> O) -> (O, Duration) {
        self.beside(|| {
            let before = process_cpu_time();
            let (answer, took) = clocks::bare(work);
            let ran = process_cpu_time().saturating_sub(before);
            self.add(|taken| {
                taken.took += took;
                taken.ran += ran;
            });
            (answer, took)
        })
    }

    /// Runs `work` on another of them.
    pub fn beside<O>(&self, work: impl FnOnce() -> O) -> O {
        let before = waits::of_this_thread();
        let answer = work();
        let waited = waits::of_this_thread().zip(before);
        self.add(|taken| {
            taken.waited += waited.map_or(Duration::ZERO, |(now, then)| now - then);
        });
        answer
    }

    fn add(&self, what: impl FnOnce(&mut Taken)) {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Tells what was seen to whoever times the slice: this thread does.
    pub fn tell(&self) {
        self.add(|taken| waits::note(taken.missing()));
    }
}

impl Taken {
    /// For how long something else had the core; all begins anew then.
    fn missing(&mut self) -> Duration {
        let share = 1.0 - self.ran.as_secs_f64() / self.took.as_secs_f64().max(1e-9);
        // While one runs, another waits, and no more of them at a time.
        if self.waited <= self.ran {
            self.least = Some(self.least.unwrap_or(1.0).min(share.max(0.0)));
        }
        let missing = (share - self.least.unwrap_or(0.0)).max(0.0);
        let missing = self.took.mul_f64(missing);
        *self = Self {
            least: self.least,
            ..Self::default()
        };
        missing
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn threads_that_come_and_go_are_looked_after() {
        let watch = Watch::default();
        thread::scope(|scope| {
            scope.spawn(|| watch.over(1, || thread::sleep(Duration::from_millis(1))));
        });
        assert_eq!(waits::take(), None);
        drop(watch);
        assert_eq!(waits::take().is_some(), waits::of_this_thread().is_some());
    }

    #[test]
    fn who_crowds_the_cores_by_itself_is_not_disturbed() {
        assert_eq!(crowding(|| 7), 7);
        assert_eq!(waits::take(), Some(waits::Noted::default()));
    }

    #[test]
    fn the_wait_of_another_process_is_told() {
        let told = waits::of_this_thread().is_some();
        assert_eq!(done_by(std::process::id(), || 7), 7);
        assert_eq!(waits::take().is_some(), told);
        assert_eq!(done_by(u32::MAX, || 8), 8);
        assert_eq!(waits::take(), None);
    }

    #[test]
    fn what_no_thread_ran_of_turns_is_told_beyond_the_least_of_it() {
        let [none, half, most, all] = [0, 50, 90, 100].map(Duration::from_millis);
        let mut taken = Taken::default();
        let mut missing = |ran, waited| {
            (taken.took, taken.ran, taken.waited) = (all, ran, waited);
            taken.missing().as_secs_f64() * 10.0
        };
        let told = [
            // The threads waited for longer than they ran: something else did.
            missing(half, half * 2),
            // They did not: so much is missing whatever happens.
            missing(most, half),
            missing(half, half * 2),
            missing(all, none),
            missing(most, all),
        ];
        let expected = [0.5, 0.0, 0.4, 0.0, 0.1];
        let apart = told.iter().zip(expected).map(|(a, b): (&f64, f64)| a - b);
        assert!(
            apart.into_iter().all(|apart| apart.abs() < 1e-6),
            "{told:?}"
        );
    }

    #[test]
    fn turns_are_told_once_and_a_core_of_their_own_is_no_wait() {
        let turns = Turns::default();
        let busy = || {
            let start = Instant::now();
            while start.elapsed() < Duration::from_millis(5) {
                std::hint::spin_loop();
            }
        };
        let quiet = || {
            let ((), took) = turns.timed(busy);
            turns.tell();
            waits::take().expect("it was told").waited < took / 50
        };
        assert!((0..50).any(|_| quiet()), "some turn has the core");
        let ((), took) = turns.timed(|| thread::sleep(Duration::from_millis(5)));
        turns.tell();
        assert!(waits::take().is_some_and(|missing| missing.waited <= took));
    }
}
