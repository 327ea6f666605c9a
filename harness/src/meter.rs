//! The one place where measured code meets an instrument.
//!
//! The instrument is chosen by an enum *outside* the loop; the loop is generic over the code
//! *inside*. So erasing the variants' types costs one dynamic call a slice and none a lap. The
//! input is hidden from the optimiser, and the output consumed, here and not by the author.

use std::hint::black_box;
use std::time::{Duration, Instant};

use reports::record::Clock;

use crate::alloc::{self, Usage};
use crate::instructions::Tally;
use crate::resident::{self, Grown};
use crate::waits::{self, Noted};

/// What is to be done with a variant that is ready to run.
pub(crate) enum Meter<'m, O> {
    /// Run it once, untimed, and keep its answer and what was seen of it.
    Once(&'m mut Option<(O, Seen)>, Look),
    /// Run one slice of consecutive laps and add up the time.
    Slice(&'m mut Slice),
}

/// What is looked at while a variant runs once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// What it asks of the allocator.
    Usage,
    /// What it holds over time; so many bytes more or less are worth a point.
    Timeline(u64),
    /// What it takes of this process's memory.
    Resident,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) usage: Usage,
    /// Nanoseconds and bytes; empty where nobody looked.
    pub(crate) timeline: Vec<(u64, u64)>,
    pub(crate) grown: Option<Grown>,
}

impl Look {
    fn at<T>(self, work: impl FnOnce() -> T) -> (T, Seen) {
        let mut seen = Seen::default();
        let result;
        match self {
            Self::Usage => (result, seen.usage) = alloc::count(work),
            Self::Timeline(step) => (result, seen.timeline) = alloc::watch(step, work),
            Self::Resident => (result, seen.grown) = resident::around(work),
        }
        (result, seen)
    }
}

/// One slice: consecutive laps timed as one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    /// Calls.
    pub(crate) laps: u64,
    /// Fresh structures made at a time, before the clock starts.
    pub(crate) batch: u64,
    /// What times the laps.
    pub(crate) clock: Clock,
    /// What counts them instead.
    pub(crate) tally: Option<Tally>,
    /// The sum of the laps' time, for the meter to fill in.
    pub(crate) elapsed: Duration,
    /// How long the thread that waited longest was ready to run while something else had its core,
    /// for the meter to fill in where somebody looked.
    pub(crate) waited: Option<Duration>,
}

impl Slice {
    /// One lap on the wall clock.
    pub(crate) fn one() -> Self {
        Self {
            laps: 1,
            batch: 1,
            clock: Clock::Wall,
            tally: None,
            elapsed: Duration::ZERO,
            waited: None,
        }
    }
}

impl<O> Meter<'_, O> {
    /// Meters a routine that can be called again and again.
    #[inline]
    pub(crate) fn run(self, mut routine: impl FnMut() -> O) {
        match self {
            Meter::Once(answer, look) => *answer = Some(look.at(routine)),
            Meter::Slice(slice) => {
                let stopwatch = Stopwatch::start(slice);
                for _ in 0..slice.laps {
                    black_box(routine());
                }
                slice.elapsed += stopwatch.stop();
            }
        }
    }

    /// Meters a routine that uses up a structure: made before the clock starts, dropped after it
    /// stops.
    #[inline]
    pub(crate) fn run_fresh<P>(self, make: impl Fn() -> P, mut routine: impl FnMut(&mut P) -> O) {
        match self {
            Meter::Once(answer, look) => {
                let mut made = make();
                *answer = Some(look.at(|| routine(&mut made)));
            }
            Meter::Slice(slice) => slice.in_batches(make, |made| {
                black_box(routine(black_box(made)));
            }),
        }
    }

    /// Meters a routine that changes a structure, which then is the answer.
    #[inline]
    pub(crate) fn run_in_place(self, make: impl Fn() -> O, mut routine: impl FnMut(&mut O)) {
        match self {
            Meter::Once(answer, look) => {
                let mut made = make();
                let ((), seen) = look.at(|| routine(&mut made));
                *answer = Some((made, seen));
            }
            Meter::Slice(slice) => slice.in_batches(make, |made| {
                routine(black_box(&mut *made));
                black_box(made);
            }),
        }
    }

    /// Meters a routine that times itself.
    #[inline]
    pub(crate) fn run_timed(self, routine: impl Fn(u64) -> (O, Duration)) {
        match self {
            Meter::Once(answer, look) => *answer = Some(look.at(|| routine(1).0)),
            Meter::Slice(slice) => {
                waits::take();
                let (before, start) = (waits::look(), Instant::now());
                let tally = slice.tally.inspect(|tally| tally.start());
                let (answer, elapsed) = routine(slice.laps);
                black_box(answer);
                tally.inspect(|tally| tally.stop());
                let (waited, real) = (waits::since(before), start.elapsed());
                slice.elapsed += elapsed;
                let own = || {
                    waited.map(|waited| Noted {
                        waited,
                        of: Some(real),
                    })
                };
                let noted = waits::take().or_else(own);
                slice.waited = noted.map(|noted| noted.within(elapsed));
            }
        }
    }
}

impl Slice {
    fn in_batches<P>(&mut self, make: impl Fn() -> P, mut routine: impl FnMut(&mut P)) {
        let mut left = self.laps;
        while left > 0 {
            let batch = left.min(self.batch.max(1));
            let mut made: Vec<P> = (0..batch).map(|_| make()).collect();
            let stopwatch = Stopwatch::start(self);
            for structure in &mut made {
                routine(structure);
            }
            self.elapsed += stopwatch.stop();
            left -= batch;
        }
    }
}

/// Reads the same clock twice, or counts from here to there.
enum Stopwatch {
    Wall(Instant),
    Cpu(Duration),
    Tally(Tally),
}

impl Stopwatch {
    fn start(slice: &Slice) -> Self {
        match (slice.tally, slice.clock) {
            (Some(tally), _) => {
                tally.start();
                Self::Tally(tally)
            }
            (None, Clock::Wall) => Self::Wall(Instant::now()),
            (None, Clock::Cpu) => Self::Cpu(thread_cpu_time()),
        }
    }

    fn stop(self) -> Duration {
        match self {
            Self::Wall(start) => start.elapsed(),
            Self::Cpu(start) => thread_cpu_time().saturating_sub(start),
            Self::Tally(tally) => {
                tally.stop();
                Duration::ZERO
            }
        }
    }
}

/// CPU time that this thread has used.
pub(crate) fn thread_cpu_time() -> Duration {
    clock(rustix::time::ClockId::ThreadCPUTime)
}

/// CPU time that this process has used.
pub(crate) fn process_cpu_time() -> Duration {
    clock(rustix::time::ClockId::ProcessCPUTime)
}

fn clock(id: rustix::time::ClockId) -> Duration {
    let time = rustix::time::clock_gettime(id);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(laps: u64, batch: u64) -> Slice {
        Slice {
            laps,
            batch,
            ..Slice::one()
        }
    }

    #[test]
    fn a_slice_runs_as_many_laps_as_it_says() {
        let mut calls = 0;
        let mut seven = slice(7, 1);
        Meter::Slice(&mut seven).run(|| calls += 1);
        assert_eq!(calls, 7);
    }

    #[test]
    fn every_lap_gets_a_fresh_structure() {
        let mut seen = Vec::new();
        let mut ten = slice(10, 3);
        Meter::Slice(&mut ten).run_fresh(
            || 1,
            |fresh| {
                seen.push(*fresh);
                *fresh += 1;
            },
        );
        assert_eq!(seen, [1; 10]);
    }

    #[test]
    fn making_the_structure_is_outside_the_clock_and_the_count() {
        let pause = Duration::from_millis(20);
        let mut one = slice(2, 2);
        Meter::Slice(&mut one).run_in_place(|| std::thread::sleep(pause), |()| ());
        assert!(one.elapsed < pause);

        let mut answer = None;
        Meter::Once(&mut answer, Look::Usage)
            .run_in_place(|| vec![3, 1, 2], |values| values.sort_unstable());
        let (sorted, seen) = answer.expect("the meter fills in the answer");
        assert_eq!((sorted, seen.usage.allocations), (vec![1, 2, 3], 0));
    }

    #[test]
    fn the_cpu_clock_does_not_count_sleep() {
        let pause = Duration::from_millis(20);
        let mut asleep = Slice {
            clock: Clock::Cpu,
            ..slice(1, 1)
        };
        Meter::Slice(&mut asleep).run(|| std::thread::sleep(pause));
        assert!(asleep.elapsed < pause);
    }
}
