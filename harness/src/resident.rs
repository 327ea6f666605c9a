//! What a piece of work takes of the memory of its process, as the operating system tells.
//!
//! The figures are whole pages. They mean something in a fresh process alone: in one that has run
//! for a while, memory that was given back to the allocator is taken again and nothing grows.

use std::fs;
use std::io::Write;

use nix::sys::resource::{UsageWho, getrusage};

/// By how much a process has grown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grown {
    /// Bytes of memory that it holds more than before.
    pub(crate) resident: u64,
    /// Bytes that it held more than before at its peak; absent where the system does not tell.
    pub(crate) peak: Option<u64>,
    /// Pages that the system had to provide when they were first touched.
    pub(crate) faults: u64,
}

/// Runs `work` and tells by how much this process has grown while its result is still there; absent
/// where the system does not tell.
pub(crate) fn around<T>(work: impl FnOnce() -> T) -> (T, Option<Grown>) {
    // The first reading asks for memory of its own.
    let _ = (resident(), high_water(), faults());
    let fresh = forget_high_water();
    let before = (resident(), faults());
    let result = work();
    let after = faults();
    let peak = high_water().filter(|_| fresh);
    let grown = before.0.zip(resident()).map(|(then, now)| Grown {
        resident: now.saturating_sub(then),
        peak: peak.map(|peak| peak.saturating_sub(then)),
        faults: after.saturating_sub(before.1),
    });
    (result, grown)
}

/// Bytes of this process's memory that lie in pages, all added up: the quicker counters of the
/// system may be some pages off.
fn resident() -> Option<u64> {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").ok();
    rollup
        .as_deref()
        .and_then(|text| kibibytes(text, "Rss:"))
        .or_else(|| status("VmRSS:"))
}

fn high_water() -> Option<u64> {
    status("VmHWM:")
}

/// Lets the peak begin at what the process holds now. Tells whether the system did so.
fn forget_high_water() -> bool {
    let file = fs::OpenOptions::new()
        .write(true)
        .open("/proc/self/clear_refs");
    file.is_ok_and(|mut file| file.write_all(b"5").is_ok())
}

fn status(line: &str) -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/self/status").ok()?, line)
}

/// Bytes of memory that the whole system has to give; absent where it does not tell.
pub(crate) fn available() -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/meminfo").ok()?, "MemAvailable:")
}

/// The bytes in a line such as `VmRSS:  1234 kB`.
fn kibibytes(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = rest.split_whitespace().next()?.parse().ok()?;
    Some(kib << 10)
}

fn faults() -> u64 {
    faults_of(UsageWho::RUSAGE_SELF)
}

/// The page faults of this thread so far, those without a disk: pages that the system had to
/// provide. Where it tells of no thread, they are those of the whole process.
#[must_use]
pub fn faults_here() -> u64 {
    #[cfg(target_os = "linux")]
    let who = UsageWho::RUSAGE_THREAD;
    #[cfg(not(target_os = "linux"))]
    let who = UsageWho::RUSAGE_SELF;
    faults_of(who)
}

fn faults_of(who: UsageWho) -> u64 {
    let usage = getrusage(who).ok();
    let faults = usage.map(|usage| usage.minor_page_faults());
    faults.map_or(0, |faults| u64::try_from(faults).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_touched_is_resident_page_by_page() {
        // Other tests of this program take and give back memory at the same time.
        const ALONE: &str = "LAB_TEST_ALONE";
        const BYTES: usize = 64 << 20;
        if std::env::var_os(ALONE).is_none() {
            let name = "resident::tests::what_is_touched_is_resident_page_by_page";
            let program = std::env::current_exe().expect("it has a path");
            let mut command = std::process::Command::new(program);
            let ended = command.args(["--exact", name]).env(ALONE, "1").output();
            let ended = ended.expect("it can be started again");
            let said = String::from_utf8_lossy(&ended.stdout);
            assert!(said.contains("1 passed; 0 failed"), "{said}");
            return;
        }
        let page = rustix::param::page_size();
        let (block, grown) = around(|| std::hint::black_box(vec![1_u8; BYTES]));
        let grown = grown.expect("Linux tells");
        drop(block);
        let slack = (8 << 20) as u64;
        assert!(grown.resident.abs_diff(BYTES as u64) < slack, "{grown:?}");
        let peak = grown.peak.expect("Linux forgets a peak when it is told to");
        assert!(peak + slack >= grown.resident, "{grown:?}");
        let pages = (BYTES / page) as u64;
        let huge = (2 << 20) / page as u64;
        assert!(grown.faults >= pages / huge, "{grown:?}");
    }

    #[test]
    fn a_line_is_read_in_bytes() {
        let text = "VmHWM:\t     900 kB\nVmRSS:\t     8 kB\n";
        assert_eq!(kibibytes(text, "VmRSS:"), Some(8 << 10));
        assert_eq!(kibibytes(text, "VmSwap:"), None);
    }
}
