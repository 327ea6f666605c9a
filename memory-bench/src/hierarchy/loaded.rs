//! Waiting for a load while other cores read from memory, the faster the longer the wait.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use harness::pages::{Pages, read_until};
use harness::prelude::*;
use harness::threads::together;

use super::sets::{Later, Order};

const CLAIMS: &[Claim] = &[
    claim(ALONE)
        .reaches(0.8)
        .source("ours: the walk is nothing but loads that wait for each other"),
    claim(FULL)
        .takes_at_least(1.5, ALONE)
        .source("folklore: the nearer memory is to all it can give, the later it answers")
        .means(
            "a few cores may not come near to what memory can give; with more of them, look again",
        ),
    claim(FULL)
        .takes_at_most(1.1, ALONE)
        .at(2)
        .source("ours, after a prototype (1 to 6 %): one core asks for less than memory can give"),
    claim(SLOW)
        .within(0.05, ALONE)
        .at(2)
        .source("ours: a fifth of what a core can read keeps nobody waiting"),
    claim(SLOW)
        .leads(&[FAST, FULL])
        .source("ours: who asks for more stands in the way of others more often"),
];

const ALONE: &str = "nobody reads";
const SLOW: &str = "8 GB/s beside";
const FAST: &str = "24 GB/s beside";
const FULL: &str = "as fast as they can";

/// Loads of one call.
const LOADS: u32 = 1 << 12;

/// Bytes that are walked through: more than caches hold.
const WALKED: usize = 64 << 20;

/// Bytes that each of the others reads, over and over: more than caches hold.
const READ: usize = 64 << 20;

/// All of them read no more than this.
const READ_BY_ALL: usize = 1 << 30;

/// Slices after which a speed that was reached in none of them is out of reach.
const TRIES: u32 = 8;

pub(crate) fn beside_readers() -> Experiment {
    experiment("hierarchy/loaded")
        .asks("How long does a load take while other cores read from memory?")
        .claims(CLAIMS)
        .sizes([2])
        .thorough_sizes(threads::counts().split_off(1))
        .quick_up_to(1)
        .input(Loaded::new)
        .per("load", |_| LOADS as usize)
        .ladder()
        .limit("one load after the other", |machine, _| {
            f64::from(LOADS) * machine.latency(WALKED)
        })
        .timed(ALONE, |loaded, laps| loaded.walk(ALONE, Some(0.0), laps))
        .timed(SLOW, |loaded, laps| loaded.walk(SLOW, Some(8.0), laps))
        .unless(threads::too_few())
        .timed(FAST, |loaded, laps| loaded.walk(FAST, Some(24.0), laps))
        .unless(threads::too_few())
        .timed(FULL, |loaded, laps| loaded.walk(FULL, None, laps))
        .unless(threads::too_few())
        .build()
}

/// A walk, and others that read meanwhile.
struct Loaded {
    threads: usize,
    set: Mutex<Later>,
    /// What each of the others reads.
    read: Vec<Vec<u64>>,
    /// For each speed the slices in which the others fell behind; none once they kept up.
    behind: RefCell<BTreeMap<&'static str, Option<u32>>>,
}

impl Loaded {
    fn new(threads: usize, rng: &mut SmallRng) -> Self {
        let readers = threads - 1;
        let words = READ.min(READ_BY_ALL / readers.max(1)) / size_of::<u64>();
        Self {
            threads,
            set: Mutex::new(Later::new(WALKED, Order::Random, Pages::Small, rng)),
            read: (0..readers).map(|_| vec![1; words]).collect(),
            behind: RefCell::default(),
        }
    }

    /// Walks on one core, while the others read so many bytes a nanosecond together, or as many as
    /// they can. Answers with the steps that the last lap made.
    ///
    /// # Panics
    /// When the system gives no memory.
    fn walk(&self, variant: &'static str, rate: Option<f64>, laps: u64) -> (u64, Duration) {
        let each = rate.map(|rate| rate / self.read.len().max(1) as f64);
        let over = AtomicBool::new(false);
        let threads = if rate == Some(0.0) { 1 } else { self.threads };
        // What can fail is done before anybody waits for its end.
        if let Ok(set) = self.set.lock() {
            set.get(variant);
        }
        let (set, read) = (&self.set, &self.read);
        let (ran, _) = together(threads, |place| {
            if place > 0 {
                let kept_up = read_until(&over, &read[place - 1], each);
                return (kept_up, None);
            }
            let walked = set
                .lock()
                .map(|set| set.get(variant).walk::<1>(LOADS, laps));
            over.store(true, Ordering::Relaxed);
            (true, walked.ok())
        });
        self.judge(variant, ran.iter().all(|(kept_up, _)| *kept_up));
        ran[0].1.expect("the walk came to its end")
    }

    /// A slice in which the others fell behind can be an accident; so many, and none in which they
    /// kept up, cannot.
    fn judge(&self, variant: &'static str, kept_up: bool) {
        let mut behind = self.behind.borrow_mut();
        let slices = behind.entry(variant).or_insert(Some(0));
        *slices = slices.map(|slices| slices + 1).filter(|_| !kept_up);
        if *slices == Some(TRIES) {
            let reason = "this machine does not read so fast beside a walk";
            harness::not_measured(variant, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_walk_makes_its_steps_whatever_is_read_beside_it() {
        let loaded = Loaded::new(2, &mut SmallRng::seed_from_u64(1));
        for rate in [Some(0.0), Some(0.1), None] {
            let (steps, took) = loaded.walk("a walk", rate, 2);
            assert_eq!(steps, u64::from(LOADS));
            assert!(took > Duration::ZERO);
        }
    }

    #[test]
    fn a_speed_is_given_up_only_where_it_was_never_reached() {
        let loaded = Loaded::new(1, &mut SmallRng::seed_from_u64(1));
        let given_up = |variant, kept_up| {
            let judged = || loaded.judge(variant, kept_up);
            catch_unwind(AssertUnwindSafe(judged)).is_err()
        };
        let never: Vec<bool> = (0..TRIES).map(|_| given_up("never", false)).collect();
        assert_eq!(never.iter().position(|up| *up), Some(TRIES as usize - 1));
        assert!(!given_up("once", true));
        assert!((0..2 * TRIES).all(|_| !given_up("once", false)));
    }
}
