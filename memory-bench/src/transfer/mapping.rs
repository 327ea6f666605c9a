//! Reading a file as memory, in order and at random, warm and cold, and at random by calls.

use std::cell::RefCell;
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use harness::prelude::*;
use harness::scratch::Scratch;
use rustix::fs::{Advice, fadvise};

use super::file::sum;
use super::mapped::Mapped;

const IN_ORDER: &str = "HPP ch. 1: sequential reads are much faster than random ones";

const MACHINE: &str = "HPP ch. 1: a virtual machine stands between the code and the processor";

const CLAIMS: &[Claim] = &[
    claim("in order")
        .beats("at random")
        .by(1.5)
        .source(IN_ORDER)
        .means("a megabyte lies in the caches, in whatever order it is read"),
    claim(COLD_IN_ORDER)
        .beats(COLD_AT_RANDOM)
        .by(4.0)
        .source(IN_ORDER)
        .means("a fault brings what lies around it as well, so few of them bring the whole file"),
    claim("at random")
        .beats("by calls, at random")
        .by(2.0)
        .source("ours: a file that is mapped needs no trip into the system, and no copy"),
    claim("in order")
        .beats(COLD_IN_ORDER)
        .by(10.0)
        .source("HPP ch. 1: from RAM to SSD speed falls and size grows"),
    claim("at random")
        .beats("at random in Python")
        .by(5.0)
        .source(MACHINE),
    claim("by calls, at random")
        .beats("by calls, at random in Python")
        .by(5.0)
        .source(MACHINE),
];

const COLD_IN_ORDER: &str = "cold, in order";
const COLD_AT_RANDOM: &str = "cold, at random";

/// Bytes that are read at a time.
const BLOCK: usize = 4096;

/// The disk is asked for no more than this.
const FROM_DISK: u64 = 1 << 20;

pub(crate) fn of_a_file() -> Experiment {
    experiment("transfer/mapped-file")
        .asks("What does it cost to read a file as memory, and in which order?")
        .claims(CLAIMS)
        .sizes([FROM_DISK])
        .thorough_sizes([16 << 20, 256 << 20])
        // `transfer/file` is enough for a look.
        .quick_up_to(1)
        .input(Contents::new)
        .per("block of 4 KiB", |contents| contents.order.len())
        .ladder()
        .prepared(
            "in order",
            |contents| contents.mapped("in order"),
            |mapped, contents| contents.add_in_order(mapped),
        )
        .limit("read once in order", |machine, contents: &Contents| {
            contents.bytes() as f64 / machine.bandwidth(contents.bytes())
        })
        .prepared(
            "at random",
            |contents| contents.mapped("at random"),
            |mapped, contents| contents.add_at_random(mapped),
        )
        .limit("read once in order", |machine, contents| {
            contents.bytes() as f64 / machine.bandwidth(contents.bytes())
        })
        .variant("by calls, at random", Contents::call_at_random)
        .timed(COLD_IN_ORDER, |contents, laps| {
            contents.cold(COLD_IN_ORDER, laps, Contents::add_in_order)
        })
        .up_to(FROM_DISK)
        .timed(COLD_AT_RANDOM, |contents, laps| {
            contents.cold(COLD_AT_RANDOM, laps, Contents::add_at_random)
        })
        .up_to(FROM_DISK)
        .python("at random in Python", include_str!("mapping.py"))
        .mirrors("at random")
        .up_to(FROM_DISK)
        .python("by calls, at random in Python", include_str!("calls.py"))
        .mirrors("by calls, at random")
        .up_to(FROM_DISK)
        .build()
}

/// A file, or why there is none: a clause; and its blocks in an order drawn by lot.
struct Contents {
    file: Result<Scratch, String>,
    /// The same once more, to be forgotten: what any variant has mapped is kept.
    forgotten: Result<Scratch, String>,
    order: Vec<u32>,
    buffer: RefCell<[u8; BLOCK]>,
}

/// A path by which another process of the same user opens the file while this one holds it, or why
/// there is none, and the order of the blocks.
impl Wire for Contents {
    fn write(&self, out: &mut Vec<u8>) {
        let path = |file: &Scratch| {
            let (process, file) = (std::process::id(), file.file.as_raw_fd());
            format!("/proc/{process}/fd/{file}")
        };
        let path = self.file.as_ref().map(path);
        let why = path.as_ref().err().copied();
        (path.as_ref().ok(), why, &self.order).write(out);
    }
}

impl Contents {
    fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        let blocks = bytes.div_ceil(BLOCK);
        let words = input::uniform(blocks * BLOCK / size_of::<u64>(), rng);
        let bytes: Vec<u8> = words.into_iter().flat_map(u64::to_le_bytes).collect();
        let order = input::distinct_positions(blocks, blocks, rng).into_iter();
        Self {
            file: Scratch::new(&bytes),
            forgotten: if bytes.len() as u64 <= FROM_DISK {
                Scratch::new(&bytes)
            } else {
                Err("so much is not read from a disk".to_owned())
            },
            order: order.map(|block| block as u32).collect(),
            buffer: RefCell::new([0; BLOCK]),
        }
    }

    fn bytes(&self) -> usize {
        self.order.len() * BLOCK
    }

    fn mapped(&self, variant: &'static str) -> Mapped {
        map(there(variant, &self.file))
    }

    fn add_in_order(&self, mapped: &Mapped) -> u64 {
        let blocks = mapped.bytes()[..self.bytes()].chunks(BLOCK);
        blocks.map(sum).fold(0, u64::wrapping_add)
    }

    fn add_at_random(&self, mapped: &Mapped) -> u64 {
        let blocks = self.order.iter().map(|&block| block as usize * BLOCK);
        let sums = blocks.map(|from| sum(&mapped.bytes()[from..][..BLOCK]));
        sums.fold(0, u64::wrapping_add)
    }

    /// # Panics
    /// When the file cannot be read.
    fn call_at_random(&self) -> u64 {
        let file = &there("by calls, at random", &self.file).file;
        let mut buffer = self.buffer.borrow_mut();
        let sums = self.order.iter().map(|&block| {
            let read = file.read_exact_at(&mut *buffer, u64::from(block) * BLOCK as u64);
            read.expect("the file can be read");
            sum(&*buffer)
        });
        sums.fold(0, u64::wrapping_add)
    }

    /// Maps the file, and adds up as told, each time after the system has forgotten it. Mapping and
    /// forgetting are not timed.
    fn cold(
        &self,
        variant: &'static str,
        laps: u64,
        add: impl Fn(&Self, &Mapped) -> u64,
    ) -> (u64, Duration) {
        let file = there(variant, &self.forgotten);
        let (mut answer, mut all) = (0, Duration::ZERO);
        for _ in 0..laps {
            there(variant, &forget(&file.file));
            let mapped = map(file);
            let (sum, took) = clocks::real(|| add(self, &mapped));
            (answer, all) = (sum, all + took);
        }
        (answer, all)
    }
}

/// What the variant of this name needs, which is not measured without.
fn there<'a, T>(variant: &'static str, wanted: &'a Result<T, String>) -> &'a T {
    let there = wanted.as_ref();
    there.unwrap_or_else(|why| harness::not_measured(variant, why))
}

/// # Panics
/// When the system does not map the file.
fn map(file: &Scratch) -> Mapped {
    Mapped::new(file).expect("the system maps files")
}

/// Has the system forget what it holds of a file in memory.
///
/// # Errors
/// When it still holds it: where files lie in memory there is nothing else.
#[cfg(target_os = "linux")]
fn forget(file: &File) -> Result<(), String> {
    use std::io::IoSliceMut;

    use rustix::io::{Errno, ReadWriteFlags, preadv2};

    let told = fadvise(file, 0, None, Advice::DontNeed);
    told.map_err(|error| format!("the system takes no advice on a file: {error}"))?;
    let mut byte = [0];
    let into = &mut [IoSliceMut::new(&mut byte)];
    match preadv2(file, into, 0, ReadWriteFlags::NOWAIT) {
        Err(Errno::AGAIN) => Ok(()),
        Ok(_) => Err("the system does not forget the file: it lies in memory".to_owned()),
        Err(error) => Err(format!("the system does not tell what it holds: {error}")),
    }
}

/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
fn forget(_: &File) -> Result<(), String> {
    Err("what a system holds of a file is known for Linux alone".to_owned())
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_way_of_reading_adds_up_the_same_words() {
        let contents = Contents::new(300_000, &mut SmallRng::seed_from_u64(1));
        let mapped = contents.mapped("it");
        let expected = sum(mapped.bytes());
        assert_eq!(mapped.bytes().len(), 74 * BLOCK);
        assert_eq!(contents.add_in_order(&mapped), expected);
        assert_eq!(contents.add_at_random(&mapped), expected);
        assert_eq!(contents.call_at_random(), expected);
        let forgotten = forget(&there("it", &contents.forgotten).file).is_ok();
        let cold = || contents.cold("it", 2, Contents::add_at_random).0;
        let cold = catch_unwind(AssertUnwindSafe(cold));
        assert_eq!(cold.ok(), forgotten.then_some(expected));
    }

    #[test]
    fn without_a_file_nothing_is_measured_and_nothing_panics() {
        let mut contents = Contents::new(BLOCK, &mut SmallRng::seed_from_u64(1));
        contents.file = Err("there is no room".to_owned());
        contents.forgotten = Err("there is no room".to_owned());
        let calls: [fn(&Contents) -> u64; 3] = [
            Contents::call_at_random,
            |contents| contents.mapped("it").bytes()[0].into(),
            |contents| contents.cold("it", 1, Contents::add_in_order).0,
        ];
        for call in calls {
            let left = catch_unwind(AssertUnwindSafe(|| call(&contents)));
            let why = left.expect_err("there is no file");
            assert!(!why.is::<String>() && !why.is::<&str>(), "it panicked");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_lies_in_memory_is_not_forgotten() {
        use std::io::Write;

        let file = rustix::fs::memfd_create("a file", rustix::fs::MemfdFlags::empty());
        let mut file = File::from(file.expect("the system makes files in memory"));
        file.write_all(&[1; BLOCK]).expect("there is memory");
        let why = forget(&file).expect_err("it is nowhere else");
        assert!(!why.is_empty());
    }
}
