//! Whole regions whose fate is certain are filled without iterating their points.
//!
//! A region is a ball: the middle of its points, and a radius that reaches them all. A step maps a
//! ball of radius r around z into one of radius 2 |z| r + r² around z² + c. As long as the ball
//! lies on one side of the circle of radius 2, all its points do: when it has left, all have the
//! same count; when it lies in a trap, all have the limit. Else the region is cut into as many
//! parts as two vectors have lanes, whose balls make their steps together, down to single tiles,
//! which are iterated. Up to the step at which the ball of a tile comes into doubt, its points are
//! surely inside, so they need no tests before. This is ball arithmetic: Moore, *Interval
//! Analysis*, 1966.
//!
//! It holds for the rounded orbits: a step is rounded by less than 10⁻¹⁴ while the modulus is below
//! 2, and the radius is widened by as much for the middle and for the points together.

use std::ops::Range;

use fearless_simd::{Simd, prelude::*};

use super::balls::{Balls, Fate, MOST, RIM, ROUNDING, fates};
use super::count::Count;
use super::run::Run;

/// Rows and columns of tiles that a region has at first.
const FIRST: usize = 16;

/// Rows and columns, as ranges of tiles.
#[derive(Clone)]
struct Region {
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Region {
    fn is_tile(&self) -> bool {
        self.rows.len() == 1 && self.columns.len() == 1
    }

    /// At most so many rows of so many parts; none of them is empty.
    fn parts(&self, rows: usize, columns: usize) -> impl Iterator<Item = Self> {
        let cut = |range: &Range<usize>, parts: usize| {
            let (end, step) = (range.end, range.len().div_ceil(parts));
            range
                .clone()
                .step_by(step)
                .map(move |start| start..end.min(start + step))
        };
        let columns = cut(&self.columns, columns);
        cut(&self.rows, rows).flat_map(move |rows| {
            columns.clone().map(move |columns| Self {
                rows: rows.clone(),
                columns,
            })
        })
    }
}

impl<S: Simd, const V: usize, C: Count<S, V>> Run<'_, S, V, C> {
    /// Fills every pixel. The coordinates must be in order.
    #[inline(always)]
    pub(super) fn all_by_regions(mut self) {
        self.walk(
            #[inline(always)]
            |run, tile, steps| {
                let (row, column) = (tile.rows.start * V, tile.columns.start * S::f64s::LEN);
                run.tile_inside_for(steps, row, column);
            },
        );
        self.finish();
    }

    /// Fills the pixels whose fate is certain, and tells the rows and the columns of the others.
    #[inline(always)]
    pub(super) fn doubts(mut self) -> Vec<[Range<usize>; 2]> {
        let mut doubts = Vec::new();
        self.walk(
            #[inline(always)]
            |run, tile, _| doubts.push(run.pixels_of(tile)),
        );
        doubts
    }

    /// Fills the regions whose fate is certain, and hands over the tiles that are left.
    #[inline(always)]
    fn walk(&mut self, mut iterate: impl FnMut(&mut Self, &Region, u16)) {
        let (rows, columns) = (self.ys.len().div_ceil(V), self.xs.len() / S::f64s::LEN);
        let whole = Region {
            rows: 0..rows,
            columns: 0..columns,
        };
        let mut open = Vec::new();
        for first in whole.parts(rows.div_ceil(FIRST), columns.div_ceil(FIRST)) {
            open.push(first);
            while let Some(region) = open.pop() {
                self.cut(&region, &mut open, &mut iterate);
            }
        }
    }

    /// Fills the parts of a region whose fate is certain, and hands over those that are tiles.
    #[inline(always)]
    fn cut(
        &mut self,
        region: &Region,
        open: &mut Vec<Region>,
        iterate: &mut impl FnMut(&mut Self, &Region, u16),
    ) {
        let (rows, columns) = match S::f64s::LEN {
            8 => (4, 4),
            4 => (2, 4),
            _ => (2, 2),
        };
        let mut balls = Balls {
            // Lanes without a part are far outside, and decided at once.
            x: [4.0; MOST],
            y: [4.0; MOST],
            radius: [0.0; MOST],
        };
        for (lane, part) in region.parts(rows, columns).enumerate() {
            self.surround(&part, &mut balls, lane);
        }
        let fates = self.fates(&balls);
        for (part, fate) in region.parts(rows, columns).zip(fates) {
            match fate {
                Fate::Certain(n) => self.fill(&part, n),
                Fate::InsideFor(steps) if part.is_tile() => iterate(self, &part, steps),
                Fate::InsideFor(_) => open.push(part),
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

    /// The ball around a region.
    fn surround(&self, region: &Region, balls: &mut Balls, lane: usize) {
        let [rows, columns] = self.pixels_of(region);
        let (left, right) = (self.xs[columns.start], self.xs[columns.end - 1]);
        let (top, bottom) = (self.ys[rows.start], self.ys[rows.end - 1]);
        let (width, height) = (right - left, bottom - top);
        balls.x[lane] = left + width / 2.0;
        balls.y[lane] = top + height / 2.0;
        // Also wide enough for the rounding of the middle.
        balls.radius[lane] = (width * width + height * height).sqrt() * (0.5 + RIM) + ROUNDING;
    }

    #[inline(always)]
    fn fates(&self, balls: &Balls) -> [Fate; MOST] {
        fates(self.simd, balls, self.c, self.limit, self.traps.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_region_are_the_region() {
        for (rows, columns) in [(1, 1), (1, 7), (3, 2), (16, 16), (5, 9)] {
            let region = Region {
                rows: 2..2 + rows,
                columns: 3..3 + columns,
            };
            let parts: Vec<_> = region.parts(4, 4).collect();
            assert!(parts.len() <= 16);
            for row in region.rows.clone() {
                for column in region.columns.clone() {
                    let holds =
                        |part: &&Region| part.rows.contains(&row) && part.columns.contains(&column);
                    assert_eq!(parts.iter().filter(holds).count(), 1, "{row} {column}");
                }
            }
        }
    }
}
