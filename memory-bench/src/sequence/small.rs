//! Making a short sequence, reading it and dropping it: a constant, an array, a list, or what keeps
//! its first elements without a heap.

use std::cell::RefCell;
use std::rc::Rc;

use arrayvec::ArrayVec;
use bumpalo::Bump;
use harness::prelude::*;
use smallvec::SmallVec;
use thin_vec::ThinVec;
use tinyvec::TinyVec;

const CLAIMS: &[Claim] = &[
    claim("constant")
        .beats("copied")
        .by(5.0)
        .at(10)
        .source("HPP ch. 3: a tuple of ten constants takes 12.2 ns, a list 61.9 ns (5.1 times)"),
    claim("array")
        .beats("copied")
        .by(5.0)
        .at(10)
        .source("HPP ch. 3: a tuple takes 12.2 ns, a list 61.9 ns; here of values not constant")
        .means(
            "Python's constant is not made at all; here both copy the values, and one block is \
             all that is saved",
        ),
    claim("array")
        .beats("copied")
        .by(2.0)
        .from(1)
        .source("ours: most of the cost of a short list is its allocation"),
    claim("boxed")
        .beats("copied")
        .from(1)
        .source("HPP ch. 3: what cannot be resized allocates faster")
        .means(
            "both ask for one block of the same size; that is the cost, and room to grow is free",
        ),
    claim("ArrayVec")
        .beats("copied")
        .by(2.0)
        .from(1)
        .source("arrayvec: a vector with a fixed capacity, stored inline")
        .means(
            "a block costs the same at any length here, copying and reading do not: the share \
             that is saved shrinks",
        ),
    claim("SmallVec")
        .beats("copied")
        .by(2.0)
        .from(1)
        .up_to(16)
        .source("smallvec: a few elements are stored inline, which improves on allocating")
        .means(
            "a block is saved, the copy is not; and each use has to ask first where the elements \
             lie",
        ),
    claim("SmallVec")
        .takes_at_least(1.0, "copied")
        .at(64)
        .source("ours: with more elements than fit inline it is a Vec that has to ask where"),
    claim("TinyVec")
        .takes_at_least(1.0, "SmallVec")
        .up_to(16)
        .source("tinyvec: no unsafe code, so its array is filled with zeros first"),
    claim("ThinVec")
        .within(0.25, "copied")
        .from(1)
        .source("thin-vec: a Vec whose length and capacity stand before its elements")
        .means(
            "it is filled by one element after the other, each with a test for room; a Vec is \
             copied as a whole",
        ),
    claim("Rc<[T]>")
        .takes_at_most(1.5, "boxed")
        .from(1)
        .source("ours: the same block, with two counters before it"),
    claim("arena")
        .beats("copied")
        .by(2.0)
        .from(1)
        .source("bumpalo: an allocation moves a pointer, and all are given back at once")
        .means(
            "the block is saved, copying and reading are not: the longer the sequence, the less \
             it is",
        ),
    claim("copied")
        .beats("pushed")
        .by(2.0)
        .at(10)
        .source("ours: two reallocations cost more than the copy itself"),
    claim("boxed")
        .reaches(0.7)
        .at(10)
        .source("ours: copying ten values costs little beside the block that takes them"),
    claim("constant")
        .allocates(0)
        .source("HPP ch. 3: a cached tuple needs no memory from the kernel"),
    claim("array")
        .allocates(0)
        .source("ours: a value of fixed size needs no heap"),
    claim("ArrayVec")
        .allocates(0)
        .source("arrayvec: stored inline, never on the heap"),
    claim("SmallVec")
        .allocates(0)
        .up_to(16)
        .source("smallvec: no allocation up to the inline capacity"),
    claim("SmallVec")
        .allocates(1)
        .from(17)
        .source("smallvec: beyond the inline capacity all elements move to the heap"),
    claim("TinyVec")
        .allocates(0)
        .up_to(16)
        .source("tinyvec: no allocation up to the inline capacity"),
    claim("TinyVec")
        .allocates(1)
        .from(17)
        .source("tinyvec: beyond the inline capacity all elements move to the heap"),
    claim("arena")
        .allocates(0)
        .source("bumpalo: a chunk is asked for once, and used again after a reset"),
    claim("copied")
        .allocates(0)
        .at(0)
        .source("std: a Vec without elements does not allocate"),
    claim("copied")
        .allocates(1)
        .from(1)
        .source("HPP ch. 3: a list is not over-allocated when it is created"),
    claim("boxed")
        .allocates(1)
        .from(1)
        .source("ours: one block of just the right size"),
    claim("ThinVec")
        .allocates(1)
        .from(1)
        .source("thin-vec: length, capacity and elements are one block"),
    claim("boxed array")
        .within(0.1, "boxed")
        .from(1)
        .source("ours: one block either way; that its length belongs to the type saves little"),
    claim("boxed array")
        .allocates(1)
        .from(1)
        .source("ours: a value of fixed size, put into one block"),
    claim("SmallVec, pushed")
        .takes_at_least(5.0, "ArrayVec")
        .at(64)
        .source("ours, after a prototype: once it has spilled it grows as a Vec does"),
    claim("SmallVec, pushed")
        .allocates(0)
        .up_to(16)
        .source("smallvec: no allocation up to the inline capacity"),
    claim("ThinVec")
        .allocates(0)
        .at(0)
        .source("thin-vec: an empty one points to a header that all empty ones share"),
    claim("Rc<[T]>")
        .allocates(1)
        .source("ours: the counters need a block even where there are no elements"),
    claim("pushed")
        .allocates(3)
        .at(10)
        .source("ours: room for 4, then 8, then 16"),
];

pub(crate) fn by_container() -> Experiment {
    experiment("sequence/small")
        .asks("What does it cost to make a short sequence, to read it and to drop it?")
        .claims(CLAIMS)
        .sizes([0, 10, 16, 64])
        .thorough_sizes([4, 32])
        .decides("Make a short sequence", "elements")
        .input(|n, _| &ALL[..n])
        .ladder()
        .variant("pushed", |values| pushed(values))
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("copied", |values| read(&Vec::from(*values)))
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("boxed", |values| read(&Box::<[u64]>::from(*values)))
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("Rc<[T]>", |values| read(&Rc::<[u64]>::from(*values)))
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("ThinVec", |values| read(&ThinVec::from(*values)))
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("TinyVec", |values| {
            read(&TinyVec::<[u64; 16]>::from(*values))
        })
        .variant("SmallVec", |values| {
            read(&SmallVec::<[u64; 16]>::from_slice(values))
        })
        .variant("SmallVec, pushed", |values| pushed_to_small(values))
        .variant("ArrayVec", |values| {
            let mut list = ArrayVec::<u64, LARGEST>::new();
            let fits = list.try_extend_from_slice(values);
            fits.expect("it has room for the largest size");
            read(&list)
        })
        .prepared(
            "arena",
            |_| RefCell::new(Bump::with_capacity(8 * LARGEST)),
            |arena, values| {
                let mut arena = arena.borrow_mut();
                let sum = read(arena.alloc_slice_copy(values));
                arena.reset();
                sum
            },
        )
        .prepared(
            "array",
            |values| array_of(values.len()),
            |make, values| make(values),
        )
        .prepared(
            "boxed array",
            |values| boxed_array_of(values.len()),
            |make, values| make(values),
        )
        .limit("one allocation", |machine, _| machine.allocation())
        .variant("constant", |values| read(values))
        .build()
}

fn pushed(values: &[u64]) -> u64 {
    let mut list = Vec::new();
    for &value in values {
        list.push(value);
    }
    read(&list)
}

fn pushed_to_small(values: &[u64]) -> u64 {
    let mut list = SmallVec::<[u64; 16]>::new();
    for &value in values {
        list.push(value);
    }
    read(&list)
}

/// The largest size.
const LARGEST: usize = 64;

/// Where constants of every size are taken from.
static ALL: [u64; LARGEST] = {
    let mut all = [0; LARGEST];
    let mut at = 0;
    while at < LARGEST {
        all[at] = at as u64;
        at += 1;
    }
    all
};

/// Reads a sequence that the compiler must have made.
fn read(values: &[u64]) -> u64 {
    input::unknown(values).iter().sum()
}

/// What makes something of so many values, whose number belongs to a type.
macro_rules! of_length {
    ($make:ident, $length:expr) => {
        match $length {
            0 => $make::<0>,
            4 => $make::<4>,
            10 => $make::<10>,
            16 => $make::<16>,
            32 => $make::<32>,
            64 => $make::<64>,
            other => unreachable!("nothing of {other} values: add its length here"),
        }
    };
}

fn array_of(length: usize) -> fn(&[u64]) -> u64 {
    fn array<const N: usize>(values: &[u64]) -> u64 {
        read(&fixed::<N>(values))
    }
    of_length!(array, length)
}

fn boxed_array_of(length: usize) -> fn(&[u64]) -> u64 {
    fn boxed<const N: usize>(values: &[u64]) -> u64 {
        read(&*Box::new(fixed::<N>(values)))
    }
    of_length!(boxed, length)
}

fn fixed<const N: usize>(values: &[u64]) -> [u64; N] {
    let fits = values.try_into();
    fits.expect("the length was chosen by the size")
}

#[cfg(test)]
mod tests;
