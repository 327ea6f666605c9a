//! Where threads wait for each other without sleeping.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A place at which threads wait for each other, again and again, without sleeping: a sleep would
/// cost more than what is measured.
#[derive(Debug)]
pub struct Meeting {
    count: usize,
    /// All that ever came.
    came: AtomicUsize,
}

/// Looks at the others before a thread lets something else have its core.
const PATIENCE: u32 = 1 << 14;

impl Meeting {
    /// A meeting of so many threads.
    #[must_use]
    pub fn of(count: usize) -> Self {
        let came = AtomicUsize::new(0);
        Self { count, came }
    }

    /// Waits until all have come.
    pub fn meet(&self) {
        let own = self.came.fetch_add(1, Ordering::AcqRel);
        let all = (own / self.count + 1) * self.count;
        let mut looks = 0_u32;
        while self.came.load(Ordering::Acquire) < all {
            looks += 1;
            if looks.is_multiple_of(PATIENCE) {
                // More threads than cores: one of those that are missing may need this one.
                thread::yield_now();
            }
            std::hint::spin_loop();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;
    use crate::threads::together;

    #[test]
    fn nobody_leaves_a_meeting_before_all_have_come() {
        let (meeting, came) = (Meeting::of(3), AtomicU64::new(0));
        let (seen, _) = together(3, |_| {
            let mut seen = Vec::new();
            for _ in 0..50 {
                came.fetch_add(1, Ordering::Relaxed);
                meeting.meet();
                seen.push(came.load(Ordering::Relaxed));
                meeting.meet();
            }
            seen
        });
        let expected: Vec<u64> = (1..=50).map(|turn| 3 * turn).collect();
        assert!(seen.iter().all(|seen| *seen == expected), "{seen:?}");
    }
}
