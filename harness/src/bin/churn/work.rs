//! Work for an allocator, told from the outside how often: the same file for every program that
//! runs it.
//!
//! A line on standard input, `KERNEL LAPS`, is answered by a line, `NANOSECONDS CHECKSUM`.

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::Instant;

/// Blocks of one lap.
const BLOCKS: u64 = 64;

/// Answers until the other side is gone; `around` runs each order's work.
///
/// # Errors
/// When an order is not understood, or the answer cannot be written.
pub(crate) fn answer(around: impl Fn(&mut dyn FnMut())) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (kernel, laps) = understood(&line).ok_or_else(|| {
            io::Error::other(format!("`{line}` is no order: write `KERNEL LAPS`"))
        })?;
        let mut sum = 0;
        let start = Instant::now();
        around(&mut || sum = (0..laps).map(|lap| kernel(black_box(lap))).sum());
        let nanos = start.elapsed().as_nanos();
        // Every lap has the same sum, so that of one tells that the work was done.
        writeln!(out, "{nanos} {}", sum / laps.max(1))?;
        out.flush()?;
    }
    Ok(())
}

type Kernel = fn(u64) -> u64;

fn understood(line: &str) -> Option<(Kernel, u64)> {
    let (name, laps) = line.split_once(' ')?;
    let kernel: Kernel = match name {
        "pairs" => pairs,
        "queue" => queue,
        "hold" => hold,
        "growth" => growth,
        _ => return None,
    };
    Some((kernel, laps.parse().ok()?))
}

/// A block of 64 bytes is obtained and given back, again and again.
fn pairs(_: u64) -> u64 {
    (0..BLOCKS).map(|i| black_box(Box::new([i; 8]))[7]).sum()
}

/// Blocks of many sizes, of which the oldest is given back when a new one is obtained.
fn queue(_: u64) -> u64 {
    let mut held: [Vec<u8>; 8] = Default::default();
    (0..BLOCKS)
        .map(|i| {
            let own = &mut held[(i % 8) as usize];
            *own = black_box(Vec::with_capacity(16 + 8 * i as usize));
            own.capacity() as u64
        })
        .sum()
}

/// Many blocks are held at once, and then all are given back.
fn hold(_: u64) -> u64 {
    let held: [Box<[u64; 8]>; BLOCKS as usize] = std::array::from_fn(|i| Box::new([i as u64; 8]));
    black_box(&held).iter().map(|block| block[7]).sum()
}

/// A vector grows from nothing, from reallocation to reallocation.
fn growth(_: u64) -> u64 {
    let mut values = Vec::new();
    for i in 0..16 * BLOCKS {
        black_box(&mut values).push(i);
    }
    values.len() as u64
}
