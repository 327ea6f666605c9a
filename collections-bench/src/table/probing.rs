//! The order in which an open-addressed table looks at its slots.
//!
//! The number of slots is a power of two, and `mask` is that number less one.

use std::fmt::Debug;

/// A walk over the slots of a table that comes to every slot in the end.
pub(crate) trait Probing: Clone + Debug {
    /// Begins the walk of a hash.
    fn start(hash: u64, mask: usize) -> Self;

    /// The slot where the walk stands.
    fn slot(&self) -> usize;

    /// Goes on to the next slot.
    fn step(&mut self);
}

/// One slot after the other: `i + 1`.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    slot: usize,
    mask: usize,
}

impl Probing for Linear {
    fn start(hash: u64, mask: usize) -> Self {
        Self {
            slot: hash as usize & mask,
            mask,
        }
    }

    fn slot(&self) -> usize {
        self.slot
    }

    fn step(&mut self) {
        self.slot = (self.slot + 1) & self.mask;
    }
}

/// Steps of 1, 2, 3 …, the triangular numbers, which visit each slot of `2^k` once in `2^k` steps
/// (Knuth, TAOCP 6.4, exercise 20).
#[derive(Clone, Debug)]
pub(crate) struct Quadratic {
    slot: usize,
    stride: usize,
    mask: usize,
}

impl Probing for Quadratic {
    fn start(hash: u64, mask: usize) -> Self {
        Self {
            slot: hash as usize & mask,
            stride: 0,
            mask,
        }
    }

    fn slot(&self) -> usize {
        self.slot
    }

    fn step(&mut self) {
        self.stride += 1;
        self.slot = (self.slot + self.stride) & self.mask;
    }
}

/// CPython's: `i = 5 i + perturb + 1`, where the perturbation brings in the upper bits of the hash,
/// five at a time. When it is used up, what is left is a recurrence that visits every slot
/// (CPython, `Objects/dictobject.c`).
#[derive(Clone, Debug)]
pub(crate) struct Perturbed {
    slot: usize,
    perturb: u64,
    mask: usize,
}

impl Probing for Perturbed {
    fn start(hash: u64, mask: usize) -> Self {
        Self {
            slot: hash as usize & mask,
            perturb: hash,
            mask,
        }
    }

    fn slot(&self) -> usize {
        self.slot
    }

    fn step(&mut self) {
        self.perturb >>= 5;
        let next = self.slot.wrapping_mul(5);
        self.slot = next.wrapping_add(self.perturb as usize).wrapping_add(1) & self.mask;
    }
}

/// The first slots of a walk.
pub(crate) fn walk<P: Probing>(hash: u64, mask: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(P::start(hash, mask)), |at| {
        let mut next = at.clone();
        next.step();
        Some(next)
    })
    .map(|at| at.slot())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// 64 bits of a hash are used up after 13 steps; then each slot comes once in `slots` steps.
    const USED_UP: usize = 13;

    fn comes_everywhere<P: Probing>(hash: u64, bits: u32) {
        let slots = 1_usize << bits;
        let seen: BTreeSet<usize> = walk::<P>(hash, slots - 1).take(slots + USED_UP).collect();
        assert_eq!(seen.len(), slots, "hash {hash:#x} in {slots} slots");
    }

    proptest! {
        #[test]
        fn every_walk_comes_to_every_slot(hash: u64, bits in 0..10_u32) {
            comes_everywhere::<Linear>(hash, bits);
            comes_everywhere::<Quadratic>(hash, bits);
            comes_everywhere::<Perturbed>(hash, bits);
        }

        #[test]
        fn walks_begin_at_the_lowest_bits(hash: u64, bits in 0..10_u32) {
            let mask = (1_usize << bits) - 1;
            let home = Some(hash as usize & mask);
            prop_assert_eq!(walk::<Linear>(hash, mask).next(), home);
            prop_assert_eq!(walk::<Quadratic>(hash, mask).next(), home);
            prop_assert_eq!(walk::<Perturbed>(hash, mask).next(), home);
        }
    }

    #[test]
    fn strides_are_as_they_are_said_to_be() {
        let first = |walk: Vec<usize>| walk;
        assert_eq!(first(walk::<Linear>(6, 7).take(4).collect()), [6, 7, 0, 1]);
        let quadratic = walk::<Quadratic>(0, 15).take(5).collect();
        assert_eq!(first(quadratic), [0, 1, 3, 6, 10]);
    }
}
