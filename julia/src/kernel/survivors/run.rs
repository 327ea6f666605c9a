//! One pass over a grid with its queues.

use std::marker::PhantomData;

use fearless_simd::{Simd, prelude::*};

use super::count::{Count, Tally};
use super::plan::{self, FIRST, LONGEST, Stage};
use super::queue::{Group, NOWHERE, Queue};
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
    pub(super) stages: Vec<(Stage, Queue)>,
    pub(super) dying: Queue,
    /// Who is in one of these is inside for ever.
    pub(super) traps: Vec<Disc>,
}

impl<'a, S: Simd, const V: usize, C: Count<S, V>> Run<'a, S, V, C> {
    pub(super) const GROUP: usize = V * S::f64s::LEN;

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

    /// The same for points that are all inside for some steps: they need no tests meanwhile.
    #[inline(always)]
    pub(super) fn tile_inside_for(&mut self, steps: u16, row: usize, column: usize) {
        let known = |(stage, _): &(Stage, Queue)| stage.from <= steps;
        match self.stages.iter().rposition(known) {
            Some(at) => self.begin_late(at, row, column),
            None => self.begin(row, column),
        }
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
        let [mut x, mut y] = self.points(row, column);
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

    /// The points of `V` rows of one vector each; those beyond the edges are far outside.
    #[inline(always)]
    fn points(&self, row: usize, column: usize) -> [[S::f64s; V]; 2] {
        let x = [S::f64s::from_slice(self.simd, &self.xs[column..][..S::f64s::LEN]); V];
        let mut y = x;
        for (v, y) in y.iter_mut().enumerate() {
            *y = S::f64s::splat(self.simd, self.ys.get(row + v).copied().unwrap_or(4.0));
        }
        [x, y]
    }

    /// Takes a tile to a stage without tests: all its points are inside until there.
    #[inline(always)]
    fn begin_late(&mut self, at: usize, row: usize, column: usize) {
        self.write(row, column, &[[self.limit; 8]; V]);
        self.carry(
            at,
            #[inline(always)]
            |run| {
                let [mut x, mut y] = run.points(row, column);
                run.steps(&mut x, &mut y, run.stages[at].0.from);
                let (rows, columns) = (run.ys.len(), run.width);
                let mut place = [S::u64s::splat(run.simd, NOWHERE); V];
                for (row, place) in (row..rows).zip(&mut place) {
                    let pixel = |lane| match column + lane < columns {
                        true => ((row * columns + column + lane) as u64) << COUNT,
                        false => NOWHERE,
                    };
                    *place = S::u64s::from_fn(run.simd, pixel);
                }
                Group { x, y, place }
            },
        );
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

    /// Repeats the last block of a group of the dying with tests, and writes their counts.
    pub(super) fn settle(&mut self) {
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
pub(super) fn any<S: Simd, const V: usize>(simd: S, masks: &[S::mask64s; V]) -> bool {
    let none = S::mask64s::splat(simd, false);
    masks.iter().fold(none, |any, &mask| any | mask).any_true()
}
