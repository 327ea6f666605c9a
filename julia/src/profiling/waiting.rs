//! Real time, the CPU's time, and what lies between: waiting for a core, or for something else.

use std::io::{Read, Seek, Write, pipe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use harness::clocks::{Times, time};
use harness::prelude::*;
use harness::scratch::Scratch;

use super::work::steps;

const CLAIMS: &[Claim] = &[
    claim("user + sys")
        .within(0.05, "real")
        .on("computes")
        .source(
            "HPP ch. 2: real 7.40 s, user 7.22 s, sys 0.09 s: a job that computes hardly waits",
        ),
    claim("user + sys")
        .takes_at_most(0.1, "real")
        .on("sleeps")
        .source("HPP ch. 2: real - (user + sys) is time spent waiting"),
    claim("user + sys")
        .takes_at_most(0.1, "real")
        .on("reads a pipe")
        .source("HPP ch. 2: real - (user + sys) is time spent waiting for input and output"),
    claim("user + sys")
        .takes_at_most(0.5, "real")
        .on("writes a file")
        .source("HPP ch. 2: real - (user + sys) is time spent waiting for input and output"),
    claim("user + sys")
        .within(0.05, "real")
        .on("computes on a busy core")
        .source("HPP ch. 2: real - (user + sys) is waiting for input and output: here is none"),
    claim("user + sys + run queue")
        .within(0.05, "real")
        .on("computes on a busy core")
        .source("ours: the scheduler tells waiting for a core from all other waiting"),
    claim("user + sys + run queue")
        .takes_at_most(0.1, "real")
        .on("sleeps")
        .source("ours: who sleeps waits for no core"),
];

/// What this experiment measures is what each clock tells of the same job, `n` milliseconds long.
pub(crate) fn by_clock() -> Experiment {
    experiment("profiling/waiting")
        .asks("What does a job wait for, and which clock tells?")
        .claims(CLAIMS)
        .sizes([5])
        .case("computes", |n, _| Job::new(n, compute))
        .case("sleeps", |n, _| Job::new(n, sleep))
        .case("reads a pipe", |n, _| Job::new(n, read_a_pipe))
        .case("writes a file", |n, _| Job::that_writes(n))
        .case("computes on a busy core", |n, _| Job {
            crowded: true,
            ..Job::new(n, compute)
        })
        .ladder()
        .timed("real", |job, laps| {
            job.timed("real", laps, |times| times.real)
        })
        .timed("user + sys", |job, laps| {
            job.timed("user + sys", laps, computing)
        })
        .timed("user + sys + run queue", |job, laps| {
            job.timed("user + sys + run queue", laps, |times| {
                let wait = times.run_queue.expect(
                    "the scheduler does not tell here how long a thread waits for a core: run \
                     this on Linux with CONFIG_SCHED_INFO",
                );
                computing(times) + wait
            })
        })
        .build()
}

fn computing(times: Times) -> Duration {
    let cpu = times.user.zip(times.sys).map(|(user, sys)| user + sys);
    cpu.expect("the system does not tell a thread's user and sys times: run this on Linux")
}

/// Takes about so many milliseconds, and answers.
type Work = Box<dyn Fn(u64) -> u64>;

/// Something that takes about so many milliseconds.
struct Job {
    milliseconds: u64,
    /// What is done, or why it cannot be done here: a clause.
    run: Result<Work, String>,
    /// Whether other threads keep every core busy meanwhile.
    crowded: bool,
}

impl Job {
    fn new(milliseconds: usize, run: fn(u64) -> u64) -> Self {
        Self {
            milliseconds: milliseconds as u64,
            run: Ok(Box::new(run)),
            crowded: false,
        }
    }

    /// Writes a block for each millisecond, and each time waits until the disk has it.
    fn that_writes(milliseconds: usize) -> Self {
        // It has its room on the disk before it is written to again and again.
        let file = Scratch::new(&BLOCK.repeat(milliseconds));
        let run = |file: Scratch| -> Work { Box::new(move |blocks| write_a_file(&file, blocks)) };
        Self {
            run: file.map(run),
            ..Self::new(milliseconds, sleep)
        }
    }

    /// Does the job so many times, and adds up what a clock tells of it.
    fn timed(
        &self,
        variant: &'static str,
        laps: u64,
        clock: fn(Times) -> Duration,
    ) -> (u64, Duration) {
        let run = match &self.run {
            Ok(run) => run,
            Err(why) => harness::not_measured(variant, why.as_str()),
        };
        let mut answer = 0;
        let mut told = Duration::ZERO;
        for _ in 0..laps {
            let times;
            (answer, times) = if self.crowded {
                threads::crowding(|| in_a_crowd(|| time(|| run(self.milliseconds))))
            } else {
                time(|| run(self.milliseconds))
            };
            told += clock(times);
        }
        (answer, told)
    }
}

fn compute(milliseconds: u64) -> u64 {
    steps(milliseconds * 1_000_000)
}

fn sleep(milliseconds: u64) -> u64 {
    thread::sleep(Duration::from_millis(milliseconds));
    milliseconds
}

/// Waits for a byte that another thread writes after a while.
fn read_a_pipe(milliseconds: u64) -> u64 {
    let (mut reader, mut writer) = pipe().expect("a process may open a pipe");
    let other = thread::spawn(move || {
        sleep(milliseconds);
        writer.write_all(&[7])
    });
    let mut byte = [0];
    reader
        .read_exact(&mut byte)
        .expect("the other thread writes a byte");
    other.join().expect("it ends").expect("its pipe is open");
    u64::from(byte[0])
}

/// What is written at a time.
static BLOCK: [u8; 1 << 16] = [7; 1 << 16];

/// Writes so many blocks from the file's beginning on, and each time waits until the disk has it.
fn write_a_file(file: &Scratch, blocks: u64) -> u64 {
    let written = (|| {
        let mut file = &file.file;
        file.rewind()?;
        for _ in 0..blocks {
            file.write_all(&BLOCK)?;
            file.sync_data()?;
        }
        file.stream_position()
    })();
    written.expect("the file has its room already")
}

/// Runs `work` while two threads a core do nothing but compute: it is meant to wait for its core.
fn in_a_crowd<O>(work: impl FnOnce() -> O) -> O {
    let over = AtomicBool::new(false);
    let others = 2 * thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..others {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let answer = work();
        over.store(true, Ordering::Relaxed);
        answer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_does_what_it_says() {
        assert_eq!(sleep(1), 1);
        assert_eq!(read_a_pipe(1), 7);
        let file = Scratch::new(&[]).expect("there is room");
        assert_eq!(write_a_file(&file, 2), 2 << 16);
        assert_eq!(write_a_file(&file, 1), 1 << 16);
        assert_eq!(in_a_crowd(|| compute(0)), 1);
    }

    #[test]
    fn a_job_that_sleeps_is_told_so_by_the_clocks() {
        let job = Job::new(20, sleep);
        let (_, real) = job.timed("real", 2, |times| times.real);
        let (_, cpu) = job.timed("user + sys", 2, computing);
        assert!(real >= Duration::from_millis(40));
        assert!(cpu < real / 2, "{cpu:?} of {real:?}");
    }
}
