//! Groups of points that make their steps without tests, stage by stage.

use fearless_simd::{Simd, prelude::*};

use super::count::Count;
use super::plan::Stage;
use super::queue::Group;
use super::run::{Run, any};
use crate::kernel::peak::unchecked;
use crate::kernel::traps::Disc;

impl<S: Simd, const V: usize, C: Count<S, V>> Run<'_, S, V, C> {
    /// Takes a group through a stage.
    pub(super) fn advance(&mut self, at: usize) {
        self.carry(
            at,
            #[inline(always)]
            |run| run.stages[at].1.pop(run.simd),
        );
    }

    /// Takes a group through a stage, and on to the next ones as long as it loses no lane.
    pub(super) fn carry(&mut self, at: usize, take: impl FnOnce(&mut Self) -> Group<S, V>) {
        self.simd.vectorize(
            #[inline(always)]
            || {
                let group = take(self);
                self.carry_here(at, group);
            },
        );
        // At once: every lane of every group may die, and the queue has room for a few groups.
        while self.dying.len() >= 2 * Self::GROUP {
            self.settle();
        }
    }

    #[inline(always)]
    fn carry_here(&mut self, mut at: usize, group: Group<S, V>) {
        let (simd, four) = (self.simd, S::f64s::splat(self.simd, 4.0));
        let Group {
            mut x,
            mut y,
            place,
        } = group;
        loop {
            let Stage { from, to, block } = self.stages[at].0;
            let mut alive = [S::mask64s::splat(simd, true); V];
            let mut n = from;
            while n < to {
                let steps = block.min(to - n);
                let (before_x, before_y) = (x, y);
                self.steps(&mut x, &mut y, steps);
                let (mut inside, mut left) = (alive, alive);
                for v in 0..V {
                    inside[v] = (x[v] * x[v] + y[v] * y[v]).simd_lt(four);
                    left[v] &= !inside[v];
                }
                // All or none: whether a group loses a lane is foreseen better than which vector.
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
            at += 1;
            let Some((_, next)) = self.stages.get_mut(at) else {
                return;
            };
            if !all(simd, &alive) {
                for v in 0..V {
                    next.push::<S>(x[v], y[v], place[v], alive[v]);
                }
                return;
            }
        }
    }

    /// Makes steps without tests.
    #[inline(always)]
    pub(super) fn steps(&self, x: &mut [S::f64s; V], y: &mut [S::f64s; V], steps: u16) {
        if S::f64s::LEN == 8 {
            unchecked(self.simd, x, y, self.c, steps, fused::<S>);
        } else {
            apart(self.simd, x, y, &self.c, steps);
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
}

#[inline(always)]
fn all<S: Simd, const V: usize>(simd: S, masks: &[S::mask64s; V]) -> bool {
    let every = S::mask64s::splat(simd, true);
    masks.iter().fold(every, |all, &mask| all & mask).all_true()
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
