//! One point after the other, on the coordinates alone.
//!
//! The same three loops as on the book's lists; only the lists are gone.

use num_complex::Complex64;

use crate::escape::spelled_out;
use crate::plane::View;

/// `abs(z) < 2` by `hypot`: the book's own condition.
pub(super) fn norm(view: View<'_>, pixels: &mut [u16]) {
    each_by(view, pixels, |z| z.norm() < 2.0);
}

/// `|z|² < 4`: no call, no root. The two conditions differ only where x² + y² rounds to within one
/// part in 2⁵² below 4, and then by one iteration; no pixel of any test does.
pub(super) fn norm_sqr(view: View<'_>, pixels: &mut [u16]) {
    each_by(view, pixels, |z| z.norm_sqr() < 4.0);
}

/// The squares serve the test and the update, and x y is doubled instead of computed twice.
pub(super) fn expanded(view: View<'_>, pixels: &mut [u16]) {
    let View { xs, ys, c, limit } = view;
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        for (pixel, &x) in row.iter_mut().zip(xs) {
            *pixel = spelled_out(x, y, c.re, c.im, limit);
        }
    }
}

fn each_by(view: View<'_>, pixels: &mut [u16], inside: impl Fn(Complex64) -> bool) {
    let View { xs, ys, c, limit } = view;
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        for (pixel, &x) in row.iter_mut().zip(xs) {
            let (mut n, mut z) = (0, Complex64::new(x, y));
            while inside(z) && n < limit {
                z = z * z + c;
                n += 1;
            }
            *pixel = n;
        }
    }
}
