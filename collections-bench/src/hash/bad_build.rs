//! Building a table with the book's hash functions for two-letter words.

use std::hash::BuildHasherDefault;

use harness::prelude::*;

use super::bad::{Perfect, Word, words};
use crate::counting::{Counting, comparisons};
use crate::sets::BrownMap;
use crate::table::Map;
use crate::table::dict::Dict;
use crate::table::hashers::{Constant as Same, FoldHash};

const CLAIMS: &[Claim] = &[
    claim("constant, hashbrown")
        .of("comparisons")
        .follows("n (n - 1) / 2", |n| (n * (n - 1) / 2) as f64)
        .source("HPP ch. 4: with one hash for all, each word is held against all before it"),
    claim("constant, dict")
        .of("comparisons")
        .follows("n (n - 1) / 2", |n| (n * (n - 1) / 2) as f64)
        .source("HPP ch. 4: with one hash for all, each word is held against all before it")
        .means("the walk of CPython comes to some slots twice, and asks again there"),
    claim("constant, dict")
        .of("comparisons")
        .equals(228_626.0)
        .at(676)
        .source("CPython 3.11, counted there: its walk comes to some slots twice"),
    claim("perfect, dict")
        .of("comparisons")
        .equals(0.0)
        .source("HPP ch. 4: with a perfect hash no two words collide"),
    claim("constant, dict")
        .of("comparisons")
        .within(1e-9, "constant in Python")
        .source("CPython 3.11: the table here is built by its rules"),
    claim("perfect, dict")
        .beats("constant, dict")
        .by(41.8)
        .at(676)
        .source("HPP ch. 4: 10^5 times 'zz' among 676 words, 17.719 s against 0.424 s"),
];

pub(crate) fn by_hasher() -> Experiment {
    experiment("hash/bad-build")
        .asks("What does a bad hash function cost while a table is built?")
        .claims(CLAIMS)
        .sizes([26, 676])
        .thorough_sizes([104, 338])
        .quick_up_to(338)
        .input(|n, _| words(n))
        .per("word", Vec::len)
        .ladder()
        .variant("constant, hashbrown", |words| {
            fill::<BrownMap<_, _, Same>, _>(words.iter().copied())
        })
        .count("comparisons", |words| {
            counted::<BrownMap<_, _, Same>>(words)
        })
        .variant("constant, dict", |words| {
            fill::<Dict<_, _, Same>, _>(words.iter().copied())
        })
        .count("comparisons", |words| counted::<Dict<_, _, Same>>(words))
        .variant("foldhash, dict", |words| {
            fill::<Dict<_, _, FoldHash>, _>(words.iter().copied())
        })
        .count("comparisons", |words| {
            counted::<Dict<_, _, FoldHash>>(words)
        })
        .variant("perfect, dict", |words| {
            fill::<Dict<_, _, Numbered>, _>(words.iter().copied())
        })
        .count("comparisons", |words| {
            counted::<Dict<_, _, Numbered>>(words)
        })
        .python("constant in Python", include_str!("bad_build.py"))
        .mirrors("constant, dict")
        .build()
}

type Numbered = BuildHasherDefault<Perfect>;

fn fill<M: Map<K, u64>, K>(words: impl Iterator<Item = K>) -> usize {
    let mut map = M::with_room(0);
    for (place, word) in (0..).zip(words) {
        map.insert(word, place);
    }
    map.len()
}

fn counted<M: Map<Counting<Word>, u64>>(words: &[Word]) -> (usize, u64) {
    comparisons(|| fill::<M, _>(words.iter().copied().map(Counting)))
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn every_word_gets_in_once() {
        let all = words(676);
        assert_eq!(counted::<Dict<_, _, Same>>(&all).0, 676);
        assert_eq!(counted::<BrownMap<_, _, Same>>(&all), (676, 228_150));
        assert_eq!(Same.hash_one(all[0]), Same.hash_one(all[1]));
    }
}
