//! Faster, but wrong: how many pixels the harmless looking changes cost.
//!
//! A wrong kernel cannot agree with the reference, so the answer is only how many pixels it made;
//! how many of them differ is a count, and the claims are about that.

use harness::prelude::*;

use crate::kernel::named;
use crate::kernel::wrong::{WRONG, differing};
use crate::maps;
use crate::plane::Window;

const SOURCE: &str = "ours: the sum of a million pixels does not see it, four million pixels do";

const CLAIMS: &[Claim] = &[
    claim("f32")
        .of("differing pixels")
        .equals(618.0)
        .at(1000)
        .source(SOURCE),
    claim("f32")
        .of("differing pixels")
        .equals(2380.0)
        .at(2000)
        .source(SOURCE),
    claim("fused")
        .of("differing pixels")
        .equals(0.0)
        .at(1000)
        .source(SOURCE),
    claim("fused")
        .of("differing pixels")
        .equals(1.0)
        .at(2000)
        .source(SOURCE),
    claim("products")
        .of("differing pixels")
        .equals(0.0)
        .at(1000)
        .source(SOURCE),
    claim("products")
        .of("differing pixels")
        .equals(5.0)
        .at(2000)
        .source(SOURCE),
    claim("mirrored")
        .of("differing pixels")
        .equals(0.0)
        .at(1000)
        .source(SOURCE),
    claim("mirrored")
        .of("differing pixels")
        .equals(6.0)
        .at(2000)
        .source(SOURCE)
        .means(
            "Six was counted on the right picture, turned round and laid on itself: three pairs of \
            points disagree. A kernel that copies one half copies one point of each pair, and gets \
            three pixels wrong.",
        ),
    claim("factored")
        .of("differing pixels")
        .equals(0.0)
        .source("ours: other roundings, and no pixel of these pictures shows them"),
    claim("f32")
        .takes_at_least(0.95, "expanded")
        .at(1000)
        .source("ours: a scalar loop waits as long for 32 bits as for 64")
        .means(
            "Faster it is, but not by its width: of numbers of 32 bits the compiler packs nothing \
            here, so no shuffles are in the way. With 64 bits and without shuffles, as in no-slp, \
            the loop is nearly as fast. Width pays in vectors, which have twice as many lanes.",
        ),
];

pub(crate) fn wrong() -> Experiment {
    let ladder = experiment("wrong")
        .asks("Which changes are faster but wrong, and would anybody notice?")
        .claims(CLAIMS)
        .sizes([250, 1000, 2000])
        .quick_up_to(250)
        .input(|width, _| Picture::new(width))
        .per("pixel", |picture| picture.exact.len())
        .ladder()
        .variant("survivors", |picture| picture.by("survivors"))
        .variant("expanded", |picture| picture.by("expanded"))
        .up_to(1000);
    WRONG
        .iter()
        .fold(ladder, |ladder, wrong| {
            ladder
                .picture(
                    format!("Where `{}` differs: {}", wrong.name, wrong.idea),
                    "White marks on the set in dark grey, one for \
                    each pixel that differs; none where it is right",
                    |picture| maps::errors(wrong, &picture.exact, picture.width),
                )
                .variant(wrong.name, |picture| {
                    wrong.pixels(Window::BOOK, picture.width).len()
                })
                .count("differing pixels", |picture| {
                    let pixels = wrong.pixels(Window::BOOK, picture.width);
                    (pixels.len(), differing(&picture.exact, &pixels))
                })
        })
        .build()
}

/// What the pixels should be.
struct Picture {
    width: usize,
    exact: Vec<u16>,
}

impl Picture {
    fn new(width: usize) -> Self {
        let exact = named("survivors").pixels(&Window::BOOK.grid(width));
        Self { width, exact }
    }

    fn by(&self, name: &str) -> usize {
        named(name).pixels(&Window::BOOK.grid(self.width)).len()
    }
}
