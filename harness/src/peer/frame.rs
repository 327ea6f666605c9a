//! Frames: what the harness and a runner say to each other over two pipes.
//!
//! A frame is the four bytes `89 4C 41 42`, a letter that says what it is, the length of what
//! follows as a `u64`, little-endian, and then a value as [`crate::wire`] writes it.
//!
//! | to the runner | with | it answers |
//! |---|---|---|
//! | | | `H` when it has started |
//! | `B` | nothing | `O` and the id of the process that it forked for the trial |
//! | `S` | the file's name and text | `O` when it is loaded and has a `run` |
//! | `I` | the input | `O` when it is prepared |
//! | `C` | nothing | `O`, the nanoseconds of one call, and the bytes of its answer |
//! | `R` | nothing | `O` and the last answer as Python writes it, shortened |
//! | `L` | laps, laps a batch, whether by the CPU clock | `O` and the nanoseconds of all laps \* |
//! | `N` | nothing | `O` and its counts: names and floats |
//! | `T` | nothing | `O` and its steps: names, and places and values |
//! | `M` | nothing | `O`, when a call began and ended, and what its process grew by |
//! | `E` | nothing | `E` when the process of the trial has ended |
//!
//! \* Or a pair: these, and for how many its process waited for a core, where that is in the time.
//!
//! In place of `O` comes `F`, the exception in a line, and whether it only lacks a module or what
//! the system refuses; or `X` and the status with which the process of the trial ended, when it
//! did.

use std::io;
use std::os::fd::AsFd;
use std::time::Instant;

use super::pipe;
use super::value::Value;

const MAGIC: [u8; 4] = *b"\x89LAB";

/// Bytes before the value.
const HEAD: usize = 4 + 1 + 8;

/// Why a frame could not be read.
#[derive(Debug)]
pub(super) enum Unread {
    /// The other side is gone, or silent for too long.
    Io(io::Error),
    /// What came is no frame: its beginning.
    Garbage(Vec<u8>),
}

/// Sends a frame.
///
/// # Errors
/// Of the system, and when the deadline passes.
pub(super) fn send(to: impl AsFd, kind: u8, value: &[u8], deadline: Instant) -> io::Result<()> {
    let mut head = Vec::with_capacity(HEAD);
    head.extend(MAGIC);
    head.push(kind);
    head.extend((value.len() as u64).to_le_bytes());
    pipe::write(&to, &head, deadline)?;
    pipe::write(&to, value, deadline)
}

/// Receives a frame: its letter and its value.
///
/// # Errors
/// When there is none before the deadline.
pub(super) fn receive(from: impl AsFd, deadline: Instant) -> Result<(u8, Value), Unread> {
    let mut head = [0; HEAD];
    let mut have = 0;
    while have < HEAD {
        have += match pipe::read(&from, &mut head[have..], deadline).map_err(Unread::Io)? {
            0 if have == 0 => return Err(Unread::Io(io::ErrorKind::UnexpectedEof.into())),
            0 => return Err(Unread::Garbage(head[..have].to_vec())),
            count => count,
        };
        // Whoever babbles may say less than a frame's head, and then nothing.
        if !head[..have].starts_with(&MAGIC[..have.min(MAGIC.len())]) {
            return Err(Unread::Garbage(head[..have].to_vec()));
        }
    }
    let garbage = || Unread::Garbage(head.to_vec());
    let length = head[5..].try_into().map(u64::from_le_bytes);
    let length = length.ok().and_then(|length| usize::try_from(length).ok());
    let mut left = length.ok_or_else(garbage)?;
    let mut bytes = Vec::new();
    let mut part = vec![0; left.clamp(1, 1 << 16)];
    while left > 0 {
        let most = left.min(part.len());
        match pipe::read(&from, &mut part[..most], deadline).map_err(Unread::Io)? {
            0 => return Err(garbage()),
            count => {
                bytes.extend(&part[..count]);
                left -= count;
            }
        }
    }
    let value = Value::read(&bytes).ok_or_else(garbage)?;
    Ok((head[4], value))
}
