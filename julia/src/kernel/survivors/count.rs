//! Steps with tests: for the first steps of all, and for the last ones of those that leave.

use fearless_simd::{Simd, prelude::*};

/// What came of a group's steps with tests.
pub(super) struct Tally<S: Simd, const V: usize> {
    /// The iterations of each lane, a row for each vector.
    pub(super) counts: [[u16; 8]; V],
    /// The lanes that were inside at the last test.
    pub(super) alive: [S::mask64s; V],
}

/// A way to make steps with tests.
pub(super) trait Count<S: Simd, const V: usize> {
    /// Makes so many steps, or fewer if all lanes have left, and counts those before which a lane
    /// was inside. Lanes that made all of them get `rest` as their count.
    fn count(
        simd: S,
        x: &mut [S::f64s; V],
        y: &mut [S::f64s; V],
        c: [S::f64s; 2],
        steps: u16,
        rest: u16,
    ) -> Tally<S, V>;
}

/// Counts in lanes as wide as the coordinates.
pub(super) struct Portable;

impl<S: Simd, const V: usize> Count<S, V> for Portable {
    #[inline(always)]
    fn count(
        simd: S,
        x: &mut [S::f64s; V],
        y: &mut [S::f64s; V],
        [cx, cy]: [S::f64s; 2],
        steps: u16,
        rest: u16,
    ) -> Tally<S, V> {
        let four = S::f64s::splat(simd, 4.0);
        let none = S::i64s::splat(simd, 0);
        let mut alive = [S::mask64s::splat(simd, false); V];
        let mut counts = [none; V];
        for _ in 0..steps {
            let mut any = S::mask64s::splat(simd, false);
            for v in 0..V {
                let (xx, yy, xy) = (x[v] * x[v], y[v] * y[v], x[v] * y[v]);
                alive[v] = (xx + yy).simd_lt(four);
                // A lane that is inside is -1 there.
                counts[v] -= alive[v].to_vector();
                any |= alive[v];
                x[v] = xx - yy + cx;
                y[v] = xy + xy + cy;
            }
            if any.all_false() {
                break;
            }
        }
        let rest = S::i64s::splat(simd, i64::from(rest));
        let mut narrow = [[0; 8]; V];
        for v in 0..V {
            let wide = alive[v].select(rest, counts[v]);
            for (narrow, &wide) in narrow[v].iter_mut().zip(wide.as_slice()) {
                *narrow = wide as u16;
            }
        }
        Tally {
            counts: narrow,
            alive,
        }
    }
}
