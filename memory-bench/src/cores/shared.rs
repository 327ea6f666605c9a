//! Fork and join in Python: processes that compute side by side, and then one of them alone.

use harness::prelude::*;

use super::work::steps_as_in_python;

const LAW: &str = "HPP ch. 1: with a serial share s, n cores give 1 / (s + (1 - s) / n)";

const CLAIMS: &[Claim] = &[
    claim(SEVERAL)
        .between(0.625 / 1.05, 0.625 * 1.05, ONE)
        .at(2)
        .on("serial 25 %")
        .source(LAW)
        .means(
            "the law counts no messages: processes have to be woken, and wait for each other's \
             answers",
        ),
    claim(SEVERAL)
        .between(0.75 / 1.05, 0.75 * 1.05, ONE)
        .at(2)
        .on("serial 50 %")
        .source(LAW),
    claim("one thread in Rust")
        .beats(SEVERAL)
        .by(5.0)
        .source("ours: compiling gains more than a second core does"),
];

const ONE: &str = "one process in Python";
const SEVERAL: &str = "processes in Python";

pub(crate) fn by_processes() -> Experiment {
    experiment("cores/amdahl-python")
        .asks("Does Amdahl's law tell how much faster processes in Python are?")
        .claims(CLAIMS)
        .sizes([2])
        .thorough_sizes(threads::counts().split_off(1))
        // A call takes long in Python.
        .quick_up_to(1)
        .case("serial 25 %", |n, _| Job::new(n, 25))
        .case("serial 50 %", |n, _| Job::new(n, 50))
        .ladder()
        .parallel("one thread in Rust", Job::alone)
        .python(
            ONE,
            concat!(
                include_str!("shared_one.py"),
                include_str!("shared_piece.py")
            ),
        )
        .mirrors("one thread in Rust")
        .python(
            SEVERAL,
            concat!(
                include_str!("shared_processes.py"),
                include_str!("shared_piece.py"),
                include_str!("stay.py"),
                include_str!("team.py")
            ),
        )
        .unless(threads::too_few())
        .build()
}

/// Steps of a job: some milliseconds in Python, long as against a message between processes.
const STEPS: u64 = 200_000;

/// A job of two phases: parts for all processes, and what one does alone when it has them.
struct Job {
    each: u64,
    alone: u64,
    parts: u64,
}

impl Wire for Job {
    fn write(&self, out: &mut Vec<u8>) {
        (self.each, self.alone, self.parts).write(out);
    }
}

impl Job {
    fn new(parts: usize, percent: u64) -> Self {
        let alone = STEPS * percent / 100;
        Self {
            each: (STEPS - alone) / parts as u64,
            alone,
            parts: parts as u64,
        }
    }

    fn alone(&self) -> u64 {
        let parts = (0..self.parts).map(|seed| steps_as_in_python(self.each, seed));
        steps_as_in_python(self.alone, parts.sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_serial_share_is_that_of_the_steps() {
        let job = Job::new(4, 25);
        assert_eq!((job.alone, 4 * job.each), (50_000, 150_000));
    }

    #[test]
    fn what_is_done_alone_begins_with_all_parts() {
        let job = Job::new(2, 50);
        let parts = [0, 1].map(|seed| steps_as_in_python(50_000, seed));
        let both = parts.iter().sum();
        assert_eq!(job.alone(), steps_as_in_python(100_000, both));
    }
}
