//! Reading a file: from the system's memory of files, from the disk, block after block or at
//! random, by calls or as memory.

use std::cell::RefCell;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use harness::prelude::*;
use harness::scratch::{Scratch, from_disk};

use super::blocks::{
    BLOCK, Blocks, COLD_AT_RANDOM, COLD_IN_ORDER, FROM_DISK, IN_ORDER, READ_ONCE, forget, sum,
    there,
};
use super::mapped::Mapped;

const CLAIMS: &[Claim] = &[
    claim("in order")
        .beats("at random")
        .by(1.5)
        .source(IN_ORDER)
        .means(
            "what the system holds in its memory is equally near, and a call costs the same for \
             any block",
        ),
    claim(COLD_IN_ORDER)
        .beats(COLD_AT_RANDOM)
        .by(4.0)
        .source(IN_ORDER),
    claim("direct, in order")
        .beats("direct, at random")
        .by(2.0)
        .source(IN_ORDER)
        .means(
            "a device without moving parts finds all blocks equally fast; it is reading ahead \
             that makes order pay, and here nobody reads ahead",
        ),
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

/// Bytes that one call of the system reads, where few are made.
const LARGE: usize = 256 << 10;

pub(crate) fn read() -> Experiment {
    experiment("transfer/file")
        .asks("What does it cost to read a file, and in which order?")
        .claims(CLAIMS)
        .sizes([FROM_DISK, 16 << 20])
        .thorough_sizes([256 << 20])
        .quick_up_to(FROM_DISK)
        .input(Contents::new)
        .per("block of 4 KiB", |contents| contents.blocks.order.len())
        .ladder()
        .variant("in memory", |contents| sum(&contents.blocks.bytes))
        .limit(READ_ONCE, Contents::once)
        .prepared("mapped", Contents::mapped, |mapped, _| sum(mapped.bytes()))
        .limit(READ_ONCE, Contents::once)
        .variant("in large blocks", |contents| {
            contents.read(contents.file("in large blocks"), LARGE, false)
        })
        .variant("in order", |contents| {
            contents.read(contents.file("in order"), BLOCK, false)
        })
        .variant("at random", |contents| {
            contents.read(contents.file("at random"), BLOCK, true)
        })
        .timed(COLD_IN_ORDER, |contents, laps| {
            contents.read_cold(COLD_IN_ORDER, false, laps)
        })
        .up_to(FROM_DISK)
        .timed(COLD_AT_RANDOM, |contents, laps| {
            contents.read_cold(COLD_AT_RANDOM, true, laps)
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

/// What a file holds, and ways to read it.
struct Contents {
    blocks: Blocks,
    /// The file on the disk, past the system's memory of files.
    direct: Result<File, String>,
    buffer: RefCell<Buffer>,
}

impl Wire for Contents {
    fn write(&self, out: &mut Vec<u8>) {
        let path = self.blocks.path();
        (path.as_deref().ok(), path.as_ref().err()).write(out);
    }
}

impl Contents {
    fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        let blocks = Blocks::new(bytes, rng);
        let direct = blocks.on_disk.as_ref().map_err(String::clone);
        Self {
            direct: direct.and_then(Scratch::direct),
            buffer: RefCell::new(Buffer::new()),
            blocks,
        }
    }

    fn once(machine: &Figures<'_>, contents: &Self) -> f64 {
        machine.read_once(contents.blocks.bytes.len())
    }

    /// The file that a variant reads from the system's memory.
    fn file(&self, variant: &'static str) -> &File {
        &there(variant, &self.blocks.file).file
    }

    /// The file as memory.
    fn mapped(&self) -> Mapped {
        Mapped::new(there("mapped", &self.blocks.file)).expect("the system maps files")
    }

    /// Reads all blocks, each once, and adds up their words.
    ///
    /// # Panics
    /// When the file cannot be read.
    fn read(&self, file: &File, block: usize, at_random: bool) -> u64 {
        let mut buffer = self.buffer.borrow_mut();
        let all = self.blocks.bytes.len();
        let mut one = |from: usize| {
            let part = &mut buffer.bytes()[..block.min(all - from)];
            file.read_exact_at(part, from as u64)
                .expect("the file can be read");
            sum(part)
        };
        let add = |sum: u64, from| sum.wrapping_add(one(from));
        if at_random {
            self.blocks.drawn().fold(0, add)
        } else {
            (0..all).step_by(block).fold(0, add)
        }
    }

    /// As [`read`](Self::read), each time after the system has forgotten the file.
    fn read_cold(&self, variant: &'static str, at_random: bool, laps: u64) -> (u64, Duration) {
        let file = &there(variant, &self.blocks.on_disk).file;
        let (mut answer, mut all) = (0, Duration::ZERO);
        for _ in 0..laps {
            forget(file);
            let timed = || clocks::real(|| self.read(file, BLOCK, at_random));
            let came = from_disk(self.blocks.bytes.len() as u64, timed);
            let (sum, took) = *there(variant, &came);
            (answer, all) = (sum, all + took);
        }
        (answer, all)
    }

    /// As [`read`](Self::read), past the system's memory of files.
    fn read_directly(&self, variant: &'static str, at_random: bool, laps: u64) -> (u64, Duration) {
        let file = there(variant, &self.direct);
        let all = || (0..laps).map(|_| self.read(file, BLOCK, at_random)).last();
        let bytes = laps * self.blocks.bytes.len() as u64;
        let came = from_disk(bytes, || clocks::real(all));
        let (answer, took) = *there(variant, &came);
        (answer.unwrap_or_default(), took)
    }
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

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_way_of_reading_adds_up_the_same_words() {
        let contents = Contents::new(300_000, &mut SmallRng::seed_from_u64(1));
        let expected = sum(&contents.blocks.bytes);
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
