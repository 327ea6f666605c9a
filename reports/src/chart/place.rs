//! Keeps labels apart: each as near to its wish as the others let it be.

/// Places labels on a line, at least `gap` apart and within `low` and `high`, in the order of
/// their wishes, with the least sum of squared shifts.
///
/// With the gaps taken out, labels in order are a non-decreasing sequence: this is isotonic
/// regression by pooling adjacent violators (Ayer et al., 1955), then a clamp. When there is no
/// room for all, the gap shrinks.
pub(crate) fn apart(wishes: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let count = wishes.len();
    if count == 0 {
        return Vec::new();
    }
    let gap = gap.min((high - low) / count.saturating_sub(1).max(1) as f64);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| wishes[a].total_cmp(&wishes[b]));

    // Pools of labels that touch: the sum of their wishes without gaps, and their number.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (place, &label) in order.iter().enumerate() {
        let mut pool = (wishes[label] - place as f64 * gap, 1);
        while let Some(&(sum, size)) = pools.last() {
            if sum / (size as f64) < pool.0 / pool.1 as f64 {
                break;
            }
            pool = (pool.0 + sum, pool.1 + size);
            pools.pop();
        }
        pools.push(pool);
    }

    let top = high - (count - 1) as f64 * gap;
    let mut placed = vec![0.0; count];
    let levels = pools
        .iter()
        .flat_map(|&(sum, size)| std::iter::repeat_n(sum / size as f64, size));
    for ((place, &label), level) in order.iter().enumerate().zip(levels) {
        placed[label] = level.clamp(low, top.max(low)) + place as f64 * gap;
    }
    placed
}

/// The longest sequence of candidates that leaves `gap` between neighbours, taking every k-th.
///
/// `extent` gives the two ends of a candidate.
pub(crate) fn thin<T: Clone>(
    candidates: &[T],
    gap: f64,
    extent: impl Fn(&T) -> (f64, f64),
) -> Vec<T> {
    for step in 1..=candidates.len() {
        let chosen: Vec<T> = candidates.iter().step_by(step).cloned().collect();
        let free = chosen
            .windows(2)
            .all(|pair| extent(&pair[0]).1 + gap <= extent(&pair[1]).0);
        if free {
            return chosen;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn labels_keep_their_distance_their_order_and_their_box(
            wishes in prop::collection::vec(-50.0_f64..450.0, 0..24),
        ) {
            let placed = apart(&wishes, 16.0, 0.0, 400.0);
            let mut sorted = placed.clone();
            sorted.sort_by(f64::total_cmp);
            for pair in sorted.windows(2) {
                prop_assert!(pair[1] - pair[0] >= 16.0 - 1e-9);
            }
            for (i, &at) in placed.iter().enumerate() {
                prop_assert!((-1e-9..=400.0 + 1e-9).contains(&at));
                for (j, &other) in placed.iter().enumerate() {
                    prop_assert!(wishes[i] >= wishes[j] || at < other);
                }
            }
        }

        #[test]
        fn labels_that_have_room_are_not_moved(count in 1_usize..20) {
            let wishes: Vec<f64> = (0..count).map(|i| i as f64 * 20.0).collect();
            prop_assert_eq!(&apart(&wishes, 16.0, 0.0, 400.0), &wishes);
        }
    }

    #[test]
    fn without_room_the_gap_shrinks() {
        assert_eq!(apart(&[5.0, 5.0, 5.0], 16.0, 0.0, 10.0), [0.0, 5.0, 10.0]);
    }

    #[test]
    fn thinning_keeps_every_kth() {
        let extent = |&x: &f64| (x - 4.0, x + 4.0);
        assert_eq!(
            thin(&[0.0, 5.0, 10.0, 15.0, 20.0], 1.0, extent),
            [0.0, 10.0, 20.0]
        );
    }
}
