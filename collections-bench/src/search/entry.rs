//! Separators that all needles of a batch are held against first, in steps of a halving.

/// Separators of a step that are read together.
pub(super) const LANES: usize = 16;

/// Sorted separators, and the steps of halving them.
///
/// A step of number `k` has the `2^k` separators of which each needle is held against one: that at
/// the place which the steps before have found, read as a binary number. They are so few that
/// needles side by side find them by permuting registers.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) separators: Vec<i32>,
    pub(super) steps: Vec<Vec<[i32; LANES]>>,
}

impl Entry {
    pub(super) fn new(separators: Vec<i32>) -> Self {
        let depth = (separators.len() + 1).next_power_of_two().ilog2();
        let step = |step: u32| {
            let distance = 1 << (depth - step);
            let places = (0..1_usize << step).map(|k| k * distance + distance / 2 - 1);
            // What stands behind the last separator is above every needle.
            let separator = |place| separators.get(place).copied().unwrap_or(i32::MAX);
            let all: Vec<i32> = places.map(separator).collect();
            let sixteen = |some: &[i32]| {
                std::array::from_fn(|lane| some.get(lane).copied().unwrap_or(i32::MAX))
            };
            all.chunks(LANES).map(sixteen).collect()
        };
        let steps = (0..depth).map(step).collect();
        Self { separators, steps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_halve_what_is_left() {
        let entry = Entry::new((10..15).collect());
        let firsts: Vec<_> = entry
            .steps
            .iter()
            .map(|step| step[0][..4].to_vec())
            .collect();
        let max = i32::MAX;
        assert_eq!(
            firsts,
            [[13, max, max, max], [11, max, max, max], [10, 12, 14, max]]
        );
        assert!(Entry::new(Vec::new()).steps.is_empty());
        assert_eq!(Entry::new((0..40).collect()).steps[5].len(), 2);
    }

    #[test]
    fn the_steps_lead_to_the_rank() {
        for n in 0..40 {
            let separators: Vec<i32> = (0..n).map(|i| 2 * i + 1).collect();
            let entry = Entry::new(separators.clone());
            for needle in (0..=2 * n + 1).chain([i32::MAX]) {
                let rank = entry.steps.iter().fold(0, |place: usize, step| {
                    2 * place + usize::from(step[place / LANES][place % LANES] < needle)
                });
                assert_eq!(rank, separators.partition_point(|key| *key < needle));
            }
        }
    }
}
