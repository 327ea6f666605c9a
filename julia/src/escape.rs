//! How many iterations of z = z² + c a point stays inside the circle of radius 2.
//!
//! Every function here gives the same pixels, bit for bit: products and sums are rounded in the
//! same places, and nothing is fused or reordered.

use num_complex::Complex64;

use crate::plane::{Arrays, Grid, Lists};

/// One count of iterations for each point, row by row.
pub(crate) type Pixels = Vec<u16>;

/// The iterations of all points.
///
/// So many counts at a time fit 32 bits, and their sum twice as many lanes.
pub(crate) fn sum(pixels: &[u16]) -> u64 {
    let part = |pixels: &[u16]| u64::from(pixels.iter().map(|&n| u32::from(n)).sum::<u32>());
    pixels.chunks(1 << 16).map(part).sum()
}

/// The book's `calculate_z_serial_purepython`: `while inside(z) and n < limit`.
///
/// It stays as plain as the book's. Written as a `map` that is collected, the same loop takes twice
/// the time: rustc 1.95 then passes `z` through memory several times an iteration.
pub(crate) fn inside_first(lists: &Lists, inside: impl Fn(Complex64) -> bool) -> Pixels {
    let mut pixels = vec![0; lists.pixels()];
    for i in 0..lists.pixels() {
        let (mut n, mut z, c) = (0, lists.zs[i], lists.cs[i]);
        while inside(z) && n < lists.limit {
            z = z * z + c;
            n += 1;
        }
        pixels[i] = n;
    }
    pixels
}

/// The condition turned round: `while n < limit and inside(z)`.
pub(crate) fn bound_first(lists: &Lists, inside: impl Fn(Complex64) -> bool) -> Pixels {
    let mut pixels = vec![0; lists.pixels()];
    for i in 0..lists.pixels() {
        let (mut n, mut z, c) = (0, lists.zs[i], lists.cs[i]);
        while n < lists.limit && inside(z) {
            z = z * z + c;
            n += 1;
        }
        pixels[i] = n;
    }
    pixels
}

/// The arithmetic spelled out, on the lists of complex numbers.
pub(crate) fn expanded(lists: &Lists) -> Pixels {
    let mut pixels = vec![0; lists.pixels()];
    for i in 0..lists.pixels() {
        let (z, c) = (lists.zs[i], lists.cs[i]);
        pixels[i] = spelled_out(z.re, z.im, c.re, c.im, lists.limit);
    }
    pixels
}

/// The arithmetic spelled out, on one array for each component.
pub(crate) fn expanded_arrays(arrays: &Arrays) -> Pixels {
    let mut pixels = vec![0; arrays.z_re.len()];
    for (i, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = (arrays.z_re[i], arrays.z_im[i]);
        let (cx, cy) = (arrays.c_re[i], arrays.c_im[i]);
        *pixel = spelled_out(x, y, cx, cy, arrays.limit);
    }
    pixels
}

/// The arithmetic spelled out, on points that are made from the coordinates as they are needed.
pub(crate) fn expanded_grid(grid: &Grid) -> Pixels {
    let mut pixels = Vec::with_capacity(grid.pixels());
    for &y in &grid.ys {
        for &x in &grid.xs {
            pixels.push(spelled_out(x, y, grid.c.re, grid.c.im, grid.limit));
        }
    }
    pixels
}

/// The squares serve both the test and the update; x y + y x is what the complex product adds.
#[inline]
pub(crate) fn spelled_out(mut x: f64, mut y: f64, cx: f64, cy: f64, limit: u16) -> u16 {
    let mut n = 0;
    let (mut xx, mut yy) = (x * x, y * y);
    while xx + yy < 4.0 && n < limit {
        let xy = x * y;
        (x, y) = (xx - yy + cx, xy + xy + cy);
        (xx, yy) = (x * x, y * y);
        n += 1;
    }
    n
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plane::Window;

    fn all(grid: &Grid) -> [Pixels; 7] {
        let lists = Lists::appended(grid);
        [
            inside_first(&lists, |z| z.norm() < 2.0),
            inside_first(&lists, |z| z.re.hypot(z.im) < 2.0),
            inside_first(&lists, |z| z.norm_sqr() < 4.0),
            bound_first(&lists, |z| z.norm() < 2.0),
            expanded(&lists),
            expanded_arrays(&Arrays::new(&lists)),
            expanded_grid(grid),
        ]
    }

    #[test]
    fn every_function_gives_the_book_s_sum_pixel_by_pixel() {
        let [first, others @ ..] = all(&Window::BOOK.grid(1000));
        assert_eq!(sum(&first), 33_219_980);
        for other in others {
            assert!(first == other);
        }
    }

    #[test]
    fn a_point_outside_is_left_at_once_and_the_circle_is_outside() {
        let window = Window {
            re: [2.0, 3.0],
            im: [0.0, -1.0],
            ..Window::BOOK
        };
        for pixels in all(&window.grid(1)) {
            assert_eq!(pixels, [0]);
        }
    }

    #[test]
    fn the_origin_with_no_constant_never_leaves() {
        let c = Complex64::new(0.0, 0.0);
        let window = Window {
            re: [0.0, 1.0],
            im: [0.0, -1.0],
            c,
            limit: u16::MAX,
        };
        for pixels in all(&window.grid(1)) {
            assert_eq!(pixels, [u16::MAX]);
        }
    }

    proptest! {
        /// Also constants of modulus 2 and more, where an orbit may come back inside the circle.
        #[test]
        fn every_function_agrees_on_any_window(
            c in (-3.0..3.0_f64, -3.0..3.0_f64),
            corner in (-2.5..2.5_f64, -2.5..2.5_f64),
            extent in (0.01..5.0_f64, 0.01..5.0_f64),
            limit in 0_u16..1000,
            width in 1_usize..24,
        ) {
            let window = Window {
                re: [corner.0, corner.0 + extent.0],
                im: [corner.1, corner.1 - extent.1],
                c: Complex64::new(c.0, c.1),
                limit,
            };
            let [first, others @ ..] = all(&window.grid(width));
            prop_assert!(first.iter().all(|&n| n <= limit));
            for other in others {
                prop_assert_eq!(&first, &other);
            }
        }
    }
}
