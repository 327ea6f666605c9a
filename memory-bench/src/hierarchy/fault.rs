//! The first touch of memory: the system gives a page when it is written, and clears it first.

use std::time::Duration;

use harness::pages::{self, Pages, Region};
use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("touched before")
        .beats("small pages")
        .by(5.0)
        .source("ours: a page that is not there yet costs a trip into the system"),
    claim("huge pages")
        .beats("small pages")
        .by(4.0)
        .source("ours: one trip for 512 pages; clearing them remains"),
    claim("small pages")
        .reaches(0.8)
        .source("ours: faults, and next to nothing else"),
    claim("touched before in Python")
        .beats("small pages in Python")
        .by(3.0)
        .source("ours: a trip into the system is longer than a turn of the interpreter's loop"),
    claim("small pages in Python")
        .takes_at_most(1.5, "small pages")
        .source("folklore: where the system does the work, the language does not matter"),
];

/// A touch of memory that is made ready in a way.
macro_rules! in_python {
    ($made:literal) => {
        concat!(include_str!($made), include_str!("fault_touch.py"))
    };
}

/// Bytes of a small page, as everywhere that the laboratory knows.
const PAGE: usize = 4096;

pub(crate) fn first_touch() -> Experiment {
    let huge = pages::no_huge_pages();
    experiment("hierarchy/fault")
        .asks("What does the first touch of memory cost?")
        .claims(CLAIMS)
        .sizes([2 << 20, 8 << 20])
        .thorough_sizes([64 << 20])
        .quick_up_to(2 << 20)
        .input(|bytes, _| bytes)
        .per("page of 4 KiB", |&bytes| bytes / PAGE)
        .ladder()
        .timed("touched before", |&bytes, laps| {
            each(laps, || touched(bytes), |_| ())
        })
        .timed("small pages", |&bytes, laps| {
            each(laps, || mapped(bytes, Pages::Small), |_| ())
        })
        .limit("a fault for each page", |machine, &bytes| {
            (bytes / PAGE) as f64 * machine.page_fault()
        })
        .timed("huge pages", |&bytes, laps| {
            each(
                laps,
                || mapped(bytes, Pages::Huge),
                |region| {
                    if !pages::lie_in_huge_pages(region.words()) {
                        harness::not_measured("huge pages", pages::GAVE_SMALL_PAGES);
                    }
                },
            )
        })
        .unless(huge)
        .limit("a fault for each huge page", |machine, &bytes| {
            (bytes / pages::HUGE) as f64 * machine.huge_page_fault()
        })
        .python("touched before in Python", in_python!("fault_again.py"))
        .mirrors("touched before")
        .python("small pages in Python", in_python!("fault_fresh.py"))
        .mirrors("small pages")
        .build()
}

/// # Panics
/// When the system gives no memory.
fn mapped(bytes: usize, pages: Pages) -> Region {
    Region::new(bytes, pages).expect("the system has memory")
}

fn touched(bytes: usize) -> Region {
    let mut region = mapped(bytes, Pages::Small);
    region.words_mut().fill(0);
    region
}

/// Touches a fresh region so many times, and looks at each afterwards, untimed. Answers with the
/// words that the last touch found zero, and the time of all touches.
fn each(laps: u64, make: impl Fn() -> Region, look: impl Fn(&Region)) -> (usize, Duration) {
    let (mut found, mut all) = (0, Duration::ZERO);
    for _ in 0..laps {
        let mut region = make();
        let (zero, took) = clocks::real(|| touch(&mut region));
        look(&region);
        (found, all) = (zero, all + took);
    }
    (found, all)
}

/// Writes one word of every small page, and tells how many were still zero before.
fn touch(region: &mut Region) -> usize {
    let words = region
        .words_mut()
        .iter_mut()
        .step_by(PAGE / size_of::<u64>());
    let before = words.map(|word| std::mem::replace(word, 1));
    before.filter(|word| *word == 0).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_touched_once() {
        let mut region = mapped(5 * PAGE, Pages::Small);
        assert_eq!((touch(&mut region), touch(&mut region)), (5, 0));
        assert_eq!(touch(&mut touched(3 * PAGE)), 3);
        let (found, took) = each(
            2,
            || touched(3 * PAGE),
            |region| assert_eq!(region.words()[0], 1),
        );
        assert!(found == 3 && took > Duration::ZERO);
    }
}
