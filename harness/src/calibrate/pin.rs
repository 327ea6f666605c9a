//! Binds this thread, and all that it starts from then on, to one core.

use anyhow::{Context, Error, Result};

use crate::affinity;

/// While it lives, this thread and its children run on one core.
pub(super) struct Pinned {
    before: Vec<usize>,
}

impl Pinned {
    /// Takes the last of the cores on which this thread may run: the first ones serve most
    /// interrupts.
    ///
    /// # Errors
    /// When the system cannot do it.
    pub(super) fn to_one_core() -> Result<Self> {
        let before = affinity::allowed().map_err(Error::msg)?;
        let last = *before.last().context("this thread may run on no core")?;
        affinity::stay_on(last).map_err(Error::msg)?;
        Ok(Self { before })
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        // Those cores were allowed before; if they no longer are, the thread stays where it is.
        let _ = affinity::stay_within(&self.before);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::thread::sched_getaffinity;

    use super::*;

    #[test]
    fn children_share_the_one_core_and_all_cores_come_back() {
        let before = sched_getaffinity(None).unwrap();
        let pinned = Pinned::to_one_core().unwrap();
        assert_eq!(sched_getaffinity(None).unwrap().count(), 1);
        let child = std::process::Command::new("nproc").output().unwrap();
        assert_eq!(String::from_utf8_lossy(&child.stdout).trim(), "1");
        drop(pinned);
        assert_eq!(sched_getaffinity(None).unwrap(), before);
    }
}
