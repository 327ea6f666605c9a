//! Whether what is read comes from a disk.

use super::place;

/// Runs `work`, which reads so many bytes of scratch files past the system's memory of them, and
/// answers with what it came to.
///
/// # Errors
/// A clause, when most of the bytes came from no disk: the files lie in memory.
pub fn from_disk<T>(bytes: u64, work: impl FnOnce() -> T) -> Result<T, String> {
    let before = read();
    let came = work();
    let told = before.zip(read()).map(|(before, after)| after - before);
    // What was not asked for may be read as well, and a page may be kept; where the system does not
    // tell, it is believed.
    match told {
        Some(told) if told < bytes / 2 => Err(format!(
            "{told} of {bytes} bytes were read from a disk: files in {} lie in memory; name \
             another folder with `--scratch`",
            place().display()
        )),
        _ => Ok(came),
    }
}

/// Bytes that this thread had read from a disk so far, where the system tells.
#[cfg(target_os = "linux")]
fn read() -> Option<u64> {
    use nix::sys::resource::{UsageWho, getrusage};

    /// What the system counts by, whatever the disk's blocks are.
    const BLOCK: u64 = 512;
    let usage = getrusage(UsageWho::RUSAGE_THREAD).ok()?;
    Some(u64::try_from(usage.block_reads()).ok()? * BLOCK)
}

#[cfg(not(target_os = "linux"))]
fn read() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_direct_read_comes_from_a_disk_unless_files_lie_in_memory() {
        use std::os::unix::fs::FileExt;

        use crate::scratch::Scratch;

        const BYTES: usize = 1 << 16;
        let made = Scratch::new(&[7; BYTES]).expect("there is room");
        let Ok(direct) = made.direct() else {
            return;
        };
        let mut buffer = vec![0; 2 * BYTES];
        let address = buffer.as_ptr().addr();
        let part = &mut buffer[address.next_multiple_of(BYTES) - address..][..BYTES];
        let came = from_disk(BYTES as u64, || direct.read_exact_at(part, 0));
        let kind = rustix::fs::fstatfs(&direct).expect("it is open").f_type;
        // What other file systems lie on is not known here.
        match u64::try_from(kind) {
            Ok(0xEF53) => came.expect("ext4 is on a disk").expect("it is read"),
            Ok(0x0102_1994) => assert!(came.is_err(), "tmpfs is memory"),
            _ => {}
        }
    }

    #[test]
    fn what_is_read_from_memory_is_told() {
        assert_eq!(from_disk(0, || 7), Ok(7));
        let in_memory = from_disk(4096, || 7);
        if cfg!(target_os = "linux") {
            let why = in_memory.expect_err("nothing was read");
            assert!(
                why.contains("0 of 4096 bytes") && why.contains("--scratch"),
                "{why}"
            );
        } else {
            assert_eq!(in_memory, Ok(7));
        }
    }
}
