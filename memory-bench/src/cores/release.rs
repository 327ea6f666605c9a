//! Work in C that lets go of the interpreter's lock: hashing of large buffers.

use harness::prelude::*;
use harness::threads::together;
use sha2::{Digest, Sha256};

const CLAIMS: &[Claim] = &[
    claim("threads in Python")
        .takes_at_most(1.0 / 1.2, "one thread in Python")
        .source("hashlib: the lock is released while more than 2047 bytes are hashed"),
    claim("threads in Python")
        .takes_at_most(1.0 / 1.7, "one thread in Python")
        .at(2)
        .source("ours: while the lock is released, threads in Python are threads"),
    claim("threads")
        .takes_at_most(1.0 / 1.8, "one thread")
        .at(2)
        .source("ours: buffers that share nothing are hashed independently"),
    claim("one thread")
        .within(0.25, "one thread in Python")
        .source("ours: both hash by the processor's own instructions, where it has them"),
];

pub(crate) fn large_buffers() -> Experiment {
    experiment("cores/release")
        .asks("Do threads in Python gain where the interpreter's lock is let go?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .quick_up_to(2)
        .input(Buffers::new)
        .per("buffer", |buffers| buffers.0.len())
        .ladder()
        .timed("one thread", |buffers, laps| {
            let all = || buffers.0.iter().map(|buffer| hash(buffer, TIMES)).collect();
            let (mut found, took) = together(1, |_| (1..laps).fold(all(), |_: Vec<_>, _| all()));
            (found.remove(0), took)
        })
        .timed("threads", |buffers, laps| {
            together(buffers.0.len(), |place| {
                let one = || hash(&buffers.0[place], TIMES);
                (1..laps).fold(one(), |_, _| one())
            })
        })
        .unless(threads::too_few())
        .python("one thread in Python", include_str!("release_one.py"))
        .mirrors("one thread")
        .python("threads in Python", include_str!("release_threads.py"))
        .mirrors("threads")
        .unless(threads::too_few())
        .build()
}

/// One buffer for each thread.
struct Buffers(Vec<Vec<u8>>);

/// Of one buffer.
const BYTES: usize = 1 << 20;

/// How often each is hashed.
const TIMES: usize = 8;

impl Wire for Buffers {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
}

impl Buffers {
    fn new(threads: usize, rng: &mut SmallRng) -> Self {
        let buffer = |_| {
            let words = input::uniform(BYTES / 8, rng);
            words.into_iter().flat_map(u64::to_le_bytes).collect()
        };
        Self((0..threads).map(buffer).collect())
    }
}

/// Hashes a buffer so many times over: some milliseconds, long as against waking a thread.
fn hash(buffer: &[u8], times: usize) -> Vec<u8> {
    let mut hash = Sha256::new();
    (0..times).for_each(|_| hash.update(buffer));
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_the_standard_names() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(hash(b"abc", 1)[..4], [0xba, 0x78, 0x16, 0xbf]);
    }
}
