//! One pass over a grid with its queues.

use std::marker::PhantomData;

use fearless_simd::{Simd, prelude::*};

use super::count::{Count, Tally};
use super::plan::{self, FIRST, LONGEST, Stage};
use super::queue::{Group, Queue};
use crate::kernel::peak::unchecked;
use crate::kernel::traps::Disc;
use crate::plane::View;

/// A place holds the index of a pixel, and below it 16 bits for a count.
const COUNT: u32 = u16::BITS;

/// A pass over a grid: `V` vectors in flight.
pub(super) struct Run<'a, S: Simd, const V: usize, C> {
    count: PhantomData<C>,
    pub(super) simd: S,
    pub(super) c: [S::f64s; 2],
    pub(super) limit: u16,
    pub(super) ys: &'a [f64],
    /// The columns, filled up to whole vectors with what is far outside.
    pub(super) xs: Vec<f64>,
    pub(super) width: usize,
    pub(super) pixels: &'a mut [u16],
    stages: Vec<(Stage, Queue)>,
    dying: Queue,
    /// Who is in one of these is inside for ever.
    pub(super) traps: Vec<Disc>,
}

impl<'a, S: Simd, const V: usize, C: Count<S, V>> Run<'a, S, V, C> {
    const GROUP: usize = V * S::f64s::LEN;

    #[inline(always)]
    pub(super) fn new(simd: S, view: View<'a>, pixels: &'a mut [u16], traps: Vec<Disc>) -> Self {
        let View { xs, ys, c, limit } = view;
        let whole = xs.len().next_multiple_of(S::f64s::LEN);
        let mut padded = vec![4.0; whole];
        padded[..xs.len()].copy_from_slice(xs);
        let plan = if traps.is_empty() {
            plan::stages
        } else {
            plan::stages_with_traps
        };
        Self {
            count: PhantomData,
            simd,
            c: [c.re, c.im].map(|part| S::f64s::splat(simd, part)),
            limit,
            ys,
            xs: padded,
            width: xs.len(),
            pixels,
            stages: plan(limit)
                .into_iter()
                .map(|stage| (stage, Queue::new()))
                .collect(),
            dying: Queue::new(),
            traps,
        }
    }

    /// Fills every pixel.
    #[inline(always)]
    pub(super) fn all(mut self) {
        for row in (0..self.ys.len()).step_by(V) {
            for column in (0..self.width).step_by(S::f64s::LEN) {
                self.tile(row, column);
            }
        }
        self.finish();
    }

    /// Makes the first steps of `V` rows of one vector each, and more of whatever waits for long.
    #[inline(always)]
    pub(super) fn tile(&mut self, row: usize, column: usize) {
        self.begin(row, column);
        self.relieve();
    }

    /// Advances those that wait behind a full group.
    #[inline(always)]
    fn relieve(&mut self) {
        for at in 0..self.stages.len() {
            while self.stages[at].1.len() >= 2 * Self::GROUP {
                self.advance(at);
            }
        }
    }

    /// Advances all that still wait.
    #[inline(always)]
    pub(super) fn finish(mut self) {
        for at in 0..self.stages.len() {
            while self.stages[at].1.len() > 0 {
                self.advance(at);
                self.relieve();
            }
        }
        while self.dying.len() > 0 {
            self.settle();
        }
    }

    /// The first steps of `V` rows of one vector each, with tests.
    #[inline(always)]
    fn begin(&mut self, row: usize, column: usize) {
        let simd = self.simd;
        let first = FIRST.min(self.limit);
        let mut x = [S::f64s::from_slice(simd, &self.xs[column..][..S::f64s::LEN]); V];
        let mut y = x;
        for (v, y) in y.iter_mut().enumerate() {
            *y = S::f64s::splat(simd, self.ys.get(row + v).copied().unwrap_or(4.0));
        }
        let Tally { counts, alive } = C::count(simd, &mut x, &mut y, self.c, first, self.limit);
        self.write(row, column, &counts);
        if first < self.limit && any(simd, &alive) {
            let lane = S::u64s::from_fn(simd, |lane| (lane as u64) << COUNT);
            for v in 0..V {
                let place = ((row + v) * self.width + column) as u64;
                self.stages[0]
                    .1
                    .push::<S>(x[v], y[v], lane + (place << COUNT), alive[v]);
            }
        }
    }

    /// Writes the counts of a tile; who made all first steps has the limit, until it leaves.
    #[inline(always)]
    fn write(&mut self, row: usize, column: usize, counts: &[[u16; 8]; V]) {
        let start = row * self.width + column;
        let columns = S::f64s::LEN.min(self.width - column);
        for (row, counts) in self.pixels[start..].chunks_mut(self.width).zip(counts) {
            if columns == S::f64s::LEN {
                row[..S::f64s::LEN].copy_from_slice(&counts[..S::f64s::LEN]);
            } else {
                row[..columns].copy_from_slice(&counts[..columns]);
            }
        }
    }

    /// Takes a group through a stage in blocks without tests.
    fn advance(&mut self, at: usize) {
        self.simd.vectorize(
            #[inline(always)]
            || self.advance_here(at),
        );
        // At once: every lane of every group may die, and the queue has room for a few groups.
        while self.dying.len() >= 2 * Self::GROUP {
            self.settle();
        }
    }

    #[inline(always)]
    fn advance_here(&mut self, at: usize) {
        let simd = self.simd;
        let (Stage { from, to, block }, ref mut queue) = self.stages[at];
        let Group {
            mut x,
            mut y,
            place,
        } = queue.pop::<S, V>(simd);
        let mut alive = [S::mask64s::splat(simd, true); V];
        let mut n = from;
        while n < to {
            let steps = block.min(to - n);
            let (before_x, before_y) = (x, y);
            if S::f64s::LEN == 8 {
                unchecked(simd, &mut x, &mut y, self.c, steps, fused::<S>);
            } else {
                apart(simd, &mut x, &mut y, &self.c, steps);
            }
            let inside: [_; V] = std::array::from_fn(|v| inside(simd, x[v], y[v]));
            let left: [_; V] = std::array::from_fn(|v| alive[v] & !inside[v]);
            // All or none: whether a group loses a lane can be foreseen better than which vector.
            if any(simd, &left) {
                for v in 0..V {
                    let place = place[v] + u64::from(n);
                    self.dying
                        .push::<S>(before_x[v], before_y[v], place, left[v]);
                }
            }
            alive = inside;
            self.drop_trapped(&x, &y, &mut alive);
            n += steps;
        }
        if let Some((_, next)) = self.stages.get_mut(at + 1) {
            for v in 0..V {
                next.push::<S>(x[v], y[v], place[v], alive[v]);
            }
        }
    }

    /// Lets go of the lanes that are in a trap: their pixels have the limit already.
    #[inline(always)]
    fn drop_trapped(&self, x: &[S::f64s; V], y: &[S::f64s; V], alive: &mut [S::mask64s; V]) {
        for Disc { centre, radius } in &self.traps {
            let [re, im] = [centre.re, centre.im].map(|part| S::f64s::splat(self.simd, part));
            // A little smaller, so that rounding cannot make it larger.
            let square = S::f64s::splat(self.simd, (radius * (1.0 - 1e-12)).powi(2));
            for v in 0..V {
                let (dx, dy) = (x[v] - re, y[v] - im);
                alive[v] &= !(dx * dx + dy * dy).simd_lt(square);
            }
        }
    }

    /// Repeats the last block of a group of the dying with tests, and writes their counts.
    fn settle(&mut self) {
        self.simd.vectorize(
            #[inline(always)]
            || self.settle_here(),
        );
    }

    #[inline(always)]
    fn settle_here(&mut self) {
        let simd = self.simd;
        let Group {
            mut x,
            mut y,
            place,
        } = self.dying.pop::<S, V>(simd);
        // One more, so that no lane is left that was inside at every test.
        let Tally { counts, .. } = C::count(simd, &mut x, &mut y, self.c, LONGEST + 1, 0);
        for (place, counts) in place.iter().zip(&counts) {
            for (&place, n) in place.as_slice().iter().zip(counts) {
                // Lanes that only fill up a vector have no pixel.
                if let Some(pixel) = self.pixels.get_mut((place >> COUNT) as usize) {
                    *pixel = place as u16 + n;
                }
            }
        }
    }
}

#[inline(always)]
fn any<S: Simd, const V: usize>(simd: S, masks: &[S::mask64s; V]) -> bool {
    let none = S::mask64s::splat(simd, false);
    masks.iter().fold(none, |any, &mask| any | mask).any_true()
}

#[inline(always)]
fn inside<S: Simd>(simd: S, x: S::f64s, y: S::f64s) -> S::mask64s {
    (x * x + y * y).simd_lt(S::f64s::splat(simd, 4.0))
}

/// The steps of a block in a function of their own: sixteen registers hold the vectors of a group
/// and what a step needs beside them, and nothing else. Among the loop's surroundings the compiler
/// keeps some of them in memory, through which every step then waits.
#[inline(never)]
fn apart<S: Simd, const V: usize>(
    simd: S,
    x: &mut [S::f64s; V],
    y: &mut [S::f64s; V],
    c: &[S::f64s; 2],
    steps: u16,
) {
    simd.vectorize(
        #[inline(always)]
        || unchecked(simd, x, y, *c, steps, fused::<S>),
    );
}

/// A processor with FMA has as many units that multiply as units that add, and a step has three
/// products and four sums. Fusing two sums in every third vector fills both kinds: see
/// [`super::super::peak`].
#[inline(always)]
fn fused<S: Simd>(v: usize) -> bool {
    let has_fma = S::f64s::LEN >= 4 || cfg!(target_arch = "aarch64");
    has_fma && v % 3 == 2
}
