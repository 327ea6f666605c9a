//! A phone book: one entry found by looking through it, by halving it, and by hash.

use harness::prelude::*;

use crate::counting::{Counting, comparisons};
use crate::names::name;
use crate::sets::{BrownMap, StdMap};
use crate::table::Map;
use crate::table::sorted::SortedVec;

/// People who are looked for in one call.
const ASKED: usize = 256;

const CLAIMS: &[Claim] = &[
    claim("scan")
        .of("comparisons")
        .grows(Linear)
        .source("HPP ch. 4: without order a phone book is read from the start"),
    claim("halve")
        .of("comparisons")
        .follows("ceil(log2 n) + 1 for each of 256", |n| {
            ASKED as f64 * ((n as f64).log2().ceil() + 1.0)
        })
        .source("HPP ch. 4: an ordered phone book is halved again and again"),
    claim("std")
        .of("comparisons")
        .grows(Constant)
        .source("HPP ch. 4: with a hash the entry is found at once"),
    claim("std")
        .beats("halve")
        .from(1000)
        .source("HPP ch. 4: O(1) against O(log n)"),
    claim("halve")
        .beats("scan")
        .from(100)
        .source("HPP ch. 4: O(log n) against O(n)"),
    claim("dict in Python")
        .beats("halve in Python")
        .source("HPP ch. 4: O(1) against O(log n)"),
    claim("hashbrown")
        .crosses("scan")
        .between_sizes(3, 100)
        .source("ours: a few names are sooner compared than one is hashed"),
];

pub(crate) fn one_entry() -> Experiment {
    experiment("membership/phone-book")
        .asks("What does it cost to find one entry of a phone book?")
        .decides("Find the entry of a name", "names")
        .claims(CLAIMS)
        .sizes([3, 10, 32, 100, 1000, 10_000])
        .quick_up_to(1000)
        .thorough_sizes([5, 20, 50, 100_000])
        .input(PhoneBook::new)
        .per("look-up", |_| ASKED)
        .ladder()
        .variant("scan", |book| book.scan(&book.entries, &book.asked))
        .count("comparisons", |book| {
            let (entries, asked) = book.counting();
            comparisons(|| book.scan(&entries, &asked))
        })
        .prepared("halve", PhoneBook::map::<SortedVec<_, _>>, PhoneBook::sum)
        .count("comparisons", |book| book.counted::<SortedVec<_, _>>())
        .prepared("std", PhoneBook::map::<StdMap<_>>, PhoneBook::sum)
        .count("comparisons", |book| book.counted::<StdMap<_>>())
        .prepared("hashbrown", PhoneBook::map::<BrownMap<_>>, PhoneBook::sum)
        .count("comparisons", |book| book.counted::<BrownMap<_>>())
        .python("scan in Python", include_str!("phone_book_scan.py"))
        .mirrors("scan")
        .up_to(1000)
        .python("halve in Python", include_str!("phone_book_halve.py"))
        .mirrors("halve")
        .python("dict in Python", include_str!("phone_book_dict.py"))
        .mirrors("std")
        .build()
}

/// A name that counts its comparisons.
type Counted<'a> = Counting<&'a str>;

/// Names with numbers, and names that are looked for. All of them are there.
struct PhoneBook {
    entries: Vec<(String, u64)>,
    asked: Vec<String>,
}

impl Wire for PhoneBook {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.entries, &self.asked).write(out);
    }
}

impl PhoneBook {
    fn new(n: usize, rng: &mut SmallRng) -> Self {
        let people = input::shuffled(n, rng).into_iter();
        let entries: Vec<_> = people
            .map(|who| (name(who as usize), 555_000 + who))
            .collect();
        let asked = input::positions(ASKED, n, rng).into_iter();
        Self {
            asked: asked.map(|at| entries[at].0.clone()).collect(),
            entries,
        }
    }

    fn scan<K: PartialEq>(&self, entries: &[(K, u64)], asked: &[K]) -> u64 {
        let number = |name: &K| {
            let entry = entries.iter().find(|(other, _)| other == name);
            entry.map_or(0, |(_, number)| *number)
        };
        asked.iter().map(number).sum()
    }

    fn map<M: Map<String, u64>>(&self) -> M {
        fill(&self.entries)
    }

    fn sum<M: Map<String, u64>>(map: &M, book: &Self) -> u64 {
        numbers(map, &book.asked)
    }

    /// The same names, as keys that count their comparisons.
    fn counting(&self) -> (Vec<(Counted<'_>, u64)>, Vec<Counted<'_>>) {
        let entries = self.entries.iter();
        let entries = entries.map(|(name, number)| (Counting(name.as_str()), *number));
        let asked = self.asked.iter().map(|name| Counting(name.as_str()));
        (entries.collect(), asked.collect())
    }

    fn counted<'a, M: Map<Counted<'a>, u64>>(&'a self) -> (u64, u64) {
        let (entries, asked) = self.counting();
        let map: M = fill(&entries);
        comparisons(|| numbers(&map, &asked))
    }
}

fn fill<K: Clone, M: Map<K, u64>>(entries: &[(K, u64)]) -> M {
    let mut map = M::with_room(entries.len());
    for (name, number) in entries {
        map.insert(name.clone(), *number);
    }
    map
}

fn numbers<K, M: Map<K, u64>>(map: &M, asked: &[K]) -> u64 {
    asked
        .iter()
        .map(|name| map.get(name).copied().unwrap_or(0))
        .sum()
}
