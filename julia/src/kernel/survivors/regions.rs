//! Whole regions whose fate is certain are filled without iterating their points.
//!
//! A region is a ball: the middle of its points, and a radius that reaches them all. A step maps a
//! ball of radius r around z into one of radius 2 |z| r + r² around z² + c. As long as the ball
//! lies on one side of the circle of radius 2, all its points do: when it has left, all have the
//! same count; when it lies in a trap, all have the limit. Else the region is cut into as many
//! parts as two vectors have lanes, whose balls make their steps together, down to single tiles,
//! which are iterated. This is ball arithmetic: Moore, *Interval Analysis*, 1966.
//!
//! It holds for the rounded orbits: a step is rounded by less than 10⁻¹⁴ while the modulus is below
//! 2, and the radius is widened by as much for the middle and for the points together.

use std::ops::Range;

use fearless_simd::{Simd, prelude::*};

use super::count::Count;
use super::run::Run;
use crate::kernel::traps::Disc;

/// Rounding of one step, with room to spare.
const ROUNDING: f64 = 2e-14;

/// What is within this of the circle of radius 2 is on neither side.
const RIM: f64 = 1e-12;

/// A ball that is larger will hardly be decided any more.
const LARGE: f64 = 0.3;

/// The square of a radius below this is finite.
const HUGE: f64 = 1e100;

/// Rows and columns of tiles that a region has at first.
const FIRST: usize = 16;

/// Vectors of balls that make their steps together, so that they wait less for themselves.
const VECTORS: usize = 2;

/// The most lanes of so many vectors.
const MOST: usize = VECTORS * 8;

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

/// Balls side by side: their middles, and what reaches their points from there.
struct Balls {
    x: [f64; MOST],
    y: [f64; MOST],
    radius: [f64; MOST],
}

impl<S: Simd, const V: usize, C: Count<S, V>> Run<'_, S, V, C> {
    /// Fills every pixel. The coordinates must be in order.
    #[inline(always)]
    pub(super) fn all_by_regions(mut self) {
        self.walk(
            #[inline(always)]
            |run, tile| run.tile(tile.rows.start * V, tile.columns.start * S::f64s::LEN),
        );
        self.finish();
    }

    /// Fills the pixels whose fate is certain, and tells the rows and the columns of the others.
    #[inline(always)]
    pub(super) fn doubts(mut self) -> Vec<[Range<usize>; 2]> {
        let mut doubts = Vec::new();
        self.walk(
            #[inline(always)]
            |run, tile| doubts.push(run.pixels_of(tile)),
        );
        doubts
    }

    /// Fills the regions whose fate is certain, and hands over the tiles that are left.
    #[inline(always)]
    fn walk(&mut self, mut iterate: impl FnMut(&mut Self, &Region)) {
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
        iterate: &mut impl FnMut(&mut Self, &Region),
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
                Some(n) => self.fill(&part, n),
                None if part.is_tile() => iterate(self, &part),
                None => open.push(part),
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
    fn fates(&self, balls: &Balls) -> [Option<u16>; MOST] {
        fates(self.simd, balls, self.c, self.limit, self.traps.first())
    }
}

/// The count that all points of a ball have, if that is certain, for as many balls as two vectors
/// have lanes. Who is in any trap comes through the first one, so only that is asked for.
#[inline(always)]
fn fates<S: Simd>(
    simd: S,
    balls: &Balls,
    [cx, cy]: [S::f64s; 2],
    limit: u16,
    trap: Option<&Disc>,
) -> [Option<u16>; MOST] {
    let all = |value| S::f64s::splat(simd, value);
    // No ball is in a trap of this radius.
    let (re, im, reach) = trap.map_or((0.0, 0.0, -1.0), |disc| {
        (disc.centre.re, disc.centre.im, disc.radius - RIM)
    });
    let (re, im, reach) = (all(re), all(im), all(reach));
    let mut lanes: [Lanes<S>; VECTORS] = [Lanes::of(simd, balls, 0), Lanes::of(simd, balls, 1)];
    let mut fates = [None; MOST];
    for n in 0..limit {
        let mut some = S::mask64s::splat(simd, false);
        for (v, Lanes { x, y, radius, open }) in lanes.iter_mut().enumerate() {
            let (xx, yy) = (*x * *x, *y * *y);
            let square = xx + yy;
            let (beyond, within) = (*radius + all(2.0 + RIM), all(2.0 - RIM) - *radius);
            // Comparisons with what is not a number decide nothing.
            let left = square.simd_ge(beyond * beyond) & radius.simd_lt(all(HUGE));
            let stays = square.simd_lt(within * within) & radius.simd_lt(all(LARGE));
            let (dx, dy, room) = (*x - re, *y - im, reach - *radius);
            let caught = (dx * dx + dy * dy).simd_lt(room * room) & room.simd_gt(all(0.0));
            tell::<S>(&mut fates, v, *open & left, n);
            tell::<S>(&mut fates, v, *open & caught, limit);
            *open &= stays & !caught;
            some |= *open;
            *radius = *radius * (square.sqrt() * all(2.0) + *radius) * all(1.0 + ROUNDING)
                + all(ROUNDING);
            (*x, *y) = (xx - yy + cx, *x * *y * all(2.0) + cy);
        }
        if some.all_false() {
            return fates;
        }
    }
    for (v, lanes) in lanes.iter().enumerate() {
        tell::<S>(&mut fates, v, lanes.open, limit);
    }
    fates
}

/// A vector of balls, and those of them of which nothing is certain yet.
struct Lanes<S: Simd> {
    x: S::f64s,
    y: S::f64s,
    radius: S::f64s,
    open: S::mask64s,
}

impl<S: Simd> Lanes<S> {
    #[inline(always)]
    fn of(simd: S, balls: &Balls, vector: usize) -> Self {
        let lanes = vector * S::f64s::LEN..(vector + 1) * S::f64s::LEN;
        Self {
            x: S::f64s::from_slice(simd, &balls.x[lanes.clone()]),
            y: S::f64s::from_slice(simd, &balls.y[lanes.clone()]),
            radius: S::f64s::from_slice(simd, &balls.radius[lanes]),
            open: S::mask64s::splat(simd, true),
        }
    }
}

/// Notes the count of the balls that a mask names in a vector.
#[inline(always)]
fn tell<S: Simd>(fates: &mut [Option<u16>; MOST], vector: usize, which: S::mask64s, n: u16) {
    let mut bits = which.to_bitmask();
    while bits != 0 {
        let lane = bits.trailing_zeros() as usize;
        fates[vector * S::f64s::LEN + lane] = Some(n);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};
    use num_complex::Complex64;
    use proptest::prelude::*;

    use super::*;
    use crate::escape::spelled_out;
    use crate::kernel::traps::discs;

    #[inline(always)]
    fn fate<S: Simd>(simd: S, ball: Disc, c: Complex64, limit: u16) -> Option<u16> {
        let balls = Balls {
            x: [ball.centre.re; MOST],
            y: [ball.centre.im; MOST],
            radius: [ball.radius; MOST],
        };
        let constant = [c.re, c.im].map(|part| S::f64s::splat(simd, part));
        let fates = fates(simd, &balls, constant, limit, discs(c).first());
        let lanes = VECTORS * S::f64s::LEN;
        assert!(fates[..lanes].iter().all(|fate| *fate == fates[0]));
        fates[0]
    }

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

    #[test]
    fn where_a_ball_is_without_bounds_nothing_is_certain() {
        let c = Complex64::new(-0.6, 0.4);
        for (x, radius) in [
            (0.0, f64::INFINITY),
            (f64::INFINITY, f64::INFINITY),
            (f64::NAN, 0.1),
            (1e300, f64::NAN),
        ] {
            let centre = Complex64::new(x, 0.0);
            let found = dispatch!(Level::new(), simd => fate(simd, Disc { centre, radius }, c, 9));
            assert_eq!(found, None, "{x} {radius}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 2000 }))]

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
            if let Some(n) = dispatch!(Level::new(), simd => fate(simd, ball, c, limit)) {
                for (share, turn) in points {
                    let z = ball.centre + Complex64::from_polar(radius * share, turn);
                    prop_assert_eq!(spelled_out(z.re, z.im, c.re, c.im, limit), n);
                }
            }
        }
    }
}
