//! The rungs of the ladder below the book's own loop: each file is one idea, and says why the
//! pixels are still the book's, bit for bit.
//!
//! # What an exact kernel may do
//! - add `x y` to itself instead of adding `y x`: doubling is exact, so `fma(x y, 2, c)` is, too;
//! - use the squares for both the test and the update;
//! - ask for `x² + y² < 4` instead of `hypot(x, y) < 2`;
//! - test later than a point leaves, and go back, provided that [`leaves_for_ever`];
//! - take the points in any order;
//! - stop when an orbit provably stays inside for ever.
//!
//! # What it may not do
//! - fuse `x x − y y` or the sum with the constant, or write `(x − y)(x + y)`;
//! - compute coordinates by multiplication, mirror one half, or use 32 bits.
//!
//! [`wrong`] does all that, and the sum of the pixels notices hardly any of it.

mod avx512;
pub(crate) mod bands;
mod barrier;
mod brent;
mod interleave;
mod lanes;
pub mod peak;
mod rollback;
mod scalar;
mod strip;
mod survivors;
mod traps;
pub mod wrong;

use std::fmt;

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::Level;
use num_complex::Complex64;

use crate::plane::{Grid, View};

/// One way to count iterations.
#[derive(Clone, Copy)]
pub struct Kernel {
    /// What it is called on the command line and in the experiments.
    pub name: &'static str,
    /// What changed against the rungs before, in one sentence.
    pub idea: &'static str,
    needs: Needs,
    run: fn(View<'_>, &mut [u16]),
}

/// The instructions that a kernel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Those that every processor of the target has, or whichever there are.
    Any,
    /// AVX2 and FMA.
    Avx2,
    /// AVX-512 as Ice Lake and Zen 4 have it.
    Avx512,
}

impl Kernel {
    const fn new(name: &'static str, idea: &'static str, run: fn(View<'_>, &mut [u16])) -> Self {
        Self {
            name,
            idea,
            needs: Needs::Any,
            run,
        }
    }

    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    /// Why its own instructions cannot run here; its portable twin runs then.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        let has = |needs| match needs {
            Needs::Any => true,
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Needs::Avx2 => Level::new().as_avx2().is_some(),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Needs::Avx512 => Level::new().as_avx512().is_some(),
            #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
            Needs::Avx2 | Needs::Avx512 => false,
        };
        match self.needs {
            needs if has(needs) => None,
            Needs::Any => None,
            Needs::Avx2 => Some("this processor lacks AVX2"),
            Needs::Avx512 => Some("this processor lacks AVX-512"),
        }
    }

    /// Counts the iterations of every point, row by row, into `pixels`.
    ///
    /// # Panics
    /// When there are not as many pixels as points.
    pub fn fill(&self, view: View<'_>, pixels: &mut [u16]) {
        assert_eq!(
            pixels.len(),
            view.pixels(),
            "a kernel fills one pixel for each point"
        );
        if !pixels.is_empty() {
            (self.run)(view, pixels);
        }
    }

    /// The iterations of every point of a grid, row by row.
    #[must_use]
    pub fn pixels(&self, grid: &Grid) -> Vec<u16> {
        let mut pixels = vec![0; grid.pixels()];
        self.fill(grid.view(), &mut pixels);
        pixels
    }
}

impl fmt::Debug for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kernel")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Whether a point that has left the circle of radius 2 cannot come back, in floating point.
///
/// With |z| ≥ 2, |z² + c| ≥ |z|² − |c| ≥ |z| + (2 − |c|): the modulus grows by the margin in each
/// step until it overflows, and infinity and NaN are not inside. The margin of 0.0025 is far above
/// what rounding can take away. A constant that is NaN gives no such promise.
#[must_use]
pub fn leaves_for_ever(c: Complex64) -> bool {
    c.norm_sqr() < 3.99
}

/// Fills the pixels in bands of rows, on the threads of the pool that it is called in.
///
/// # Panics
/// When there are not as many pixels as points.
pub fn fill_in_bands(kernel: &Kernel, view: View<'_>, pixels: &mut [u16]) {
    bands::fill(kernel, view, pixels);
}

/// The counts of the points of regions whose fate is certain without iterating them: what the
/// kernel `certified` does not compute.
#[must_use]
pub fn certain(grid: &Grid) -> Vec<Option<u16>> {
    survivors::certain(grid.view())
}

/// Every exact kernel, from naive to the limit.
#[must_use]
pub fn kernels() -> &'static [Kernel] {
    KERNELS
}

/// The exact kernel of a name.
#[must_use]
pub fn kernel(name: &str) -> Option<&'static Kernel> {
    KERNELS.iter().find(|kernel| kernel.name == name)
}

/// The exact kernel of a name that stands in the code.
///
/// # Panics
/// When there is none.
pub(crate) fn named(name: &str) -> &'static Kernel {
    kernel(name).expect("a kernel of the list")
}

const KERNELS: &[Kernel] = &[
    Kernel::new("norm", "abs by hypot, as the book has it", scalar::norm),
    Kernel::new(
        "norm_sqr",
        "the square of the modulus against 4: no root",
        scalar::norm_sqr,
    ),
    Kernel::new(
        "expanded",
        "the complex arithmetic spelled out",
        scalar::expanded,
    ),
    Kernel::new(
        "no-slp",
        "the vectoriser is kept from packing the real and the imaginary part",
        barrier::pixel_by_pixel,
    ),
    Kernel::new(
        "brent",
        "an orbit that repeats is inside for ever",
        brent::run,
    ),
    Kernel::new(
        "interleave-2",
        "two points in lock step hide latency",
        interleave::run::<2>,
    ),
    Kernel::new(
        "interleave-4",
        "four points in lock step hide latency",
        interleave::run::<4>,
    ),
    Kernel::new(
        "lanes-sse2",
        "sixteen points in arrays, for the vectoriser",
        lanes::baseline,
    ),
    Kernel::new(
        "lanes-avx2",
        "the same arrays, compiled for AVX2",
        lanes::avx2,
    )
    .needs(Needs::Avx2),
    Kernel::new(
        "lanes-avx512",
        "thirty-two points in arrays, for AVX-512",
        lanes::avx512,
    )
    .needs(Needs::Avx512),
    Kernel::new(
        "strip-1",
        "portable vectors, one at a time",
        strip::portable::<1>,
    ),
    Kernel::new(
        "strip-2",
        "portable vectors, two in flight",
        strip::portable::<2>,
    ),
    Kernel::new(
        "strip-4",
        "portable vectors, four in flight",
        strip::portable::<4>,
    ),
    Kernel::new(
        "strip-avx512",
        "AVX-512 by hand, four vectors in a row",
        avx512::strip::<4>,
    )
    .needs(Needs::Avx512),
    Kernel::new(
        "tile-avx512",
        "AVX-512 by hand, six rows of one vector",
        avx512::tile::<6>,
    )
    .needs(Needs::Avx512),
    Kernel::new(
        "roll-back",
        "blocks of ten steps without a test",
        rollback::run,
    ),
    Kernel::new(
        "survivors",
        "points that live on are queued, and run without tests",
        survivors::best,
    ),
    Kernel::new(
        "survivors-sse2",
        "the same source with 128 bits",
        survivors::sse2,
    ),
    Kernel::new(
        "survivors-avx2",
        "the same source with 256 bits",
        survivors::avx2,
    )
    .needs(Needs::Avx2),
    Kernel::new(
        "survivors-avx512",
        "the same queue, with counts of 32 lanes in one register",
        survivors::avx512,
    )
    .needs(Needs::Avx512),
    Kernel::new(
        "traps",
        "orbits that are caught are inside for ever",
        survivors::trapped,
    ),
    Kernel::new(
        "traps-portable",
        "the same without instructions by hand",
        survivors::trapped_portable,
    ),
    Kernel::new(
        "certified",
        "regions whose fate is certain are filled",
        survivors::certified,
    ),
    Kernel::new(
        "certified-portable",
        "the same without instructions by hand",
        survivors::certified_portable,
    ),
];
