//! Binds this thread, and all that it starts from then on, to one core.

use anyhow::Result;

/// While it lives, this thread and its children run on one core.
pub(super) struct Pinned {
    #[cfg(target_os = "linux")]
    before: rustix::thread::CpuSet,
}

impl Pinned {
    /// Takes the last of the cores on which this thread may run: the first ones serve most
    /// interrupts.
    ///
    /// # Errors
    /// When the system cannot do it.
    #[cfg(target_os = "linux")]
    pub(super) fn to_one_core() -> Result<Self> {
        use anyhow::Context;
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

        let before = sched_getaffinity(None).context("the cores of this thread are not known")?;
        let allowed = (0..CpuSet::MAX_CPU).filter(|core| before.is_set(*core));
        let last = allowed.max().context("this thread may run on no core")?;
        let mut one = CpuSet::new();
        one.set(last);
        sched_setaffinity(None, &one).context("this thread could not be bound to a core")?;
        Ok(Self { before })
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn to_one_core() -> Result<Self> {
        anyhow::bail!("binding a process to a core is known for Linux alone")
    }
}

#[cfg(target_os = "linux")]
impl Drop for Pinned {
    fn drop(&mut self) {
        // Those cores were allowed before; if they no longer are, the thread stays where it is.
        let _ = rustix::thread::sched_setaffinity(None, &self.before);
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
