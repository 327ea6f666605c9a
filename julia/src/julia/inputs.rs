//! What the book's input lists cost: a point and a constant are stored for each pixel, although two
//! coordinates would do.

use harness::prelude::*;

use crate::escape::{Pixels, expanded, expanded_grid};
use crate::plane::{Grid, Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("append")
        .of("appends")
        .equals(2_002_000.0)
        .at(1000)
        .source("HPP ch. 2: cProfile counts 2,002,000 calls of append"),
    claim("grid")
        .of("peak")
        .beats("append")
        .by(2.0)
        .source("HPP ch. 2: mprof shows that the input lists take most of the memory"),
    claim("grid")
        .of("peak")
        .beats("append")
        .by(10.0)
        .source("ours: 32 bytes of lists stand beside 2 bytes of answer"),
    claim("reserve")
        .of("allocations")
        .equals(3.0)
        .source("ours: one block for each list and one for the pixels"),
    claim("append")
        .within(0.1, "grid")
        .source("HPP ch. 2: setting up takes 0.8 s of 11.6 s, less than a tenth"),
    claim("lists in Python")
        .within(0.1, "no lists in Python")
        .source("HPP ch. 2: setting up takes 0.8 s of 11.6 s, less than a tenth"),
    claim("no lists in Python")
        .of("peak")
        .beats("lists in Python")
        .by(2.0)
        .source("HPP ch. 2: mprof shows that the input lists take most of the memory"),
    claim("lists in Python")
        .of("appends")
        .between(1.0, 1.0, "append")
        .source("HPP ch. 2: cProfile counts the calls of append; ours: the same here and there"),
];

pub(crate) fn input_lists() -> Experiment {
    experiment("inputs")
        .asks("What do the input lists of the Julia set cost in time and memory?")
        .claims(CLAIMS)
        .sizes([100, 1000])
        .quick_up_to(100)
        .watches_memory(100)
        .input(|width, _| Window::BOOK.grid(width))
        .per("pixel", Grid::pixels)
        .ladder()
        .variant("append", |grid| expanded(&Lists::appended(grid)))
        .count("appends", appends)
        .variant("reserve", |grid| expanded(&Lists::reserved(grid)))
        .variant("grid", expanded_grid)
        .python(
            "lists in Python",
            concat!(
                include_str!("with_lists.py"),
                include_str!("serial.py"),
                include_str!("lists.py")
            ),
        )
        .mirrors("append")
        .up_to(100)
        .python("no lists in Python", include_str!("without_lists.py"))
        .mirrors("grid")
        .up_to(100)
        .build()
}

/// Every element of the four lists came by one append, as coordinates do in the book, too.
fn appends(grid: &Grid) -> (Pixels, u64) {
    let lists = Lists::appended(grid);
    let elements = grid.xs.len() + grid.ys.len() + lists.zs.len() + lists.cs.len();
    (expanded(&lists), elements as u64)
}
