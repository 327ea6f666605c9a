//! A variant of the STREAM benchmark: copy, scale, add and triad, as loops and with stores that go
//! past the caches.
//!
//! J. McCalpin, *Memory bandwidth and machine balance in current high performance computers*
//! (1995). It follows STREAM's loops and its way of counting bytes, and not its rules for runs.

use std::cell::RefCell;

use harness::prelude::*;

use super::aligned::Aligned;
use super::vectors::{lacks_streaming, stream};

const CLAIMS: &[Claim] = &[
    claim("past the caches")
        .beats("loop")
        .by(1.35)
        .on("copy")
        .from(1 << 24)
        .source("ours: a plain store reads the line first, and so moves three bytes for two"),
    claim("past the caches")
        .beats("loop")
        .by(1.2)
        .on("triad")
        .from(1 << 24)
        .source("ours: a plain store reads the line first, and so moves four bytes for three"),
    claim("loop")
        .beats("past the caches")
        .by(2.0)
        .up_to(1 << 14)
        .source("ours: what fits the caches should stay there"),
    claim("loop")
        .on("triad")
        .at(1 << 25)
        .reaches(0.95)
        .source("ours: the probe's triad is the same loop"),
    claim("memcpy")
        .within(0.05, "loop")
        .on("copy")
        .source("ours: the compiler knows a copying loop, and calls memcpy for it"),
];

/// STREAM's constant.
const SCALE: f64 = 3.0;

pub(crate) fn four_loops() -> Experiment {
    experiment("hierarchy/stream")
        .asks("How fast is memory written, alone and while it is read?")
        .claims(CLAIMS)
        .sizes([1 << 13, 1 << 25])
        .thorough_sizes([1 << 17, 1 << 21, 1 << 27])
        .quick_up_to(1 << 13)
        .case("copy", |bytes, _| Arrays::new(Work::Copy, bytes))
        .case("scale", |bytes, _| Arrays::new(Work::Scale, bytes))
        .case("add", |bytes, _| Arrays::new(Work::Add, bytes))
        .case("triad", |bytes, _| Arrays::new(Work::Triad, bytes))
        .per("byte", Arrays::bytes)
        .ladder()
        .variant("loop", |arrays| arrays.run(plain))
        .limit(
            "the triad of the probe",
            |machine, arrays: &Arrays| match arrays.work {
                Work::Triad => arrays.bytes() as f64 / machine.triad(),
                _ => arrays.bytes() as f64 / machine.bandwidth(arrays.bytes()),
            },
        )
        .variant("memcpy", |arrays| {
            arrays.run(|work, target, b, c| match work {
                Work::Copy => target.copy_from_slice(b),
                _ => plain(work, target, b, c),
            })
        })
        .variant("past the caches", |arrays| arrays.run(past))
        .unless(lacks_streaming())
        .build()
}

/// What is done.
#[derive(Clone, Copy)]
enum Work {
    Copy,
    Scale,
    Add,
    Triad,
}

/// Three arrays, of which the first is written.
struct Arrays {
    work: Work,
    target: RefCell<Aligned>,
    b: Aligned,
    c: Aligned,
}

impl Arrays {
    /// Arrays of so many bytes each.
    fn new(work: Work, bytes: usize) -> Self {
        Self {
            work,
            target: RefCell::new(Aligned::new(bytes, |_| 0.0)),
            b: Aligned::new(bytes, |place| (place % 1000) as f64),
            c: Aligned::new(bytes, |place| (place % 777) as f64),
        }
    }

    /// Bytes that are moved, as STREAM counts them: what is read, and what is written once.
    fn bytes(&self) -> usize {
        let arrays = match self.work {
            Work::Copy | Work::Scale => 2,
            Work::Add | Work::Triad => 3,
        };
        arrays * size_of_val(self.b.values())
    }

    /// Does it, and tells some of the elements that were written.
    fn run(&self, work: impl Fn(Work, &mut [f64], &[f64], &[f64])) -> Vec<f64> {
        let mut target = self.target.borrow_mut();
        let target = target.values_mut();
        work(self.work, target, self.b.values(), self.c.values());
        let apart = (target.len() / 16).max(1) + 1;
        target.iter().step_by(apart).copied().collect()
    }
}

fn plain(work: Work, target: &mut [f64], b: &[f64], c: &[f64]) {
    let both = b.iter().zip(c);
    match work {
        Work::Copy => target.iter_mut().zip(b).for_each(|(a, b)| *a = *b),
        Work::Scale => target.iter_mut().zip(b).for_each(|(a, b)| *a = SCALE * b),
        Work::Add => target
            .iter_mut()
            .zip(both)
            .for_each(|(a, (b, c))| *a = b + c),
        Work::Triad => target
            .iter_mut()
            .zip(both)
            .for_each(|(a, (b, c))| *a = b + SCALE * c),
    }
}

fn past(work: Work, target: &mut [f64], b: &[f64], c: &[f64]) {
    let (b, c) = (&b[..target.len()], &c[..target.len()]);
    match work {
        Work::Copy => stream(target, |at| b[at]),
        Work::Scale => stream(target, |at| SCALE * b[at]),
        Work::Add => stream(target, |at| b[at] + c[at]),
        Work::Triad => stream(target, |at| b[at] + SCALE * c[at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_write_every_element_as_the_formula_says() {
        for (work, formula) in [
            (Work::Copy, (|b, _| b) as fn(f64, f64) -> f64),
            (Work::Scale, |b, _| SCALE * b),
            (Work::Add, |b, c| b + c),
            (Work::Triad, |b, c| b + SCALE * c),
        ] {
            for way in [plain, past] {
                let arrays = Arrays::new(work, 1 << 13);
                assert!(arrays.run(way).len() > 10);
                let target = arrays.target.borrow();
                let sources = arrays.b.values().iter().zip(arrays.c.values());
                let expected = sources.map(|(b, c)| formula(*b, *c));
                assert!(
                    target
                        .values()
                        .iter()
                        .zip(expected)
                        .all(|(a, e)| (a - e).abs() < 1e-9)
                );
            }
        }
    }
}
