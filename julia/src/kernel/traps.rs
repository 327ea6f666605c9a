//! Discs that no orbit leaves.
//!
//! Where z² + c has an attracting cycle, nearly every point that never leaves is drawn to it, and
//! the discs around the cycle's points are traps: a disc of radius r around a is mapped into one of
//! radius 2 |a| r + r² around a² + c. When the disc around the first point is mapped, around the
//! whole cycle, into itself, and all of them lie inside the circle of radius 2, then a point in any
//! of them is inside for ever, and has the limit as its count.
//!
//! It holds for the rounded orbit as well: a step below the modulus 2 is rounded by less than
//! 10⁻¹⁴, and each disc is widened by 10⁻¹² against that and against the error of the cycle itself.
//! Without an attracting cycle there are no discs, and nothing is cut short.

use num_complex::Complex64;

use super::leaves_for_ever;

/// The longest cycle that is looked for. Each of its discs is one more question to every point.
const LONGEST: usize = 32;

/// How often the orbit of the origin is given time to settle, and for how many steps.
const TRIES: u32 = 16;
const STEPS: u32 = 256;

/// What each disc is widened by against rounding.
const SLACK: f64 = 1e-12;

/// A disc that no orbit leaves, but for the next one of its cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Disc {
    pub(crate) centre: Complex64,
    pub(crate) radius: f64,
}

/// The traps of a constant, the one nearest the origin first; none if no cycle attracts.
///
/// If there is an attracting cycle, the orbit of the origin goes there (Fatou), so one orbit finds
/// it. The radius is the largest that the proof allows, to within a tenth.
pub(crate) fn discs(c: Complex64) -> Vec<Disc> {
    let Some(mut cycle) = cycle(c) else {
        return Vec::new();
    };
    let nearest = (0..cycle.len()).min_by(|&a, &b| cycle[a].norm().total_cmp(&cycle[b].norm()));
    cycle.rotate_left(nearest.unwrap_or_default());
    let radii = std::iter::successors(Some(1.0), |radius| Some(radius * 0.95)).take(300);
    radii
        .map(|radius| chain(&cycle, c, radius))
        .find_map(|discs| discs)
        .unwrap_or_default()
}

/// The cycle that attracts the origin, if it does.
fn cycle(c: Complex64) -> Option<Vec<Complex64>> {
    if !leaves_for_ever(c) {
        return None;
    }
    let step = |z: Complex64| z * z + c;
    let mut z = Complex64::ZERO;
    for _ in 0..TRIES {
        for _ in 0..STEPS {
            z = step(z);
        }
        if z.is_nan() || z.norm_sqr() >= 4.0 {
            return None;
        }
        let orbit: Vec<_> = std::iter::successors(Some(z), |&z| Some(step(z)))
            .take(LONGEST + 1)
            .collect();
        let back = |z: &Complex64| (z - orbit[0]).norm() < 0.1 * SLACK;
        if let Some(period) = orbit[1..].iter().position(back) {
            return Some(orbit[..=period].to_vec());
        }
    }
    None
}

/// The discs that begin with a radius around the first point, if they come back into it.
fn chain(cycle: &[Complex64], c: Complex64, first: f64) -> Option<Vec<Disc>> {
    let mut radius = first;
    let mut discs = Vec::with_capacity(cycle.len());
    for (at, &centre) in cycle.iter().enumerate() {
        if centre.norm() + radius >= 2.0 - 1e-9 {
            return None;
        }
        discs.push(Disc { centre, radius });
        let next = cycle[(at + 1) % cycle.len()];
        let drift = (centre * centre + c - next).norm();
        radius = 2.0 * centre.norm() * radius + radius * radius + drift + SLACK;
    }
    (radius <= first).then_some(discs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plane::Window;

    #[test]
    fn the_book_s_constant_has_seven_traps() {
        let discs = discs(Window::BOOK.c);
        assert_eq!(discs.len(), 7);
        assert!((0.1..0.13).contains(&discs[0].radius), "{:?}", discs[0]);
    }

    #[test]
    fn where_nothing_attracts_there_is_no_trap() {
        for (re, im) in [
            (-2.0, 0.0),
            (0.0, 1.0),
            (1.0, 0.0),
            (-3.0, 0.5),
            (f64::NAN, 0.0),
        ] {
            assert_eq!(discs(Complex64::new(re, im)), [], "{re} {im}");
        }
    }

    proptest! {
        /// The proof's conclusion, tried: orbits from the rims of the discs stay in the traps.
        #[test]
        fn no_orbit_leaves_its_traps(c in (-1.4..0.4_f64, -1.0..1.0_f64), turn in 0.0..6.3_f64) {
            let c = Complex64::new(c.0, c.1);
            let discs = discs(c);
            for start in &discs {
                let mut z = start.centre + Complex64::from_polar(start.radius, turn);
                for _ in 0..1000 {
                    z = z * z + c;
                    prop_assert!(z.norm() < 2.0);
                    let caught = |disc: &Disc| (z - disc.centre).norm() <= disc.radius;
                    prop_assert!(discs.iter().any(caught), "{} of {:?}", z, discs);
                }
            }
        }
    }
}
