//! How a process ended, in words.

use std::process::ExitStatus;

/// A clause: `it ended by an abort (signal 6)`.
#[cfg(unix)]
pub(crate) fn words(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    let named = |signal| match signal {
        4 => "an illegal instruction",
        6 => "an abort",
        7 | 11 => "a memory access error",
        8 => "an arithmetic error",
        9 => "a kill, perhaps for want of memory",
        14 => "an alarm, for it took too long",
        _ => "a signal",
    };
    status.signal().map_or_else(
        || format!("it ended with {status}"),
        |signal| format!("it ended by {} (signal {signal})", named(signal)),
    )
}

#[cfg(not(unix))]
pub(crate) fn words(status: ExitStatus) -> String {
    format!("it ended with {status}")
}
