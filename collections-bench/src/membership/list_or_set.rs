//! Asking whether a value is there: a list, a sorted list, and sets of three makers.

use harness::prelude::*;

use crate::counting::comparisons;
use crate::haystack::{Haystack, NEEDLES};
use crate::sets::{BrownSet, OrderedSet, StdSet};

const CLAIMS: &[Claim] = &[
    claim("list")
        .of("comparisons")
        .grows(Linear)
        .source("HPP ch. 3: a linear search is O(n)"),
    claim("sorted list")
        .of("comparisons")
        .grows(Logarithmic)
        .source("HPP ch. 4: lists and tuples give at best O(log n) look-up"),
    claim("hashbrown set")
        .of("comparisons")
        .grows(Constant)
        .source("HPP ch. 4: sets give O(1) look-up"),
    claim("hashbrown set")
        .of("comparisons")
        .at_most(1.1 * NEEDLES as f64)
        .source("SwissTable: seven bits of the hash spare all but one look in 128"),
    claim("std set")
        .steady(0.25)
        .source("HPP ch. 4: sets give O(1) look-up, read as a statement about time"),
    claim("hashbrown set")
        .steady(0.25)
        .source("HPP ch. 4: sets give O(1) look-up, read as a statement about time"),
    claim("list")
        .beats("std set")
        .up_to(16)
        .source("HPP ch. 4: for few elements a list is fast enough; ours: faster up to 16"),
    claim("list")
        .beats("hashbrown set")
        .up_to(4)
        .source("ours: even a fast hash loses to four comparisons"),
    claim("std set")
        .crosses("list")
        .between_sizes(16, 256)
        .source("ours: the standard library's set overtakes a scan at about a hundred elements"),
    claim("hashbrown set")
        .crosses("list")
        .between_sizes(4, 64)
        .source("ours: a set with a fast hash overtakes a scan at a few elements"),
    claim("set in Python")
        .beats("list in Python")
        .from(8)
        .source("ours: in Python the set wins from a handful of values on"),
    claim("hashbrown set")
        .steady(0.5)
        .fits(2)
        .source("ours: while the table fits the second level of the cache, look-up is flat"),
    claim("hashbrown set")
        .leads(&["std set", "sorted list"])
        .from(1000)
        .source("ours: a fast hash, then a safe one, then halving"),
    claim("std set")
        .beats("list")
        .by(50.0)
        .at(10_000)
        .source("HPP ch. 4: 10,000 names, 2.56 s with a list and 9.57 ms with a set"),
    claim("std set")
        .beats("sorted list")
        .from(1000)
        .source("HPP ch. 4: O(1) against O(log n)"),
    claim("hashbrown set")
        .beats("std set")
        .by(2.0)
        .source("hashbrown: foldhash is much faster than SipHash"),
    claim("ordered set")
        .within(0.25, "hashbrown set")
        .source("indexmap: look-up is on par with the standard library's table"),
];

pub(crate) fn by_size() -> Experiment {
    experiment("membership/list-or-set")
        .asks("From which size on does a set beat a list?")
        .decides(
            "Find out whether a value is there, again and again",
            "elements",
        )
        .claims(CLAIMS)
        .sizes([4, 8, 16, 32, 64, 128, 256, 1000, 10_000, 100_000, 1_000_000])
        .thorough_sizes([6, 12, 24, 48, 96, 192, 512])
        .input(Haystack::random)
        .per("look-up", |hay| hay.needles.len())
        .ladder()
        .variant("list", |hay| hay.hits(|value| hay.values.contains(value)))
        .up_to(10_000)
        .count("comparisons", |hay| {
            hay.counted(|hay| hay.hits(|value| hay.values.contains(value)))
        })
        .prepared("sorted list", sorted, |list, hay| {
            hay.hits(|value| list.binary_search(value).is_ok())
        })
        .count("comparisons", |hay| {
            let hay = hay.counting();
            let list = sorted(&hay);
            comparisons(|| hay.hits(|value| list.binary_search(value).is_ok()))
        })
        .prepared("std set", set::<_, StdSet<_>>, |set, hay| {
            hay.hits(|value| set.contains(value))
        })
        .count("comparisons", |hay| {
            let hay = hay.counting();
            let set: StdSet<_> = set(&hay);
            comparisons(|| hay.hits(|value| set.contains(value)))
        })
        .prepared("hashbrown set", set::<_, BrownSet<_>>, |set, hay| {
            hay.hits(|value| set.contains(value))
        })
        .count("comparisons", |hay| {
            let hay = hay.counting();
            let set: BrownSet<_> = set(&hay);
            comparisons(|| hay.hits(|value| set.contains(value)))
        })
        .prepared("ordered set", set::<_, OrderedSet<_>>, |set, hay| {
            hay.hits(|value| set.contains(value))
        })
        .count("comparisons", |hay| {
            let hay = hay.counting();
            let set: OrderedSet<_> = set(&hay);
            comparisons(|| hay.hits(|value| set.contains(value)))
        })
        .python("list in Python", include_str!("in_list.py"))
        .up_to(256)
        .python("set in Python", include_str!("in_set.py"))
        .up_to(10_000)
        .build()
}

fn sorted<T: Ord + Copy>(hay: &Haystack<T>) -> Vec<T> {
    let mut list = hay.values.clone();
    list.sort_unstable();
    list
}

fn set<T: Copy, S: FromIterator<T>>(hay: &Haystack<T>) -> S {
    hay.values.iter().copied().collect()
}
