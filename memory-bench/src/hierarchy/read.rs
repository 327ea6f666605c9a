//! How fast memory is read: one sum, several sums, and several sums in wider vectors.

use harness::Aligned;
use harness::prelude::*;

use super::vectors::{in_sums, lacks_avx2, lacks_avx512, sum_avx2, sum_avx512};

const LEVELS: &str = "HPP ch. 1: from L1 to RAM speed falls and size grows; ours, after a \
                      prototype: a band for each level";

const CLAIMS: &[Claim] = &[
    claim("eight sums")
        .beats("one sum")
        .by(2.0)
        .fits(2)
        .source("ours: an addition need not wait for the one before"),
    claim("AVX2")
        .beats("eight sums")
        .by(1.8)
        .fits(1)
        .source("ours: twice the width, as many additions a cycle"),
    claim("AVX-512")
        .beats("AVX2")
        .by(1.8)
        .fits(1)
        .source("ours: twice the width again, where the core is as wide inside")
        .means(
            "in the end all sums are added one by one, and a wider vector has more of them: much \
             of so short a read",
        ),
    claim("eight sums")
        .takes_at_most(1.1, "AVX-512")
        .at(64 << 20)
        .source("folklore: memory is the limit, so vectors do not matter")
        .means(
            "the author's guess: a core has so many loads under way at once, and wide ones bring \
             more bytes, so one core alone need not reach memory's limit",
        ),
    claim("one sum")
        .takes_at_most(1.1, "AVX-512")
        .at(64 << 20)
        .source("folklore: memory is the limit, so the loop does not matter")
        .means(
            "each addition waits for the one before, and that takes longer than memory needs for \
             a value",
        ),
    claim(FIRST)
        .within(0.05, "AVX-512")
        .at(16 << 10)
        .source("ours: 16 KiB fit every first level"),
    claim("AVX-512")
        .between(1.2, 3.0, FIRST)
        .beyond(1)
        .fits(2)
        .source(LEVELS),
    claim("AVX-512")
        .between(3.0, 8.0, FIRST)
        .beyond(2)
        .fits(3)
        .source(LEVELS),
    claim(FIRST)
        .beats("AVX-512")
        .by(8.0)
        .at(64 << 20)
        .source(LEVELS)
        .means(
            "the band is that of a prototype on one machine; how far memory lies behind the first \
             level is up to the machine",
        ),
    claim("AVX-512")
        .reaches(0.9)
        .source("ours: the sum is nothing but reading")
        .means(
            "the probe adds integers, over and over; here all sums are added one by one in the \
             end, which is much of a short read",
        ),
    claim("AVX-512")
        .beats("sum in Python")
        .by(50.0)
        .source("HPP ch. 1: the buses move data well if the core is fed, and objects starve it"),
];

const FIRST: &str = "AVX-512, within the first level";

/// Values after which the same follow again: a sum of twice as many is the same wherever it begins.
const PERIOD: usize = 1 << 10;

pub(crate) fn bandwidth() -> Experiment {
    experiment("hierarchy/read")
        .asks("How fast is memory read, and what does it take to be that fast?")
        .claims(CLAIMS)
        .sizes([14, 18, 22, 26].map(|octave| 1 << octave))
        .thorough_sizes([16, 20, 24, 28].map(|octave| 1 << octave))
        .quick_up_to(1 << 18)
        .input(|bytes, _| Aligned::new(bytes, |place| (place % PERIOD) as f64))
        .per("byte", |input| size_of_val(input.values()))
        .ladder()
        .limit("read once in order", |machine, input: &Aligned| {
            machine.read_once(size_of_val(input.values()))
        })
        .variant("one sum", |input| {
            input.values().iter().fold(0.0, |sum, value| sum + value)
        })
        .variant("eight sums", |input| in_sums::<8>(input.values()))
        .variant("AVX2", |input| sum_avx2(input.values()))
        .unless(lacks_avx2())
        .variant("AVX-512", |input| sum_avx512(input.values()))
        .unless(lacks_avx512())
        .variant(FIRST, |input| again_and_again(input.values()))
        .unless(lacks_avx512())
        .limit("as much, in the first level", |machine, input: &Aligned| {
            size_of_val(input.values()) as f64 / machine.bandwidth(16 << 10)
        })
        .python("sum in Python", include_str!("read.py"))
        .mirrors("one sum")
        .up_to(1 << 20)
        .build()
}

/// The sum of all values by reading as many, but the first of them over and over: what they add up
/// to repeats itself. They begin at another line each time, so that no compiler reads them once.
fn again_and_again(values: &[f64]) -> f64 {
    /// Values of a line.
    const LINE: usize = 8;
    /// What is read at a time, and a half more at most, fit every first level.
    const BLOCK: usize = 2 * PERIOD;
    let (blocks, rest) = (values.len() / BLOCK, values.len() % BLOCK);
    let starts = (0..blocks).map(|block| block * LINE % PERIOD);
    let whole = starts.fold(0.0, |sum, start| {
        sum + sum_avx512(&values[start..][..BLOCK])
    });
    if rest == 0 {
        whole
    } else {
        whole + sum_avx512(&values[..rest])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_some_over_and_over_adds_up_to_the_same() {
        if lacks_avx512().is_some() {
            return;
        }
        for count in [0, 5, PERIOD, 2 * PERIOD, 5000, 100_000] {
            let values: Vec<f64> = (0..count).map(|place| (place % PERIOD) as f64).collect();
            let difference = again_and_again(&values) - values.iter().sum::<f64>();
            assert!(difference.abs() < 0.5, "{count}: {difference}");
        }
    }
}
