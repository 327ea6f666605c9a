//! Hash functions, from none at all to one that is safe against chosen keys, all with a fixed seed.
//!
//! By default most of them draw a seed for each process. With a fixed one a table is laid out alike
//! in every pass, and counts of probes and comparisons are exact.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

pub(crate) use crate::sets::{FoldHash, SipHash};

/// The successor of the hash of rustc: a multiplication a word, and a rotation at the end.
pub(crate) type RustcHash = rustc_hash::FxBuildHasher;

/// ahash: AES where the target has it when compiled, folded multiplications elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct AHash(ahash::RandomState);

impl Default for AHash {
    fn default() -> Self {
        Self(ahash::RandomState::with_seeds(1, 2, 3, 4))
    }
}

impl BuildHasher for AHash {
    type Hasher = ahash::AHasher;

    fn build_hasher(&self) -> Self::Hasher {
        self.0.build_hasher()
    }
}

/// rapidhash: folded multiplications, as wyhash.
#[derive(Clone, Debug)]
pub(crate) struct RapidHash(rapidhash::fast::SeedableState<'static>);

impl Default for RapidHash {
    fn default() -> Self {
        Self(rapidhash::fast::SeedableState::fixed())
    }
}

impl BuildHasher for RapidHash {
    type Hasher = rapidhash::fast::RapidHasher<'static>;

    fn build_hasher(&self) -> Self::Hasher {
        self.0.build_hasher()
    }
}

/// The hash of Firefox, which rustc used to 2024: one multiplication a word, and nothing that
/// brings the upper bits down.
pub(crate) type FxHash = BuildHasherDefault<FxHasher>;

/// See [`FxHash`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FxHasher(u64);

impl Hasher for FxHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What CPython does with an integer below `2^61 - 1`: it is its own hash.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Identity;

impl BuildHasher for Identity {
    type Hasher = Itself;

    fn build_hasher(&self) -> Itself {
        Itself(0)
    }
}

/// See [`Identity`]; of several words only the last counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes
            .iter()
            .fold(0, |word, &byte| word << 8 | u64::from(byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The book's bad hash: 42, whatever the key.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Constant;

impl BuildHasher for Constant {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self
    }
}

impl Hasher for Constant {
    fn write(&mut self, _: &[u8]) {}

    fn finish(&self) -> u64 {
        42
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Different hashes of the numbers below 10,000.
    fn different<S: BuildHasher + Default>() -> usize {
        let hashers = S::default();
        let hashes: BTreeSet<u64> = (0..10_000_u64).map(|n| hashers.hash_one(n)).collect();
        hashes.len()
    }

    #[test]
    fn good_hashers_tell_small_numbers_apart() {
        assert_eq!(different::<SipHash>(), 10_000);
        assert_eq!(different::<FoldHash>(), 10_000);
        assert_eq!(different::<AHash>(), 10_000);
        assert_eq!(different::<RapidHash>(), 10_000);
        assert_eq!(different::<RustcHash>(), 10_000);
        assert_eq!(different::<FxHash>(), 10_000);
        assert_eq!(different::<Identity>(), 10_000);
        assert_eq!(different::<Constant>(), 1);
    }

    #[test]
    fn seeds_are_fixed() {
        assert_eq!(
            AHash::default().hash_one(7_u64),
            AHash::default().hash_one(7_u64)
        );
        assert_eq!(
            RapidHash::default().hash_one("key"),
            RapidHash::default().hash_one("key")
        );
        assert_eq!(Identity.hash_one(7_u64), 7);
    }
}
