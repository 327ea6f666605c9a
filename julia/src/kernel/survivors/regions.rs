//! Whole regions whose fate is certain are filled without iterating their points.
//!
//! A region is a ball: the middle of its points, and a radius that reaches them all. A step maps a
//! ball of radius r around z into one of radius 2 |z| r + r² around z² + c. As long as the ball
//! lies on one side of the circle of radius 2, all its points do: when it has left, all have the
//! same count; when it lies in a trap, all have the limit. Else the region is cut in four, down to
//! a few tiles, which are iterated. This is ball arithmetic: Moore, *Interval Analysis*, 1966.
//!
//! It holds for the rounded orbits: a step is rounded by less than 10⁻¹⁴ while the modulus is below
//! 2, and the radius is widened by as much for the middle and for the points together.

use std::ops::Range;

use fearless_simd::{Simd, prelude::*};
use num_complex::Complex64;

use super::count::Count;
use super::run::Run;
use crate::kernel::traps::Disc;

/// Rounding of one step, with room to spare.
const ROUNDING: f64 = 2e-14;

/// What is within this of the circle of radius 2 is on neither side.
const RIM: f64 = 1e-12;

/// A ball that is larger will hardly be decided any more.
const LARGE: f64 = 0.3;

/// Rows and columns of tiles that a region has at first, and when it is iterated.
const FIRST: usize = 32;
const LAST: usize = 2;

/// Rows and columns, as ranges of tiles.
struct Region {
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Region {
    /// Its quarters; where it is narrow, its halves.
    fn quarters(&self) -> impl Iterator<Item = Self> {
        let halves = |range: &Range<usize>| {
            let middle = range.start + range.len().div_ceil(2);
            [range.start..middle, middle..range.end]
        };
        let columns = halves(&self.columns);
        let quarters = halves(&self.rows).into_iter().flat_map(move |rows| {
            columns.clone().map(|columns| Self {
                rows: rows.clone(),
                columns,
            })
        });
        quarters.filter(|quarter| !quarter.rows.is_empty() && !quarter.columns.is_empty())
    }
}

impl<S: Simd, const V: usize, C: Count<S, V>> Run<'_, S, V, C> {
    /// Fills every pixel. The coordinates must be in order.
    #[inline(always)]
    pub(super) fn all_by_regions(mut self) {
        let (rows, columns) = (self.ys.len().div_ceil(V), self.xs.len() / S::f64s::LEN);
        let mut open = Vec::new();
        for top in (0..rows).step_by(FIRST) {
            for left in (0..columns).step_by(FIRST) {
                open.push(Region {
                    rows: top..rows.min(top + FIRST),
                    columns: left..columns.min(left + FIRST),
                });
                while let Some(region) = open.pop() {
                    if let Some(n) = self.fate(&region) {
                        self.fill(&region, n);
                    } else if region.rows.len().max(region.columns.len()) <= LAST {
                        self.iterate(&region);
                    } else {
                        open.extend(region.quarters());
                    }
                }
            }
        }
        self.finish();
    }

    #[inline(always)]
    fn iterate(&mut self, region: &Region) {
        for row in region.rows.clone() {
            for column in region.columns.clone() {
                self.tile(row * V, column * S::f64s::LEN);
            }
        }
    }

    /// The pixels of a region: ranges of rows and of columns.
    fn pixels_of(&self, region: &Region) -> [Range<usize>; 2] {
        let lanes = S::f64s::LEN;
        [
            region.rows.start * V..self.ys.len().min(region.rows.end * V),
            region.columns.start * lanes..self.width.min(region.columns.end * lanes),
        ]
    }

    fn fill(&mut self, region: &Region, n: u16) {
        let [rows, columns] = self.pixels_of(region);
        for row in self
            .pixels
            .chunks_mut(self.width)
            .skip(rows.start)
            .take(rows.len())
        {
            row[columns.clone()].fill(n);
        }
    }

    fn fate(&self, region: &Region) -> Option<u16> {
        let [rows, columns] = self.pixels_of(region);
        let (left, right) = (self.xs[columns.start], self.xs[columns.end - 1]);
        let (top, bottom) = (self.ys[rows.start], self.ys[rows.end - 1]);
        let ball = Disc {
            centre: Complex64::new(left + (right - left) / 2.0, top + (bottom - top) / 2.0),
            // Also wide enough for the rounding of large coordinates.
            radius: (right - left).hypot(bottom - top) * (0.5 + RIM) + ROUNDING,
        };
        let c = Complex64::new(self.c[0].as_slice()[0], self.c[1].as_slice()[0]);
        fate(ball, c, self.limit, &self.traps)
    }
}

/// The count that all points of a ball have, if that is certain.
fn fate(ball: Disc, c: Complex64, limit: u16, traps: &[Disc]) -> Option<u16> {
    let Disc {
        mut centre,
        mut radius,
    } = ball;
    for n in 0..limit {
        let modulus = centre.norm_sqr().sqrt();
        if modulus - radius >= 2.0 + RIM {
            return Some(n);
        }
        // Also where it is not a number.
        if !(modulus + radius < 2.0 - RIM && radius < LARGE) {
            return None;
        }
        let caught =
            |disc: &Disc| (centre - disc.centre).norm_sqr() < (disc.radius - RIM - radius).powi(2);
        if n % 4 == 0
            && traps
                .iter()
                .any(|disc| radius + RIM < disc.radius && caught(disc))
        {
            return Some(limit);
        }
        radius = (2.0 * modulus * radius + radius * radius) * (1.0 + ROUNDING) + ROUNDING;
        centre = centre * centre + c;
    }
    Some(limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::escape::spelled_out;
    use crate::kernel::traps::discs;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// The proof's conclusion, tried: points of a ball have the count of their ball.
        #[test]
        fn all_points_of_a_ball_share_its_fate(
            c in prop_oneof![
                (-0.9..0.4_f64, -0.7..0.7_f64),
                Just((-0.62772, -0.42193)),
            ],
            centre in (-2.0..2.0_f64, -2.0..2.0_f64),
            size in -6.0..-0.5_f64,
            points in prop::collection::vec((0.0..=1.0_f64, 0.0..6.3_f64), 20),
            limit in 0_u16..400,
        ) {
            let (c, radius) = (Complex64::new(c.0, c.1), 10_f64.powf(size));
            let ball = Disc { centre: Complex64::new(centre.0, centre.1), radius };
            if let Some(n) = fate(ball, c, limit, &discs(c)) {
                for (share, turn) in points {
                    let z = ball.centre + Complex64::from_polar(radius * share, turn);
                    prop_assert_eq!(spelled_out(z.re, z.im, c.re, c.im, limit), n);
                }
            }
        }
    }
}
