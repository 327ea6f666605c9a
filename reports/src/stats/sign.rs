//! How likely chance alone puts the medians of passes on one side of an edge.
//!
//! The sign test: were the true median at the edge or below it, each of `J` medians would lie above
//! with probability one half at most, so all but `k` do so with probability `P(Bin(J, 1/2) <= k)`
//! at most. It is the smallest error at which an interval from order statistics still lies above.
//!
//! This cannot fall below `2^-J`, however far away the medians are. Where all of them lie above,
//! the distance `d` of the nearest to the edge is held against their range `R`. Let them be
//! symmetric about the true median with a single peak, as the coin order of the slices makes
//! them: then the density `f` of their distances `x` from it never rises, so `x f(x) <= F(x)`.
//! All distances lie between the least, `x`, and `c x`, where `c = (d + R) / d`, with probability
//!
//! ```text
//! J ∫ f(x) (F(cx) - F(x))^(J-1) dx  <=  J ∫ min((c - 1) u, 1 - u)^(J-1) du  =  (R / (R + d))^(J-1)
//! ```
//!
//! for `u = F(x)` from 0 to 1, and on one side of it with `2^-J` of that.

use super::error;

/// The chance, at most, that the medians of so many passes all lie on one side of the true median,
/// the nearest of them by `distance` and all within `range`.
pub(crate) fn chance_beyond(passes: usize, range: f64, distance: f64) -> f64 {
    let range = range.max(f64::MIN_POSITIVE);
    let share = (range / (range + distance.max(0.0))).min(1.0);
    let further = i32::try_from(passes.saturating_sub(1)).unwrap_or(i32::MAX);
    error(passes, 1) / 2.0 * share.powi(further)
}

/// The chance, at most, that medians in ascending order lie so far above an edge although the true
/// median does not. No range is taken to be smaller than `resolution`.
pub(crate) fn chance_above(sorted: &[f64], edge: f64, resolution: f64) -> f64 {
    if edge == f64::NEG_INFINITY {
        return 0.0;
    }
    let (passes, below) = (
        sorted.len(),
        sorted.partition_point(|&median| median <= edge),
    );
    match (sorted.first(), sorted.last()) {
        (Some(first), Some(last)) if below == 0 => {
            chance_beyond(passes, (last - first).max(resolution), first - edge)
        }
        _ if 2 * below >= passes => 1.0,
        _ => error(passes, below + 1) / 2.0,
    }
}

/// The same below an edge.
pub(crate) fn chance_below(sorted: &[f64], edge: f64, resolution: f64) -> f64 {
    let mirrored: Vec<f64> = sorted.iter().rev().map(|median| -median).collect();
    chance_above(&mirrored, -edge, resolution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Random;

    #[test]
    fn it_is_the_sign_test_while_medians_lie_on_both_sides() {
        let sorted = [-1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        assert!((chance_above(&sorted, 0.0, 0.0) - 9.0 / 256.0).abs() < 1e-12);
        assert_eq!(chance_above(&sorted, 5.5, 0.0), 1.0);
        assert_eq!(chance_above(&sorted, f64::NEG_INFINITY, 0.0), 0.0);
        assert_eq!(chance_above(&[], 0.0, 0.0), 1.0);
        let mirrored: Vec<f64> = sorted.iter().rev().map(|x| -x).collect();
        let below = chance_below(&mirrored, 0.0, 0.0);
        assert_eq!(below, chance_above(&sorted, 0.0, 0.0));
    }

    #[test]
    fn far_medians_are_less_likely_than_near_ones() {
        let at = |edge: f64| chance_above(&[1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7], edge, 0.0);
        assert!(at(0.99) < 1.0 / 256.0 && at(0.99) > 0.9 / 256.0);
        assert!(at(0.0) < 1e-4 && at(-10.0) < 1e-9);
        // Equal medians may be equal only because the clock is coarse.
        assert!(chance_above(&[1.0; 8], 0.5, 0.5) > 1e-5);
        assert!(chance_above(&[1.0; 8], 0.5, 0.0) < 1e-100);
    }

    /// The statement itself: a chance of at most `p` is found with a probability of at most `p`,
    /// for the flattest density that is allowed, a normal one, and one with heavy tails.
    #[test]
    fn a_chance_is_found_no_more_often_than_it_says() {
        let draws: [fn(&mut Random) -> f64; 3] = [
            |random| random.share() - 0.5,
            Random::normal,
            |random| random.normal() / random.normal(),
        ];
        let mut random = Random::new(7);
        for draw in draws {
            const RUNS: usize = 200_000;
            let mut found: Vec<f64> = (0..RUNS)
                .map(|_| {
                    let mut medians: Vec<f64> = (0..6).map(|_| draw(&mut random)).collect();
                    medians.sort_by(f64::total_cmp);
                    chance_above(&medians, 0.0, 0.0)
                })
                .collect();
            found.sort_by(f64::total_cmp);
            for p in [0.1, 0.0156, 0.01, 0.003, 0.001, 0.000_3] {
                let often = found.partition_point(|&chance| chance <= p) as f64;
                let expected = p * RUNS as f64;
                assert!(often <= expected + 4.0 * expected.sqrt(), "{p}: {often}");
            }
        }
    }
}
