//! How long threads were ready to run while something else had their core: what tells that a slice
//! of work on several threads was disturbed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
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
    let text = fs::read_to_string(thread.join("schedstat")).ok()?;
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
    #[cfg(target_os = "linux")]
    fn everyone_holds_this_thread_and_its_wait() {
        let all = Everyone::now();
        let own = of_this_thread().expect("Linux tells");
        assert!(all.0.values().any(|waited| *waited <= own));
        assert!(all.longest_since().is_some());
    }
}
