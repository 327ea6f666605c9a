//! The interval of a median from order statistics, and the planned looks.
//!
//! Let `m_1 … m_J` be the medians of J passes. Each lies below the true median with probability
//! one half, so the true median lies outside of `[m_(r), m_(J+1-r)]` with probability at most
//! `2 P(Bin(J, 1/2) <= r - 1)`, whatever the distribution (David and Nagaraja, *Order statistics*,
//! 3rd ed., section 7.1).
//!
//! A claim is looked at after a few planned numbers of passes and sampling stops when it is
//! decided. The errors of the looks add up, at worst (the union bound):
//!
//! | effort | looks (passes, rank) | error, summed |
//! |---|---|---|
//! | quick | (10, 1) | 0.20 % |
//! | default | (10, 1) (16, 3) (24, 5) | 0.77 % |
//! | thorough | and (32, 7) (48, 13) | 0.89 % |
//!
//! The first look of the default takes the widest interval there is, because most effects are
//! large; the last one keeps what is left of 0.8 %. The two further looks share the 0.2 % that
//! remain to 1 %.

use crate::record::Effort;

/// A planned look: after this many passes the interval is taken between the order statistics of
/// this rank from either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Passes.
    pub passes: usize,
    /// Rank, counted from 1.
    pub rank: usize,
}

/// All looks; every effort takes a part of them.
const LOOKS: [Look; 5] = [
    Look {
        passes: 10,
        rank: 1,
    },
    Look {
        passes: 16,
        rank: 3,
    },
    Look {
        passes: 24,
        rank: 5,
    },
    Look {
        passes: 32,
        rank: 7,
    },
    Look {
        passes: 48,
        rank: 13,
    },
];

/// The error that an unplanned look may have: one at a number of passes between two looks, where
/// a run was interrupted. It is the error that a whole plan may have.
const UNPLANNED: f64 = 0.008;

/// The looks that are planned for an effort, in ascending order.
#[must_use]
pub fn looks(effort: Effort) -> &'static [Look] {
    match effort {
        Effort::Quick => &LOOKS[..1],
        Effort::Default => &LOOKS[..3],
        Effort::Thorough => &LOOKS,
    }
}

/// The errors of all looks that a run of this effort has had after so many passes, added up.
#[must_use]
pub fn error_so_far(effort: Effort, passes: usize) -> f64 {
    let now = rank(passes).map_or(0.0, |rank| error(passes, rank));
    error_before(effort, passes) + now
}

/// The errors of the looks before this many passes, added up.
pub(crate) fn error_before(effort: Effort, passes: usize) -> f64 {
    let before = looks(effort).iter().filter(|look| look.passes < passes);
    before.map(|look| error(look.passes, look.rank)).sum()
}

/// `2 P(Bin(passes, 1/2) <= rank - 1)`: how often, at most, the interval of this rank misses the
/// median. At most 1.
///
/// Summed by logarithms, so that no number of passes underflows.
#[must_use]
pub fn error(passes: usize, rank: usize) -> f64 {
    let n = passes as f64;
    let mut ln_term = -n * std::f64::consts::LN_2;
    let mut sum = 0.0;
    for k in 0..rank.min(passes + 1) {
        sum += ln_term.exp();
        let k = k as f64;
        ln_term += ((n - k) / (k + 1.0)).ln();
    }
    (2.0 * sum).min(1.0)
}

/// The rank for this many passes: the planned one, or the largest whose error is at most 0.8 %;
/// absent when the passes are too few to decide anything.
#[must_use]
pub fn rank(passes: usize) -> Option<usize> {
    LOOKS
        .iter()
        .find(|look| look.passes == passes)
        .map(|look| look.rank)
        .or_else(|| largest_rank(passes, UNPLANNED))
}

/// The rank for one of `places` intervals, any of which can refute a claim: all of them together
/// have at most the error of [`rank`] alone (Bonferroni). Absent when the passes are too few.
#[must_use]
pub fn strict_rank(passes: usize, places: usize) -> Option<usize> {
    let alone = rank(passes)?;
    if places <= 1 {
        return Some(alone);
    }
    largest_rank(passes, error(passes, alone) / places as f64)
}

/// The largest rank whose interval misses the median with this error at most; absent when the
/// values are too few for any.
pub(crate) fn largest_rank(values: usize, allowed: f64) -> Option<usize> {
    let n = values as f64;
    let mut ln_term = -n * std::f64::consts::LN_2;
    let mut sum = 0.0;
    let mut rank = 0;
    while rank < values / 2 {
        sum += ln_term.exp();
        if 2.0 * sum > allowed {
            break;
        }
        let k = rank as f64;
        ln_term += ((n - k) / (k + 1.0)).ln();
        rank += 1;
    }
    (rank > 0).then_some(rank)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Counts all `2^passes` outcomes.
    fn brute_force(passes: usize, rank: usize) -> f64 {
        let outcomes = 1_u64 << passes;
        let missed = (0..outcomes)
            .filter(|outcome| {
                let below = outcome.count_ones() as usize;
                below < rank || passes - below < rank
            })
            .count();
        missed as f64 / outcomes as f64
    }

    #[test]
    fn the_error_is_that_of_all_outcomes_counted() {
        for passes in 1..=14 {
            for rank in 1..=passes / 2 {
                let (exact, counted) = (error(passes, rank), brute_force(passes, rank));
                assert!((exact - counted).abs() < 1e-12, "{passes} {rank}");
            }
        }
    }

    #[test]
    fn the_sum_over_the_looks_stays_below_one_per_cent() {
        let summed = |effort| {
            looks(effort)
                .iter()
                .map(|look| error(look.passes, look.rank))
                .sum::<f64>()
        };
        assert!((summed(Effort::Quick) - 0.001_953_125).abs() < 1e-9);
        assert!((0.0076..0.0077).contains(&summed(Effort::Default)));
        assert!((0.0085..0.0100).contains(&summed(Effort::Thorough)));
    }

    #[test]
    fn too_few_passes_decide_nothing() {
        assert!((0..super::super::FEWEST_PASSES).all(|passes| rank(passes).is_none()));
        assert!((super::super::FEWEST_PASSES..200).all(|passes| rank(passes).is_some()));
    }

    #[test]
    fn a_look_is_planned_or_has_the_largest_rank_allowed() {
        assert_eq!([10, 16, 24, 32, 48].map(rank), [1, 3, 5, 7, 13].map(Some));
        assert_eq!([9, 11, 12, 20].map(rank), [1, 1, 2, 4].map(Some));
    }

    #[test]
    fn many_places_need_a_stricter_rank() {
        assert_eq!(strict_rank(24, 1), Some(5));
        assert_eq!(strict_rank(24, 5), Some(4));
        assert_eq!(strict_rank(16, 13), Some(1));
        assert_eq!(strict_rank(10, 2), None);
        assert_eq!(strict_rank(7, 1), None);
    }

    proptest! {
        #[test]
        fn the_largest_rank_is_the_last_whose_error_is_allowed(
            values in 0_usize..400,
            allowed in 1e-6..0.2_f64,
        ) {
            let ranks = 1..=values / 2;
            let last = ranks.take_while(|rank| error(values, *rank) <= allowed).last();
            prop_assert_eq!(largest_rank(values, allowed), last);
        }

        #[test]
        fn the_error_grows_with_the_rank_and_is_a_probability(passes in 1_usize..3000) {
            let mut before = 0.0;
            for rank in 1..=(passes / 2).min(60) {
                let now = error(passes, rank);
                prop_assert!(now >= before && now <= 1.0);
                before = now;
            }
        }
    }
}
