//! A figure that changes in steps while a call runs: the bytes that it holds, a list's capacity.

use serde::{Deserialize, Serialize};

/// The most points of a timeline in a record.
const POINTS: usize = 160;

/// A figure in steps: each point says from where on it has its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The place of the variant in the ladder.
    pub variant: usize,
    /// What is drawn: [`HELD`], [`RESIDENT`], or the name that the variant gives it.
    pub of: String,
    /// Against what.
    pub against: Against,
    /// Where a step begins and the value from there on, in order; the last says where it ends.
    pub points: Vec<(u64, u64)>,
}

/// The bytes that a call holds, as its allocator was asked for them.
pub const HELD: &str = "held";

/// The bytes by which the memory of a call's process has grown, as the system tells now and then.
pub const RESIDENT: &str = "resident";

/// What the steps of a timeline stand against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Nanoseconds since the call began.
    Time,
    /// Units of the call's work that are done.
    Work,
}

impl Timeline {
    /// A timeline of a bounded number of points, which keeps the extremes.
    #[must_use]
    pub fn new(variant: usize, of: &str, against: Against, mut points: Vec<(u64, u64)>) -> Self {
        thin(&mut points, POINTS);
        Self {
            variant,
            of: of.to_owned(),
            against,
            points,
        }
    }

    /// Its greatest value.
    #[must_use]
    pub fn peak(&self) -> u64 {
        let values = self.points.iter().map(|&(_, value)| value);
        values.max().unwrap_or_default()
    }
}

/// Leaves at most so many points, at least 4: the first, the last, and of each group of those
/// between the least and the greatest. It allocates nothing.
///
/// # Panics
/// When `most` is below 4.
pub fn thin(points: &mut Vec<(u64, u64)>, most: usize) {
    assert!(most >= 4, "a timeline has 4 points at least");
    let Some((&last, _)) = points.split_last() else {
        return;
    };
    if points.len() <= most {
        return;
    }
    let inner = points.len() - 2;
    let group = inner.div_ceil((most - 2) / 2);
    let mut kept = 1;
    for start in (1..=inner).step_by(group) {
        let own = start..(start + group).min(inner + 1);
        let value = |&at: &usize| points[at].1;
        let (Some(low), Some(high)) = (own.clone().min_by_key(value), own.max_by_key(value)) else {
            continue;
        };
        let (early, late) = (points[low.min(high)], points[low.max(high)]);
        points[kept] = early;
        kept += 1;
        if low != high {
            points[kept] = late;
            kept += 1;
        }
    }
    points[kept] = last;
    points.truncate(kept + 1);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn extremes_and_ends_are_kept_in_order(
            values in prop::collection::vec(0_u64..1000, 0..400),
            most in 4_usize..80,
        ) {
            let all: Vec<(u64, u64)> = (0..).zip(values).collect();
            let mut few = all.clone();
            thin(&mut few, most);
            prop_assert!(few.len() <= most.max(4));
            prop_assert!(few.windows(2).all(|pair| pair[0].0 < pair[1].0));
            prop_assert!(few.iter().all(|point| all.contains(point)));
            prop_assert_eq!(few.first(), all.first());
            prop_assert_eq!(few.last(), all.last());
            let range = |points: &[(u64, u64)]| {
                let values = || points.iter().map(|&(_, value)| value);
                (values().min(), values().max())
            };
            prop_assert_eq!(range(&few), range(&all));
            if all.len() <= most {
                prop_assert_eq!(few, all);
            }
        }
    }

    #[test]
    fn a_timeline_in_a_record_is_bounded() {
        let points = (0..10_000).map(|at| (at, at % 97)).collect();
        let timeline = Timeline::new(0, HELD, Against::Time, points);
        assert!(timeline.points.len() <= POINTS);
        assert_eq!(timeline.peak(), 96);
    }
}
