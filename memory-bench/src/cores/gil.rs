//! The same pieces of work by one thread, by several, by processes, and behind one lock.

use std::sync::{Arc, Mutex};
use std::thread;

use harness::prelude::*;
use harness::threads::Watch;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

const CLAIMS: &[Claim] = &[
    claim("threads in Python")
        .takes_at_least(0.95, "one thread in Python")
        .source("HPP ch. 1: with the global interpreter lock more cores bring nothing"),
    claim("processes in Python")
        .takes_at_most(1.0 / 1.7, "one thread in Python")
        .at(2)
        .source("HPP ch. 1: processes avoid the lock, for each has its own"),
    claim("threads")
        .takes_at_most(1.0 / 1.7, "one thread")
        .at(2)
        .source("ours: threads in Rust share memory and no lock that they did not ask for"),
    claim("one lock")
        .takes_at_least(0.95, "one thread")
        .source("ours: threads behind one lock work one after the other, in any language"),
    claim("rayon")
        .takes_at_most(1.05, "threads")
        .source("rayon: a pool is there before the work, threads have to be made"),
    claim("scoped threads")
        .within(0.1, "threads")
        .source("std: scoped threads borrow what others must own, and are the same threads"),
    claim("one thread")
        .beats("processes in Python")
        .by(2.0)
        .at(2)
        .source("ours: one thread of a compiled program outruns two of an interpreter"),
];

pub(crate) fn pure_work() -> Experiment {
    experiment("cores/gil")
        .asks("What do threads gain on pure computation, in Python and in Rust?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .quick_up_to(2)
        .input(|n, _| Team::of(n))
        .per("piece", |team| team.threads as usize)
        .ladder()
        .parallel("one thread", |team| (0..team.threads).map(piece).sum())
        .parallel("threads", |team| {
            let watch = Arc::new(Watch::default());
            let spawn = |seed| {
                let watch = Arc::clone(&watch);
                thread::spawn(move || watch.over(|| piece(seed)))
            };
            let threads: Vec<_> = (0..team.threads).map(spawn).collect();
            let joined = threads.into_iter().map(thread::JoinHandle::join);
            joined.map(|found| found.expect("no thread panics")).sum::<u64>()
        })
        .unless(threads::too_few())
        .parallel("scoped threads", |team| scoped(team.threads, piece))
        .unless(threads::too_few())
        .parallel("rayon", |team| {
            let all = || (0..team.threads).into_par_iter().map(piece).sum();
            team.pool.install(all)
        })
        .unless(threads::too_few())
        .parallel("one lock", |team| {
            let lock = Mutex::new(());
            scoped(team.threads, |seed| {
                let _held = lock.lock();
                piece(seed)
            })
        })
        .unless(threads::too_few())
        .python("one thread in Python", include_str!("gil_one.py"))
        .python("threads in Python", include_str!("gil_threads.py"))
        .unless(threads::too_few())
        .python("processes in Python", include_str!("gil_processes.py"))
        .unless(threads::too_few())
        .build()
}

/// Threads that are there before the work.
struct Team {
    threads: u64,
    pool: ThreadPool,
}

impl Wire for Team {
    fn write(&self, out: &mut Vec<u8>) {
        self.threads.write(out);
    }
}

impl Team {
    fn of(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        Self {
            threads: threads as u64,
            pool: pool.expect("the system gives a few threads"),
        }
    }
}

/// Steps of one piece: long as against making a thread, also in Rust.
const STEPS: u64 = 200_000;

/// One piece of work, the same as in Python: each step waits for the last.
fn piece(seed: u64) -> u64 {
    (0..STEPS).fold(seed + 2, |x, _| (x * x + 1) % 2_147_483_647)
}

/// One thread for each piece, made and ended.
fn scoped(threads: u64, work: impl Fn(u64) -> u64 + Sync) -> u64 {
    let (watch, work) = (Watch::default(), &work);
    thread::scope(|scope| {
        let spawn = |seed| {
            let watch = &watch;
            scope.spawn(move || watch.over(|| work(seed)))
        };
        let threads: Vec<_> = (0..threads).map(spawn).collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|found| found.expect("no thread panics")).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_its_steps() {
        let mut x = 3_u64;
        for _ in 0..STEPS {
            x = (x * x + 1) % 2_147_483_647;
        }
        assert_eq!(piece(1), x);
        assert_eq!(scoped(3, |seed| seed + 1), 6);
    }
}
