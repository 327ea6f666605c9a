//! What is noted of the waits in a slice, for whoever times it.

use std::cell::Cell;
use std::time::Duration;

thread_local! {
    /// What was noted since it was taken last.
    static NOTED: Cell<Option<Noted>> = const { Cell::new(None) };
}

/// What was noted of a slice, or of a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) waited: Duration,
    /// Of what this was a part, where that is more than what is told of it.
    pub(crate) of: Option<Duration>,
}

impl Noted {
    /// The wait in what is told, as large a part of it as of all.
    pub(crate) fn within(self, told: Duration) -> Duration {
        let share = |of: Duration| told.as_secs_f64() / of.as_secs_f64().max(1e-9);
        self.waited.mul_f64(self.of.map_or(1.0, share))
    }
}

/// Notes the longest wait of whatever has just worked for this thread, for the slice that it is
/// timing: its own is not asked for then. What the laps of a slice note is added up.
pub(crate) fn note(waited: Duration) {
    note_of(waited, None);
}

/// Notes a wait that may lie anywhere in so long a time.
pub(crate) fn note_of(waited: Duration, of: Option<Duration>) {
    let noted = NOTED.get().unwrap_or_default();
    NOTED.set(Some(Noted {
        waited: noted.waited + waited,
        of: of.map(|of| noted.of.unwrap_or_default() + of).or(noted.of),
    }));
}

/// Takes what was noted; absent where nobody looked.
pub(crate) fn take() -> Option<Noted> {
    NOTED.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_add_up_and_are_taken_once() {
        assert_eq!(take(), None);
        note(Duration::from_nanos(3));
        note(Duration::from_nanos(4));
        let noted = |of| Noted {
            waited: Duration::from_nanos(7),
            of,
        };
        assert_eq!(take(), Some(noted(None)));
        assert_eq!(take(), None);
        note(Duration::from_nanos(3));
        note_of(Duration::from_nanos(4), Some(Duration::from_nanos(90)));
        let part = take().expect("it was noted");
        assert_eq!(part, noted(Some(Duration::from_nanos(90))));
        assert_eq!(part.within(Duration::from_nanos(900)).as_nanos(), 70);
        assert_eq!(noted(None).within(Duration::from_nanos(900)).as_nanos(), 7);
    }
}
