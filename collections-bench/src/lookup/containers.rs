//! Reading by position from other containers than a `Vec`.

use std::collections::{LinkedList, VecDeque};

use harness::prelude::*;

use super::index::{READS, Walk, walk};

const CLAIMS: &[Claim] = &[
    claim("Box<[T]>")
        .within(0.05, "Vec")
        .source("std: both are a pointer and a length; a capacity is not looked at"),
    claim("array")
        .within(0.1, "Vec")
        .on("random, latency")
        .source("HPP ch. 3: an array is a list whose size is known; ours: reading takes no longer"),
    claim("VecDeque")
        .takes_at_most(2.0, "Vec")
        .on("random, latency")
        .source("std: a ring buffer adds the place of its head, and wraps"),
    claim("linked list")
        .of("steps")
        .equals(6.0 * READS as f64)
        .from(1000)
        .on("fixed, throughput")
        .source("ours: to the place with number 5 it is 6 nodes, however long the list"),
    claim("Vec")
        .beats("linked list")
        .by(50.0)
        .at(1000)
        .on("random, throughput")
        .source("HPP ch. 3: a list's place is computed; ours: that of a linked list is walked to"),
    claim("Vec")
        .beats("linked list")
        .on("fixed, throughput")
        .source("HPP ch. 3: a list's place is computed; ours: that of a linked list is walked to"),
];

pub(crate) fn by_container() -> Experiment {
    experiment("lookup/containers")
        .asks("Which containers are read by position at once?")
        .claims(CLAIMS)
        .sizes(SIZES.map(|n| n as u64))
        .quick_up_to(1000)
        .thorough_sizes([10_000_000])
        .case("fixed, throughput", |n, _| walk(n, &[5.min(n - 1)]))
        .case("sequential, throughput", |n, _| {
            walk(n, &(0..n.min(READS)).collect::<Vec<_>>())
        })
        .case("random", |n, rng| {
            walk(n, &input::distinct_positions(n.min(READS), n, rng))
        })
        .both_modes()
        .per("read", Queries::len)
        .ladder()
        .variant("Vec", |walk| walk.ask(|list, &at| list[at]))
        .prepared(
            "Box<[T]>",
            |walk: &Walk| walk.data().clone().into_boxed_slice(),
            |list, walk| walk.ask(|_, &at| list[at]),
        )
        .prepared("array", array, |list, walk| list.ask(walk))
        .prepared(
            "VecDeque",
            |walk: &Walk| wrapped(walk.data()),
            |list, walk| walk.ask(|_, &at| list[at]),
        )
        .prepared("linked list", linked, |list, walk| {
            walk.ask(|_, &at| list.iter().nth(at).copied().unwrap_or_default())
        })
        .up_to(1000)
        .count("steps", |walk| {
            let steps: u64 = walk.queries().iter().map(|at| *at as u64 + 1).sum();
            (walk.ask(|list, &at| list[at]), steps)
        })
        .build()
}

/// The sizes of every run; an array has to know its size beforehand.
const SIZES: [usize; 3] = [10, 1000, 100_000];

fn linked(walk: &Walk) -> LinkedList<usize> {
    walk.data().iter().copied().collect()
}

/// A ring buffer whose first value stands in the middle of its memory.
fn wrapped(values: &[usize]) -> VecDeque<usize> {
    let mut ring = VecDeque::with_capacity(values.len());
    let (front, back) = values.split_at(values.len() / 2);
    ring.extend(back);
    for value in front.iter().rev() {
        ring.push_front(*value);
    }
    ring
}

/// An array of any size; the size is forgotten outside of a call, and known inside.
trait Places {
    fn ask(&self, walk: &Walk) -> u64;
}

impl<const N: usize> Places for Box<[usize; N]> {
    fn ask(&self, walk: &Walk) -> u64 {
        walk.ask(|_, &at| self[at])
    }
}

/// # Panics
/// When the size is none of those of the experiment.
fn array(walk: &Walk) -> Box<dyn Places> {
    fn of<const N: usize>(values: Box<[usize]>) -> Box<dyn Places> {
        Box::new(Box::<[usize; N]>::try_from(values).expect("N values"))
    }
    let values = walk.data().clone().into_boxed_slice();
    match values.len() {
        10 => of::<10>(values),
        1000 => of::<1000>(values),
        100_000 => of::<100_000>(values),
        10_000_000 => of::<10_000_000>(values),
        other => panic!("there is no array of {other} values; add an arm for it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_array_of_every_size() {
        for n in &SIZES {
            let walk = walk(*n, &[0, n - 1]);
            assert_eq!(array(&walk).ask(&walk), walk.ask(|list, &at| list[at]));
        }
    }

    #[test]
    fn a_ring_reads_as_the_list_it_was_made_of() {
        for n in 0..20 {
            let values: Vec<usize> = (0..n).collect();
            assert_eq!(wrapped(&values), values);
        }
        let ring = wrapped(&[1, 2, 3, 4]);
        assert!(!ring.as_slices().1.is_empty(), "it wraps");
    }
}
