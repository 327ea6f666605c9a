//! A file of blocks, in the system's memory and on the disk, and the order in which they are drawn.

use std::fs::File;

use harness::prelude::*;
use harness::scratch::Scratch;
use rustix::fs::{Advice, fadvise};

/// Bytes that are read at a time.
pub(super) const BLOCK: usize = 4096;

/// The disk is asked for no more than this: at random it gives some ten megabytes a second.
pub(super) const FROM_DISK: u64 = 1 << 20;

pub(super) const IN_ORDER: &str = "HPP ch. 1: sequential reads are much faster than random ones";

pub(super) const COLD_IN_ORDER: &str = "cold, in order";
pub(super) const COLD_AT_RANDOM: &str = "cold, at random";

/// A limit of whatever reads all blocks.
pub(super) const READ_ONCE: &str = "read once in order";

/// What is to be read.
pub(super) struct Blocks {
    pub(super) bytes: Vec<u8>,
    /// For reads from the system's memory, or why there is none: a clause.
    pub(super) file: Result<Scratch, String>,
    /// For reads from the disk: the system forgets no file that is mapped.
    pub(super) on_disk: Result<Scratch, String>,
    /// All blocks, drawn by lot.
    pub(super) order: Vec<u32>,
}

impl Blocks {
    /// At least so many bytes.
    pub(super) fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        let words = input::uniform(bytes.next_multiple_of(BLOCK) / size_of::<u64>(), rng);
        let bytes: Vec<u8> = words.into_iter().flat_map(u64::to_le_bytes).collect();
        let blocks = bytes.len() / BLOCK;
        let order = input::distinct_positions(blocks, blocks, rng).into_iter();
        Self {
            file: Scratch::new(&bytes),
            on_disk: if bytes.len() as u64 <= FROM_DISK {
                Scratch::new(&bytes)
            } else {
                Err("it takes too long to read so much from a disk".to_owned())
            },
            order: order.map(|block| block as u32).collect(),
            bytes,
        }
    }

    /// Where the blocks begin, as they were drawn.
    pub(super) fn drawn(&self) -> impl Iterator<Item = usize> {
        self.order.iter().map(|&block| block as usize * BLOCK)
    }

    /// The path of the very file that is read here, or why there is none.
    pub(super) fn path(&self) -> Result<String, String> {
        let file = self.file.as_ref().map_err(String::clone);
        file.and_then(Scratch::path)
    }
}

/// What a variant needs; where it is not there, that variant is *not measured*, and no other.
pub(super) fn there<'a, T>(variant: &'static str, wanted: &'a Result<T, String>) -> &'a T {
    let there = wanted.as_ref();
    there.unwrap_or_else(|why| harness::not_measured(variant, why.as_str()))
}

/// Has the system forget what it holds of a file in memory.
///
/// # Panics
/// When it takes no advice.
pub(super) fn forget(file: &File) {
    fadvise(file, 0, None, Advice::DontNeed).expect("the system takes advice on a file");
}

/// The sum of the words, modulo 2^64.
pub(super) fn sum(bytes: &[u8]) -> u64 {
    let (words, _) = bytes.as_chunks();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    words.fold(0, u64::wrapping_add)
}
