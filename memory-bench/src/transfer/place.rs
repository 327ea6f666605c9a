//! Avoid moving data: compute where it lies, or copy it first, or send it to another thread.

use std::cell::RefCell;

use harness::prelude::*;

use super::channel::{Channel, byte_sum, fetch, in_python, pipes, socket_pair, tcp};

const CLAIMS: &[Claim] = &[
    claim("where it lies")
        .beats("copied first")
        .by(2.0)
        .source("HPP ch. 1: avoid moving data")
        .means(
            "adding up bytes takes longer than moving them within the caches: what is saved is \
             the smaller part",
        ),
    claim("where it lies")
        .beats("copied to known memory")
        .by(1.5)
        .source("HPP ch. 1: avoid moving data")
        .means(
            "adding up bytes takes longer than moving them within the caches: what is saved is \
             the smaller part",
        ),
    claim("copied to known memory")
        .beats("copied first")
        .by(1.5)
        .at(16 << 20)
        .source("ours: the system clears new memory page by page before it is written"),
    claim("where it lies")
        .beats("through a pipe")
        .by(5.0)
        .source(
            "HPP ch. 1: avoid moving data; ours: it is copied twice, and two threads take turns",
        ),
    claim("through a pipe")
        .beats("through TCP")
        .by(1.2)
        .source("HPP ch. 1: the further the bus, the slower")
        .means(
            "a pipe holds 64 KiB unless one asks for more, so two threads wait in turns; a \
             connection takes more on the way",
        ),
    claim("where it lies")
        .beats("bytes in Python")
        .by(20.0)
        .source("HPP ch. 1: objects are fragmented in memory, and each operation asks their type"),
    claim("through a pipe in Python")
        .takes_at_most(1.5, "bytes in Python")
        .source("ours: where every byte becomes an object, moving them all costs little more"),
];

pub(crate) fn of_the_sum() -> Experiment {
    experiment("transfer/place")
        .asks("What does it cost to move data to where it is added up?")
        .claims(CLAIMS)
        .sizes([64 << 10, 1 << 20, 16 << 20])
        .quick_up_to(64 << 10)
        .input(|n, rng| {
            let bytes = input::few_unique(n, 256, rng).into_iter();
            Bytes {
                bytes: bytes.map(|byte| byte as u8).collect(),
                known: RefCell::new(vec![0; n]),
            }
        })
        .per("byte", |input| input.bytes.len())
        .ladder()
        .variant("where it lies", |input| byte_sum(&input.bytes))
        .limit("read once in order", |machine, input: &Bytes| {
            machine.read_once(input.bytes.len())
        })
        .variant("copied to known memory", |input| {
            let mut known = input.known.borrow_mut();
            known.copy_from_slice(&input.bytes);
            byte_sum(&known)
        })
        .variant("copied first", |input| byte_sum(&input.bytes.clone()))
        .timed("through a pipe", |input, laps| input.fetch(pipes, laps))
        .limit(READ_TWICE, read_twice)
        .timed("through a socket pair", |input, laps| {
            input.fetch(socket_pair, laps)
        })
        .limit(READ_TWICE, read_twice)
        .timed("through TCP", |input, laps| input.fetch(tcp, laps))
        .limit(READ_TWICE, read_twice)
        .python("bytes in Python", include_str!("place.py"))
        .mirrors("where it lies")
        .up_to(64 << 10)
        .python(
            "through a pipe in Python",
            in_python!("channel_pipe.py", "place_through.py"),
        )
        .mirrors("through a pipe")
        .up_to(64 << 10)
        .python(
            "through a socket pair in Python",
            in_python!("channel_pair.py", "place_through.py"),
        )
        .mirrors("through a socket pair")
        .up_to(64 << 10)
        .python(
            "through TCP in Python",
            in_python!("channel_tcp.py", "place_through.py"),
        )
        .mirrors("through TCP")
        .up_to(64 << 10)
        .build()
}

const READ_TWICE: &str = "copied out of the channel, and read from there";

/// Bytes that are on their way at once: they can stay in the second level of a cache.
const ON_THEIR_WAY: usize = 64 << 10;

/// The other thread can write meanwhile.
fn read_twice(machine: &Figures<'_>, input: &Bytes) -> f64 {
    2.0 * input.bytes.len() as f64 / machine.bandwidth(ON_THEIR_WAY)
}

struct Bytes {
    bytes: Vec<u8>,
    /// As many, that were written before.
    known: RefCell<Vec<u8>>,
}

impl Wire for Bytes {
    fn write(&self, out: &mut Vec<u8>) {
        self.bytes.write(out);
    }
}

impl Bytes {
    /// # Panics
    /// When the channel breaks.
    fn fetch(&self, channel: Channel, laps: u64) -> (u64, std::time::Duration) {
        fetch(channel, &self.bytes, laps).expect("the channel holds")
    }
}
