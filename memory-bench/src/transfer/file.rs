//! Reading a file: from the system's memory of files, from the disk, block after block or at
//! random, by calls or as memory.

use std::cell::RefCell;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use harness::prelude::*;
use harness::scratch::{Scratch, from_disk};
use rustix::fs::{Advice, fadvise};

use super::mapped::Mapped;

const CLAIMS: &[Claim] = &[
    claim("in order")
        .beats("at random")
        .by(1.5)
        .source("HPP ch. 1: sequential reads are much faster than random ones"),
    claim("cold, in order")
        .beats("cold, at random")
        .by(4.0)
        .source("HPP ch. 1: sequential reads are much faster than random ones"),
    claim("direct, in order")
        .beats("direct, at random")
        .by(2.0)
        .source("HPP ch. 1: sequential reads are much faster than random ones"),
    claim("in memory")
        .beats("direct, at random")
        .by(100.0)
        .source("HPP ch. 1: from RAM to SSD speed falls and size grows"),
    claim("in memory")
        .beats("in order")
        .by(1.5)
        .source("HPP ch. 1: avoid moving data; ours: a read copies what the system holds already"),
    claim("mapped")
        .within(0.2, "in memory")
        .source("ours: a file that is mapped, and was read before, is memory"),
    claim("in large blocks")
        .beats("in order")
        .by(1.5)
        .source("ours: fewer trips into the system for as many bytes"),
    claim("in order")
        .beats("read in Python")
        .by(5.0)
        .source("HPP ch. 1: a virtual machine stands between the code and the processor"),
];

/// Bytes that one call of the system reads.
const BLOCK: usize = 4096;

/// The same, where few calls are made.
const LARGE: usize = 256 << 10;

/// The disk is asked for no more than this: at random it gives some ten megabytes a second.
const FROM_DISK: u64 = 1 << 20;

const READ_ONCE: &str = "read once in order";

fn read_once(machine: &Figures<'_>, contents: &Contents) -> f64 {
    contents.bytes.len() as f64 / machine.bandwidth(contents.bytes.len())
}

pub(crate) fn read() -> Experiment {
    experiment("transfer/file")
        .asks("What does it cost to read a file, and in which order?")
        .claims(CLAIMS)
        .sizes([FROM_DISK, 16 << 20])
        .thorough_sizes([256 << 20])
        .quick_up_to(FROM_DISK)
        .input(Contents::new)
        .per("block of 4 KiB", |contents| contents.bytes.len() / BLOCK)
        .ladder()
        .variant("in memory", |contents| sum(&contents.bytes))
        .limit(READ_ONCE, read_once)
        .prepared("mapped", Contents::mapped, |mapped, _| sum(mapped.bytes()))
        .limit(READ_ONCE, read_once)
        .variant("in large blocks", |contents| {
            contents.read(contents.file("in large blocks"), LARGE, false)
        })
        .variant("in order", |contents| {
            contents.read(contents.file("in order"), BLOCK, false)
        })
        .variant("at random", |contents| {
            contents.read(contents.file("at random"), BLOCK, true)
        })
        .timed("cold, in order", |contents, laps| {
            contents.read_cold("cold, in order", false, laps)
        })
        .up_to(FROM_DISK)
        .timed("cold, at random", |contents, laps| {
            contents.read_cold("cold, at random", true, laps)
        })
        .up_to(FROM_DISK)
        .timed("direct, in order", |contents, laps| {
            contents.read_directly("direct, in order", false, laps)
        })
        .up_to(FROM_DISK)
        .timed("direct, at random", |contents, laps| {
            contents.read_directly("direct, at random", true, laps)
        })
        .up_to(FROM_DISK)
        .python("read in Python", include_str!("file.py"))
        .mirrors("in order")
        .up_to(FROM_DISK)
        .build()
}

/// What a file holds, in memory and in the file, and the blocks of it in an order drawn by lot.
struct Contents {
    bytes: Vec<u8>,
    /// For reads from the system's memory, or why there is none: a clause.
    file: Result<Scratch, String>,
    /// For reads from the disk: the system forgets no file that is mapped.
    on_disk: Result<Scratch, String>,
    /// The same past the system's memory of files.
    direct: Result<File, String>,
    order: Vec<u32>,
    buffer: RefCell<Buffer>,
}

impl Wire for Contents {
    /// The path of the very file that is read here, or why there is none.
    fn write(&self, out: &mut Vec<u8>) {
        let path = self.file.as_ref().map_err(String::clone);
        let path = path.and_then(Scratch::path);
        (path.as_deref().ok(), path.as_ref().err()).write(out);
    }
}

impl Contents {
    fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        let words = input::uniform(bytes.next_multiple_of(BLOCK) / size_of::<u64>(), rng);
        let bytes: Vec<u8> = words.into_iter().flat_map(u64::to_le_bytes).collect();
        let file = Scratch::new(&bytes);
        let on_disk = if bytes.len() as u64 <= FROM_DISK {
            Scratch::new(&bytes)
        } else {
            Err("it takes too long to read so much from a disk".to_owned())
        };
        let direct = on_disk.as_ref().map_err(String::clone);
        let direct = direct.and_then(Scratch::direct);
        let blocks = bytes.len() / BLOCK;
        let order = input::distinct_positions(blocks, blocks, rng).into_iter();
        Self {
            order: order.map(|block| block as u32).collect(),
            buffer: RefCell::new(Buffer::new()),
            bytes,
            file,
            on_disk,
            direct,
        }
    }

    /// The file that a variant reads from the system's memory.
    fn file(&self, variant: &'static str) -> &File {
        &there(variant, &self.file).file
    }

    /// The file as memory.
    fn mapped(&self) -> Mapped {
        Mapped::new(there("mapped", &self.file)).expect("the system maps files")
    }

    /// Reads all blocks, each once, and adds up their words.
    ///
    /// # Panics
    /// When the file cannot be read.
    fn read(&self, file: &File, block: usize, at_random: bool) -> u64 {
        let mut buffer = self.buffer.borrow_mut();
        let mut one = |from: usize| {
            let part = &mut buffer.bytes()[..block.min(self.bytes.len() - from)];
            file.read_exact_at(part, from as u64)
                .expect("the file can be read");
            sum(part)
        };
        if at_random {
            let places = self.order.iter().map(|&place| place as usize * BLOCK);
            places.fold(0, |all, from| all.wrapping_add(one(from)))
        } else {
            let places = (0..self.bytes.len()).step_by(block);
            places.fold(0, |all, from| all.wrapping_add(one(from)))
        }
    }

    /// As [`read`](Self::read), each time after the system has forgotten the file.
    fn read_cold(&self, variant: &'static str, at_random: bool, laps: u64) -> (u64, Duration) {
        let file = &there(variant, &self.on_disk).file;
        let (mut answer, mut all) = (0, Duration::ZERO);
        for _ in 0..laps {
            let forgotten = fadvise(file, 0, None, Advice::DontNeed);
            forgotten.expect("the system takes advice on a file");
            let timed = || clocks::real(|| self.read(file, BLOCK, at_random));
            let came = from_disk(self.bytes.len() as u64, timed);
            let (sum, took) = *there(variant, &came);
            (answer, all) = (sum, all + took);
        }
        (answer, all)
    }

    /// As [`read`](Self::read), past the system's memory of files.
    fn read_directly(&self, variant: &'static str, at_random: bool, laps: u64) -> (u64, Duration) {
        let file = there(variant, &self.direct);
        let all = || (0..laps).map(|_| self.read(file, BLOCK, at_random)).last();
        let bytes = laps * self.bytes.len() as u64;
        let came = from_disk(bytes, || clocks::real(all));
        let (answer, took) = *there(variant, &came);
        (answer.unwrap_or_default(), took)
    }
}

/// What a variant needs; where it is not there, that variant is *not measured*, and no other.
fn there<'a, T>(variant: &'static str, wanted: &'a Result<T, String>) -> &'a T {
    let there = wanted.as_ref();
    there.unwrap_or_else(|why| harness::not_measured(variant, why.as_str()))
}

/// Where blocks are read to. It begins on a page, as a direct read demands.
struct Buffer(Vec<u8>);

impl Buffer {
    fn new() -> Self {
        Self(vec![0; LARGE + BLOCK])
    }

    fn bytes(&mut self) -> &mut [u8] {
        let address = self.0.as_ptr().addr();
        let skipped = address.next_multiple_of(BLOCK) - address;
        &mut self.0[skipped..][..LARGE]
    }
}

/// The sum of the words, modulo 2^64.
pub(super) fn sum(bytes: &[u8]) -> u64 {
    let (words, _) = bytes.as_chunks();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    words.fold(0, u64::wrapping_add)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_way_of_reading_adds_up_the_same_words() {
        let contents = Contents::new(300_000, &mut SmallRng::seed_from_u64(1));
        let expected = sum(&contents.bytes);
        let file = contents.file("in order");
        for (block, at_random) in [(LARGE, false), (BLOCK, false), (BLOCK, true)] {
            assert_eq!(contents.read(file, block, at_random), expected);
        }
        // Not measured where temporary files lie in memory.
        for at_random in [false, true] {
            for read in [Contents::read_cold, Contents::read_directly] {
                let read = || read(&contents, "it", at_random, 2).0;
                match catch_unwind(AssertUnwindSafe(read)) {
                    Ok(answer) => assert_eq!(answer, expected),
                    Err(why) => assert!(!why.is::<String>() && !why.is::<&str>(), "it panicked"),
                }
            }
        }
        assert_eq!(sum(contents.mapped().bytes()), expected);
    }
}
