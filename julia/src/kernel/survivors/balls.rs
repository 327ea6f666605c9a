//! Balls of points that make their steps together, until the fate of each is certain or in doubt.

use fearless_simd::{Simd, prelude::*};

use crate::kernel::traps::Disc;

/// Rounding of one step, with room to spare.
pub(super) const ROUNDING: f64 = 2e-14;

/// What is within this of the circle of radius 2 is on neither side.
pub(super) const RIM: f64 = 1e-12;

/// A ball that is larger will hardly be decided any more.
const LARGE: f64 = 0.3;

/// The square of a radius below this is finite.
const HUGE: f64 = 1e100;

/// Vectors of balls that make their steps together, so that they wait less for themselves.
const VECTORS: usize = 2;

/// The most lanes of so many vectors.
pub(super) const MOST: usize = VECTORS * 8;

/// Balls side by side: their middles, and what reaches their points from there.
pub(super) struct Balls {
    pub(super) x: [f64; MOST],
    pub(super) y: [f64; MOST],
    pub(super) radius: [f64; MOST],
}

/// What is known of all points of a ball.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Their count.
    Certain(u16),
    /// That they are inside before each of so many steps.
    InsideFor(u16),
}

/// The fates of as many balls as two vectors have lanes. Who is in any trap comes through the first
/// one, so only that is asked for.
#[inline(always)]
pub(super) fn fates<S: Simd>(
    simd: S,
    balls: &Balls,
    [cx, cy]: [S::f64s; 2],
    limit: u16,
    trap: Option<&Disc>,
) -> [Fate; MOST] {
    let all = |value| S::f64s::splat(simd, value);
    // No ball is in a trap of this radius.
    let (re, im, reach) = trap.map_or((0.0, 0.0, -1.0), |disc| {
        (disc.centre.re, disc.centre.im, disc.radius - RIM)
    });
    let (re, im, reach) = (all(re), all(im), all(reach));
    let mut lanes: [Lanes<S>; VECTORS] = [Lanes::of(simd, balls, 0), Lanes::of(simd, balls, 1)];
    let mut fates = [Fate::InsideFor(0); MOST];
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
            tell::<S>(&mut fates, v, *open & left, Fate::Certain(n));
            tell::<S>(&mut fates, v, *open & caught, Fate::Certain(limit));
            tell::<S>(
                &mut fates,
                v,
                *open & !(left | caught | stays),
                Fate::InsideFor(n),
            );
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
        tell::<S>(&mut fates, v, lanes.open, Fate::Certain(limit));
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

/// Notes the fate of the balls that a mask names in a vector.
#[inline(always)]
fn tell<S: Simd>(fates: &mut [Fate; MOST], vector: usize, which: S::mask64s, fate: Fate) {
    let mut bits = which.to_bitmask();
    while bits != 0 {
        let lane = bits.trailing_zeros() as usize;
        fates[vector * S::f64s::LEN + lane] = fate;
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
    fn fate<S: Simd>(simd: S, ball: Disc, c: Complex64, limit: u16) -> Fate {
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
            assert_eq!(found, Fate::InsideFor(0), "{x} {radius}");
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
            let fate = dispatch!(Level::new(), simd => fate(simd, ball, c, limit));
            for (share, turn) in points {
                let z = ball.centre + Complex64::from_polar(radius * share, turn);
                let n = spelled_out(z.re, z.im, c.re, c.im, limit);
                match fate {
                    Fate::Certain(count) => prop_assert_eq!(n, count),
                    Fate::InsideFor(steps) => prop_assert!(n >= steps, "{} < {}", n, steps),
                }
            }
        }
    }
}
