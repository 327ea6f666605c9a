//! Filling memory with one value: element by element, as the library does it, past the caches.

use std::cell::RefCell;

use harness::Aligned;
use harness::prelude::*;

use super::stores::{lacks_streaming, stream_value};

const CLAIMS: &[Claim] = &[
    claim("zero")
        .takes_at_most(1.05, "pattern")
        .source("ours: equal bytes are left to memset, which knows the machine"),
    claim("past the caches")
        .beats("pattern")
        .by(1.2)
        .from(1 << 25)
        .source("ours: a plain store reads the line first, and so moves two bytes for one"),
    claim("pattern")
        .beats("past the caches")
        .by(2.0)
        .up_to(1 << 14)
        .source("ours: what fits the caches should stay there"),
    claim("pattern")
        .reaches(0.7)
        .from(1 << 25)
        .source("ours: a plain store waits for its line, and for little else")
        .means("what was written has to go back to memory as well, by the same way"),
];

/// A number whose bytes differ from each other.
const PATTERN: f64 = 1.1;

pub(crate) fn with_one_value() -> Experiment {
    experiment("hierarchy/fill")
        .asks("How fast is memory filled?")
        .claims(CLAIMS)
        .sizes([1 << 14, 1 << 25])
        .thorough_sizes([1 << 18, 1 << 21, 1 << 28])
        .quick_up_to(1 << 14)
        .input(|bytes, _| RefCell::new(Aligned::new(bytes, |_| 0.5)))
        .per("byte", |target| size_of_val(target.borrow().values()))
        .ladder()
        .variant("pattern", |target| {
            filled(target, |values| values.fill(PATTERN))
        })
        // The other ways read no line before they write it, and the probe times no such writing.
        .limit(
            "each line read before it is written",
            |machine, target: &RefCell<Aligned>| {
                let bytes = size_of_val(target.borrow().values());
                bytes as f64 / machine.bandwidth(bytes)
            },
        )
        .variant("zero", |target| filled(target, |values| values.fill(0.0)))
        .variant("past the caches", |target| {
            filled(target, |values| stream_value(values, PATTERN))
        })
        .unless(lacks_streaming())
        .build()
}

/// Fills, and tells how many of some elements are equal to their neighbours: all.
fn filled(target: &RefCell<Aligned>, fill: impl Fn(&mut [f64])) -> usize {
    let mut target = target.borrow_mut();
    let values = target.values_mut();
    fill(values);
    let apart = (values.len() / 16).max(1);
    let pairs = values.windows(2).step_by(apart);
    pairs
        .filter(|pair| pair[0].to_bits() == pair[1].to_bits())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_filled() {
        let target = RefCell::new(Aligned::new(4096, |place| place as f64));
        let all = filled(&target, |values| stream_value(values, PATTERN));
        assert_eq!(all, 16);
        let target = target.borrow();
        assert!(
            target
                .values()
                .iter()
                .all(|value| value.to_bits() == PATTERN.to_bits())
        );
    }
}
