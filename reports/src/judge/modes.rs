//! Whether the passes fall in two groups.
//!
//! A variant may run in one of two modes for a whole pass: its data on large pages or small ones,
//! its code in one place or another. The median of the passes then lies in a gap where no pass was.

/// The least share of the passes in the smaller group. No planned look leaves out more on either
/// side, so while a group is that large more passes decide nothing.
const SHARE: f64 = 0.25;
/// The gap between the groups is at least so many times as wide as the wider of them. Medians
/// without modes, normal or uniform, show such a gap less often than once in 100 times.
const APART: f64 = 3.0;

/// Two groups of medians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Modes {
    /// How many medians the upper group has.
    pub(super) upper: usize,
    /// From the lower group to the upper.
    pub(super) gap: f64,
}

/// Finds two groups in medians in ascending order; none when the gap is below `floor`, where it
/// could be the placement of code.
pub(super) fn modes(sorted: &[f64], floor: f64) -> Option<Modes> {
    let (&first, &last) = (sorted.first()?, sorted.last()?);
    let least = (SHARE * sorted.len() as f64).ceil().max(2.0) as usize;
    let last_split = sorted.len().checked_sub(least)?;
    (least..=last_split)
        .map(|split| {
            let (below, above) = (sorted[split - 1], sorted[split]);
            let widest = (below - first).max(last - above);
            let upper = sorted.len() - split;
            let gap = above - below;
            (Modes { upper, gap }, widest)
        })
        .filter(|(modes, widest)| modes.gap > floor && modes.gap >= APART * widest)
        .map(|(modes, _)| modes)
        .max_by(|a, b| a.gap.total_cmp(&b.gap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Random;

    fn drawn(passes: usize, draw: &mut dyn FnMut() -> f64) -> Vec<f64> {
        let mut sorted: Vec<f64> = (0..passes).map(|_| draw()).collect();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    #[test]
    fn medians_without_modes_are_seldom_split() {
        let mut random = Random::new(3);
        for (passes, allowed) in [(8, 0.01), (10, 0.003), (16, 0.001), (24, 0.001)] {
            const RUNS: u32 = 4_000;
            for uniform in [false, true] {
                let split = (0..RUNS).filter(|_| {
                    let mut draw = || match uniform {
                        true => random.share(),
                        false => random.normal(),
                    };
                    modes(&drawn(passes, &mut draw), 0.0).is_some()
                });
                let share = split.count() as f64 / f64::from(RUNS);
                assert!(share <= allowed, "{passes} {uniform}: {share}");
            }
        }
    }

    #[test]
    fn two_modes_are_found_where_both_are_common() {
        let mut random = Random::new(4);
        let found = (0..1_000).filter(|_| {
            let mut place = 0;
            let mut draw = || {
                place += 1;
                let mode = if place % 3 == 0 { 0.2 } else { 0.0 };
                mode + 0.01 * random.normal()
            };
            modes(&drawn(16, &mut draw), 0.005).is_some_and(|of| of.upper == 5)
        });
        assert!(found.count() > 950);
        assert_eq!(modes(&[0.0, 0.0, 0.0, 0.004, 0.004, 0.004], 0.005), None);
        let few = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(modes(&few, 0.005), None, "the interval will leave it out");
        assert_eq!(modes(&[], 0.0), None);
        assert_eq!(modes(&[1.0], 0.0), None);
    }
}
