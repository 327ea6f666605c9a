//! How long threads were ready to run while something else had their core: what tells that a slice
//! was disturbed.

mod noted;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::time::Duration;

pub(crate) use self::noted::{Noted, note, note_of, take};

thread_local! {
    static OWN: Own = Own::of_this_thread();

    /// Whether nobody wants to know.
    static UNSEEN: Cell<bool> = const { Cell::new(false) };
}

/// How long this thread has waited for a core; absent where the scheduler does not tell.
pub(crate) fn of_this_thread() -> Option<Duration> {
    Some(OWN.with(Own::seen)?.waited)
}

/// What is to be seen of this thread so far; absent where the scheduler does not tell.
pub(crate) fn look() -> Option<Seen> {
    if UNSEEN.get() {
        return None;
    }
    OWN.with(Own::seen)
}

/// Does `work` of which nothing is kept, so that this thread need not look what it waits for.
pub(crate) fn unseen(work: impl FnOnce()) {
    /// What panics is looked after again.
    struct Seen;
    impl Drop for Seen {
        fn drop(&mut self) {
            UNSEEN.set(false);
        }
    }
    let _seen = Seen;
    UNSEEN.set(true);
    work();
}

/// How long something else had this thread's core since then, while it was ready to run.
pub(crate) fn since(then: Option<Seen>) -> Option<Duration> {
    let then = then?;
    Some(look()?.since(then))
}

/// What is to be seen of the thread of that id, of this process or another; the main thread of a
/// process has the id of the process.
pub(crate) fn of_thread(id: u32) -> Option<Seen> {
    seen(
        &fs::read_to_string(format!("/proc/{id}/schedstat")).ok()?,
        0,
    )
}

/// What the scheduler tells of the thread that asks first, and of that thread alone, kept at hand:
/// looking takes a microsecond, where finding the file takes ten.
struct Own(Option<File>);

impl Own {
    fn of_this_thread() -> Self {
        Self(File::open("/proc/thread-self/schedstat").ok())
    }

    fn seen(&self) -> Option<Seen> {
        // Three numbers of 20 digits at most.
        let mut text = [0; 64];
        let length = self.0.as_ref()?.read_at(&mut text, 0).ok()?;
        seen(std::str::from_utf8(&text[..length]).ok()?, lost())
    }
}

/// A thread that sleeps, on a disk, a pipe or another thread, waits for some microseconds whenever
/// it is woken, on a core that nobody else wants. So much of each time is its own doing; on a quiet
/// machine it is less than one.
const WAKING: Duration = Duration::from_micros(5);

/// What was seen of a thread so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// How long it was ready to run while something else had its core.
    waited: Duration,
    /// How often it was woken.
    woken: i64,
}

impl Seen {
    const NOTHING: Self = Self {
        waited: Duration::ZERO,
        woken: 0,
    };

    /// How long something else had the thread's core since then while it was ready to run, without
    /// what it takes to wake it.
    pub(crate) fn since(self, then: Self) -> Duration {
        let woken = u32::try_from(self.woken - then.woken).unwrap_or_default();
        let waited = self.waited.saturating_sub(then.waited);
        waited.saturating_sub(WAKING * woken)
    }
}

/// How often this thread lost its core before it was done with it; 0 where the system does not
/// tell.
fn lost() -> i64 {
    #[cfg(target_os = "linux")]
    {
        use nix::sys::resource::{UsageWho, getrusage};
        let usage = getrusage(UsageWho::RUSAGE_THREAD);
        usage.map_or(0, |usage| usage.involuntary_context_switches())
    }
    #[cfg(not(target_os = "linux"))]
    0
}

/// What is to be seen of each thread of this process.
pub(crate) struct Everyone(BTreeMap<String, Seen>);

impl Everyone {
    /// Reads what the scheduler tells of every thread that there is: nothing, where it does not.
    pub(crate) fn now() -> Self {
        let tasks = fs::read_dir("/proc/self/task").into_iter().flatten();
        let threads = tasks.flatten().filter_map(|task| {
            let name = task.file_name().into_string().ok()?;
            let told = fs::read_to_string(task.path().join("schedstat")).ok()?;
            Some((name, seen(&told, 0)?))
        });
        Self(threads.collect())
    }

    /// The longest that a thread was without its core since then; absent where the scheduler does
    /// not tell. A thread that has ended meanwhile tells nothing any more.
    pub(crate) fn longest_since(&self) -> Option<Duration> {
        let now = Self::now();
        let waited = now.0.iter().map(|(thread, seen)| {
            let before = self.0.get(thread).copied();
            seen.since(before.unwrap_or(Seen::NOTHING))
        });
        waited.max()
    }
}

/// Of three numbers the second and the third: nanoseconds spent ready to run, and how often it got
/// a core.
fn seen(text: &str, lost: i64) -> Option<Seen> {
    let mut numbers = text.split_whitespace().skip(1);
    let waited = Duration::from_nanos(numbers.next()?.parse().ok()?);
    let got: i64 = numbers.next()?.parse().ok()?;
    Some(Seen {
        waited,
        woken: got - lost,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_the_second_of_three_numbers_and_the_third_tells_of_waking() {
        let told = seen("12 345 6\n", 2).expect("it is whole");
        assert_eq!((told.waited.as_nanos(), told.woken), (345, 4));
        assert!(seen("12 345", 0).is_none());
        assert_eq!(since(None), None);
    }

    /// Something else computes on the same core: this thread is seen to wait, and to wait no more
    /// than before once it is gone.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_whose_core_is_taken_is_seen_to_wait() {
        use std::sync::atomic::{AtomicBool, Ordering};
        use std::time::Instant;
        static TAKEN: AtomicBool = AtomicBool::new(true);
        let busy = || {
            let start = Instant::now();
            while start.elapsed() < Duration::from_millis(60) {
                std::hint::spin_loop();
            }
        };
        let judged = std::thread::spawn(move || {
            let core = crate::affinity::allowed().expect("Linux tells")[0];
            crate::affinity::stay_on(core).expect("it is allowed");
            let hog = std::thread::spawn(|| {
                while TAKEN.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
            let before = look().expect("Linux tells");
            busy();
            let beside = since(Some(before)).expect("Linux tells");
            TAKEN.store(false, Ordering::Relaxed);
            hog.join().expect("it ends");
            (
                beside,
                of_this_thread().expect("Linux tells") >= before.waited + beside,
            )
        });
        let (beside, told_alike) = judged.join().expect("it ends");
        assert!(beside > Duration::from_millis(10), "{beside:?}");
        assert!(told_alike);
    }

    #[test]
    fn nobody_looks_where_nothing_is_kept() {
        unseen(|| assert!(look().is_none()));
        let panicked = std::panic::catch_unwind(|| unseen(|| panic!("on purpose")));
        assert!(panicked.is_err());
        assert_eq!(look().is_some(), cfg!(target_os = "linux"));
    }

    #[test]
    fn what_it_takes_to_wake_a_thread_is_no_wait_and_what_is_beyond_is() {
        let seen = |micros, woken| Seen {
            waited: Duration::from_micros(micros),
            woken,
        };
        assert_eq!(seen(34, 12).since(seen(20, 9)), Duration::ZERO);
        assert_eq!(seen(90, 4).since(seen(20, 3)), Duration::from_micros(65));
        assert_eq!(seen(90, 3).since(seen(20, 3)), Duration::from_micros(70));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_that_sleeps_waits_for_no_core() {
        let pause = Duration::from_micros(100);
        let quiet = || {
            let before = look();
            let start = std::time::Instant::now();
            (0..50).for_each(|_| std::thread::sleep(pause));
            let waited = since(before).expect("Linux tells");
            waited < start.elapsed() / 50
        };
        // On a busy machine something else may have the core when it wakes, but not always.
        assert!((0..20).any(|_| quiet()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_main_thread_of_a_process_is_seen_from_outside() {
        let other = of_thread(std::process::id()).expect("Linux tells");
        assert!(other.woken > 0);
        assert!(of_thread(u32::MAX).is_none());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn everyone_holds_this_thread_and_its_wait() {
        let all = Everyone::now();
        let own = of_this_thread().expect("Linux tells");
        assert!(all.0.values().any(|seen| seen.waited <= own));
        assert!(all.longest_since().is_some());
    }
}
