//! Right but useless: stop when the orbit is seen to repeat.
//!
//! A point whose z comes back bit for bit goes round for ever, and so is inside. Brent's method
//! keeps one older z, and renews it at powers of two. It is exact, since equal states have equal
//! futures, and hardly pays: the orbits here converge to a cycle of 7, but it takes them about 260
//! of the 300 iterations until the last bit has settled.
//!
//! Brent, *An improved Monte Carlo factorization algorithm*, BIT 20 (1980).

use crate::plane::View;

/// One point after the other, with an eye on its past.
pub(super) fn run(view: View<'_>, pixels: &mut [u16]) {
    let View { xs, ys, c, limit } = view;
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        for (pixel, &x) in row.iter_mut().zip(xs) {
            *pixel = until_it_repeats(x, y, c.re, c.im, limit);
        }
    }
}

#[inline]
fn until_it_repeats(mut x: f64, mut y: f64, cx: f64, cy: f64, limit: u16) -> u16 {
    let mut n = 0;
    let (mut xx, mut yy) = (x * x, y * y);
    let (mut older, mut renewed) = ((x, y), 1);
    while xx + yy < 4.0 && n < limit {
        let xy = x * y;
        (x, y) = (xx - yy + cx, xy + xy + cy);
        (xx, yy) = (x * x, y * y);
        n += 1;
        if (x, y) == older {
            return limit;
        }
        if n == renewed {
            (older, renewed) = ((x, y), renewed.saturating_mul(2));
        }
    }
    n
}
