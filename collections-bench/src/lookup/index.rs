//! Reading a list by position: one place, one place after the other, places all over.

use harness::prelude::*;

/// Reads a call: enough that random places do not all fit the second level of the cache.
pub(super) const READS: usize = 1 << 16;

const CLAIMS: &[Claim] = &[
    claim("index")
        .steady(0.05)
        .on("fixed, throughput")
        .source("HPP ch. 3: list[5] takes 0.2829 s at 10 elements, 0.2874 s at 10^7")
        .says("`list[5]` takes the same time in a list of 10 and of 10 million"),
    claim("index")
        .steady(0.05)
        .on("fixed, latency")
        .source("HPP ch. 3: list[5] takes 0.2829 s at 10 elements, 0.2874 s at 10^7"),
    claim("index")
        .of("reads")
        .grows(Linear)
        .on("fixed, throughput")
        .source("notes on HPP ch. 3: \"It is O(n) regardless of the size\", a slip for O(1)")
        .says("Reading by position is O(n), as the notes print it")
        .means("the notes slipped: an address is a base plus a multiple, at any length"),
    claim("index")
        .of("reads")
        .grows(Constant)
        .on("fixed, throughput")
        .source("HPP ch. 3: the address is computed, whatever the size")
        .says("Reading by position is O(1)"),
    claim("index")
        .steady(0.05)
        .on("random, latency")
        .source("HPP ch. 3: O(1), read as a statement about any position")
        .says("A read at a random place takes the same time in any list")
        .means("finding the place is O(1); what grows is how far away the memory is that holds it"),
    claim("index")
        .steady(0.25)
        .on("sequential, latency")
        .source("HPP ch. 1: sequential reads are fast"),
    claim("index")
        .beats("chain")
        .by(3.0)
        .from(1_000_000)
        .on("random, throughput")
        .source("ours: reads that do not wait for each other share their waiting"),
    claim("chain")
        .reaches(0.75)
        .on("fixed, latency")
        .source("ours, after a first look: an indexed address costs a cycle beside the four of L1"),
    claim("chain")
        .reaches(0.75)
        .up_to(100_000)
        .on("random, latency")
        .source("ours, after a first look: while few pages are read, little else is lost"),
    claim("index")
        .within(0.25, "chain")
        .from(1_000_000)
        .on("random, latency")
        .source("ours: a read that is made to wait for the last is a link of a chain"),
    claim("index")
        .beats("boxes")
        .by(1.5)
        .at(1_000_000)
        .on("random, latency")
        .source("HPP ch. 3: a list holds references; ours: each is one more place to go to"),
    claim("list")
        .steady(0.05)
        .on("fixed, throughput")
        .source("HPP ch. 3: list[5] takes 0.2829 s at 10 elements, 0.2874 s at 10^7")
        .says("In Python `list[5]` takes the same time in a list of 10 and of a million"),
    claim("list")
        .steady(0.05)
        .on("random, latency")
        .source("HPP ch. 3: O(1), read as a statement about any position"),
    claim("tuple")
        .within(0.05, "list")
        .source("HPP ch. 3: tuples and lists are looked up in the same way"),
    claim("index")
        .beats("list")
        .by(10.0)
        .on("sequential, throughput")
        .source("HPP ch. 1: a virtual machine stands between the code and the processor"),
];

pub(crate) fn by_position() -> Experiment {
    experiment("lookup/index")
        .asks("Does reading by position take the same time in a list of any size?")
        .claims(CLAIMS)
        .sizes(decades(1..=7))
        .quick_up_to(1000)
        .case("fixed", |n, _| walk(n, &[5.min(n - 1)]))
        .both_modes()
        .case("sequential", |n, _| {
            walk(n, &(0..n.min(READS)).collect::<Vec<_>>())
        })
        .both_modes()
        .case("random", |n, rng| {
            walk(n, &input::distinct_positions(n.min(READS), n, rng))
        })
        .both_modes()
        .per("read", Queries::len)
        .ladder()
        .variant("index", |walk| walk.ask(|list, &at| list[at]))
        .limit(
            "one load a read: its latency, or its line",
            |machine, walk| {
                let load = match walk.mode() {
                    Mode::Throughput => machine.random_read(scattered(walk)),
                    Mode::Latency => machine.latency(scattered(walk)),
                };
                walk.len() as f64 * load
            },
        )
        .count("reads", |walk| {
            (walk.ask(|list, &at| list[at]), walk.len() as u64)
        })
        .prepared(
            "boxes",
            |walk: &Walk| walk.data().iter().copied().map(Box::new).collect(),
            |boxes: &Vec<Box<usize>>, walk| walk.ask(|_, &at| *boxes[at]),
        )
        .up_to(1_000_000)
        .variant("chain", by_chain)
        .limit("the latency of one load a read", |machine, walk| {
            walk.len() as f64 * machine.latency(scattered(walk))
        })
        .python("list", include_str!("by_position.py"))
        .mirrors("index")
        .up_to(1_000_000)
        .python("tuple", include_str!("tuple_by_position.py"))
        .mirrors("index")
        .up_to(10_000)
        .build()
}

/// A list in which each place on the way holds the next one, and that way written down.
pub(super) type Walk = Queries<Vec<usize>, usize>;

/// Goes round and round through `places` of a list of `n`.
pub(super) fn walk(n: usize, places: &[usize]) -> Walk {
    let mut next = vec![0; n];
    for (&from, &to) in places.iter().zip(places.iter().cycle().skip(1)) {
        next[from] = to;
    }
    let positions = places.iter().copied().cycle().take(READS).collect();
    Queries::in_order(next, positions)
}

/// Bytes of the lines that are read in no order; those of one line when there is an order, for then
/// the line is there before it is asked for.
fn scattered(walk: &Walk) -> usize {
    /// Places of a list that share a line of the cache.
    const PER_LINE: usize = 8;
    let mut lines: Vec<usize> = walk.queries().iter().map(|at| at / PER_LINE).collect();
    let turns = lines.windows(2).filter(|pair| pair[1] < pair[0]).count();
    lines.sort_unstable();
    lines.dedup();
    // In order the way turns back once a round, at its end.
    let rounds = walk.len().div_ceil(lines.len());
    let lines = if turns <= rounds { 1 } else { lines.len() };
    lines * PER_LINE * size_of::<usize>()
}

/// Adds up what is read, each position being what was read before: it has but one mode.
fn by_chain(walk: &Walk) -> u64 {
    let (next, mut at) = (walk.data(), walk.queries()[0]);
    let mut sum = 0;
    for _ in 0..walk.len() {
        at = next[at];
        sum += at as u64;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_ways_read_the_same(places in proptest::sample::subsequence(
            (0..50).collect::<Vec<usize>>(), 1..=50,
        ).prop_shuffle()) {
            let expected: usize = places.iter().cycle().skip(1).take(READS).sum();
            for mode in Mode::BOTH {
                let walk = walk(50, &places).with_mode(mode);
                prop_assert_eq!(walk.ask(|list, &at| list[at]), expected as u64);
                prop_assert_eq!(by_chain(&walk), expected as u64);
            }
        }
    }

    #[test]
    fn a_list_of_one_is_read_again_and_again() {
        let walk = walk(1, &[0]);
        assert_eq!((walk.ask(|list, &at| list[at]), by_chain(&walk)), (0, 0));
    }

    #[test]
    fn only_places_in_no_order_are_scattered() {
        let bytes = |places: &[usize]| scattered(&walk(50, places));
        assert_eq!(bytes(&[5]), 64);
        assert_eq!(bytes(&[0, 9, 40]), 64);
        assert_eq!(bytes(&[40, 0, 9, 1, 30, 3]), 4 * 64);
    }
}
