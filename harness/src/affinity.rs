//! Which cores a thread may run on, and keeping it on one.

#[cfg(target_os = "linux")]
pub(crate) use linux::{allowed, stay_on, stay_within};

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{allowed, stay_on, stay_within};

#[cfg(target_os = "linux")]
mod linux {
    use std::io;

    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    /// The cores that this thread may use, by their numbers.
    pub(crate) fn allowed() -> Result<Vec<usize>, String> {
        let set = sched_getaffinity(None)
            .map_err(|error| format!("the system does not tell its cores: {error}"))?;
        Ok((0..CpuSet::MAX_CPU)
            .filter(|&core| set.is_set(core))
            .collect())
    }

    /// Keeps this thread on one core.
    pub(crate) fn stay_on(core: usize) -> Result<(), String> {
        stay_within(&[core])
            .map_err(|error| format!("a thread could not be kept on one core: {error}"))
    }

    /// Keeps this thread, and those that it starts from then on, on these cores.
    pub(crate) fn stay_within(cores: &[usize]) -> io::Result<()> {
        let mut set = CpuSet::new();
        cores.iter().for_each(|&core| set.set(core));
        Ok(sched_setaffinity(None, &set)?)
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    const WHY: &str = "this system does not keep a thread on one core";

    pub(crate) fn allowed() -> Result<Vec<usize>, String> {
        Err(WHY.to_owned())
    }

    pub(crate) fn stay_on(_: usize) -> Result<(), String> {
        Err(WHY.to_owned())
    }

    pub(crate) fn stay_within(_: &[usize]) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}
