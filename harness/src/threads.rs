//! Threads that start together, each on a core of its own, and tell how long they waited for it.
//!
//! What several threads do at once is timed from inside of them: from when all have come to the
//! start until the last is done. Making and ending threads is no part of it.

mod meeting;
mod watch;

use std::thread;
use std::time::{Duration, Instant};

pub use self::meeting::Meeting;
pub use self::watch::{Turns, Watch, crowding, done_by, timed};
use crate::{affinity, waits};

/// Cores that this process may use.
#[must_use]
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Numbers of threads to measure with: 2, 4, 8 … up to the cores that there are, and all of them.
/// 2 stands there always, so that a claim has its place; [`too_few`] tells where it is too many.
#[must_use]
pub fn counts() -> Vec<u64> {
    counts_up_to(cores() as u64)
}

fn counts_up_to(cores: u64) -> Vec<u64> {
    let mut counts: Vec<u64> = std::iter::successors(Some(2), |count| Some(2 * count))
        .take_while(|&count| count <= cores.max(2))
        .collect();
    if cores > 2 && !cores.is_power_of_two() {
        counts.push(cores);
    }
    counts
}

/// Why nothing can be told here of two threads at once: the reason for
/// [`unless`](crate::Ladder::unless).
#[must_use]
pub fn too_few() -> Option<&'static str> {
    (cores() < 2).then_some("this process may use one core only, and two threads need two")
}

/// Runs `work` on `count` threads at once, each kept on a core of its own while there are enough
/// and the system can. Answers with what each computed, and with the time from the first start
/// after all were ready to the last end.
///
/// ```
/// # use harness::threads;
/// let (answers, took) = threads::together(2, |place| 10 * place);
/// assert_eq!(answers, [0, 10]);
/// # assert!(took.as_secs() < 10);
/// ```
///
/// The longest wait of a thread for its core is told to whoever times the slice: one that waited
/// for long says nothing about the work.
///
/// # Panics
/// When a thread cannot be started, or panics.
pub fn together<O: Send>(count: usize, work: impl Fn(usize) -> O + Sync) -> (Vec<O>, Duration) {
    let places: Vec<usize> = (0..count).collect();
    together_on(&places, work)
}

/// As [`together`], on these cores: 0 is the first that this process may use.
///
/// # Panics
/// When a thread cannot be started, or panics.
pub fn together_on<O: Send>(
    places: &[usize],
    work: impl Fn(usize) -> O + Sync,
) -> (Vec<O>, Duration) {
    let allowed = affinity::allowed().unwrap_or_default();
    let start = Meeting::of(places.len());
    let one = |place: usize| {
        stay_on(&allowed, places[place]);
        start.meet();
        let before = waits::look();
        start.meet();
        let begins = Instant::now();
        let answer = work(place);
        let ends = Instant::now();
        (answer, begins, ends, waits::since(before))
    };
    let ran: Vec<_> = thread::scope(|scope| {
        let one = &one;
        let threads = (0..places.len()).map(|place| scope.spawn(move || one(place)));
        let threads: Vec<_> = threads.collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|ran| ran.expect("a thread panicked")).collect()
    });
    let first = ran.iter().map(|(_, begins, _, _)| *begins).min();
    let last = ran.iter().map(|(_, _, ends, _)| *ends).max();
    if let Some(longest) = ran.iter().filter_map(|(_, _, _, waited)| *waited).max() {
        waits::note(longest);
    }
    let took = first.zip(last).map(|(first, last)| last - first);
    let answers = ran.into_iter().map(|(answer, ..)| answer).collect();
    (answers, took.unwrap_or_default())
}

/// Keeps this thread on one core, for as long as it lives: 0 is the first that this process may
/// use. Threads that have just been made or woken often share a core for some milliseconds, until
/// the system moves one of them.
pub fn stay(place: usize) {
    // Where it cannot be kept there, its wait tells what that costs.
    let _ = keep(place);
}

/// As [`stay`], for work that means nothing elsewhere.
///
/// # Errors
/// One sentence, where this thread cannot be kept there.
pub fn keep(place: usize) -> Result<(), String> {
    keep_on(&affinity::allowed()?, place)
}

/// Why no thread can be kept on a core here; absent where they can. The reason for
/// [`unless`](crate::Ladder::unless).
#[must_use]
pub fn not_kept() -> Option<&'static str> {
    (!cfg!(target_os = "linux")).then_some("this system does not keep a thread on one core")
}

fn stay_on(allowed: &[usize], place: usize) {
    let _ = keep_on(allowed, place);
}

fn keep_on(allowed: &[usize], place: usize) -> Result<(), String> {
    let core = allowed.get(place % allowed.len().max(1));
    affinity::stay_on(*core.ok_or("this thread may run on no core")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cores_are_used_and_two_threads_have_a_place_always() {
        assert_eq!(counts_up_to(1), [2]);
        assert_eq!(counts_up_to(2), [2]);
        assert_eq!(counts_up_to(6), [2, 4, 6]);
        assert_eq!(counts_up_to(16), [2, 4, 8, 16]);
        assert_eq!(too_few().is_some(), cores() < 2);
    }

    #[test]
    fn every_thread_does_its_part_and_the_slowest_sets_the_time() {
        let pause = Duration::from_millis(20);
        let (answers, took) = together(3, |place| {
            if place == 1 {
                thread::sleep(pause);
            }
            10 * place
        });
        assert_eq!(answers, [0, 10, 20]);
        assert!(took >= pause, "{took:?}");
        assert_eq!(waits::take().is_some(), waits::of_this_thread().is_some());
    }

    /// Two threads on one core: each has to wait while the other computes.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_that_shares_its_core_is_seen_to_wait() {
        let noted = thread::spawn(|| {
            let core = affinity::allowed().expect("Linux tells")[0];
            affinity::stay_on(core).expect("it is allowed");
            together(2, |_| {
                let start = Instant::now();
                while start.elapsed() < Duration::from_millis(60) {
                    std::hint::spin_loop();
                }
            });
            waits::take()
        });
        let waited = noted.join().expect("it ends").expect("Linux tells");
        assert!(waited.waited > Duration::from_millis(10), "{waited:?}");
    }
}
