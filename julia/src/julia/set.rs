//! The book's Julia set, from a call of `abs` for each iteration to plain arithmetic on a grid.

use std::cell::Cell;

use harness::prelude::*;
use num_complex::Complex64;

use crate::escape::{
    Pixels, bound_first, expanded, expanded_arrays, expanded_grid, inside_first, sum,
};
use crate::kernel::{Kernel, kernels, peak};
use crate::maps;
use crate::plane::{Arrays, Grid, Lists, Window};

const CLAIMS: &[Claim] = &[
    claim("norm")
        .of("abs calls")
        .equals(34_219_980.0)
        .at(1000)
        .source("HPP ch. 2: cProfile counts 34,219,980 calls of abs"),
    claim("expanded")
        .of("iterations")
        .equals(33_219_980.0)
        .at(1000)
        .source("HPP ch. 2: line_profiler counts 33,219,980 hits of z = z * z + c"),
    claim("norm")
        .of("profiled calls")
        .equals(36_221_995.0)
        .at(1000)
        .source("HPP ch. 2: cProfile counts 36,221,995 function calls"),
    claim("bound first")
        .of("abs calls")
        .equals(34_119_659.0)
        .at(1000)
        .source("ours: a point that never leaves is spared its last abs"),
    claim("bound first")
        .within(0.05, "norm")
        .source("ours: one abs in 340 is spared, which nobody can feel"),
    claim("norm_sqr")
        .between(0.75, 0.80, "norm")
        .source("HPP ch. 2: abs takes 2.4 s of 10.8 s, a fifth to a quarter of the time")
        .means(
            "That share is CPython's, whose loop costs ten times as much around the call. In Rust \
            the root is half of the loop.",
        ),
    claim("norm_sqr")
        .beats("norm")
        .by(1.2)
        .source("HPP ch. 2: abs is worth removing; ours: by a fifth at least"),
    claim("hypot")
        .within(0.05, "norm")
        .source("num-complex: norm is hypot"),
    claim("expanded")
        .beats("norm_sqr")
        .source("HPP ch. 7: expanding the mathematics makes the compiled loop faster"),
    claim("arrays")
        .within(0.05, "expanded")
        .source("ours: the layout of the input does not matter to a loop that computes")
        .means(
            "The layout does not, but the compiler does. Where the parts of a number lie side by \
            side, it packs them into a vector, and the shuffles stand on the path that every \
            iteration waits for. From arrays of their own it does not: the loop is that of no-slp.",
        ),
    claim("grid")
        .within(0.05, "expanded")
        .source("ours: the layout of the input does not matter to a loop that computes"),
    claim("norm_sqr")
        .beats("norm")
        .by(1.5)
        .at(1000)
        .source("ours: without the interpreter around it, the call of hypot is nearly half"),
    claim("no-slp")
        .beats("grid")
        .by(1.3)
        .at(1000)
        .source("ours: shuffles stand on the path that every iteration waits for"),
    claim("brent")
        .takes_at_least(0.77, "grid")
        .at(1000)
        .source("ours: the last bit of an orbit settles after some 260 of 300 iterations")
        .means(
            "Not by the cycles: against no-slp, a tenth is left of the gain. The loop that looks \
            for cycles is compiled without the shuffles, too.",
        ),
    claim("interleave-2")
        .beats("grid")
        .by(1.8)
        .at(1000)
        .source("ours: the loop waits for itself, and two points wait no longer than one"),
    claim("strip-1")
        .takes_at_least(0.1, "norm_sqr")
        .at(1000)
        .source("ours: one vector of eight waits for itself as well, and is not ten times faster"),
    claim("strip-4")
        .beats("strip-1")
        .by(1.7)
        .at(1000)
        .source("ours: four vectors in flight wait no longer than one"),
    claim("tile-avx512")
        .beats("strip-avx512")
        .by(1.1)
        .at(1000)
        .source("ours: points of a tile are closer to each other, and leave together"),
    claim("roll-back")
        .within(0.15, "strip-4")
        .at(1000)
        .source("ours: blocks without tests do not pay while some lane leaves in most of them"),
    claim("survivors")
        .beats("roll-back")
        .by(1.5)
        .at(1000)
        .source("ours: packed, they do"),
    claim("survivors")
        .takes_at_most(1.4, "survivors-avx512")
        .at(1000)
        .source("ours: the portable source is nearly as fast as instructions by hand"),
    claim("survivors-avx2")
        .beats("norm_sqr")
        .by(12.0)
        .at(1000)
        .source("ours: the same source with 256 bits"),
    claim("survivors-avx512")
        .beats("norm_sqr")
        .by(30.0)
        .at(1000)
        .source("ours: the limit of brute force"),
    claim("survivors-avx512")
        .beats("tile-avx512")
        .by(1.5)
        .at(1000)
        .source("ours: steps without tests, and few lanes wasted"),
    claim("traps")
        .beats("survivors-avx512")
        .by(1.5)
        .at(1000)
        .source("ours: an orbit that is caught is inside for ever"),
];

pub(crate) fn escape_times() -> Experiment {
    let ladder = experiment("set")
        .asks("What does the book's Julia set cost, and how much of it is abs?")
        .claims(CLAIMS)
        .sizes([100, 250, 1000])
        .quick_up_to(100)
        .input(|width, _| Plane::new(width))
        .per("pixel", Plane::pixels)
        .ladder()
        .variant("norm", |plane| inside_first(&plane.lists, by_norm))
        .count("abs calls", |plane| {
            calls(|abs| inside_first(&plane.lists, abs))
        })
        .count("profiled calls", profiled_calls)
        .variant("bound first", |plane| bound_first(&plane.lists, by_norm))
        .count("abs calls", |plane| {
            calls(|abs| bound_first(&plane.lists, abs))
        })
        .variant("hypot", |plane| {
            inside_first(&plane.lists, |z| z.re.hypot(z.im) < 2.0)
        })
        .up_to(250)
        .variant("norm_sqr", |plane| {
            inside_first(&plane.lists, |z| z.norm_sqr() < 4.0)
        })
        .variant("expanded", |plane| expanded(&plane.lists))
        .count("iterations", |plane| {
            let pixels = expanded(&plane.lists);
            let iterations = sum(&pixels);
            (pixels, iterations)
        })
        .prepared(
            "arrays",
            |plane| Arrays::new(&plane.lists),
            |arrays, _| expanded_arrays(arrays),
        )
        .variant("grid", |plane| expanded_grid(&plane.grid))
        .picture("What all of them compute", maps::SET, |_| maps::set());
    let is_rung = |kernel: &&Kernel| !SCALAR.contains(&kernel.name);
    let rungs = kernels().iter().filter(is_rung);
    rungs
        .fold(ladder, |ladder, kernel| {
            let rung = ladder.variant(kernel.name, |plane| kernel.pixels(&plane.grid));
            let rung = rung.unless(kernel.missing());
            if FEWER.iter().any(|fewer| kernel.name.starts_with(fewer)) {
                return rung;
            }
            rung.limit(
                "five thirds of a cycle for a step of the widest vectors",
                |machine, plane| plane.iterations as f64 * peak::cycles() * machine.cycle(),
            )
        })
        .build()
}

/// These do not make every iteration, so its limit is not theirs.
const FEWER: [&str; 3] = ["brent", "traps", "certified"];
/// These run on the book's lists here.
const SCALAR: [&str; 3] = ["norm", "norm_sqr", "expanded"];

/// The book's window: its coordinates, and the two lists that the book makes from them.
pub(super) struct Plane {
    pub(super) grid: Grid,
    pub(super) lists: Lists,
    iterations: u64,
}

impl Plane {
    pub(super) fn new(width: usize) -> Self {
        let grid = Window::BOOK.grid(width);
        let lists = Lists::appended(&grid);
        let iterations = sum(&expanded_grid(&grid));
        Self {
            grid,
            lists,
            iterations,
        }
    }

    pub(super) fn pixels(&self) -> usize {
        self.grid.pixels()
    }
}

pub(super) fn by_norm(z: Complex64) -> bool {
    z.norm() < 2.0
}

/// What cProfile counts: each call of abs, each append to a list, and those of the program around
/// them, from the module itself to the disabling of the profiler.
fn profiled_calls(plane: &Plane) -> (Pixels, u64) {
    const AROUND: u64 = 15;
    let (pixels, abs) = calls(|abs| inside_first(&plane.lists, abs));
    let Plane { grid, lists, .. } = plane;
    let appends = grid.xs.len() + grid.ys.len() + lists.zs.len() + lists.cs.len();
    (pixels, abs + appends as u64 + AROUND)
}

/// Counts how often the condition is asked for the modulus.
pub(super) fn calls(work: impl FnOnce(&dyn Fn(Complex64) -> bool) -> Pixels) -> (Pixels, u64) {
    let calls = Cell::new(0);
    let pixels = work(&|z| {
        calls.set(calls.get() + 1);
        by_norm(z)
    });
    (pixels, calls.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abs_is_called_once_more_than_a_point_is_iterated_unless_the_bound_comes_first() {
        let Plane { lists, .. } = Plane::new(100);
        let (pixels, inside) = calls(|abs| inside_first(&lists, abs));
        let (_, bound) = calls(|abs| bound_first(&lists, abs));
        let never = pixels.iter().filter(|&&n| n == lists.limit).count() as u64;
        let iterated = sum(&pixels);
        assert_eq!(inside, iterated + pixels.len() as u64);
        assert_eq!(bound, inside - never);
    }
}
