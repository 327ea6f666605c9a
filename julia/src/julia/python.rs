//! The book's Julia set in Python and in what makes Python faster, against the ends of the ladder.
//!
//! `LAB_PYTHON` names an interpreter that has numpy and numba. PyPy joins when it is named beside
//! it: `LAB_PYTHON=python3:pypy3`. What is absent is not measured.

use harness::prelude::*;

use super::set::{Plane, by_norm, calls};
use crate::escape::{expanded, inside_first};
use crate::kernel::named;

const QUEUE: &str = "survivors-avx512";

const CLAIMS: &[Claim] = &[
    claim(QUEUE)
        .beats("CPython")
        .by(800.0)
        .at(250)
        .source("HPP ch. 2: 7.01 s; ours: 4 s on this kind of machine"),
    claim(QUEUE)
        .beats("numpy")
        .by(40.0)
        .at(250)
        .source("ours: arrays of all points go through the caches in every step")
        .means("The factor came from a prototype, on a picture sixteen times as large."),
    claim(QUEUE)
        .beats("numba")
        .by(20.0)
        .at(250)
        .source("HPP ch. 7: numba makes the loop as fast as compiled code, which waits for itself")
        .means("A twenty-fifth of numba's time goes into the list that it answers with."),
    claim("norm").beats("CPython").by(10.0).source(
        "HPP ch. 2: the Julia set takes 7.0 s in Python; ours: a tenth of it at most in Rust",
    ),
    claim("CPython")
        .of("abs calls")
        .between(1.0, 1.0, "norm")
        .source("HPP ch. 2: cProfile counts the calls of abs; ours: the same here and there"),
    claim("CPython, expanded")
        .beats("CPython")
        .source("HPP ch. 7: expanding the mathematics avoids the call of abs")
        .means(
            "An interpreter pays for each operation, whatever it does. The call of abs is one; the \
            expanded test looks up four attributes and makes seven numbers.",
        ),
    claim("CPython, expanded")
        .takes_at_least(1.3, "CPython")
        .at(250)
        .source("HPP ch. 7: expanding helps compilers; ours: it slows an interpreter down"),
    claim("numba")
        .beats("numba, abs")
        .by(2.0)
        .at(250)
        .source("HPP ch. 7: expanding helps compilers; ours: twice, after a prototype's 2.9 times"),
    claim("PyPy, expanded")
        .beats("PyPy")
        .by(5.0)
        .at(250)
        .source("HPP ch. 7: expanding helps PyPy; ours: five times, after a prototype's 8.9 times"),
    claim("expanded")
        .beats("CPython")
        .by(50.0)
        .source("HPP ch. 7: compiled and without abs the loop is up to a hundred times as fast")
        .means(
            "The loop of plain complex numbers is not the fastest that a compiler can make of it: \
            see no-slp on the page of the ladder.",
        ),
];

const BOOK: &str = concat!(
    include_str!("book.py"),
    include_str!("serial.py"),
    include_str!("lists.py")
);

const EXPANDED: &str = concat!(
    include_str!("expanded.py"),
    "\n\n",
    include_str!("expanded_loop.py"),
    "\n\n",
    include_str!("lists.py")
);

/// Numba compiles the loop that follows.
const NUMBA: &str = concat!(
    include_str!("numba.py"),
    "\n\n@njit\n",
    include_str!("expanded_loop.py")
);

const NUMBA_ABS: &str = concat!(
    include_str!("numba.py"),
    "\n\n@njit\n",
    include_str!("abs_loop.py")
);

const PYPY: &str = concat!(
    include_str!("pypy.py"),
    include_str!("book.py"),
    include_str!("serial.py"),
    include_str!("lists.py")
);

const PYPY_EXPANDED: &str = concat!(
    include_str!("pypy.py"),
    include_str!("expanded.py"),
    "\n\n",
    include_str!("expanded_loop.py"),
    "\n\n",
    include_str!("lists.py")
);

pub(crate) fn against_python() -> Experiment {
    experiment("python")
        .asks("What is left of Python's seconds, and does expanding the arithmetic help?")
        .claims(CLAIMS)
        .sizes([100, 250])
        .quick_up_to(100)
        .input(|width, _| Plane::new(width))
        .per("pixel", Plane::pixels)
        .ladder()
        .variant("norm", |plane| inside_first(&plane.lists, by_norm))
        .count("abs calls", |plane| {
            calls(|abs| inside_first(&plane.lists, abs))
        })
        .variant("expanded", |plane| expanded(&plane.lists))
        .variant(QUEUE, |plane| named(QUEUE).pixels(&plane.grid))
        .unless(named(QUEUE).missing())
        .python("CPython", BOOK)
        .mirrors("norm")
        .python("CPython, expanded", EXPANDED)
        .mirrors("expanded")
        .python("numpy", include_str!("julia1_numpy.py"))
        .mirrors("survivors-avx512")
        .python("numba, abs", NUMBA_ABS)
        .mirrors("norm")
        .python("numba", NUMBA)
        .mirrors("expanded")
        .python("PyPy", PYPY)
        .mirrors("norm")
        .python("PyPy, expanded", PYPY_EXPANDED)
        .mirrors("expanded")
        .build()
}

/// A peer makes its lists itself, untimed as those of the Rust variants are.
impl Wire for Plane {
    fn write(&self, out: &mut Vec<u8>) {
        self.grid.write(out);
    }
}
