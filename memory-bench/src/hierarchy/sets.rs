//! Working sets for walks: lines linked to one cycle, in pages of a kind.

use std::cell::{Cell, OnceCell};
use std::time::Duration;

use harness::pages::{self, Chain, Pages, Region};
use harness::prelude::*;

/// Bytes of a line.
const LINE: usize = 64;

/// Lines of a small page.
const PAGE: usize = 4096 / LINE;

/// Loads that a walk through what no cache keeps makes before it is timed.
const LEAD: u32 = 1 << 12;

/// In which order a walk visits the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Drawn by lot.
    Random,
    /// Drawn by lot, but page after page: all lines of one before any of the next.
    PageLocal,
    /// As they lie.
    Sequential,
}

/// A cycle through all lines of a working set, and where a walk through it is.
#[derive(Debug)]
pub(super) struct Cycle {
    chain: Chain,
    /// The place of each line in the cycle: what a walk is checked by.
    places: Vec<u32>,
    /// The line at each place.
    order: Vec<u32>,
    at: Cell<usize>,
    /// Whether it lies in huge pages, as the system told when it was made.
    in_huge_pages: bool,
}

impl Cycle {
    /// # Panics
    /// When the system gives no memory.
    pub(super) fn new(bytes: usize, order: Order, pages: Pages, rng: &mut SmallRng) -> Self {
        let lines = bytes / LINE;
        let region = Region::new(lines * LINE, pages).expect("the system has memory");
        let order = ordered(lines, order, rng);
        let mut places = vec![0; lines];
        for (place, &line) in order.iter().enumerate() {
            places[line as usize] = place as u32;
        }
        let chain = Chain::new(region, &order);
        let at = Cell::new(order[0] as usize);
        Self {
            in_huge_pages: pages == Pages::Huge && pages::lie_in_huge_pages(chain.words()),
            chain,
            places,
            order,
            at,
        }
    }

    /// So many loads, shared by `K` walks that begin at even distances, `laps` times over, after
    /// the caches have what they keep of the set. Answers with the steps that the last lap made
    /// along the cycle, as the places at which it began and ended tell, and the time of all laps.
    pub(super) fn walk<const K: usize>(&self, loads: u32, laps: u64) -> (u64, Duration) {
        let lines = self.order.len();
        let steps = loads / K as u32;
        let start = self.places[self.at.get()] as usize;
        let mut at: [usize; K] =
            std::array::from_fn(|walk| self.order[(start + walk * lines / K) % lines] as usize);
        if !pages::warm(self.chain.words()) {
            at = self.chain.walk_from(at, LEAD / K as u32);
        }
        let mut before = at;
        let ((), took) = clocks::real(|| {
            for _ in 0..laps {
                before = at;
                at = self.chain.walk_from(at, steps);
            }
        });
        self.at.set(at[0]);
        let place = |line: usize| self.places[line] as usize;
        let made = before.iter().zip(&at).map(|(&from, &to)| {
            let past = (place(to) + lines - place(from)) % lines;
            // What it made beyond whole turns; the turns are known.
            (steps as usize / lines * lines + past) as u64
        });
        (made.sum(), took)
    }
}

fn ordered(lines: usize, order: Order, rng: &mut SmallRng) -> Vec<u32> {
    let all = |from: usize, count: usize| (from as u32..).take(count);
    match order {
        Order::Sequential => all(0, lines).collect(),
        Order::Random => {
            let drawn = input::distinct_positions(lines, lines, rng).into_iter();
            drawn.map(|line| line as u32).collect()
        }
        Order::PageLocal => {
            let pages = lines.div_ceil(PAGE);
            let drawn = input::distinct_positions(pages, pages, rng).into_iter();
            drawn
                .flat_map(|page| {
                    let count = PAGE.min(lines - page * PAGE);
                    let within = input::distinct_positions(count, count, rng).into_iter();
                    within.map(move |line| (page * PAGE + line) as u32)
                })
                .collect()
        }
    }
}

/// A cycle that is made when it is first asked for: a run that leaves out a variant saves its
/// memory.
pub(super) struct Later {
    order: Order,
    pages: Pages,
    bytes: usize,
    rng: SmallRng,
    made: OnceCell<Cycle>,
}

impl Later {
    pub(super) fn new(bytes: usize, order: Order, pages: Pages, rng: &SmallRng) -> Self {
        Self {
            order,
            pages,
            bytes,
            rng: rng.clone(),
            made: OnceCell::new(),
        }
    }

    /// The cycle as arrays of words, for Python: the word in which the next line begins, and the
    /// place in the cycle, of each line.
    pub(super) fn links(&self) -> [Vec<u8>; 2] {
        let order = ordered(self.bytes / LINE, self.order, &mut self.rng.clone());
        let (mut next, mut places) = (vec![0; order.len()], vec![0; order.len()]);
        for (place, &line) in order.iter().enumerate() {
            let follower = order[(place + 1) % order.len()] as usize;
            next[line as usize] = follower * LINE / size_of::<u64>();
            places[line as usize] = place;
        }
        [next, places].map(|words| words.into_iter().flat_map(usize::to_ne_bytes).collect())
    }

    /// The cycle, for the variant of this name, which is not measured where the system has no room
    /// for it, or where huge pages were asked for and not given.
    pub(super) fn get(&self, variant: &'static str) -> &Cycle {
        let cycle = self.made.get_or_init(|| {
            if let Some(why) = pages::no_room_for(self.bytes) {
                harness::not_measured(variant, why);
            }
            Cycle::new(self.bytes, self.order, self.pages, &mut self.rng.clone())
        });
        if self.pages == Pages::Huge && !cycle.in_huge_pages {
            harness::not_measured(variant, pages::GAVE_SMALL_PAGES);
        }
        cycle
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;

    use super::*;

    proptest! {
        #[test]
        fn every_order_is_one_cycle_of_all_lines(lines in 1_usize..300, seed: u64) {
            for order in [Order::Random, Order::PageLocal, Order::Sequential] {
                let mut rng = SmallRng::seed_from_u64(seed);
                let cycle = Cycle::new(lines * LINE, order, Pages::Small, &mut rng);
                let mut at = [cycle.at.get()];
                let mut visited = Vec::new();
                for _ in 0..lines {
                    at = cycle.chain.walk_from(at, 1);
                    visited.push(at[0]);
                }
                prop_assert_eq!(visited[lines - 1], cycle.at.get());
                visited.sort_unstable();
                prop_assert!(visited.into_iter().eq(0..lines));
            }
        }

        #[test]
        fn walks_tell_the_steps_that_they_made(lines in 4_usize..200, laps in 1_u64..4) {
            let mut rng = SmallRng::seed_from_u64(1);
            let cycle = Cycle::new(lines * LINE, Order::Random, Pages::Small, &mut rng);
            prop_assert_eq!(cycle.walk::<1>(64, laps).0, 64);
            prop_assert_eq!(cycle.walk::<4>(64, laps).0, 64);
        }
    }

    #[test]
    fn in_python_the_cycle_is_the_same() {
        let later = Later::new(
            40 * LINE,
            Order::Random,
            Pages::Small,
            &SmallRng::seed_from_u64(5),
        );
        let cycle = later.get("test");
        let [next, places] = later.links().map(|bytes| {
            let words = bytes
                .chunks_exact(8)
                .map(|word| word.try_into().expect("8 bytes"));
            words.map(usize::from_ne_bytes).collect::<Vec<_>>()
        });
        for line in 0..40 {
            assert_eq!(next[line], 8 * cycle.chain.walk_from([line], 1)[0]);
            assert_eq!(places[line], cycle.places[line] as usize);
        }
    }

    #[test]
    fn a_page_is_left_when_all_its_lines_were_visited() {
        let order = ordered(4 * PAGE, Order::PageLocal, &mut SmallRng::seed_from_u64(3));
        for page in order.chunks(PAGE) {
            let first = page[0] as usize / PAGE;
            assert!(page.iter().all(|&line| line as usize / PAGE == first));
        }
    }
}
