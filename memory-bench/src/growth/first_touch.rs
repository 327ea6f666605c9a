//! Building a list in memory that nobody has touched: what the page faults cost.

use std::cell::RefCell;
use std::rc::Rc;

use harness::pages;
use harness::prelude::*;

use super::mapped::{Mapped, Pages};

const CLAIMS: &[Claim] = &[
    claim("fresh mapping")
        .takes_at_least(2.0, "reused mapping")
        .from(100_000)
        .source("ours: page faults are more than half of building a list in fresh memory"),
    claim("fresh mapping")
        .of("page faults")
        .follows("8 n / 4096, 2 more or less", |n| {
            (8.0 * n as f64 / 4096.0).ceil()
        })
        .give_or_take(0.00105)
        .at(1_000_000)
        .source("ours: each small page is provided when it is first touched"),
    claim("fresh mapping")
        .of("page faults")
        .follows("8 n / 4096, 2 more or less", |n| {
            (8.0 * n as f64 / 4096.0).ceil()
        })
        .give_or_take(0.0105)
        .at(100_000)
        .source("ours: each small page is provided when it is first touched, and no other"),
    claim("populated")
        .of("page faults")
        .at_most(16.0)
        .from(100_000)
        .source("mmap(2): MAP_POPULATE prevents page faults later on")
        .means(
            "Linux counts each page that it provides beforehand as a fault, though none trapped; \
             the faults while filling are what the manual speaks of",
        ),
    claim("populated")
        .of("faults while filling")
        .at_most(16.0)
        .from(100_000)
        .source("mmap(2): MAP_POPULATE prevents page faults later on"),
    claim("fresh mapping")
        .of("faults while filling")
        .follows("8 n / 4096, 2 more or less", |n| {
            (8.0 * n as f64 / 4096.0).ceil()
        })
        .give_or_take(0.00105)
        .at(1_000_000)
        .source(
            "ours: each small page is provided when it is first touched, not when it is mapped",
        ),
    claim("reused mapping")
        .of("page faults")
        .at_most(16.0)
        .from(100_000)
        .source("ours: pages that were touched once are there"),
    claim("huge pages")
        .of("page faults")
        .at_most(16.0)
        .at(1_000_000)
        .source("ours: one fault provides 2 MiB"),
    claim("huge pages")
        .beats("fresh mapping")
        .by(2.0)
        .at(1_000_000)
        .source("ours: a huge page is provided several times faster than 512 small ones"),
    claim("populated")
        .beats("fresh mapping")
        .by(1.2)
        .at(1_000_000)
        .source("mmap(2): MAP_POPULATE prevents page faults later on")
        .means(
            "a fault is a trap and a page that is found, cleared and entered in the tables; only \
             the trap is saved, and most of the time goes to the page",
        ),
    claim("with capacity")
        .within(0.1, "reused mapping")
        .at(100_000)
        .source("ours: an allocator that keeps its pages has no page faults either"),
];

pub(crate) fn by_pages() -> Experiment {
    let at_once = (!cfg!(target_os = "linux")).then_some("this system provides no pages at once");
    experiment("growth/first-touch")
        .asks("How much of building a list is the system providing pages?")
        .claims(CLAIMS)
        .sizes([1000, 100_000, 1_000_000])
        .thorough_sizes([10_000_000])
        .quick_up_to(100_000)
        .watches_memory(100_000)
        .input(|n, _| n)
        .per("append", |&n| n)
        .ladder()
        .variant("fresh mapping", |&n| built(n, Pages::Touched))
        .limit("one page fault a page", |machine, &n| {
            pages(n, rustix::param::page_size()) * machine.page_fault()
        })
        .count("faults while filling", |&n| faulting(n, Pages::Touched))
        .variant("populated", |&n| built(n, Pages::Populated))
        .count("faults while filling", |&n| faulting(n, Pages::Populated))
        .unless(at_once)
        .prepared("huge pages", |&n| given(n), |(), &n| built(n, Pages::Huge))
        .unless(pages::no_huge_pages())
        .limit("one page fault a huge page", |machine, &n| {
            pages(n, pages::HUGE) * machine.huge_page_fault()
        })
        .prepared("reused mapping", |&n| kept(n), |list, &n| refilled(list, n))
        .variant("with capacity", |&n| Squares::Heap(heap(n)))
        .build()
}

/// The first squares, wherever they lie.
enum Squares {
    Mapped(Mapped),
    Kept(Rc<RefCell<Mapped>>),
    Heap(Vec<u64>),
}

impl Squares {
    fn read<T>(&self, with: impl FnOnce(&[u64]) -> T) -> T {
        match self {
            Self::Mapped(list) => with(list),
            Self::Kept(list) => with(&list.borrow()),
            Self::Heap(list) => with(list),
        }
    }
}

impl PartialEq for Squares {
    fn eq(&self, other: &Self) -> bool {
        self.read(|own| other.read(|others| own == others))
    }
}

impl std::fmt::Debug for Squares {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.read(|list| list.fmt(f))
    }
}

fn fill(list: &mut Mapped, n: usize) {
    for i in 0..n as u64 {
        list.push(i * i);
    }
}

/// How many pages a list of so many words needs.
fn pages(n: usize, page: usize) -> f64 {
    (n * size_of::<u64>()).div_ceil(page) as f64
}

fn built(n: usize, pages: Pages) -> Squares {
    let mut list = Mapped::new(pages);
    list.grow(n);
    fill(&mut list, n);
    Squares::Mapped(list)
}

/// The list, and the page faults after it was mapped.
fn faulting(n: usize, pages: Pages) -> (Squares, u64) {
    let mut list = Mapped::new(pages);
    list.grow(n);
    let before = pages::faults();
    fill(&mut list, n);
    let faults = pages::faults() - before;
    (Squares::Mapped(list), faults)
}

/// Looks whether the system gives huge pages for such a list: untimed, and before each pass, for
/// memory that has come to pieces meanwhile has none to give.
fn given(n: usize) {
    let list = built(n, Pages::Huge);
    if !list.read(pages::lie_in_huge_pages) {
        harness::not_measured("huge pages", pages::GAVE_SMALL_PAGES);
    }
}

fn kept(n: usize) -> Rc<RefCell<Mapped>> {
    let mut list = Mapped::new(Pages::Touched);
    list.grow(n);
    fill(&mut list, n);
    Rc::new(RefCell::new(list))
}

fn refilled(list: &Rc<RefCell<Mapped>>, n: usize) -> Squares {
    let mut filled = list.borrow_mut();
    filled.clear();
    fill(&mut filled, n);
    drop(filled);
    Squares::Kept(Rc::clone(list))
}

fn heap(n: usize) -> Vec<u64> {
    let mut list = Vec::with_capacity(n);
    for i in 0..n as u64 {
        list.push(i * i);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_pages_are_given_where_one_was_and_small_lists_have_none() {
        if pages::no_huge_pages().is_none() {
            given(1_000_000);
        }
        for small in [Pages::Touched, Pages::Populated] {
            assert!(!built(1_000_000, small).read(pages::lie_in_huge_pages));
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn pages_are_provided_while_a_list_is_filled_or_before() {
        let (_, fresh) = faulting(100_000, Pages::Touched);
        let (_, populated) = faulting(100_000, Pages::Populated);
        let all = pages(100_000, rustix::param::page_size()) as u64;
        assert!(fresh >= all && populated < 16, "{fresh} and {populated}");
    }

    #[test]
    fn every_list_holds_the_squares() {
        let squares: Vec<u64> = (0..1000).map(|i| i * i).collect();
        for pages in [Pages::Touched, Pages::Populated, Pages::Huge] {
            built(1000, pages).read(|list| assert_eq!(list, squares));
        }
        let list = kept(1000);
        refilled(&list, 1000).read(|list| assert_eq!(list, squares));
        assert!(built(1000, Pages::Touched) == Squares::Heap(heap(1000)));
    }
}
