//! What memory gives against the working set: dependent loads, independent loads, reading in order.

use std::hint::black_box;
use std::io;
use std::time::Instant;

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::Pages;

use super::core::nanos;
use super::pages::{self, Chain, Region, WORDS};
use super::sum::sum;
use crate::aligned::Aligned;

/// Loads of one dependent walk: a few milliseconds from main memory.
const WALK: u32 = 1 << 14;

/// Loads of one independent reading.
const READS: u32 = 1 << 16;

/// Bytes that one reading in order takes at least.
const IN_ORDER: usize = 32 << 20;

/// Untimed laps before one over what exceeds the caches. They keep what ran before for a while, and
/// what they keep of the new in vain: the first laps take an eighth longer, as a trial showed.
const UNTIMED: u32 = 6;

/// What a working set is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    /// Nanoseconds of a load that waits for the one before.
    Dependent,
    /// Nanoseconds of a load that waits for none.
    Independent,
    /// Bytes a nanosecond, read in order.
    InOrder,
}

/// A working set, ready to be read.
#[derive(Debug)]
pub(super) struct WorkingSet {
    chain: Chain,
    /// Its lines in the order of the chain, for loads that know their addresses beforehand.
    order: Vec<u32>,
    /// The place in that order at which the last of them ended.
    next: usize,
}

impl WorkingSet {
    /// A working set of so many bytes, its lines in one cycle drawn by lot.
    ///
    /// # Errors
    /// When the system gives no memory in such pages.
    pub(super) fn new(bytes: usize, pages: Pages, rng: &mut SmallRng) -> io::Result<Self> {
        let region = Region::new(bytes, pages)?;
        let lines = region.words().len() / WORDS;
        let mut order: Vec<u32> = (0..u32::try_from(lines).unwrap_or(u32::MAX)).collect();
        // An order drawn by lot, closed to a cycle: every line is visited before the first again.
        order.shuffle(rng);
        Ok(Self {
            chain: Chain::new(region, &order),
            order,
            next: 0,
        })
    }

    /// Whether it lies in huge pages, as the system tells.
    pub(super) fn lies_in_huge_pages(&self) -> bool {
        pages::lie_in_huge_pages(self.chain.words())
    }

    /// Reads it in all ways.
    pub(super) fn read(&mut self) -> Vec<(Access, f64)> {
        if pages::warm(self.chain.words()) {
            let dependent = self.dependent();
            pages::warm(self.chain.words());
            let independent = self.independent();
            return told(self.in_order(), independent, dependent);
        }
        // What is read in order leaves its end in the caches, where walks would find it.
        black_box(self.chain.walk(WALK));
        let dependent = self.dependent();
        black_box(self.independent());
        let independent = self.independent();
        black_box(sum(self.chain.words(), UNTIMED));
        told(self.in_order(), independent, dependent)
    }

    fn in_order(&self) -> f64 {
        let words = self.chain.words();
        let bytes = size_of_val(words);
        let laps = u32::try_from(IN_ORDER.div_ceil(bytes)).unwrap_or(1);
        let start = Instant::now();
        black_box(sum(words, laps));
        let took = start.elapsed().as_nanos() as f64;
        bytes as f64 * f64::from(laps) / took.max(1.0)
    }

    /// The order itself is read along, four bytes for each line.
    fn independent(&mut self) -> f64 {
        let words = self.chain.words();
        let start = Instant::now();
        let (mut left, mut sum) = (READS as usize, 0_u64);
        while left > 0 {
            let end = self.order.len().min(self.next + left);
            for &line in &self.order[self.next..end] {
                sum = sum.wrapping_add(words[line as usize * WORDS]);
            }
            left -= end - self.next;
            self.next = end % self.order.len();
        }
        black_box(sum);
        nanos(start, READS)
    }

    fn dependent(&mut self) -> f64 {
        let start = Instant::now();
        black_box(self.chain.walk(WALK));
        nanos(start, WALK)
    }
}

fn told(in_order: f64, independent: f64, dependent: f64) -> Vec<(Access, f64)> {
    vec![
        (Access::InOrder, in_order),
        (Access::Independent, independent),
        (Access::Dependent, dependent),
    ]
}

/// Nanoseconds of the first touch of one page of a kind, over a fresh region; absent where the
/// region lies in other pages than were asked for.
pub(super) fn fault(kind: Pages) -> Option<f64> {
    let (page, count) = match kind {
        Pages::Small => (rustix::param::page_size(), 256),
        Pages::Huge => (pages::HUGE, 2),
    };
    let mut region = Region::new(page * count, kind).ok()?;
    let words = region.words_mut();
    let start = Instant::now();
    for word in words.iter_mut().step_by(page / size_of::<u64>()) {
        *black_box(word) = 1;
    }
    let took = nanos(start, u32::try_from(count).unwrap_or(u32::MAX));
    let given = kind == Pages::Small || pages::lie_in_huge_pages(region.words());
    given.then_some(took)
}

/// Three arrays for the loop of STREAM.
#[derive(Debug)]
pub(super) struct Triad {
    a: Aligned,
    b: Aligned,
    c: Aligned,
}

impl Triad {
    /// Arrays of so many bytes each.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            a: Aligned::new(bytes, |_| 1.0),
            b: Aligned::beside(1, bytes, |_| 2.0),
            c: Aligned::beside(2, bytes, |_| 0.5),
        }
    }

    /// Bytes a nanosecond of `a[i] = b[i] + s c[i]`, three transfers an element; after untimed
    /// laps, for what ran before leaves the places of other pages at hand, and lines in the caches.
    pub(super) fn read(&mut self) -> f64 {
        (0..UNTIMED).for_each(|_| self.lap());
        let start = Instant::now();
        self.lap();
        let took = start.elapsed().as_nanos() as f64;
        3.0 * size_of_val(self.a.values()) as f64 / took.max(1.0)
    }

    fn lap(&mut self) {
        let scale = black_box(3.0);
        let (b, c) = (self.b.values(), self.c.values());
        for ((a, b), c) in self.a.values_mut().iter_mut().zip(b).zip(c) {
            *a = b + scale * c;
        }
        black_box(&mut self.a);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_working_set_is_one_cycle_of_all_its_lines() {
        let mut rng = SmallRng::seed_from_u64(1);
        let mut set = WorkingSet::new(100 * 64, Pages::Small, &mut rng).expect("memory");
        let visited: HashSet<usize> = (0..100).map(|_| set.chain.walk(1)).collect();
        assert_eq!(visited.len(), 100);
        for (access, figure) in set.read() {
            assert!(figure > 0.0 && figure.is_finite(), "{access:?}: {figure}");
        }
    }

    #[test]
    fn a_first_touch_and_a_triad_take_time() {
        assert!(fault(Pages::Small).expect("small pages are there") > 0.0);
        assert!(fault(Pages::Huge).is_none_or(|nanos| nanos > 0.0));
        let mut triad = Triad::new(1 << 12);
        assert!(triad.read() > 0.0);
        assert!(triad.a.values().iter().all(|a| (a - 3.5).abs() < 1e-12));
    }
}
