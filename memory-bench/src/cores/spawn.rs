//! The same pieces of work by one thread, by several that are made for it or wait for it, and by
//! several behind one lock.

use std::sync::{Arc, Mutex};
use std::thread;

use harness::prelude::*;
use harness::threads::Watch;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::work::steps;

const CLAIMS: &[Claim] = &[
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
];

pub(crate) fn by_means() -> Experiment {
    experiment("cores/threads")
        .asks("What do threads in Rust gain on pure computation?")
        .claims(CLAIMS)
        .sizes(threads::counts())
        .input(|n, _| Team::of(n))
        .per("piece", |team| team.threads as usize)
        .ladder()
        .parallel("one thread", |team| together(0..team.threads, piece))
        .parallel("threads", |team| {
            let watch = Arc::new(Watch::default());
            let spawn = |seed| {
                let watch = Arc::clone(&watch);
                thread::spawn(move || watch.over(seed as usize, || piece(seed)))
            };
            let threads: Vec<_> = (0..team.threads).map(spawn).collect();
            let joined = threads.into_iter().map(thread::JoinHandle::join);
            together(joined, |found| found.expect("no thread panics"))
        })
        .unless(threads::too_few())
        .parallel("scoped threads", |team| scoped(team.threads, piece))
        .unless(threads::too_few())
        .parallel("rayon", |team| {
            let found = || (0..team.threads).into_par_iter().map(piece).collect();
            let found: Vec<u64> = team.pool.install(found);
            together(found, |found| found)
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
        .build()
}

/// Threads that are there before the work.
struct Team {
    threads: u64,
    pool: ThreadPool,
}

impl Team {
    fn of(count: usize) -> Self {
        let pool = ThreadPoolBuilder::new()
            .num_threads(count)
            .start_handler(threads::stay)
            .build();
        Self {
            threads: count as u64,
            pool: pool.expect("the system gives a few threads"),
        }
    }
}

/// One piece of work: some milliseconds, long as against making a thread.
fn piece(seed: u64) -> u64 {
    steps(1_200_000, seed)
}

/// What all pieces come to.
fn together<P>(pieces: impl IntoIterator<Item = P>, found: impl Fn(P) -> u64) -> u64 {
    pieces.into_iter().fold(0, |all, piece| all ^ found(piece))
}

/// One thread for each piece, made and ended; each is kept on a core of its own.
fn scoped(threads: u64, work: impl Fn(u64) -> u64 + Sync) -> u64 {
    let (watch, work) = (Watch::default(), &work);
    thread::scope(|scope| {
        let spawn = |seed| {
            let watch = &watch;
            scope.spawn(move || watch.over(seed as usize, || work(seed)))
        };
        let threads: Vec<_> = (0..threads).map(spawn).collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        together(joined, |found| found.expect("no thread panics"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_done_once() {
        assert_eq!(scoped(4, |seed| 1 << seed), 0b1111);
        assert_eq!(together(0..4_u64, |seed| 1 << seed), 0b1111);
    }
}
