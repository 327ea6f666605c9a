//! Reading a list by position: one place, one place after the other, places all over.

use harness::prelude::*;

/// Reads a call: enough that random places do not all fit the second level of the cache.
const READS: usize = 1 << 16;

/// Places of a list that share a line of the cache.
const PER_LINE: usize = 8;

const CLAIMS: &[Claim] = &[
    claim("positions")
        .steady(0.05)
        .on("fixed")
        .source("HPP ch. 3: list[5] takes 0.2829 s at 10 elements, 0.2874 s at 10^7")
        .says("`list[5]` takes the same time in a list of 10 and of 10 million"),
    claim("positions")
        .of("reads")
        .grows(Linear)
        .on("fixed")
        .source("notes on HPP ch. 3: \"It is O(n) regardless of the size\", a slip for O(1)")
        .says("Reading by position is O(n), as the notes print it"),
    claim("positions")
        .of("reads")
        .grows(Constant)
        .on("fixed")
        .source("HPP ch. 3: the address is computed, whatever the size")
        .says("Reading by position is O(1)"),
    claim("chain")
        .steady(0.05)
        .on("random")
        .source("HPP ch. 3: O(1), read as a statement about any position")
        .says("A read at a random place takes the same time in any list"),
    claim("chain")
        .steady(0.25)
        .on("sequential")
        .source("HPP ch. 1: sequential reads are fast"),
    claim("positions")
        .beats("chain")
        .by(3.0)
        .from(1_000_000)
        .on("random")
        .source("ours: reads that do not wait for each other share their waiting"),
    claim("chain")
        .reaches(0.75)
        .on("fixed")
        .source("ours, after a first look: an indexed address costs a cycle beside the four of L1"),
    claim("chain")
        .reaches(0.75)
        .up_to(100_000)
        .on("random")
        .source("ours, after a first look: while few pages are read, little else is lost"),
    claim("list")
        .steady(0.1)
        .on("fixed")
        .source("HPP ch. 3: list[5] takes 0.2829 s at 10 elements, 0.2874 s at 10^7")
        .says("CPython's `list[5]` takes the same time in a list of 10 and of a million"),
    claim("tuple")
        .within(0.1, "list")
        .on("fixed")
        .source("HPP ch. 3: a tuple is looked up as a list is"),
    claim("positions")
        .beats("list")
        .by(10.0)
        .on("fixed")
        .source("HPP ch. 1: the cost of the virtual machine"),
];

pub(crate) fn by_position() -> Experiment {
    experiment("lookup/index")
        .asks("Does reading by position take the same time in a list of any size?")
        .claims(CLAIMS)
        .sizes(decades(1..=7))
        .case("fixed", |n, _| Walk::new(n, vec![5.min(n - 1)]))
        .case("sequential", |n, _| {
            Walk::new(n, (0..n.min(READS)).collect())
        })
        .case("random", |n, rng| {
            Walk::new(n, input::distinct_positions(n.min(READS), n, rng))
        })
        .per("read", |_| READS)
        .ladder()
        .variant("positions", Walk::by_positions)
        .limit(
            "one line a read, and none waits for another",
            |machine, walk| READS as f64 * machine.random_read(walk.scattered),
        )
        .count("reads", |walk| {
            (walk.by_positions(), walk.positions.len() as u64)
        })
        .variant("chain", Walk::by_chain)
        .limit("the latency of one load a read", |machine, walk| {
            READS as f64 * machine.latency(walk.scattered)
        })
        .python("list", include_str!("by_position.py"))
        .up_to(1_000_000)
        .python("tuple", include_str!("tuple_by_position.py"))
        .up_to(1_000_000)
        .build()
}

/// A list in which each place on the way holds the next one, and that way written down.
struct Walk {
    next: Vec<usize>,
    positions: Vec<usize>,
    /// Bytes of the lines that are read in no order; those of one line when there is an order, for
    /// then the line is there before it is asked for.
    scattered: usize,
}

impl Wire for Walk {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.next, &self.positions).write(out);
    }
}

impl Walk {
    /// Goes round and round through `places` of a list of `n`.
    fn new(n: usize, places: Vec<usize>) -> Self {
        let mut next = vec![0; n];
        for (&from, &to) in places.iter().zip(places.iter().cycle().skip(1)) {
            next[from] = to;
        }
        let mut lines: Vec<usize> = places.iter().map(|at| at / PER_LINE).collect();
        if places.is_sorted() {
            lines.truncate(1);
        }
        lines.sort_unstable();
        lines.dedup();
        let positions = places.into_iter().cycle().take(READS).collect();
        Self {
            next,
            positions,
            scattered: lines.len() * PER_LINE * size_of::<usize>(),
        }
    }

    /// Adds up what is read at positions that are known beforehand.
    fn by_positions(&self) -> usize {
        self.positions.iter().map(|&at| self.next[at]).sum()
    }

    /// Adds up the same, each position being what was read before.
    fn by_chain(&self) -> usize {
        let mut at = self.positions[0];
        let mut sum = 0;
        for _ in 0..READS {
            at = self.next[at];
            sum += at;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_read_the_same(places in proptest::sample::subsequence(
            (0..50).collect::<Vec<usize>>(), 1..=50,
        ).prop_shuffle()) {
            let walk = Walk::new(50, places.clone());
            let expected: usize = places.iter().cycle().skip(1).take(READS).sum();
            prop_assert_eq!(walk.by_positions(), expected);
            prop_assert_eq!(walk.by_chain(), expected);
        }
    }

    #[test]
    fn only_places_in_no_order_are_scattered() {
        let scattered = |places: &[usize]| Walk::new(50, places.to_vec()).scattered;
        assert_eq!(scattered(&[5]), 64);
        assert_eq!(scattered(&[0, 9, 40]), 64);
        assert_eq!(scattered(&[40, 0, 9, 1]), 3 * 64);
    }

    #[test]
    fn a_list_of_one_is_read_again_and_again() {
        let walk = Walk::new(1, vec![0]);
        assert_eq!((walk.by_positions(), walk.by_chain()), (0, 0));
    }
}
