//! Ends a pass as soon as its first two lanes are told apart.

use reports::stats;

/// The slices of a lane: how many laps each has, and the nanoseconds of each.
pub(super) type Slices<'a> = (u64, &'a [u64]);

/// Whether a look at all rounds so far is planned, and tells the two lanes apart.
pub(super) fn decided((a_laps, a): Slices<'_>, (b_laps, b): Slices<'_>) -> bool {
    if !stats::is_look(a.len().min(b.len())) {
        return false;
    }
    let call = |nanos: u64, laps: u64| nanos.max(1) as f64 / laps.max(1) as f64;
    let pairs = a.iter().zip(b);
    let ratio = |(a, b): (&u64, &u64)| (call(*b, b_laps) / call(*a, a_laps)).ln();
    stats::tell(&pairs.map(ratio).collect::<Vec<f64>>()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_told_apart_at_a_look_by_the_time_of_one_call() {
        let (fast, slow) = ([100; 24], [220; 24]);
        assert!(decided((1, &fast), (1, &slow)));
        assert!(decided((2, &slow), (1, &[105; 24])));
        assert!(
            !decided((1, &fast), (2, &[200; 24])),
            "a call takes as long"
        );
        assert!(
            !decided((1, &fast[..23]), (1, &slow[..23])),
            "no look is planned"
        );
    }
}
