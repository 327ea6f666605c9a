//! Filling memory with one value: element by element, as the library does it, past the caches.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

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

/// Two numbers whose bytes differ from each other. Each call writes the one that the call before
/// did not, so that every element changes.
const PATTERNS: [f64; 2] = [1.1, 2.3];

pub(crate) fn with_one_value() -> Experiment {
    experiment("hierarchy/fill")
        .asks("How fast is memory filled?")
        .claims(CLAIMS)
        .sizes([1 << 14, 1 << 25])
        .thorough_sizes([1 << 18, 1 << 21, 1 << 28])
        .quick_up_to(1 << 14)
        .input(|bytes, _| Target::new(bytes))
        .per("byte", Target::bytes)
        .ladder()
        .variant("pattern", |target| {
            target.filled(target.pattern(), |values, value| values.fill(value))
        })
        // The other ways read no line before they write it, and the probe times no such writing.
        .limit(
            "each line read before it is written",
            |machine, target: &Target| machine.read_once(target.bytes()),
        )
        // The compiler has to see the zero.
        .variant("zero", |target| {
            target.filled(0.0, |values, _| values.fill(0.0))
        })
        .variant("past the caches", |target| {
            target.filled(target.pattern(), stream_value)
        })
        .unless(lacks_streaming())
        .build()
}

/// What is filled.
struct Target {
    values: Rc<RefCell<Aligned>>,
    patterns: Cell<usize>,
}

impl Target {
    fn new(bytes: usize) -> Self {
        Self {
            values: Rc::new(RefCell::new(Aligned::new(bytes, |_| 0.5))),
            patterns: Cell::new(0),
        }
    }

    fn bytes(&self) -> usize {
        size_of_val(self.values.borrow().values())
    }

    /// The pattern's turn.
    fn pattern(&self) -> f64 {
        let turn = self.patterns.get();
        self.patterns.set(turn + 1);
        PATTERNS[turn % PATTERNS.len()]
    }

    fn filled(&self, value: f64, fill: impl Fn(&mut [f64], f64)) -> Filled {
        fill(self.values.borrow_mut().values_mut(), value);
        Filled {
            values: Rc::clone(&self.values),
            value,
            left: OnceCell::new(),
        }
    }
}

/// An answer that looks at every element when it is compared with another: no clock runs then, and
/// nobody has filled the memory again.
struct Filled {
    values: Rc<RefCell<Aligned>>,
    value: f64,
    left: OnceCell<usize>,
}

impl Filled {
    /// Elements that do not hold the value.
    fn left(&self) -> usize {
        *self.left.get_or_init(|| {
            let all = self.values.borrow();
            let values = all.values().iter();
            values
                .filter(|value| value.to_bits() != self.value.to_bits())
                .count()
        })
    }
}

impl PartialEq for Filled {
    fn eq(&self, other: &Self) -> bool {
        self.left() == other.left()
    }
}

impl std::fmt::Debug for Filled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} elements left", self.left())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_filled_whatever_was_there() {
        let target = Target::new(4096);
        for _ in 0..3 {
            let stream = target.filled(target.pattern(), stream_value);
            assert_eq!(stream.left(), 0);
            let plain = target.filled(target.pattern(), |values, value| values.fill(value));
            assert!(plain == stream);
            assert!(target.filled(0.0, |values, _| values.fill(0.0)) == stream);
        }
    }

    #[test]
    fn who_leaves_an_element_as_it_was_disagrees() {
        type Fill = fn(&mut [f64], f64);
        let less: [Fill; 4] = [
            |_, _| (),
            |values, value| values[1..].fill(value),
            |values, value| values[..511].fill(value),
            |values, value| values.iter_mut().step_by(2).for_each(|one| *one = value),
        ];
        let target = Target::new(4096);
        for fill in less {
            let whole = target.filled(target.pattern(), |values, value| values.fill(value));
            assert_eq!(whole.left(), 0);
            assert!(target.filled(target.pattern(), fill) != whole);
            let whole = target.filled(target.pattern(), |values, value| values.fill(value));
            assert_eq!(whole.left(), 0);
            assert!(target.filled(0.0, fill) != whole);
        }
    }
}
