//! The statistics of the judge: medians, and intervals from order statistics.
//!
//! Nothing here assumes a distribution or estimates a variance. The median of a pass is one
//! observation; the interval comes from the order statistics of the passes, and its error is a
//! binomial probability.

mod gate;
mod order;
mod sequential;
mod sign;

pub(crate) use gate::Gate;
pub use gate::{FLOOR, KEPT, TOLERATED, quiet_limit, waited};
pub use order::{Look, error, error_so_far, looks, rank, strict_rank};
pub(crate) use order::{error_before, largest_rank};
pub use sequential::{MOST_PAIRS, Side, Told, is_look, tell};
pub(crate) use sign::{chance_above, chance_below, chance_beyond};

/// The fewest passes whose interval may decide a claim.
pub const FEWEST_PASSES: usize = 8;

/// The median; absent for an empty slice. Sorts the values.
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    median_of_sorted(values)
}

/// The median of values in ascending order; absent for an empty slice.
#[must_use]
pub fn median_of_sorted(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    // Halved first: the sum of two large values may overflow.
    Some(sorted[middle - 1] / 2.0 + upper / 2.0)
}

/// The quantile at share `p` of values in ascending order, between its two neighbours.
///
/// The value of rank `r` of `n` stands at `(r - 1/2) / n` (Hyndman and Fan, *Sample quantiles in
/// statistical packages* (1996), definition 5). Absent for an empty slice.
#[must_use]
pub fn quantile_of_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = (p * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    let share = place - below as f64;
    Some(sorted[below] * (1.0 - share) + sorted[above] * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_middles() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0]), Some(3.0));
        assert_eq!(median(&mut [9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 100.0]), Some(3.0));
        assert_eq!(median(&mut [f64::MAX, f64::MAX]), Some(f64::MAX));
    }

    #[test]
    fn quantiles_run_from_the_least_to_the_greatest() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile_of_sorted(&sorted, 0.0), Some(1.0));
        assert_eq!(quantile_of_sorted(&sorted, 0.5), Some(2.5));
        assert_eq!(quantile_of_sorted(&sorted, 1.0), Some(4.0));
        assert_eq!(quantile_of_sorted(&[], 0.5), None);
    }
}
