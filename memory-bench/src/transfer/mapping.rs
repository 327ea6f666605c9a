//! Reading a file as memory, in order and at random, warm and cold, and at random by calls.

use std::cell::RefCell;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use harness::prelude::*;
use harness::scratch::{Scratch, from_disk};

use super::blocks::{
    BLOCK, Blocks, COLD_AT_RANDOM, COLD_IN_ORDER, FROM_DISK, IN_ORDER, READ_ONCE, forget, sum,
    there,
};
use super::mapped::Mapped;

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

pub(crate) fn of_a_file() -> Experiment {
    experiment("transfer/mapped-file")
        .asks("What does it cost to read a file as memory, and in which order?")
        .claims(CLAIMS)
        .sizes([FROM_DISK])
        .thorough_sizes([16 << 20, 256 << 20])
        // `transfer/file` is enough for a look.
        .quick_up_to(1)
        .input(Contents::new)
        .per("block of 4 KiB", |contents| contents.blocks.order.len())
        .ladder()
        .prepared(
            "in order",
            |contents| contents.mapped("in order"),
            Contents::add_in_order,
        )
        .limit(READ_ONCE, Contents::once)
        .prepared(
            "at random",
            |contents| contents.mapped("at random"),
            Contents::add_at_random,
        )
        .limit(READ_ONCE, Contents::once)
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

/// A file, and where a block of it is read to.
struct Contents {
    blocks: Blocks,
    buffer: RefCell<[u8; BLOCK]>,
}

/// The path of the file, or why there is none, and the order of the blocks.
impl Wire for Contents {
    fn write(&self, out: &mut Vec<u8>) {
        let path = self.blocks.path();
        let why = path.as_ref().err();
        (path.as_deref().ok(), why, &self.blocks.order).write(out);
    }
}

impl Contents {
    fn new(bytes: usize, rng: &mut SmallRng) -> Self {
        Self {
            blocks: Blocks::new(bytes, rng),
            buffer: RefCell::new([0; BLOCK]),
        }
    }

    fn once(machine: &Figures<'_>, contents: &Self) -> f64 {
        machine.read_once(contents.blocks.bytes.len())
    }

    fn mapped(&self, variant: &'static str) -> Mapped {
        map(there(variant, &self.blocks.file))
    }

    fn add_in_order(mapped: &Mapped, _: &Self) -> u64 {
        let sums = mapped.bytes().chunks(BLOCK).map(sum);
        sums.fold(0, u64::wrapping_add)
    }

    fn add_at_random(mapped: &Mapped, contents: &Self) -> u64 {
        let blocks = contents.blocks.drawn();
        let sums = blocks.map(|from| sum(&mapped.bytes()[from..][..BLOCK]));
        sums.fold(0, u64::wrapping_add)
    }

    /// # Panics
    /// When the file cannot be read.
    fn call_at_random(&self) -> u64 {
        let file = &there("by calls, at random", &self.blocks.file).file;
        let mut buffer = self.buffer.borrow_mut();
        let sums = self.blocks.drawn().map(|from| {
            let read = file.read_exact_at(&mut *buffer, from as u64);
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
        add: impl Fn(&Mapped, &Self) -> u64,
    ) -> (u64, Duration) {
        let file = there(variant, &self.blocks.on_disk);
        let (mut answer, mut all) = (0, Duration::ZERO);
        for _ in 0..laps {
            forget(&file.file);
            let mapped = map(file);
            let timed = || clocks::real(|| add(&mapped, self));
            let came = from_disk(self.blocks.bytes.len() as u64, timed);
            let (sum, took) = *there(variant, &came);
            (answer, all) = (sum, all + took);
        }
        (answer, all)
    }
}

/// # Panics
/// When the system does not map the file.
fn map(file: &Scratch) -> Mapped {
    Mapped::new(file).expect("the system maps files")
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
        assert_eq!(Contents::add_in_order(&mapped, &contents), expected);
        assert_eq!(Contents::add_at_random(&mapped, &contents), expected);
        assert_eq!(contents.call_at_random(), expected);
        // Not measured where temporary files lie in memory.
        let cold = || contents.cold("it", 2, Contents::add_at_random).0;
        match catch_unwind(AssertUnwindSafe(cold)) {
            Ok(answer) => assert_eq!(answer, expected),
            Err(why) => assert!(!why.is::<String>() && !why.is::<&str>(), "it panicked"),
        }
    }

    #[test]
    fn without_a_file_nothing_is_measured_and_nothing_panics() {
        let mut contents = Contents::new(BLOCK, &mut SmallRng::seed_from_u64(1));
        contents.blocks.file = Err("there is no room".to_owned());
        contents.blocks.on_disk = Err("there is no room".to_owned());
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
}
