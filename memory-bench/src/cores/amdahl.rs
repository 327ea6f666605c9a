//! Fork and join: a job of which a share runs on one thread while the others wait, and the rest on
//! all of them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use harness::prelude::*;
use harness::threads::{Meeting, together};

use super::work::steps;

const LAW: &str = "HPP ch. 1: with a serial share s, n cores give 1 / (s + (1 - s) / n)";

const CLAIMS: &[Claim] = &[
    claim("fork-join")
        .within(0.05, "Amdahl's law")
        .on("serial 0 %")
        .source(LAW),
    claim("fork-join")
        .within(0.05, "Amdahl's law")
        .on("serial 10 %")
        .source(LAW),
    claim("fork-join")
        .within(0.05, "Amdahl's law")
        .on("serial 25 %")
        .source(LAW),
    claim("fork-join")
        .within(0.05, "Amdahl's law")
        .on("serial 50 %")
        .source(LAW),
    claim("fork-join")
        .within(0.05, "Amdahl's law")
        .on("serial 75 %")
        .source(LAW),
    claim("fork-join")
        .within(0.1, "Amdahl's law")
        .on("sort and merge")
        .source("HPP ch. 1: Amdahl's law; ours: of a real job, whose share is found by one thread")
        .says("The serial share of a sort, found on one thread, predicts its speed-up on more"),
    claim("fork-join")
        .takes_at_least(0.97, "Amdahl's law")
        .source("HPP ch. 1: Amdahl's law is the most that n cores can give"),
    claim("fork-join")
        .takes_at_least(0.5, "one thread")
        .on("serial 50 %")
        .source("HPP ch. 1: however many cores, never more than 1 / s"),
    claim("fork-join")
        .takes_at_least(0.75, "one thread")
        .on("serial 75 %")
        .source("HPP ch. 1: however many cores, never more than 1 / s"),
];

pub(crate) fn fork_join() -> Experiment {
    experiment("cores/amdahl")
        .asks("Does Amdahl's law tell how much faster a job is on more cores?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .thorough_sizes([1])
        .case("serial 0 %", |n, _| Job::of(n, Steps::new(n, 0)))
        .case("serial 10 %", |n, _| Job::of(n, Steps::new(n, 10)))
        .case("serial 25 %", |n, _| Job::of(n, Steps::new(n, 25)))
        .case("serial 50 %", |n, _| Job::of(n, Steps::new(n, 50)))
        .case("serial 75 %", |n, _| Job::of(n, Steps::new(n, 75)))
        .case("sort and merge", |n, rng| Job::of(n, Sort::new(n, rng)))
        .ladder()
        .timed("one thread", |job, laps| {
            let (answer, [parallel, serial]) = job.alone(laps);
            (answer, parallel + serial)
        })
        .timed("fork-join", |job, laps| job.together(laps))
        .unless(threads::too_few())
        .timed("Amdahl's law", |job, laps| {
            let (answer, [parallel, serial]) = job.alone(laps);
            (answer, serial + parallel.div_f64(job.threads as f64))
        })
        .build()
}

/// A job of two phases.
trait Phases: Sync {
    /// What one thread does of the first phase, in which all work.
    fn part(&self, place: usize);
    /// The second phase, which needs all parts: one thread does it alone.
    fn rest(&self) -> u64;
}

struct Job {
    threads: usize,
    phases: Box<dyn Phases>,
}

impl Job {
    fn of(threads: usize, phases: impl Phases + 'static) -> Self {
        let phases = Box::new(phases);
        Self { threads, phases }
    }

    /// All on one thread, each phase timed by itself.
    fn alone(&self, laps: u64) -> (u64, [Duration; 2]) {
        let (mut ran, _) = together(1, |_| {
            let (mut answer, mut took) = (0, [Duration::ZERO; 2]);
            for _ in 0..laps {
                let all = || (0..self.threads).for_each(|place| self.phases.part(place));
                let ((), parallel) = clocks::bare(all);
                let (rest, serial) = clocks::bare(|| self.phases.rest());
                answer = rest;
                took = [took[0] + parallel, took[1] + serial];
            }
            (answer, took)
        });
        ran.remove(0)
    }

    /// The first phase on all threads, the second on the first of them.
    fn together(&self, laps: u64) -> (u64, Duration) {
        let meeting = Meeting::of(self.threads);
        let (answers, took) = together(self.threads, |place| {
            let mut answer = 0;
            for _ in 0..laps {
                self.phases.part(place);
                meeting.meet();
                if place == 0 {
                    answer = self.phases.rest();
                }
                meeting.meet();
            }
            answer
        });
        (answers[0], took)
    }
}

/// Steps that can be shared out at will.
struct Steps {
    each: u64,
    alone: u64,
    found: Vec<AtomicU64>,
}

/// Of all threads together: about a millisecond.
const STEPS: u64 = 720_000;

impl Steps {
    fn new(threads: usize, serial: u64) -> Self {
        let alone = STEPS * serial / 100;
        Self {
            each: (STEPS - alone) / threads as u64,
            alone,
            found: (0..threads).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Phases for Steps {
    fn part(&self, place: usize) {
        let found = steps(self.each, place as u64);
        self.found[place].store(found, Ordering::Relaxed);
    }

    fn rest(&self) -> u64 {
        let found = self.found.iter().map(|found| found.load(Ordering::Relaxed));
        steps(self.alone, found.fold(0, |all, one| all ^ one))
    }
}

/// Every thread sorts a part, and one of them merges the parts.
struct Sort {
    parts: Vec<Vec<u64>>,
    sorted: Vec<Mutex<Vec<u64>>>,
}

/// Few enough that all parts stay in the second level of the cache.
const VALUES: usize = 1 << 14;

impl Sort {
    fn new(threads: usize, rng: &mut SmallRng) -> Self {
        let parts: Vec<Vec<u64>> = input::uniform(VALUES, rng)
            .chunks(VALUES.div_ceil(threads))
            .map(<[u64]>::to_vec)
            .collect();
        let sorted = parts.iter().cloned().map(Mutex::new).collect();
        Self { parts, sorted }
    }
}

impl Phases for Sort {
    fn part(&self, place: usize) {
        // With very many threads the last may have nothing to do.
        let Some(part) = self.parts.get(place) else {
            return;
        };
        let mut sorted = self.sorted[place].lock().expect("no thread panics");
        sorted.copy_from_slice(part);
        sorted.sort_unstable();
    }

    /// Tells the order that a merge finds.
    fn rest(&self) -> u64 {
        let parts: Vec<_> = self.sorted.iter().map(|part| part.lock()).collect();
        let mut heads: Vec<&[u64]> = parts
            .iter()
            .map(|part| part.as_ref().expect("no thread panics").as_slice())
            .collect();
        let mut told = 0_u64;
        loop {
            let least = (0..heads.len())
                .filter(|&part| !heads[part].is_empty())
                .min_by_key(|&part| heads[part][0]);
            let Some(least) = least else {
                return told;
            };
            told = told.rotate_left(1) ^ heads[least][0];
            heads[least] = &heads[least][1..];
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn one_thread_and_many_come_to_the_same() {
        for threads in [1, 2, 3] {
            let rng = &mut SmallRng::seed_from_u64(1);
            let jobs = [
                Job::of(threads, Steps::new(threads, 25)),
                Job::of(threads, Sort::new(threads, rng)),
            ];
            for job in jobs {
                assert_eq!(job.alone(1).0, job.together(2).0);
            }
        }
    }

    #[test]
    fn a_merge_tells_the_order_of_all_values() {
        let sort = Sort::new(3, &mut SmallRng::seed_from_u64(2));
        (0..3).for_each(|place| sort.part(place));
        let mut values = sort.parts.concat();
        values.sort_unstable();
        let order = |told: u64, value: &u64| told.rotate_left(1) ^ value;
        assert_eq!(sort.rest(), values.iter().fold(0, order));
        assert_eq!(values.len(), VALUES);
    }

    #[test]
    fn the_serial_share_is_that_of_the_steps() {
        let steps = Steps::new(4, 25);
        assert_eq!((steps.alone, 4 * steps.each), (180_000, 540_000));
    }
}
