//! How long threads were ready to run while something else had their core: what tells that a slice
//! of work on several threads was disturbed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

thread_local! {
    /// What was noted since it was taken last.
    static NOTED: Cell<Option<Duration>> = const { Cell::new(None) };
}

/// Notes the longest wait of the threads that have just worked for this one, for the slice that it
/// is timing. What the laps of a slice note is added up.
pub(crate) fn note(waited: Duration) {
    NOTED.set(Some(NOTED.get().unwrap_or_default() + waited));
}

/// Takes what was noted; absent where nobody looked.
pub(crate) fn take() -> Option<Duration> {
    NOTED.take()
}

/// How long this thread has waited for a core; absent where the scheduler does not tell.
pub(crate) fn of_this_thread() -> Option<Duration> {
    told(Path::new("/proc/thread-self"))
}

/// What the scheduler tells of the thread that asks first, and of that thread alone, kept at hand:
/// looking takes a microsecond, where finding the file takes ten.
pub(crate) struct Own(Option<File>);

impl Own {
    pub(crate) fn of_this_thread() -> Self {
        Self(File::open("/proc/thread-self/schedstat").ok())
    }

    /// Tells nothing.
    pub(crate) fn untold() -> Self {
        Self(None)
    }

    /// How long it has waited for a core, and how often it lost one; absent where the system does
    /// not tell.
    pub(crate) fn seen(&self) -> Option<Seen> {
        Some(Seen {
            waited: self.waited()?,
            lost: lost()?,
        })
    }

    fn waited(&self) -> Option<Duration> {
        // Three numbers of 20 digits at most.
        let mut text = [0; 64];
        let length = self.0.as_ref()?.read_at(&mut text, 0).ok()?;
        waited(std::str::from_utf8(&text[..length]).ok()?)
    }
}

/// What was seen of a thread so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    waited: Duration,
    lost: i64,
}

impl Seen {
    /// How long the thread waited since then, if something else took its core from it; else
    /// nothing. A thread that sleeps, for another process to answer, waits for some microseconds
    /// whenever it is woken, on a core that nobody else wants.
    pub(crate) fn since(self, then: Self) -> Duration {
        if self.lost == then.lost {
            return Duration::ZERO;
        }
        self.waited.saturating_sub(then.waited)
    }
}

/// How often this thread lost its core before it was done with it.
#[cfg(target_os = "linux")]
fn lost() -> Option<i64> {
    use nix::sys::resource::{UsageWho, getrusage};
    let usage = getrusage(UsageWho::RUSAGE_THREAD).ok()?;
    Some(usage.involuntary_context_switches())
}

#[cfg(not(target_os = "linux"))]
fn lost() -> Option<i64> {
    None
}

/// How long each thread of this process has waited for a core.
pub(crate) struct Everyone(BTreeMap<String, Duration>);

impl Everyone {
    /// Reads what the scheduler tells of every thread that there is: nothing, where it does not.
    pub(crate) fn now() -> Self {
        let tasks = fs::read_dir("/proc/self/task").into_iter().flatten();
        let threads = tasks.flatten().filter_map(|task| {
            let name = task.file_name().into_string().ok()?;
            Some((name, told(&task.path())?))
        });
        Self(threads.collect())
    }

    /// The longest wait of a thread since then; absent where the scheduler does not tell. A thread
    /// that has ended meanwhile tells nothing any more.
    pub(crate) fn longest_since(&self) -> Option<Duration> {
        let now = Self::now();
        let waited = now.0.iter().map(|(thread, waited)| {
            let before = self.0.get(thread).copied().unwrap_or_default();
            waited.saturating_sub(before)
        });
        waited.max()
    }
}

/// The second field: nanoseconds spent ready to run.
fn told(thread: &Path) -> Option<Duration> {
    waited(&fs::read_to_string(thread.join("schedstat")).ok()?)
}

fn waited(text: &str) -> Option<Duration> {
    let nanos = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_add_up_and_are_taken_once() {
        assert_eq!(take(), None);
        note(Duration::from_nanos(3));
        note(Duration::from_nanos(4));
        assert_eq!(take(), Some(Duration::from_nanos(7)));
        assert_eq!(take(), None);
    }

    #[test]
    fn the_wait_is_the_second_of_three_numbers() {
        assert_eq!(waited("12 345 6\n"), Some(Duration::from_nanos(345)));
        assert_eq!(waited("12"), None);
        assert_eq!(Own::untold().waited(), None);
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
            let own = Own::of_this_thread();
            let hog = std::thread::spawn(|| {
                while TAKEN.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
            let before = own.seen().expect("Linux tells");
            busy();
            let beside = own.seen().expect("Linux tells").since(before);
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
    fn a_thread_that_is_woken_lost_no_core() {
        let seen = |micros, lost| Seen {
            waited: Duration::from_micros(micros),
            lost,
        };
        assert_eq!(seen(90, 3).since(seen(20, 3)), Duration::ZERO);
        assert_eq!(seen(90, 4).since(seen(20, 3)), Duration::from_micros(70));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn everyone_holds_this_thread_and_its_wait() {
        let all = Everyone::now();
        let own = of_this_thread().expect("Linux tells");
        assert!(all.0.values().any(|waited| *waited <= own));
        assert!(all.longest_since().is_some());
    }
}
