//! A variant of the STREAM benchmark: copy, scale, add and triad, as loops, in wider vectors, and
//! with stores that go past the caches.
//!
//! J. McCalpin, *Memory bandwidth and machine balance in current high performance computers*
//! (1995). It follows STREAM's loops and its way of counting bytes, and not its rules for runs.

use std::cell::{OnceCell, RefCell};

use harness::prelude::*;
use harness::{Aligned, pages};

use super::huge::InHugePages;
use super::loops::{Halves, Past, Wide, WidePast, Work, plain, written};
use super::stores::lacks_streaming;
use super::vectors::lacks_avx512;

const CLAIMS: &[Claim] = &[
    claim("past the caches")
        .beats("loop")
        .by(1.35)
        .on("copy")
        .from(1 << 24)
        .source("ours: a plain store reads the line first, and so moves three bytes for two")
        .means(
            "counting bytes is not enough: four narrow stores make a line, and a core has few \
             buffers in which lines wait to be whole",
        ),
    claim("past the caches")
        .beats("loop")
        .by(1.2)
        .on("triad")
        .from(1 << 24)
        .source("ours: a plain store reads the line first, and so moves four bytes for three"),
    claim("AVX-512, past the caches")
        .beats("loop")
        .by(1.35)
        .from(1 << 24)
        .source("ours: a whole line at once fills no buffer by halves; predicted after a trial"),
    claim(WIDE_PAST_HUGE)
        .beats("loop")
        .by(1.35)
        .from(1 << 24)
        .source(
            "ours: nothing is read in vain, and few pages are looked up; predicted after a trial",
        )
        .means(
            "it was a guess from one trial: how much time a line saves that is not read, counting \
             bytes does not tell",
        ),
    claim(HALVES_HUGE)
        .beats("loop")
        .by(1.35)
        .from(1 << 24)
        .source("ours: two places at a time keep more of the memory busy; predicted after a trial"),
    claim("AVX-512")
        .within(0.05, "loop")
        .from(1 << 24)
        .source("folklore: memory is the limit, so vectors do not matter"),
    claim("loop")
        .beats("past the caches")
        .by(2.0)
        .up_to(1 << 14)
        .source("ours: what fits the caches should stay there")
        .means(
            "only what is written goes past the caches: what a triad reads, two thirds of it, \
             stays in them",
        ),
    claim("loop")
        .on("triad")
        .at(1 << 26)
        .reaches(0.95)
        .source("ours: the probe's triad is the same loop, over arrays as long"),
    claim("memcpy")
        .within(0.05, "loop")
        .on("copy")
        .source("ours: the compiler knows a copying loop, and calls memcpy for it"),
];

const WIDE_PAST_HUGE: &str = "AVX-512, past the caches, huge pages";
const HALVES_HUGE: &str = "by halves, huge pages";

pub(crate) fn four_loops() -> Experiment {
    let huge = lacks_avx512().or(pages::no_huge_pages());
    experiment("hierarchy/stream")
        .asks("How fast is memory written, alone and while it is read?")
        .claims(CLAIMS)
        // The larger is twice the last level of most caches: what a cache keeps of arrays that are
        // no longer than it depends on where their pages lie.
        .sizes([1 << 13, 1 << 26])
        .thorough_sizes([1 << 17, 1 << 21, 1 << 25, 1 << 27])
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
                _ => machine.read_once(arrays.bytes()),
            },
        )
        .variant("memcpy", |arrays| {
            arrays.run(|work, target, b, c| match work {
                Work::Copy => target.copy_from_slice(b),
                _ => plain(work, target, b, c),
            })
        })
        .variant("AVX-512", |arrays| arrays.run(written::<Wide>))
        .unless(lacks_avx512())
        .variant("past the caches", |arrays| arrays.run(written::<Past>))
        .unless(lacks_streaming())
        .variant("AVX-512, past the caches", |arrays| {
            arrays.run(written::<WidePast>)
        })
        .unless(lacks_avx512())
        .variant(WIDE_PAST_HUGE, |arrays| {
            arrays.run_in_huge_pages(WIDE_PAST_HUGE, written::<WidePast>)
        })
        .unless(huge)
        .variant(HALVES_HUGE, |arrays| {
            arrays.run_in_huge_pages(HALVES_HUGE, written::<Halves>)
        })
        .unless(huge)
        .build()
}

/// Three arrays, of which the first is written.
struct Arrays {
    work: Work,
    target: RefCell<Aligned>,
    b: Aligned,
    /// Absent where it is not read.
    c: Option<Aligned>,
    /// The same three in huge pages, made when they are first asked for.
    huge: OnceCell<RefCell<[InHugePages; 3]>>,
}

impl Arrays {
    /// Arrays of so many bytes each.
    fn new(work: Work, bytes: usize) -> Self {
        Self {
            work,
            target: RefCell::new(Aligned::new(bytes, |_| 0.0)),
            b: Aligned::beside(1, bytes, |place| (place % 1000) as f64),
            c: match work {
                Work::Copy | Work::Scale => None,
                _ => Some(Aligned::beside(2, bytes, |at| (at % 777) as f64)),
            },
            huge: OnceCell::new(),
        }
    }

    /// The third array; where nobody reads it, the second stands for it.
    fn c(&self) -> &[f64] {
        self.c.as_ref().unwrap_or(&self.b).values()
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
        work(self.work, target, self.b.values(), self.c());
        some_of(target)
    }

    /// As [`run`](Self::run), over copies of the arrays in huge pages: for the variant of this
    /// name, which is not measured where the system gives no such pages.
    ///
    /// # Panics
    /// When the system gives no memory.
    fn run_in_huge_pages(
        &self,
        variant: &'static str,
        work: impl Fn(Work, &mut [f64], &[f64], &[f64]),
    ) -> Vec<f64> {
        let arrays = self.huge.get_or_init(|| {
            let sources = [self.target.borrow().values(), self.b.values(), self.c()]
                .map(|values| InHugePages::copy(values).expect("the system has memory"));
            if !sources.iter().all(InHugePages::lie_there) {
                harness::not_measured(variant, pages::GAVE_SMALL_PAGES);
            }
            RefCell::new(sources)
        });
        let mut arrays = arrays.borrow_mut();
        let [target, b, c] = &mut *arrays;
        let target = target.values_mut();
        work(self.work, target, b.values(), c.values());
        some_of(target)
    }
}

fn some_of(target: &[f64]) -> Vec<f64> {
    let apart = (target.len() / 16).max(1) + 1;
    target.iter().step_by(apart).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_writes_every_element_as_the_formula_says() {
        let mut ways = vec![plain, written::<Past>];
        if lacks_avx512().is_none() {
            ways.push(written::<Halves>);
            ways.extend([
                written::<Wide> as fn(Work, &mut [f64], &[f64], &[f64]),
                written::<WidePast>,
            ]);
        }
        for (work, formula) in [
            (Work::Copy, (|b, _| b) as fn(f64, f64) -> f64),
            (Work::Scale, |b, _| 3.0 * b),
            (Work::Add, |b, c| b + c),
            (Work::Triad, |b, c| b + 3.0 * c),
        ] {
            for way in &ways {
                let arrays = Arrays::new(work, 1 << 13);
                let told = arrays.run(way);
                assert!(told.len() > 10);
                let sources = arrays.b.values().iter().zip(arrays.c());
                let expected = sources.map(|(b, c)| formula(*b, *c));
                let target = arrays.target.borrow();
                let mut both = target.values().iter().zip(expected);
                assert!(both.all(|(a, e)| (a - e).abs() < 1e-9));
                if pages::no_huge_pages().is_none() {
                    assert_eq!(arrays.run_in_huge_pages("a way", way), told);
                }
            }
        }
    }
}
