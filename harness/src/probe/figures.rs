//! What an author asks of the machine in the formula of a limit.

use std::cell::RefCell;
use std::fmt::Debug;

use reports::record::{Figure, Pages, Probe, Staircase, Step};
use reports::verdict::Interval;

/// The figures of the machine, as the probe before this run measured them: times in nanoseconds,
/// bandwidths in bytes a nanosecond, which are gigabytes a second.
///
/// A figure that was not measured is not a number, and so is every limit that rests on it: such a
/// limit is *not measured*, with the reason of the figure.
#[derive(Debug)]
pub struct Figures<'a> {
    probe: &'a Probe,
    edge: Edge,
    missing: RefCell<Option<String>>,
}

/// Which end of their intervals the figures take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Their medians.
    Middle,
    /// The fastest machine that the intervals allow.
    Fast,
    /// The slowest.
    Slow,
}

impl<'a> Figures<'a> {
    pub(crate) fn new(probe: &'a Probe, edge: Edge) -> Self {
        Self {
            probe,
            edge,
            missing: RefCell::new(None),
        }
    }

    /// Why the first figure that was asked for and is missing was not measured.
    pub(crate) fn missing(&self) -> Option<String> {
        self.missing.borrow().clone()
    }

    /// One cycle of the core, in nanoseconds: an addition that depends on the one before.
    #[must_use]
    pub fn cycle(&self) -> f64 {
        self.figure(Figure::Cycle)
    }

    /// An addition among independent ones, in nanoseconds.
    #[must_use]
    pub fn addition(&self) -> f64 {
        self.figure(Figure::Addition)
    }

    /// Instructions that the core takes in a cycle, at most.
    #[must_use]
    pub fn issue_width(&self) -> f64 {
        self.figure(Figure::Cycle) / self.figure(Figure::Instruction)
    }

    /// A load whose address is what the load before brought, in nanoseconds, from a working set of
    /// so many bytes.
    #[must_use]
    pub fn latency(&self, bytes: usize) -> f64 {
        self.step(bytes, |step| self.time(step.latency))
    }

    /// A load of a line anywhere in a working set of so many bytes, in nanoseconds, among loads
    /// that wait for no other.
    #[must_use]
    pub fn random_read(&self, bytes: usize) -> f64 {
        self.step(bytes, |step| self.time(step.random))
    }

    /// The same in huge pages; in others, where the probe could get none.
    #[must_use]
    pub fn random_read_in_huge_pages(&self, bytes: usize) -> f64 {
        self.step_of(self.huge(), bytes, |step| self.time(step.random))
    }

    /// As [`latency`](Self::latency), in huge pages; in others, where the probe could get none.
    #[must_use]
    pub fn latency_in_huge_pages(&self, bytes: usize) -> f64 {
        self.step_of(self.huge(), bytes, |step| self.time(step.latency))
    }

    /// Bytes a nanosecond that a working set of so many bytes is read with, from the first to the
    /// last.
    #[must_use]
    pub fn bandwidth(&self, bytes: usize) -> f64 {
        self.step(bytes, |step| self.rate(step.bandwidth))
    }

    /// Nanoseconds in which a working set of so many bytes is read once, from the first to the
    /// last.
    #[must_use]
    pub fn read_once(&self, bytes: usize) -> f64 {
        bytes as f64 / self.bandwidth(bytes)
    }

    /// Bytes a nanosecond of `a[i] = b[i] + s c[i]` over arrays larger than every cache, three
    /// transfers an element.
    #[must_use]
    pub fn triad(&self) -> f64 {
        self.figure(Figure::Triad)
    }

    /// Bytes of a cache line.
    #[must_use]
    pub fn line(&self) -> usize {
        usize::try_from(self.probe.line).unwrap_or(64)
    }

    /// A small block asked of the allocator and given back, in nanoseconds.
    #[must_use]
    pub fn allocation(&self) -> f64 {
        self.figure(Figure::Allocation)
    }

    /// A system call that does next to nothing, in nanoseconds.
    #[must_use]
    pub fn system_call(&self) -> f64 {
        self.figure(Figure::SystemCall)
    }

    /// From one thread to another on the same core, in nanoseconds.
    #[must_use]
    pub fn context_switch(&self) -> f64 {
        self.figure(Figure::ContextSwitch)
    }

    /// From one thread to another on another core, in nanoseconds.
    #[must_use]
    pub fn wake_up(&self) -> f64 {
        self.figure(Figure::WakeUp)
    }

    /// The first touch of a small page, in nanoseconds.
    #[must_use]
    pub fn page_fault(&self) -> f64 {
        self.figure(Figure::PageFault)
    }

    /// The first touch of a huge page, in nanoseconds.
    #[must_use]
    pub fn huge_page_fault(&self) -> f64 {
        self.figure(Figure::HugePageFault)
    }

    fn figure(&self, figure: Figure) -> f64 {
        match self.probe.figures.get(&figure) {
            Some(interval) if figure.is_bandwidth() => self.rate(*interval),
            Some(interval) => self.time(*interval),
            None => self.note(figure.name()),
        }
    }

    fn time(&self, interval: Interval) -> f64 {
        match self.edge {
            Edge::Middle => interval.point,
            Edge::Fast => interval.low,
            Edge::Slow => interval.high,
        }
    }

    fn rate(&self, interval: Interval) -> f64 {
        match self.edge {
            Edge::Middle => interval.point,
            Edge::Fast => interval.high,
            Edge::Slow => interval.low,
        }
    }

    /// The staircase over the pages that large allocations get, or over the others.
    fn staircase(&self) -> Option<&'a Staircase> {
        let ordinary = self.probe.staircase(self.probe.ordinary);
        ordinary.or_else(|| self.probe.staircase(Pages::Small))
    }

    /// The staircase over huge pages, where there is one.
    fn huge(&self) -> Option<&'a Staircase> {
        let huge = self.probe.staircase(Pages::Huge);
        huge.or_else(|| self.staircase())
    }

    fn step(&self, bytes: usize, figure: impl Fn(&Step) -> f64) -> f64 {
        self.step_of(self.staircase(), bytes, figure)
    }

    /// A figure of a staircase: between two steps on a line of the logarithms, before the first
    /// and after the last as there.
    fn step_of(
        &self,
        staircase: Option<&Staircase>,
        bytes: usize,
        figure: impl Fn(&Step) -> f64,
    ) -> f64 {
        let Some(staircase) = staircase else {
            return self.note(self.probe.ordinary.name());
        };
        let steps = &staircase.steps;
        let after = steps.partition_point(|step| step.bytes < bytes as u64);
        let (Some(below), Some(above)) = (steps.get(after.saturating_sub(1)), steps.get(after))
        else {
            return steps.last().map_or(f64::NAN, figure);
        };
        if below.bytes == above.bytes {
            return figure(above);
        }
        let place = (bytes as f64 / below.bytes as f64).ln();
        let share = place / (above.bytes as f64 / below.bytes as f64).ln();
        let (below, above) = (figure(below).ln(), figure(above).ln());
        (below + share * (above - below)).exp()
    }

    /// Keeps why the first missing figure is missing.
    fn note(&self, what: &str) -> f64 {
        let reason = self.probe.why_missing(what);
        let reason = reason.unwrap_or("the probe did not measure it");
        let sentence = format!("{what}: {reason}");
        self.missing.borrow_mut().get_or_insert(sentence);
        f64::NAN
    }
}

#[cfg(test)]
mod tests;
