//! The calibration kernel: nothing but steps, on points that stay. No kernel that makes every
//! iteration can be faster.
//!
//! # The model
//! A step has three products, a difference, and three sums, of which the two that double x y and
//! add to it can be one fused operation. A core with two units that multiply or fuse and two that
//! add needs per vector
//! - 2 cycles when all sums are sums: 4 additions on 2 units;
//! - 2 cycles when all doubles are fused: 4 products on 2 units;
//! - 5/3 cycles when every third is: 10 and 10 operations on 2 units each, for 3 vectors.
//!
//! A step takes about eight cycles from z to z, so at least five vectors must be in flight. With
//! lanes of 64 bits, 512-bit vectors thus need at least 5/24 of a cycle for a point's iteration.

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::plane::Window;

/// Which doubles are fused with the addition that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// None.
    Sums,
    /// Those of every third vector.
    Mixed,
    /// All.
    Fused,
}

/// Advances `V` vectors of points by so many steps, and tells how many points there are and the
/// sum of what has become of them.
#[must_use]
pub fn steps<const V: usize>(steps: u16, mix: Mix) -> (usize, f64) {
    dispatch!(Level::new(), simd => run::<_, V>(simd, steps, mix))
}

/// Cycles that a point's iteration needs at least, by the model.
#[must_use]
pub fn cycles() -> f64 {
    let lanes = dispatch!(Level::new(), simd => lanes(simd));
    5.0 / 3.0 / lanes as f64
}

#[inline(always)]
fn lanes<S: Simd>(_: S) -> usize {
    S::f64s::LEN
}

#[inline(always)]
fn run<S: Simd, const V: usize>(simd: S, steps: u16, mix: Mix) -> (usize, f64) {
    // Near the origin, which the book's constant keeps inside.
    let near = |v: usize| S::f64s::from_fn(simd, |lane| 0.001 * (v * S::f64s::LEN + lane) as f64);
    let (mut x, mut y): ([_; V], [_; V]) = (std::array::from_fn(near), std::array::from_fn(near));
    let c = [Window::BOOK.c.re, Window::BOOK.c.im].map(|part| S::f64s::splat(simd, part));
    match mix {
        Mix::Sums => unchecked(simd, &mut x, &mut y, c, steps, |_| false),
        Mix::Mixed => unchecked(simd, &mut x, &mut y, c, steps, |v| v % 3 == 2),
        Mix::Fused => unchecked(simd, &mut x, &mut y, c, steps, |_| true),
    }
    let sum = x.iter().zip(&y).map(|(&x, &y)| (x + y).reduce_sum()).sum();
    (V * S::f64s::LEN, sum)
}

/// Makes steps without tests; `fused` says in which vectors a double is fused with the addition
/// that follows. That rounds once where the sum of two sums rounds twice, and is exact all the
/// same, since the double has no rounding error.
#[inline(always)]
pub(super) fn unchecked<S: Simd, const V: usize>(
    simd: S,
    x: &mut [S::f64s; V],
    y: &mut [S::f64s; V],
    [cx, cy]: [S::f64s; 2],
    steps: u16,
    fused: impl Fn(usize) -> bool,
) {
    let two = S::f64s::splat(simd, 2.0);
    let (mut a, mut b) = (*x, *y);
    for _ in 0..steps {
        for v in 0..V {
            let (xx, yy, xy) = (a[v] * a[v], b[v] * b[v], a[v] * b[v]);
            a[v] = xx - yy + cx;
            b[v] = if fused(v) {
                xy.mul_add(two, cy)
            } else {
                xy + xy + cy
            };
        }
    }
    (*x, *y) = (a, b);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mix_gives_the_same_bits() {
        for steps_made in [0, 1, 7, 1000] {
            let expected = steps::<1>(steps_made, Mix::Sums);
            for mix in [Mix::Mixed, Mix::Fused] {
                assert_eq!(steps::<1>(steps_made, mix), expected);
            }
            let expected = steps::<3>(steps_made, Mix::Sums);
            assert!(expected.1.is_finite());
            for mix in [Mix::Mixed, Mix::Fused] {
                assert_eq!(steps::<3>(steps_made, mix), expected);
            }
        }
    }
}
