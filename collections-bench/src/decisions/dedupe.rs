//! Dropping what comes twice: by looking through a list, by sorting, or with a set.

use std::hash::Hash;

use harness::prelude::*;

use crate::distinct::{in_list, in_order};
use crate::names::name;
use crate::sets::{BrownSet, StdSet};

const OF_INTEGERS: &[Claim] = &[
    claim("std set")
        .crosses("list")
        .between_sizes(128, 1024)
        .source("ours: a scan of integers is quick up to a few hundred"),
    claim("hashbrown set")
        .crosses("list")
        .between_sizes(64, 512)
        .source("ours: a scan of integers is quick up to a few hundred"),
    claim("sort and dedup")
        .beats("hashbrown set")
        .from(64)
        .source("ours: integers are sooner sorted than hashed, when the set has to grow"),
];

pub(crate) fn integers() -> Experiment {
    experiment("decisions/dedupe")
        .asks("How should integers that come twice be dropped?")
        .decides("Drop integers that come twice", "integers")
        .claims(OF_INTEGERS)
        .sizes([8, 32, 64, 128, 256, 512, 1024])
        .thorough_sizes([16, 48, 96, 192, 384, 2048, 4096])
        .input(|n, rng| input::few_unique(n, 2 * n as u64, rng))
        .per("integer", Vec::len)
        .ladder()
        .variant("list", |values| in_list(values.iter().copied()))
        .variant("sort and dedup", |values| in_order(values.iter().copied()))
        .variant("std set", |values| {
            values.iter().copied().collect::<StdSet<_>>().len()
        })
        .variant("hashbrown set", |values| {
            values.iter().copied().collect::<BrownSet<_>>().len()
        })
        .variant("hashbrown set, room made", |values| {
            in_set(values.iter().copied())
        })
        .build()
}

const OF_STRINGS: &[Claim] = &[
    claim("std set")
        .crosses("list")
        .between_sizes(8, 128)
        .source("ours: comparing a name costs as much as hashing half of it"),
    claim("hashbrown set")
        .crosses("list")
        .between_sizes(8, 64)
        .source("ours: comparing a name costs as much as hashing half of it"),
    claim("hashbrown set")
        .beats("sort and dedup")
        .from(64)
        .source("HPP ch. 4: O(n) against O(n log n)"),
];

pub(crate) fn strings() -> Experiment {
    experiment("decisions/dedupe-strings")
        .asks("How should strings that come twice be dropped?")
        .decides("Drop strings that come twice", "strings")
        .claims(OF_STRINGS)
        .sizes([8, 16, 32, 64, 128, 512])
        .thorough_sizes([4, 12, 24, 48, 96, 192, 256, 1024, 4096])
        .input(|n, rng| {
            let people = input::few_unique(n, 2 * n as u64, rng).into_iter();
            people.map(|who| name(who as usize)).collect::<Vec<_>>()
        })
        .per("string", Vec::len)
        .ladder()
        .variant("list", |values| in_list(values.iter()))
        .variant("sort and dedup", |values| in_order(values.iter()))
        .variant("std set", |values| {
            values.iter().collect::<StdSet<_>>().len()
        })
        .variant("hashbrown set", |values| {
            values.iter().collect::<BrownSet<_>>().len()
        })
        .variant("hashbrown set, room made", |values| in_set(values.iter()))
        .build()
}

/// A set that never grows.
fn in_set<T: Eq + Hash>(values: impl ExactSizeIterator<Item = T>) -> usize {
    let mut set = BrownSet::<T>::default();
    set.reserve(values.len());
    set.extend(values);
    set.len()
}
