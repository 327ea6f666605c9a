//! The part of the complex plane that is looked at, and the ways to hold its points.

use std::ops::Range;

use harness::prelude::Wire;
use num_complex::Complex64;

/// A window on the complex plane, with what is iterated on it.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Left and right edge; the right one is left out.
    pub re: [f64; 2],
    /// Upper and lower edge; the lower one is left out.
    pub im: [f64; 2],
    /// The constant that is added in each iteration.
    pub c: Complex64,
    /// The most iterations that a point is given.
    pub limit: u16,
}

impl Window {
    /// The window, the constant and the limit of *High Performance Python*, chapter 2.
    pub const BOOK: Self = Self {
        re: [-1.8, 1.8],
        im: [1.8, -1.8],
        c: Complex64::new(-0.62772, -0.42193),
        limit: 300,
    };

    /// The coordinates of a grid about `width` points wide and high.
    #[must_use]
    pub fn grid(self, width: usize) -> Grid {
        let [left, right] = self.re;
        let [top, bottom] = self.im;
        Grid {
            xs: coordinates(left, right, width),
            // Mirrored, the vertical axis is the horizontal one: negation loses nothing.
            ys: coordinates(-top, -bottom, width)
                .into_iter()
                .map(|y| -y)
                .collect(),
            c: self.c,
            limit: self.limit,
        }
    }
}

/// Coordinates as the book makes them: the step is added again and again until the end is reached.
///
/// Its rounding errors add up, so that a width of 250 gives 251 coordinates. A multiplication
/// would give other pixels.
fn coordinates(start: f64, end: f64, width: usize) -> Vec<f64> {
    let step = (end - start) / width as f64;
    std::iter::successors(Some(start), |at| Some(at + step))
        .take_while(|&at| at < end)
        .collect()
}

/// A grid of points, given by its coordinates alone.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The real parts, one a column.
    pub xs: Vec<f64>,
    /// The imaginary parts, one a row.
    pub ys: Vec<f64>,
    /// The constant that is added in each iteration.
    pub c: Complex64,
    /// The most iterations that a point is given.
    pub limit: u16,
}

impl Wire for Grid {
    fn write(&self, out: &mut Vec<u8>) {
        (&self.xs, &self.ys, (self.c.re, self.c.im), self.limit).write(out);
    }
}

impl Grid {
    /// How many points the grid has.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.xs.len() * self.ys.len()
    }

    /// The whole grid, lent.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View {
            xs: &self.xs,
            ys: &self.ys,
            c: self.c,
            limit: self.limit,
        }
    }
}

/// A grid that is lent, whole or some rows of it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The real parts, one a column.
    pub xs: &'a [f64],
    /// The imaginary parts, one a row.
    pub ys: &'a [f64],
    /// The constant that is added in each iteration.
    pub c: Complex64,
    /// The most iterations that a point is given.
    pub limit: u16,
}

impl View<'_> {
    /// How many points it has.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.xs.len() * self.ys.len()
    }

    /// Some of the rows.
    ///
    /// # Panics
    /// When there are no such rows.
    #[must_use]
    pub fn rows(&self, rows: Range<usize>) -> Self {
        Self {
            ys: &self.ys[rows],
            ..*self
        }
    }
}

/// The book's input: a list of points, and a list that repeats the constant for each of them.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub(crate) zs: Vec<Complex64>,
    pub(crate) cs: Vec<Complex64>,
    pub(crate) limit: u16,
}

impl Lists {
    /// Appends point by point, as the book does.
    pub(crate) fn appended(grid: &Grid) -> Self {
        Self::append(grid, Vec::new(), Vec::new())
    }

    /// Appends to lists that have room for all.
    pub(crate) fn reserved(grid: &Grid) -> Self {
        let list = || Vec::with_capacity(grid.pixels());
        Self::append(grid, list(), list())
    }

    fn append(grid: &Grid, mut zs: Vec<Complex64>, mut cs: Vec<Complex64>) -> Self {
        for &y in &grid.ys {
            for &x in &grid.xs {
                zs.push(Complex64::new(x, y));
                cs.push(grid.c);
            }
        }
        Self {
            zs,
            cs,
            limit: grid.limit,
        }
    }

    /// How many points the lists hold.
    pub(crate) fn pixels(&self) -> usize {
        self.zs.len()
    }
}

/// The same lists as four arrays of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Arrays {
    pub(crate) z_re: Vec<f64>,
    pub(crate) z_im: Vec<f64>,
    pub(crate) c_re: Vec<f64>,
    pub(crate) c_im: Vec<f64>,
    pub(crate) limit: u16,
}

impl Arrays {
    /// Takes the lists apart.
    pub(crate) fn new(lists: &Lists) -> Self {
        let (z_re, z_im) = lists.zs.iter().map(|z| (z.re, z.im)).unzip();
        let (c_re, c_im) = lists.cs.iter().map(|c| (c.re, c.im)).unzip();
        Self {
            z_re,
            z_im,
            c_re,
            c_im,
            limit: lists.limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_widths_are_those_of_the_book() {
        for (width, columns) in [(1, 1), (100, 100), (250, 251), (500, 500), (1000, 1000)] {
            let grid = Window::BOOK.grid(width);
            assert_eq!((grid.xs.len(), grid.ys.len()), (columns, columns));
        }
    }

    #[test]
    fn coordinates_are_sums_and_not_products() {
        let grid = Window::BOOK.grid(1000);
        let step = 3.6 / 1000.0;
        assert_eq!(grid.xs[1], -1.8 + step);
        assert_eq!(grid.xs[2], -1.8 + step + step);
        let products = (0..1000).map(|i| -1.8 + f64::from(i) * step);
        let equal = grid
            .xs
            .iter()
            .zip(products)
            .filter(|(x, product)| **x == *product);
        assert_eq!(equal.count(), 3);
    }

    proptest! {
        /// The book steps downwards from the top; mirroring must not change a bit of that.
        #[test]
        fn the_vertical_axis_descends_as_in_the_book(
            top in -2.0..2.0_f64,
            height in 0.1..4.0_f64,
            width in 1_usize..300,
        ) {
            let bottom = top - height;
            let step = (bottom - top) / width as f64;
            let mut expected = Vec::new();
            let mut y = top;
            while y > bottom {
                expected.push(y);
                y += step;
            }
            let window = Window { im: [top, bottom], ..Window::BOOK };
            prop_assert_eq!(window.grid(width).ys, expected);
        }

        #[test]
        fn every_layout_holds_the_same_points(width in 1_usize..40) {
            let grid = Window::BOOK.grid(width);
            let (appended, reserved) = (Lists::appended(&grid), Lists::reserved(&grid));
            let points = |&y: &f64| -> Vec<_> {
                grid.xs.iter().map(|&x| Complex64::new(x, y)).collect()
            };
            let rows: Vec<_> = grid.ys.iter().map(points).collect();
            prop_assert_eq!(&appended.zs, &rows.concat());
            prop_assert_eq!(&appended.zs, &reserved.zs);
            prop_assert_eq!(&appended.cs, &vec![grid.c; grid.pixels()]);
            prop_assert_eq!(&appended.cs, &reserved.cs);

            let arrays = Arrays::new(&appended);
            let pairs = |re: Vec<f64>, im: Vec<f64>| -> Vec<Complex64> {
                re.into_iter().zip(im).map(|(re, im)| Complex64::new(re, im)).collect()
            };
            prop_assert_eq!(pairs(arrays.z_re, arrays.z_im), appended.zs);
            prop_assert_eq!(pairs(arrays.c_re, arrays.c_im), appended.cs);
        }
    }
}
