//! Several points in lock step, in plain scalar code.
//!
//! One point's iterations wait for each other: about ten cycles each, in which the processor could
//! do forty operations and does seven. Points do not wait for each other. Every step updates all of
//! them and counts those that are inside; a point that has left keeps its count, since it is never
//! counted again, whatever its z becomes.

use crate::escape::spelled_out;
use crate::plane::View;

/// `N` neighbours at a time; what is left of a row goes one by one.
pub(super) fn run<const N: usize>(view: View<'_>, pixels: &mut [u16]) {
    let View { xs, ys, c, limit } = view;
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        let (groups, rest) = row.as_chunks_mut::<N>();
        let (points, left) = xs.as_chunks::<N>();
        for (group, &x) in groups.iter_mut().zip(points) {
            *group = together(x, y, c.re, c.im, limit);
        }
        for (pixel, &x) in rest.iter_mut().zip(left) {
            *pixel = spelled_out(x, y, c.re, c.im, limit);
        }
    }
}

#[inline(always)]
fn together<const N: usize>(mut x: [f64; N], y: f64, cx: f64, cy: f64, limit: u16) -> [u16; N] {
    let mut y = [y; N];
    let (mut n, mut inside) = ([0; N], [true; N]);
    for _ in 0..limit {
        let mut any = false;
        for i in 0..N {
            let (xx, yy, xy) = (x[i] * x[i], y[i] * y[i], x[i] * y[i]);
            inside[i] &= xx + yy < 4.0;
            n[i] += u16::from(inside[i]);
            any |= inside[i];
            (x[i], y[i]) = (xx - yy + cx, xy + xy + cy);
        }
        if !any {
            break;
        }
    }
    n
}
