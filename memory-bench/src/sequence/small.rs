//! Making a sequence of ten values: a constant, an array, a boxed slice, or a list.

use harness::prelude::*;

const CLAIMS: &[Claim] =
    &[
        claim("constant").beats("copied").by(5.0).source(
            "HPP ch. 3: a tuple of ten constants takes 12.2 ns, a list 61.9 ns (5.1 times)",
        ),
        claim("array").beats("copied").by(5.0).source(
            "HPP ch. 3: a tuple takes 12.2 ns, a list 61.9 ns; here of values not constant",
        ),
        claim("array")
            .beats("copied")
            .by(2.0)
            .source("ours: most of the cost of a short list is its allocation"),
        claim("boxed")
            .beats("copied")
            .source("HPP ch. 3: what cannot be resized allocates faster"),
        claim("constant")
            .allocates(0)
            .source("HPP ch. 3: a cached tuple needs no memory from the kernel"),
        claim("array")
            .allocates(0)
            .source("ours: a value of fixed size needs no heap"),
        claim("boxed")
            .allocates(1)
            .source("ours: one block of just the right size"),
        claim("copied")
            .allocates(1)
            .source("HPP ch. 3: a list is not over-allocated when it is created"),
        claim("pushed")
            .allocates(3)
            .source("ours: room for 4, then 8, then 16"),
        claim("boxed")
            .reaches(0.7)
            .source("ours: copying ten values costs little beside the block that takes them"),
        claim("copied")
            .beats("pushed")
            .by(2.0)
            .source("ours: two reallocations cost more than the copy itself"),
    ];

pub(crate) fn ten_values() -> Experiment {
    experiment("sequence/small")
        .asks("What does it cost to make a sequence of ten values?")
        .claims(CLAIMS)
        .sizes([10])
        .input(|_, _| TEN)
        .ladder()
        .variant("pushed", |values| {
            let mut list = Vec::new();
            for &value in values {
                list.push(value);
            }
            Sequence::List(list)
        })
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("copied", |values| Sequence::List(values.to_vec()))
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("boxed", |values| {
            Sequence::Boxed(Box::from(values.as_slice()))
        })
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("array", |values| Sequence::Array(*values))
        .variant("constant", |_| Sequence::Constant(&TEN))
        .build()
}

/// The book's list and tuple.
static TEN: [u64; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/// Ten values, however they are held.
#[derive(Debug)]
enum Sequence {
    List(Vec<u64>),
    Boxed(Box<[u64]>),
    Array([u64; 10]),
    Constant(&'static [u64; 10]),
}

impl Sequence {
    fn values(&self) -> &[u64] {
        match self {
            Self::List(values) => values,
            Self::Boxed(values) => values,
            Self::Array(values) => values,
            Self::Constant(values) => *values,
        }
    }
}

impl PartialEq for Sequence {
    fn eq(&self, other: &Self) -> bool {
        self.values() == other.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_equal_when_their_values_are() {
        let list = Sequence::List(TEN.to_vec());
        assert_eq!(list, Sequence::Constant(&TEN));
        assert_eq!(
            Sequence::Boxed(Box::from(TEN.as_slice())),
            Sequence::Array(TEN)
        );
        assert_ne!(list, Sequence::List(vec![0]));
    }
}
