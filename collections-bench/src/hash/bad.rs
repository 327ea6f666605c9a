//! The book's hash functions for two-letter words: a constant, a perfect one, and general ones.

use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

use harness::prelude::*;

use crate::counting::comparisons;
use crate::haystack::{Haystack, counting};
use crate::sets::{BrownSet, FoldHash, SipHash};
use crate::table::hashers::Constant as Same;

const CLAIMS: &[Claim] = &[
    claim("perfect")
        .beats("constant")
        .by(41.8)
        .at(676)
        .on("last word")
        .source("HPP ch. 4: 10^5 times 'zz' among 676 words, 17.719 s against 0.424 s"),
    claim("constant")
        .of("comparisons")
        .follows("n (n + 1) / 2", |n| (n * (n + 1) / 2) as f64)
        .on("every word, throughput")
        .source("HPP ch. 4: with one hash for all, a look-up is a search of a list"),
    claim("constant")
        .of("comparisons")
        .follows("n", |n| n as f64)
        .on("last word")
        .source("HPP ch. 4: with one hash for all, a look-up is a search of a list"),
    claim("perfect")
        .of("comparisons")
        .follows("n", |n| n as f64)
        .on("every word, throughput")
        .source("HPP ch. 4: with a perfect hash no two words collide"),
    claim("GoodHash")
        .beats("BadHash")
        .by(41.8)
        .at(676)
        .on("last word")
        .source("HPP ch. 4: 10^5 times 'zz' among 676 words, 17.719 s against 0.424 s"),
    claim("SipHash")
        .beats("constant")
        .source("HPP ch. 4: a hash must spread its keys")
        .means("among a few keys it is dearer to hash well than to be held against each of them"),
    claim("perfect")
        .beats("foldhash")
        .on("every word, throughput")
        .source("ours: a hash that knows its keys beats one that knows none"),
    claim("perfect")
        .beats("foldhash")
        .on("every word, latency")
        .source("ours: a hash that knows its keys beats one that knows none"),
    claim("GoodHash")
        .beats("BadHash")
        .by(20.0)
        .at(676)
        .on("every word, throughput")
        .source("ours: on average half of the words stand before the one that is looked up"),
];

pub(crate) fn by_hasher() -> Experiment {
    experiment("hash/bad")
        .asks("What does a bad hash function cost?")
        .claims(CLAIMS)
        .sizes([26, 676])
        .thorough_sizes([104, 338])
        .case("last word", |n, _| {
            let values = words(n);
            let needles = vec![values[n - 1]];
            Haystack::new(values, needles)
        })
        .case("every word", |n, _| Haystack::new(words(n), words(n)))
        .both_modes()
        .per("look-up", Queries::len)
        .ladder()
        .prepared("constant", set::<_, Same>, look_up)
        .count("comparisons", counted::<Same>)
        .prepared("SipHash", set::<_, SipHash>, look_up)
        .count("comparisons", counted::<SipHash>)
        .prepared("foldhash", set::<_, FoldHash>, look_up)
        .count("comparisons", counted::<FoldHash>)
        .prepared("perfect", set::<_, BuildHasherDefault<Perfect>>, look_up)
        .count("comparisons", counted::<BuildHasherDefault<Perfect>>)
        .python("BadHash", include_str!("bad_hash.py"))
        .mirrors("constant")
        .python("GoodHash", include_str!("good_hash.py"))
        .mirrors("perfect")
        .build()
}

/// Two lower-case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word([u8; 2]);

/// Crosses as text.
impl Wire for Word {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.map(char::from).iter().collect::<String>().write(out);
    }
}

impl Hash for Word {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl Query for Word {
    fn after(&self, zero: u64) -> Self {
        Self(self.0.after(zero))
    }
}

/// The first `n` words, from `aa` to `zz`.
pub(super) fn words(n: usize) -> Vec<Word> {
    (b'a'..=b'z')
        .flat_map(|first| (b'a'..=b'z').map(move |second| Word([first, second])))
        .take(n)
        .collect()
}

/// The book's good hash: `ord(second) + 26 * ord(first) - 2619`, from 0 for `aa` to 675 for `zz`.
#[derive(Default)]
pub(super) struct Perfect(u64);

impl Hasher for Perfect {
    fn write(&mut self, letters: &[u8]) {
        for &letter in letters {
            self.0 = 26 * self.0 + u64::from(letter);
        }
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_sub(2619)
    }
}

fn set<T: Copy + Eq + Hash, S: BuildHasher + Default>(hay: &Haystack<T>) -> BrownSet<T, S> {
    hay.data().iter().copied().collect()
}

fn look_up<T: Eq + Hash + Query, S: BuildHasher>(set: &BrownSet<T, S>, hay: &Haystack<T>) -> u64 {
    hay.ask(|_, word| set.contains(word))
}

fn counted<S: BuildHasher + Default>(hay: &Haystack<Word>) -> (u64, u64) {
    let hay = counting(hay);
    let set: BrownSet<_, S> = set(&hay);
    comparisons(|| look_up(&set, &hay))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_perfect_hash_numbers_the_words() {
        let hash = |word| BuildHasherDefault::<Perfect>::default().hash_one(word);
        assert!(words(676).into_iter().map(hash).eq(0..676));
    }

    #[test]
    fn every_set_holds_every_word() {
        let hay = Haystack::new(words(676), words(676));
        for counted in [
            counted::<Same>,
            counted::<BuildHasherDefault<Perfect>>,
            counted::<SipHash>,
            counted::<FoldHash>,
        ] {
            assert_eq!(counted(&hay).0, 676);
        }
    }
}
