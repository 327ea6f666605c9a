//! Reading from and writing to another process, never for longer than until a deadline.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// Reads what there is, at least a byte; 0 at the end.
///
/// # Errors
/// Of the system; [`ErrorKind::TimedOut`] when the deadline passes.
pub(super) fn read(from: impl AsFd, into: &mut [u8], deadline: Instant) -> io::Result<usize> {
    loop {
        wait(&from, PollFlags::IN, deadline)?;
        match rustix::io::read(&from, &mut *into) {
            Ok(count) => return Ok(count),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Writes all of it. The pipe must not block.
///
/// # Errors
/// Of the system; [`ErrorKind::TimedOut`] when the deadline passes.
pub(super) fn write(to: impl AsFd, mut bytes: &[u8], deadline: Instant) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(&to, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::AGAIN) => wait(&to, PollFlags::OUT, deadline)?,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn wait(fd: &impl AsFd, ready: PollFlags, deadline: Instant) -> io::Result<()> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(|_| ErrorKind::InvalidInput)?;
        match poll(&mut [PollFd::new(fd, ready)], Some(&left)) {
            Ok(0) => return Err(ErrorKind::TimedOut.into()),
            Ok(_) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
