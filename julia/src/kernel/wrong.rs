//! Faster, but wrong: each looks harmless, and the sum of the pixels is hardly a witness.
//!
//! | name | what it does | why it is wrong |
//! |---|---|---|
//! | `f32` | half the bits | an orbit near the set's edge forgets where it came from |
//! | `fused` | x x − y y in one rounding | CPython rounds twice |
//! | `products` | x = left + i step | the book adds the step again and again |
//! | `mirrored` | computes one half, and turns it round | the coordinates are not symmetric |
//! | `factored` | (x − y)(x + y) | other roundings again |

use std::fmt;

use super::{kernel, lanes};
use crate::escape::spelled_out;
use crate::plane::{Grid, Window};

/// One way to compute other pixels.
#[derive(Clone, Copy)]
pub struct Wrong {
    /// What it is called.
    pub name: &'static str,
    /// What it does, in a few words.
    pub idea: &'static str,
    run: fn(Window, usize) -> Vec<u16>,
}

impl Wrong {
    /// Its pixels of a window that is so many points wide.
    #[must_use]
    pub fn pixels(&self, window: Window, width: usize) -> Vec<u16> {
        (self.run)(window, width)
    }
}

impl fmt::Debug for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wrong")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// All of them.
pub const WRONG: &[Wrong] = &[
    wrong("f32", "32 bits instead of 64", in_32_bits),
    wrong("fused", "x x - y y rounded once instead of twice", fused),
    wrong("products", "coordinates by multiplication", products),
    wrong(
        "mirrored",
        "one half is the other one turned round",
        mirrored,
    ),
    wrong("factored", "(x - y)(x + y) for the real part", factored),
];

const fn wrong(
    name: &'static str,
    idea: &'static str,
    run: fn(Window, usize) -> Vec<u16>,
) -> Wrong {
    Wrong { name, idea, run }
}

/// How many pixels two pictures do not share.
///
/// # Panics
/// When they are not of one size.
#[must_use]
pub fn differing(one: &[u16], other: &[u16]) -> u64 {
    assert_eq!(one.len(), other.len(), "pictures of one size are compared");
    one.iter()
        .zip(other)
        .filter(|(one, other)| one != other)
        .count() as u64
}

fn each(grid: &Grid, count: impl Fn(f64, f64) -> u16) -> Vec<u16> {
    let row = |&y: &f64| grid.xs.iter().map(|&x| count(x, y)).collect::<Vec<_>>();
    grid.ys.iter().flat_map(row).collect()
}

fn in_32_bits(window: Window, width: usize) -> Vec<u16> {
    let (cx, cy) = (window.c.re as f32, window.c.im as f32);
    each(&window.grid(width), |x, y| {
        let (mut x, mut y, mut n) = (x as f32, y as f32, 0);
        while x * x + y * y < 4.0 && n < window.limit {
            (x, y) = (x * x - y * y + cx, 2.0 * x * y + cy);
            n += 1;
        }
        n
    })
}

/// Counts with another formula for the real part of z².
fn by(grid: &Grid, real: impl Fn(f64, f64) -> f64 + Copy) -> Vec<u16> {
    let mut pixels = vec![0; grid.pixels()];
    lanes::with_real(grid.view(), &mut pixels, real);
    pixels
}

fn fused(window: Window, width: usize) -> Vec<u16> {
    by(&window.grid(width), |x, y| x.mul_add(x, -(y * y)))
}

fn factored(window: Window, width: usize) -> Vec<u16> {
    by(&window.grid(width), |x, y| (x - y) * (x + y))
}

fn products(window: Window, width: usize) -> Vec<u16> {
    let grid = window.grid(width);
    let spaced = |[first, last]: [f64; 2], count: usize| -> Vec<f64> {
        let step = (last - first) / width as f64;
        (0..count).map(|i| first + i as f64 * step).collect()
    };
    let grid = Grid {
        xs: spaced(window.re, grid.xs.len()),
        ys: spaced(window.im, grid.ys.len()),
        ..grid
    };
    by(&grid, |x, y| x * x - y * y)
}

/// The book's window has the origin in its middle, and z and -z have the same square. Its first row
/// and column lie on the edge, and have no partners.
fn mirrored(window: Window, width: usize) -> Vec<u16> {
    let grid = window.grid(width);
    let (columns, rows) = (grid.xs.len(), grid.ys.len());
    let half = rows / 2 + 1;
    let mut pixels = vec![0; grid.pixels()];
    let exact = kernel("survivors").expect("there is a kernel of that name");
    let (upper, lower) = pixels.split_at_mut(half.min(rows) * columns);
    exact.fill(grid.view().rows(0..half.min(rows)), upper);
    for (row, y) in (half..rows).zip(&grid.ys[half.min(rows)..]) {
        let start = (row - half) * columns;
        for (column, pixel) in lower[start..start + columns].iter_mut().enumerate() {
            *pixel = if column == 0 {
                spelled_out(grid.xs[0], *y, grid.c.re, grid.c.im, grid.limit)
            } else {
                upper[(rows - row) * columns + columns - column]
            };
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum of the pixels is what the book checks.
    fn sum(pixels: &[u16]) -> u64 {
        pixels.iter().map(|&n| u64::from(n)).sum()
    }

    #[test]
    fn the_sum_of_a_thousand_pixels_squared_hardly_notices() {
        let exact = kernel("survivors")
            .unwrap()
            .pixels(&Window::BOOK.grid(1000));
        let found: Vec<_> = WRONG
            .iter()
            .map(|wrong| {
                let pixels = wrong.pixels(Window::BOOK, 1000);
                (
                    wrong.name,
                    differing(&exact, &pixels),
                    sum(&pixels) - sum(&exact),
                )
            })
            .collect();
        let expected = [
            ("f32", 618, 3008),
            ("fused", 0, 0),
            ("products", 0, 0),
            ("mirrored", 0, 0),
            ("factored", 0, 0),
        ];
        assert_eq!(found, expected);
    }

    /// The right picture, turned round and laid on itself: where it differs, half of the pixels are
    /// copied, and wrong.
    #[test]
    fn of_each_pair_that_disagrees_mirroring_gets_one_wrong() {
        let grid = Window::BOOK.grid(2000);
        let exact = kernel("certified").unwrap().pixels(&grid);
        // The first row and the first column have no partners.
        let inner: Vec<_> = exact
            .chunks(2000)
            .skip(1)
            .flat_map(|row| &row[1..])
            .collect();
        let turned = inner.iter().rev();
        let disagree = inner.iter().zip(turned).filter(|(one, other)| one != other);
        assert_eq!(disagree.count(), 6);
        assert_eq!(differing(&exact, &mirrored(Window::BOOK, 2000)), 3);
    }
}
