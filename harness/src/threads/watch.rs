//! Looks after threads and processes that work for the one that times a slice.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::stay_on;
use crate::affinity;
use crate::meter::process_cpu_time;
use crate::waits::{self, Everyone};

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

/// Runs `work` that a process of this id does for this thread, which sleeps meanwhile: the wait of
/// that process's main thread is told to whoever times the slice.
pub fn done_by<O>(process: u32, work: impl FnOnce() -> O) -> O {
    let before = waits::of_thread(process);
    let answer = work();
    let seen = waits::of_thread(process).zip(before);
    seen.into_iter()
        .for_each(|(now, then)| waits::note(now.since(then)));
    answer
}

/// Threads of this process that take turns on one core: one of them runs always, and while it does
/// the others wait by design. So what tells of something else on the core is the time in which no
/// thread of this process ran.
#[derive(Debug)]
pub struct Turns {
    /// The least share that was ever missing: a system may keep the time of its interrupts apart.
    least: Mutex<f64>,
    /// What was missing beyond it since that was told last.
    missing: Mutex<Option<Duration>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            least: Mutex::new(1.0),
            missing: Mutex::default(),
        }
    }
}

impl Turns {
    /// Runs `work` on one of the threads, and tells how long it took by the wall clock.
    pub fn timed<O>(&self, work: impl FnOnce() -> O) -> (O, Duration) {
        let before = process_cpu_time();
        let start = Instant::now();
        let answer = work();
        let took = start.elapsed();
        let ran = process_cpu_time().saturating_sub(before);
        self.saw(took, ran);
        (answer, took)
    }

    fn saw(&self, took: Duration, ran: Duration) {
        let all = took.as_secs_f64();
        let share = took.saturating_sub(ran).as_secs_f64() / all.max(1e-9);
        let mut least = self.least.lock().unwrap_or_else(PoisonError::into_inner);
        *least = share.min(*least);
        let missing = took.mul_f64(share - *least);
        let mut all = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        *all = Some(all.unwrap_or_default() + missing);
    }

    /// Tells what was seen to whoever times the slice: this thread does.
    pub fn tell(&self) {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing.take().into_iter().for_each(waits::note);
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
        assert_eq!(waits::take(), Some(Duration::ZERO));
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
        let turns = Turns::default();
        let [took, ran] = [100, 90].map(Duration::from_millis);
        turns.saw(took, ran);
        turns.tell();
        assert_eq!(waits::take(), Some(Duration::ZERO));
        turns.saw(took, ran / 2);
        turns.saw(took, took);
        turns.saw(took, ran);
        turns.tell();
        let told = waits::take().expect("it was told").as_secs_f64();
        assert!((told - 0.055).abs() < 1e-6, "{told}");
        turns.tell();
        assert_eq!(waits::take(), None);
        let (slept, took) = turns.timed(|| thread::sleep(Duration::from_millis(5)));
        turns.tell();
        assert!(waits::take().expect("it was told") > took / 2, "{slept:?}");
    }
}
