//! Reading every so many bytes: what of a line, of a page and of what is fetched ahead is used.

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
        .variant("in order", |words| words.read(1))
        .limit("read once in order", |machine, _: &Words| {
            (READS * size_of::<f64>()) as f64 / machine.bandwidth(BYTES)
        })
        .variant("in strides", |words| words.read(words.stride))
        .limit("the lines that are touched, in order", |machine, words| {
            let apart = (words.stride * size_of::<f64>()).min(machine.line());
            (READS * apart) as f64 / machine.bandwidth(BYTES)
        })
        .variant("at random", Words::read_at_random)
        .limit("loads that wait for none", |machine, _| {
            READS as f64 * machine.random_read(BYTES)
        })
        .build()
}

/// Memory far larger than the caches, and where the next call begins.
struct Words {
    all: Aligned,
    /// Words from one to the next.
    stride: usize,
    next: std::cell::Cell<usize>,
    places: Vec<u32>,
}

impl Words {
    fn new(stride: usize, rng: &mut SmallRng) -> Self {
        let all = Aligned::new(BYTES, |_| 1.0);
        let places = input::positions(READS, all.values().len(), rng);
        Self {
            all,
            stride: (stride / size_of::<f64>()).max(1),
            next: std::cell::Cell::new(0),
            places: places.into_iter().map(|place| place as u32).collect(),
        }
    }

    /// Reads on from where the call before ended, and begins anew at the end.
    fn read(&self, stride: usize) -> f64 {
        let values = self.all.values();
        let (mut sum, mut left, mut from) = (0.0, READS, self.next.get());
        while left > 0 {
            let count = left.min((values.len() - from).div_ceil(stride));
            let taken = values[from..].iter().step_by(stride).take(count);
            sum += taken.sum::<f64>();
            left -= count;
            from += count * stride;
            if from >= values.len() {
                from = 0;
            }
        }
        self.next.set(from);
        sum
    }

    /// Reads places that no two calls share: all of them are moved on from call to call.
    fn read_at_random(&self) -> f64 {
        let values = self.all.values();
        let past = self.next.get();
        let places = self.places.iter().map(|&place| place as usize ^ past);
        let sum = places.map(|place| values[place % values.len()]).sum();
        self.next.set((past + 8 * READS + 8) % values.len());
        sum
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_way_reads_so_many_words_and_goes_round() {
        let words = Words::new(4096, &mut SmallRng::seed_from_u64(1));
        for _ in 0..3 {
            for sum in [
                words.read(1),
                words.read(words.stride),
                words.read_at_random(),
            ] {
                assert!((sum - READS as f64).abs() < 0.5);
            }
        }
    }
}
