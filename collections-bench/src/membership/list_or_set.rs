//! Asking whether a value is there: a list, a sorted list, and sets of three makers.

use harness::prelude::*;

use crate::counting::comparisons;
use crate::haystack::{Haystack, NEEDLES, counting, random};
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
        .source("HPP ch. 4: sets give O(1) look-up, read as a statement about time")
        .means("the work is O(1); what grows is how far away the memory is that holds the table"),
    claim("hashbrown set")
        .steady(0.25)
        .source("HPP ch. 4: sets give O(1) look-up, read as a statement about time")
        .means("the work is O(1); what grows is how far away the memory is that holds the table"),
    claim("list")
        .beats("std set")
        .up_to(16)
        .on("throughput")
        .source("HPP ch. 4: for few elements a list is fast enough; ours: faster up to 16"),
    claim("list")
        .beats("hashbrown set")
        .up_to(4)
        .on("throughput")
        .source("ours: even a fast hash loses to four comparisons"),
    claim("std set")
        .crosses("list")
        .between_sizes(16, 256)
        .on("throughput")
        .source("ours: the standard library's set overtakes a scan at about a hundred elements"),
    claim("hashbrown set")
        .crosses("list")
        .between_sizes(4, 64)
        .on("throughput")
        .source("ours: a set with a fast hash overtakes a scan at a few elements"),
    claim("in set")
        .beats("in list")
        .from(8)
        .source("ours: in Python the set wins from a handful of values on"),
    claim("hashbrown set")
        .steady(0.5)
        .fits(2)
        .source("ours: while the table fits the second level of the cache, look-up is flat"),
    claim("hashbrown set")
        .leads(&["std set", "sorted list"])
        .from(1000)
        .on("throughput")
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
        .on("throughput")
        .source("hashbrown: foldhash is much faster than SipHash"),
    claim("hashbrown set")
        .beats("std set")
        .by(1.5)
        .on("latency")
        .source("ours: where each look-up waits for the last, all of the hash is waited for"),
    claim("ordered set")
        .within(0.25, "hashbrown set")
        .source("indexmap: look-up is on par with the standard library's table"),
    claim("in set")
        .steady(0.25)
        .source("HPP ch. 4: sets give O(1) look-up, read as a statement about time")
        .means("the work is O(1); what grows is how far away the memory is that holds the table"),
    claim("in set")
        .beats("in list")
        .from(16)
        .source("HPP ch. 4: sets give O(1) look-up, lists O(n)"),
    claim("in list")
        .beats("in set")
        .up_to(4)
        .source("HPP ch. 4: for few elements a list is fast enough; ours: faster up to 4"),
];

const DECISION: &str = "Find out whether a value is there, again and again";

pub(crate) fn by_size() -> Experiment {
    experiment("membership/list-or-set")
        .asks("From which size on does a set beat a list?")
        .decides(DECISION, "elements")
        .claims(CLAIMS)
        .sizes([4, 8, 16, 32, 64, 128, 256, 1000, 10_000, 100_000, 1_000_000])
        .quick_up_to(1000)
        .thorough_sizes([6, 12, 24, 48, 96, 192, 512])
        .input(random)
        .both_modes()
        .per("look-up", Queries::len)
        .ladder()
        .variant("list", |hay| {
            hay.ask(|values, value| values.contains(value))
        })
        .up_to(10_000)
        .count("comparisons", |hay| {
            let hay = counting(hay);
            comparisons(|| hay.ask(|values, value| values.contains(value)))
        })
        .prepared("sorted list", sorted, |list, hay| {
            hay.ask(|_, value| list.binary_search(value).is_ok())
        })
        .count("comparisons", |hay| {
            let hay = counting(hay);
            let list = sorted(&hay);
            comparisons(|| hay.ask(|_, value| list.binary_search(value).is_ok()))
        })
        .prepared("std set", set::<_, StdSet<_>>, |set, hay| {
            hay.ask(|_, value| set.contains(value))
        })
        .count("comparisons", |hay| {
            let hay = counting(hay);
            let set: StdSet<_> = set(&hay);
            comparisons(|| hay.ask(|_, value| set.contains(value)))
        })
        .prepared("hashbrown set", set::<_, BrownSet<_>>, |set, hay| {
            hay.ask(|_, value| set.contains(value))
        })
        .count("comparisons", |hay| {
            let hay = counting(hay);
            let set: BrownSet<_> = set(&hay);
            comparisons(|| hay.ask(|_, value| set.contains(value)))
        })
        .prepared("ordered set", set::<_, OrderedSet<_>>, |set, hay| {
            hay.ask(|_, value| set.contains(value))
        })
        .count("comparisons", |hay| {
            let hay = counting(hay);
            let set: OrderedSet<_> = set(&hay);
            comparisons(|| hay.ask(|_, value| set.contains(value)))
        })
        .python("in list", include_str!("in_list.py"))
        .mirrors("list")
        .up_to(256)
        .python("in set", include_str!("in_set.py"))
        .mirrors("std set")
        .up_to(100_000)
        .build()
}

fn sorted<T: Ord + Copy>(hay: &Haystack<T>) -> Vec<T> {
    let mut list = hay.data().clone();
    list.sort_unstable();
    list
}

fn set<T: Copy, S: FromIterator<T>>(hay: &Haystack<T>) -> S {
    hay.data().iter().copied().collect()
}
