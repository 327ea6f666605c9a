//! Making a tuple or a list of ten or of thirty values in Python: constants, and values that are
//! not; dropped at once, or kept until a thousand are made.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("tuple of constants")
        .beats("list of constants")
        .by(5.0)
        .at(10)
        .on("dropped")
        .source("HPP ch. 3: a tuple of ten constants takes 12.2 ns, a list 61.9 ns (5.1 times)")
        .means("nothing is made: the compiler has folded the tuple, and the loop loads it"),
    claim("tuple of variables")
        .beats("list of variables")
        .by(2.0)
        .at(10)
        .on("dropped")
        .source("HPP ch. 3: tuples are cached, and made faster than lists")
        .means(
            "lists are cached as tuples are, and the second block of a list is one that was just \
             given back",
        ),
    claim("list of variables")
        .between(1.05, 1.5, "tuple of variables")
        .at(10)
        .on("dropped")
        .source("ours: a list has one block more, the constant tuple was made by the compiler"),
    claim("tuple of variables")
        .beats("list of variables")
        .at(30)
        .on("dropped")
        .source("HPP ch. 3: tuples are made faster than lists; ours: 30 are too many to be cached")
        .means(
            "a list's head comes from a cache at any length, and a tuple is cached only while it \
             is short: each then needs one block",
        ),
    claim("tuple of variables")
        .beats("list of variables")
        .by(1.1)
        .at(10)
        .on("kept")
        .source("ours: while all are kept no block is used again, and a list needs two"),
    claim("tuple of constants")
        .beats("tuple of variables")
        .by(3.0)
        .at(10)
        .on("dropped")
        .source("ours: a tuple of constants is not made at all, but taken from the code"),
    claim("tuple of constants")
        .of("builds")
        .equals(0.0)
        .source("CPython: the compiler folds a tuple of constants into one constant")
        .says("No instruction of the loop builds a tuple of constants"),
    claim("tuple of constants")
        .of("objects")
        .equals(1.0)
        .source("CPython: a constant is loaded, and always the same object")
        .says("A thousand tuples of constants are one object"),
    claim("list of constants")
        .of("objects")
        .equals(1000.0)
        .source("ours: a list can be changed, so each must be another")
        .says("A thousand lists of constants are a thousand objects"),
    claim("tuple of variables")
        .of("objects")
        .equals(1000.0)
        .source("ours: nothing is folded where the compiler knows no value"),
    claim("tuple of variables")
        .of("builds")
        .equals(1.0)
        .source("ours: one instruction makes a tuple of what lies on the stack, as for a list"),
    claim("tuple of variables")
        .of("page faults")
        .equals(0.0)
        .source("HPP ch. 3: tuples are cached, so the kernel is not asked for memory")
        .says("A thousand tuples, each dropped before the next, ask the kernel for nothing"),
    claim("tuple of variables")
        .of("page faults, a million")
        .on("dropped")
        .equals(0.0)
        .at(10)
        .source("HPP ch. 3: tuples are cached, so the kernel is not asked for memory")
        .says("A million tuples, each dropped before the next, ask the kernel for no page"),
    claim("list of variables")
        .of("page faults, a million")
        .on("dropped")
        .equals(0.0)
        .at(10)
        .source("ours, after a prototype: a list that is dropped leaves its blocks to the next")
        .says("A million lists, each dropped before the next, ask the kernel for no page"),
    claim("list of variables")
        .of("page faults, empty turns")
        .on("dropped")
        .equals(0.0)
        .at(10)
        .source("ours: the control, a loop that makes nothing")
        .says("A million turns of an empty loop ask the kernel for no page"),
    claim("list of variables")
        .of("page faults, kept")
        .on("dropped")
        .at_least(1000.0)
        .at(10)
        .source("ours: a list and its ten references take 136 bytes or more, 30 lists a page")
        .says(
            "A hundred thousand lists that are kept ask the kernel for a thousand pages at least",
        ),
    claim("list of variables")
        .of("page faults")
        .at_least(1.0)
        .source("HPP ch. 3: for a list, which is not cached, the kernel is asked for memory")
        .says("A thousand lists, each dropped before the next, ask the kernel for memory")
        .means(
            "what is dropped is used again at once, by lists as by tuples: the kernel hears of \
             neither",
        ),
];

/// What makes the sequences, and what all of them have in common.
macro_rules! making {
    ($file:literal) => {
        concat!(include_str!($file), include_str!("literal.py"))
    };
}

pub(crate) fn in_python() -> Experiment {
    experiment("sequence/literal")
        .asks("Is a tuple made faster than a list in Python?")
        .claims(CLAIMS)
        .sizes([10, 30])
        .case("dropped", |n, _| Order::of(n, false))
        .case("kept", |n, _| Order::of(n, true))
        .per("sequence", |_| SEQUENCES as usize)
        .ladder()
        .variant("list in Rust", |order| {
            let values = &VALUES[..order.elements];
            order.made(|| input::unknown(values).to_vec())
        })
        .limit("one allocation a list", |machine, _| {
            SEQUENCES as f64 * machine.allocation()
        })
        .variant("array in Rust", |order| match order.elements {
            10 => order.made(|| *input::unknown(&TEN)),
            _ => order.made(|| *input::unknown(&VALUES)),
        })
        .limit("all values read once", |machine, order| {
            SEQUENCES as f64 * machine.read_once(order.elements * size_of::<u64>())
        })
        .python("tuple of constants", making!("tuple_of_constants.py"))
        .python("list of constants", making!("list_of_constants.py"))
        .python("tuple of variables", making!("tuple_of_variables.py"))
        .mirrors("array in Rust")
        .python("list of variables", making!("list_of_variables.py"))
        .mirrors("list in Rust")
        .build()
}

/// Sequences made in a call.
const SEQUENCES: u64 = 1000;

static TEN: [u64; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

static VALUES: [u64; 30] = {
    let mut values = [0; 30];
    let mut at = 0;
    while at < values.len() {
        values[at] = at as u64;
        at += 1;
    }
    values
};

/// Which sequences are to be made, and whether all are kept until the last is.
struct Order {
    elements: usize,
    keep: bool,
}

impl Wire for Order {
    fn write(&self, out: &mut Vec<u8>) {
        (self.elements as u64, SEQUENCES, self.keep).write(out);
    }
}

impl Order {
    fn of(elements: usize, keep: bool) -> Self {
        Self { elements, keep }
    }

    /// Makes the sequences, and adds up the last of them as often as there are.
    fn made<S: AsRef<[u64]>>(&self, make: impl Fn() -> S) -> u64 {
        let sum = |sequence: &S| sequence.as_ref().iter().sum::<u64>() * SEQUENCES;
        if self.keep {
            let all: Vec<S> = (0..SEQUENCES).map(|_| make()).collect();
            return input::unknown(&all).last().map_or(0, sum);
        }
        (1..SEQUENCES).for_each(|_| drop(input::unknown(make())));
        sum(&make())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_or_dropped_a_thousand_are_made() {
        for keep in [false, true] {
            let made = std::cell::Cell::new(0);
            let sum = Order::of(10, keep).made(|| {
                made.set(made.get() + 1);
                TEN
            });
            assert_eq!((made.get(), sum), (SEQUENCES, 45 * SEQUENCES));
        }
        assert_eq!(VALUES[..10], TEN);
    }
}
