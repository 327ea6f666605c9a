//! What is asked of the operating system and of the allocator.

use std::hint::black_box;
use std::io::{self, Read, Write};
use std::time::Instant;

use super::core::nanos;
use crate::affinity;

const ALLOCATIONS: u32 = 4096;
const CALLS: u32 = 1024;
const ROUND_TRIPS: u32 = 128;

/// Nanoseconds to ask for a block of 64 bytes and to give it back.
pub(super) fn allocation() -> f64 {
    let start = Instant::now();
    for _ in 0..ALLOCATIONS {
        drop(black_box(Vec::<u8>::with_capacity(black_box(64))));
    }
    nanos(start, ALLOCATIONS)
}

/// Nanoseconds of a call that only asks who the parent is.
pub(super) fn system_call() -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS {
        black_box(rustix::process::getppid());
    }
    nanos(start, CALLS)
}

/// The cores that two threads send a byte to and fro on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cores {
    /// Both on one: each byte is a context switch.
    Same,
    /// On two: each byte wakes the other core's thread.
    Two,
}

/// Nanoseconds from one thread to another through a pipe: half of a round trip.
///
/// # Errors
/// One sentence, when the threads cannot be placed so.
pub(super) fn hand_over(cores: Cores) -> Result<f64, String> {
    let allowed = affinity::allowed()?;
    let here = *allowed.first().ok_or("the system tells no core")?;
    let there = match cores {
        Cores::Same => here,
        Cores::Two => *allowed.get(1).ok_or("this process may use one core only")?,
    };
    // The cores of this thread stay as they are.
    let placed = std::thread::spawn(move || {
        affinity::stay_on(here)?;
        ping(there).map_err(|error| format!("the pipe broke: {error}"))?
    });
    let joined = placed.join();
    joined.unwrap_or_else(|_| Err("its thread panicked".to_owned()))
}

/// Sends bytes to a thread on a core, which sends them back.
fn ping(there: usize) -> io::Result<Result<f64, String>> {
    let (mut from_us, mut to_them) = io::pipe()?;
    let (mut from_them, mut to_us) = io::pipe()?;
    let echo = std::thread::spawn(move || {
        if let Err(why) = affinity::stay_on(there) {
            return Some(why);
        }
        let mut byte = [0];
        while from_us.read_exact(&mut byte).is_ok() && to_us.write_all(&byte).is_ok() {}
        None
    });
    let mut byte = [1];
    let mut round_trip = || {
        to_them.write_all(&byte)?;
        from_them.read_exact(&mut byte)
    };
    // An echo that could not be placed has hung up.
    let heard = round_trip();
    let start = Instant::now();
    for _ in 0..ROUND_TRIPS {
        if heard.is_ok() {
            round_trip()?;
        }
    }
    let took = nanos(start, 2 * ROUND_TRIPS);
    drop(to_them);
    Ok(match echo.join() {
        Ok(None) => heard.map(|()| took).map_err(|error| error.to_string()),
        Ok(Some(why)) => Err(why),
        Err(_) => Err("its thread panicked".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_blocks_take_time() {
        assert!(allocation() > 0.0);
        assert!(system_call() > 0.0);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_byte_is_handed_over_and_this_thread_keeps_its_cores() {
        let before = affinity::allowed().expect("Linux tells");
        assert!(hand_over(Cores::Same).expect("one core is always there") > 0.0);
        match hand_over(Cores::Two) {
            Ok(nanos) => assert!(nanos > 0.0),
            Err(why) => assert!(before.len() == 1 && why.contains("one core only"), "{why}"),
        }
        assert_eq!(affinity::allowed().expect("Linux tells"), before);
    }
}
