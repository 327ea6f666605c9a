//! Reading every so many bytes: what of a line, of a page and of what is fetched ahead is used.

use std::cell::Cell;

use harness::Aligned;
use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("in order")
        .beats("in strides")
        .by(4.0)
        .at(64)
        .source("ours: one word of eight is used of every line, and memory brings lines")
        .means(
            "each addition waits for the one before: in order it is this that is waited for, and \
             memory could give more",
        ),
    claim("in order")
        .beats("in strides")
        .by(2.0)
        .at(16)
        .source("ours: one word of two is used")
        .means("each addition waits for the one before, and memory brings two words in that time"),
    claim("in strides")
        .steady(0.5)
        .from(64)
        .source("ours: a line is a line; how far apart they lie does not matter")
        .means(
            "from one page on each word needs an address of its own looked up, and what is \
             fetched ahead ends with its page",
        ),
    claim("in strides")
        .beats("at random")
        .by(2.0)
        .from(64)
        .up_to(1024)
        .source("HPP ch. 1: sequential reads are faster; ours: within a page they are foreseen")
        .means(
            "loads at random wait for none either, so they overlap; and a page of which few words \
             are read gives little to foresee from",
        ),
    claim("at random")
        .reaches(0.7)
        .source("ours: no load needs the one before, so the core waits for many at once"),
];

/// Bytes of the memory that is read.
const BYTES: usize = 64 << 20;

/// Words that one call reads.
const READS: usize = 1 << 14;

pub(crate) fn every_so_many() -> Experiment {
    experiment("hierarchy/stride")
        .asks("What does it cost to read one word of every so many bytes?")
        .claims(CLAIMS)
        .sizes([8, 16, 64, 256, 1024, 4096])
        .thorough_sizes([32, 128, 512, 2048])
        .quick_up_to(16)
        .input(Words::new)
        .per("word", |_| READS)
        .ladder()
        .variant("in order", Words::read_in_order)
        .limit("read once in order", |machine, _: &Words| {
            (READS * size_of::<f64>()) as f64 / machine.bandwidth(BYTES)
        })
        .variant("in strides", Words::read_in_strides)
        .limit(
            "the lines that are touched, in order",
            |machine, words: &Words| {
                let apart = (words.stride * size_of::<f64>()).min(machine.line());
                (READS * apart) as f64 / machine.bandwidth(BYTES)
            },
        )
        .variant("at random", Words::read_at_random)
        .limit("loads that wait for none", |machine, _| {
            READS as f64 * machine.random_read(BYTES)
        })
        .build()
}

/// Memory far larger than the caches, each word of which holds its own number, and where the next
/// call of each variant begins.
struct Words {
    all: Aligned,
    /// Words from one to the next.
    stride: usize,
    in_order: Cell<usize>,
    in_strides: Cell<usize>,
    past: Cell<usize>,
    places: Vec<u32>,
    /// For each bit how many of the places have it set.
    set: [usize; BITS],
}

/// Bits of the number of a word.
const BITS: usize = (BYTES / size_of::<f64>()).ilog2() as usize;

impl Words {
    fn new(stride: usize, rng: &mut SmallRng) -> Self {
        let all = Aligned::new(BYTES, |place| place as f64);
        let places = input::positions(READS, all.values().len(), rng);
        let set = |bit| places.iter().filter(|&place| place >> bit & 1 == 1).count();
        Self {
            all,
            stride: (stride / size_of::<f64>()).max(1),
            in_order: Cell::new(0),
            in_strides: Cell::new(0),
            past: Cell::new(0),
            set: std::array::from_fn(set),
            places: places.into_iter().map(|place| place as u32).collect(),
        }
    }

    fn read_in_order(&self) -> f64 {
        self.read(1, &self.in_order)
    }

    fn read_in_strides(&self) -> f64 {
        self.read(self.stride, &self.in_strides)
    }

    /// Reads on from where the call before ended, and begins anew at the end, where a call ends.
    fn read(&self, stride: usize, next: &Cell<usize>) -> f64 {
        let from = next.get();
        let taken = self.all.values()[from..].iter().step_by(stride);
        let sum = taken.take(READS).sum();
        next.set((from + READS * stride) % self.all.values().len());
        told(sum, in_steps(from, stride))
    }

    /// Reads places that no two calls share: all of them are moved on from call to call.
    fn read_at_random(&self) -> f64 {
        let values = self.all.values();
        let past = self.past.get();
        let places = self.places.iter().map(|&place| place as usize ^ past);
        let sum = places.map(|place| values[place % values.len()]).sum();
        self.past.set((past + 8 * READS + 8) % values.len());
        told(sum, self.moved(past))
    }

    /// The sum of all places when they are moved on: the same bits are flipped in each of them.
    fn moved(&self, past: usize) -> f64 {
        let bits = self.set.iter().enumerate().map(|(bit, &set)| {
            let flipped = past >> bit & 1 == 1;
            (if flipped { READS - set } else { set }) << bit
        });
        bits.sum::<usize>() as f64
    }
}

/// The sum of the numbers from one on, each a stride after the one before.
fn in_steps(from: usize, stride: usize) -> f64 {
    (READS * from + stride * (READS * (READS - 1) / 2)) as f64
}

/// How many words were read: another number where the sum is not that of the right ones.
fn told(sum: f64, right: f64) -> f64 {
    READS as f64 + (sum - right)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn all_were_read(told: f64) -> bool {
        (told - READS as f64).abs() < 0.5
    }

    #[test]
    fn every_way_reads_the_right_words_and_goes_round() {
        for stride in [8, 64, 1024, 4096] {
            let words = Words::new(stride, &mut SmallRng::seed_from_u64(1));
            for _ in 0..600 {
                assert!(all_were_read(words.read_in_order()));
                assert!(all_were_read(words.read_in_strides()));
                assert!(all_were_read(words.read_at_random()));
            }
        }
    }

    #[test]
    fn who_reads_other_words_or_fewer_or_none_is_told() {
        let words = Words::new(64, &mut SmallRng::seed_from_u64(1));
        let values = words.all.values();
        let sum = |stride, count| values.iter().step_by(stride).take(count).sum();
        let of_strides = |sum| all_were_read(told(sum, in_steps(0, words.stride)));
        assert!(of_strides(sum(8, READS)));
        assert!(!of_strides(sum(1, READS)));
        assert!(!of_strides(sum(16, READS)));
        assert!(!of_strides(sum(8, READS - 1)));
        assert!(!of_strides(0.0));
        assert!(!all_were_read(told(sum(1, READS), words.moved(0))));
        assert!(!all_were_read(told(0.0, words.moved(0))));
    }
}
