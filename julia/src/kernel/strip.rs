//! Portable vectors, tested in every step; `V` of them in flight.
//!
//! The source names no instruction set: it is compiled for each that the processor may have, and
//! the best is chosen at run time. A vector waits for itself as a point does, so several are
//! advanced side by side. A lane that has left is dropped from the mask and never counted again.

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use crate::plane::View;

/// Strips of `V` vectors along a row, with the best instructions there are.
pub(super) fn portable<const V: usize>(view: View<'_>, pixels: &mut [u16]) {
    dispatch!(Level::new(), simd => rows::<_, V>(simd, view, pixels, checked));
}

/// Walks over all rows in strips, and gives each to `count`.
#[inline(always)]
pub(super) fn rows<S: Simd, const V: usize>(
    simd: S,
    view: View<'_>,
    pixels: &mut [u16],
    count: impl Fn(S, Strip<S, V>, u16) -> [S::f64s; V],
) {
    let View { xs, ys, c, limit } = view;
    let lanes = S::f64s::LEN;
    let mut points = vec![4.0; V * lanes];
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        for (pixels, xs) in row.chunks_mut(V * lanes).zip(xs.chunks(V * lanes)) {
            // What is missing at the end of a row is far outside, and leaves at once.
            points.fill(4.0);
            points[..xs.len()].copy_from_slice(xs);
            let x = |v| S::f64s::from_slice(simd, &points[v * lanes..][..lanes]);
            let strip = Strip::new(simd, std::array::from_fn(x), y, [c.re, c.im]);
            let n = count(simd, strip, limit);
            for (pixels, n) in pixels.chunks_mut(lanes).zip(n) {
                for (pixel, &n) in pixels.iter_mut().zip(n.as_slice()) {
                    *pixel = n as u16;
                }
            }
        }
    }
}

/// The iterations of the points of a strip, each step tested.
#[inline(always)]
fn checked<S: Simd, const V: usize>(simd: S, mut strip: Strip<S, V>, limit: u16) -> [S::f64s; V] {
    for _ in 0..limit {
        strip.test(simd);
        strip.count(simd, 1.0);
        strip.step();
        if !strip.any_alive(simd) {
            break;
        }
    }
    strip.n
}

/// `V` vectors of points.
#[derive(Clone, Copy)]
pub(super) struct Strip<S: Simd, const V: usize> {
    x: [S::f64s; V],
    y: [S::f64s; V],
    c: [S::f64s; 2],
    alive: [S::mask64s; V],
    /// Iterations so far.
    pub(super) n: [S::f64s; V],
}

impl<S: Simd, const V: usize> Strip<S, V> {
    #[inline(always)]
    fn new(simd: S, x: [S::f64s; V], y: f64, c: [f64; 2]) -> Self {
        Self {
            x,
            y: [S::f64s::splat(simd, y); V],
            c: c.map(|part| S::f64s::splat(simd, part)),
            alive: [S::mask64s::splat(simd, true); V],
            n: [S::f64s::splat(simd, 0.0); V],
        }
    }

    /// z² + c, rounded where the scalar loop rounds.
    #[inline(always)]
    pub(super) fn step(&mut self) {
        let [cx, cy] = self.c;
        for v in 0..V {
            let (x, y) = (self.x[v], self.y[v]);
            let xy = x * y;
            self.x[v] = x * x - y * y + cx;
            self.y[v] = xy + xy + cy;
        }
    }

    #[inline(always)]
    fn inside(&self, simd: S, v: usize) -> S::mask64s {
        let (x, y) = (self.x[v], self.y[v]);
        (x * x + y * y).simd_lt(S::f64s::splat(simd, 4.0))
    }

    /// Drops the lanes that have left.
    #[inline(always)]
    pub(super) fn test(&mut self, simd: S) {
        for v in 0..V {
            self.alive[v] &= self.inside(simd, v);
        }
    }

    /// Counts iterations for the lanes that are left.
    #[inline(always)]
    pub(super) fn count(&mut self, simd: S, steps: f64) {
        let (steps, none) = (S::f64s::splat(simd, steps), S::f64s::splat(simd, 0.0));
        for v in 0..V {
            self.n[v] += self.alive[v].select(steps, none);
        }
    }

    #[inline(always)]
    pub(super) fn any_alive(&self, simd: S) -> bool {
        let none = S::mask64s::splat(simd, false);
        self.alive
            .into_iter()
            .fold(none, |any, alive| any | alive)
            .any_true()
    }

    #[inline(always)]
    pub(super) fn all_alive_are_inside(&self, simd: S) -> bool {
        let mut left = S::mask64s::splat(simd, false);
        for v in 0..V {
            left |= self.alive[v] & !self.inside(simd, v);
        }
        left.all_false()
    }
}
