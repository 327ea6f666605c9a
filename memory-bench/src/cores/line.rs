//! Counters of threads, side by side on one line of the cache or each on lines of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use harness::prelude::*;
use harness::threads::together;

const CLAIMS: &[Claim] = &[
    claim("padded")
        .beats("shared line")
        .by(2.0)
        .on("fetch_add")
        .source("folklore: false sharing makes independent counters slow"),
    claim("padded")
        .beats("shared line")
        .by(2.0)
        .on("load and store")
        .source("folklore: false sharing makes independent counters slow"),
    claim("shared line")
        .takes_at_least(1.0, "one thread")
        .on("fetch_add")
        .source("ours: the line goes to and fro, and nothing is gained by the other core"),
    claim("padded")
        .takes_at_most(1.0 / 1.8, "one thread")
        .at(2)
        .on("fetch_add")
        .source("ours: counters that share nothing do not disturb each other"),
    claim("one counter")
        .within(0.1, "shared line")
        .on("fetch_add")
        .source("ours, after a first look: it is the line that is waited for, not what lies in it"),
];

pub(crate) fn false_sharing() -> Experiment {
    experiment("cores/false-sharing")
        .asks("What do counters cost that threads keep on one line of the cache?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .case("fetch_add", |n, _| Counters::new(n, By::FetchAdd))
        .case("load and store", |n, _| Counters::new(n, By::LoadAndStore))
        .per("increment", |counters| {
            counters.threads * ADDITIONS as usize
        })
        .ladder()
        .timed("one thread", Counters::alone)
        .limit("one addition a cycle", |machine, counters: &Counters| {
            (counters.threads as u64 * ADDITIONS) as f64 * machine.cycle()
        })
        .timed("padded", |counters, laps| {
            counters.count(laps, |place| place * LINE)
        })
        .limit("one addition a cycle on each core", |machine, _| {
            ADDITIONS as f64 * machine.cycle()
        })
        .unless(threads::too_few())
        .timed("shared line", |counters, laps| {
            counters.count(laps, |place| place)
        })
        .unless(threads::too_few())
        .timed("one counter", |counters, laps| counters.truly_shared(laps))
        .unless(threads::too_few())
        .build()
}

/// What each thread adds in a lap.
const ADDITIONS: u64 = 1 << 13;

/// Words between counters that share no line: two lines, for some cores fetch them in pairs.
const LINE: usize = 16;

/// How a counter is counted up.
#[derive(Clone, Copy)]
enum By {
    FetchAdd,
    /// As a counter that one thread alone may change.
    LoadAndStore,
}

/// Two lines.
#[repr(align(128))]
#[derive(Default)]
struct Lines([AtomicU64; LINE]);

struct Counters {
    threads: usize,
    lines: Vec<Lines>,
    by: By,
}

impl Counters {
    fn new(threads: usize, by: By) -> Self {
        Self {
            threads,
            lines: (0..threads).map(|_| Lines::default()).collect(),
            by,
        }
    }

    fn counter(&self, word: usize) -> &AtomicU64 {
        &self.lines[word / LINE].0[word % LINE]
    }

    /// Every thread counts at the word that belongs to its place. Answers with what one lap counts.
    fn count(&self, laps: u64, word: impl Fn(usize) -> usize + Sync) -> (u64, Duration) {
        self.reset();
        let (_, took) = together(self.threads, |place| {
            self.add(word(place), laps * ADDITIONS);
        });
        (self.total() / laps, took)
    }

    /// One thread does the work of all.
    fn alone(&self, laps: u64) -> (u64, Duration) {
        self.reset();
        let (_, took) = together(1, |_| {
            self.add(0, laps * ADDITIONS * self.threads as u64);
        });
        (self.total() / laps, took)
    }

    /// Every thread counts at the same word, which only works by `fetch_add`.
    fn truly_shared(&self, laps: u64) -> (u64, Duration) {
        let shared = Self::new(self.threads, By::FetchAdd);
        shared.count(laps, |_| 0)
    }

    fn add(&self, word: usize, additions: u64) {
        let counter = self.counter(word);
        match self.by {
            By::FetchAdd => (0..additions).for_each(|_| {
                counter.fetch_add(1, Ordering::Relaxed);
            }),
            By::LoadAndStore => (0..additions).for_each(|_| {
                counter.store(counter.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }),
        }
    }

    fn reset(&self) {
        let all = self.lines.iter().flat_map(|lines| &lines.0);
        all.for_each(|counter| counter.store(0, Ordering::Relaxed));
    }

    fn total(&self) -> u64 {
        let all = self.lines.iter().flat_map(|lines| &lines.0);
        all.map(|counter| counter.load(Ordering::Relaxed)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_counts_everything() {
        for by in [By::FetchAdd, By::LoadAndStore] {
            for threads in [1, 2, 3] {
                let counters = Counters::new(threads, by);
                let expected = threads as u64 * ADDITIONS;
                assert_eq!(counters.alone(3).0, expected);
                assert_eq!(counters.count(3, |place| place).0, expected);
                assert_eq!(counters.count(3, |place| place * LINE).0, expected);
                assert_eq!(counters.truly_shared(3).0, expected);
            }
        }
    }

    #[test]
    fn padded_counters_share_no_line_and_the_others_do() {
        let counters = Counters::new(3, By::FetchAdd);
        let line = |word: usize| std::ptr::from_ref(counters.counter(word)).addr() / 64;
        assert_ne!(line(0), line(LINE));
        assert_ne!(line(0) + 1, line(LINE), "nor the pair of lines");
        assert!((0..8).all(|word| line(word) == line(0)));
    }
}
