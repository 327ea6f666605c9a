//! How fast memory is read: one sum, several sums, and several sums in wider vectors.

use harness::prelude::*;

use super::aligned::Aligned;
use super::vectors::{in_sums, lacks_avx2, lacks_avx512, sum_avx2, sum_avx512};

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
        .source("ours: twice the width again, where the core is as wide inside"),
    claim("eight sums")
        .takes_at_most(1.1, "AVX-512")
        .at(64 << 20)
        .source("folklore: memory is the limit, so vectors do not matter"),
    claim("one sum")
        .takes_at_most(1.1, "AVX-512")
        .at(64 << 20)
        .source("folklore: memory is the limit, so the loop does not matter"),
    claim("AVX-512")
        .reaches(0.9)
        .source("ours: the sum is nothing but reading"),
    claim("AVX-512")
        .beats("sum in Python")
        .by(50.0)
        .source("HPP ch. 1: the buses move data well if the core is fed, and objects starve it"),
];

pub(crate) fn bandwidth() -> Experiment {
    experiment("hierarchy/read")
        .asks("How fast is memory read, and what does it take to be that fast?")
        .claims(CLAIMS)
        .sizes([14, 18, 22, 26].map(|octave| 1 << octave))
        .thorough_sizes([16, 20, 24, 28].map(|octave| 1 << octave))
        .quick_up_to(1 << 18)
        .input(|bytes, _| Aligned::new(bytes, |place| (place % 1000) as f64))
        .per("byte", |input| size_of_val(input.values()))
        .ladder()
        .limit("read once in order", |machine, input: &Aligned| {
            let bytes = size_of_val(input.values());
            bytes as f64 / machine.bandwidth(bytes)
        })
        .variant("one sum", |input| {
            input.values().iter().fold(0.0, |sum, value| sum + value)
        })
        .variant("eight sums", |input| in_sums::<8>(input.values()))
        .variant("AVX2", |input| sum_avx2(input.values()))
        .unless(lacks_avx2())
        .variant("AVX-512", |input| sum_avx512(input.values()))
        .unless(lacks_avx512())
        .python("sum in Python", include_str!("read.py"))
        .mirrors("one sum")
        .up_to(1 << 20)
        .build()
}
