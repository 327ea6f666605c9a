//! The book's unique names: look through a list before each append, or let a set do it.

use harness::prelude::*;

use crate::counting::{Counting, comparisons};
use crate::distinct::{in_list, in_order};
use crate::names::name;
use crate::sets::{BrownSet, StdSet};

const CLAIMS: &[Claim] = &[
    claim("list")
        .of("comparisons")
        .grows(Quadratic)
        .source("HPP ch. 4: each name is held against every unique name before it"),
    claim("std set")
        .of("comparisons")
        .grows(Linear)
        .from(100)
        .source("HPP ch. 4: a set looks at each name about once"),
    claim("std set")
        .beats("list")
        .by(267.0)
        .at(10_000)
        .source("HPP ch. 4: 10,000 names, 2.56 s with a list and 9.57 ms with a set"),
    claim("set_unique_names")
        .beats("list_unique_names")
        .by(26.7)
        .at(1000)
        .source("HPP ch. 4: 267 times at 10,000 names, so a tenth of it at 1,000"),
    claim("set_unique_names")
        .beats("list_unique_names")
        .source("ours: in Python the set wins from a handful of names on"),
    claim("list")
        .beats("std set")
        .up_to(10)
        .source("ours: few names are sooner compared than hashed"),
    claim("std set")
        .beats("sort and dedup")
        .from(1000)
        .source("HPP ch. 4: O(n) against O(n log n)"),
    claim("hashbrown set")
        .beats("std set")
        .by(1.5)
        .from(1000)
        .source("hashbrown: foldhash is much faster than SipHash"),
    claim("set_unique_names")
        .beats("list_unique_names")
        .at(10)
        .source("ours: in Python a set wins from ten names on"),
];

pub(crate) fn names() -> Experiment {
    experiment("membership/unique")
        .asks("How many different names are there, and what does it cost to find out?")
        .claims(CLAIMS)
        .sizes([10, 32, 100, 316, 1000, 3162, 10_000])
        .quick_up_to(1000)
        .input(phone_book)
        .per("name", Vec::len)
        .ladder()
        .variant("list", |names| in_list(names.iter()))
        .count("comparisons", |names| {
            counted(names, |names| in_list(names))
        })
        .variant("sort and dedup", |names| in_order(names.iter()))
        .count("comparisons", |names| {
            counted(names, |names| in_order(names))
        })
        .variant("std set", |names| names.iter().collect::<StdSet<_>>().len())
        .count("comparisons", |names| {
            counted(names, |names| names.collect::<StdSet<_>>().len())
        })
        .variant("hashbrown set", |names| {
            names.iter().collect::<BrownSet<_>>().len()
        })
        .count("comparisons", |names| {
            counted(names, |names| names.collect::<BrownSet<_>>().len())
        })
        .python("list_unique_names", include_str!("unique_list.py"))
        .mirrors("list")
        .up_to(1000)
        .python("set_unique_names", include_str!("unique_set.py"))
        .mirrors("std set")
        .build()
}

fn counted<'a>(
    names: &'a [String],
    unique: impl FnOnce(&mut dyn Iterator<Item = Counting<&'a String>>) -> usize,
) -> (usize, u64) {
    comparisons(|| unique(&mut names.iter().map(Counting)))
}

/// `n` names of as many people as make three in four of them unique, which is the book's share.
fn phone_book(n: usize, rng: &mut SmallRng) -> Vec<String> {
    let people = (n as f64 * 1.56).ceil() as usize;
    input::positions(n, people, rng)
        .into_iter()
        .map(name)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn three_names_in_four_are_unique() {
        let book = phone_book(10_000, &mut SmallRng::seed_from_u64(1));
        let unique = book.iter().collect::<BTreeSet<_>>().len();
        assert_eq!(book.len(), 10_000);
        assert!((7300..7550).contains(&unique), "{unique}");
    }
}
