//! Into which stages and blocks the iterations are cut.

/// The steps that every tile makes with tests.
pub(super) const FIRST: u16 = 8;

/// The most steps of a block: few enough that repeating them costs little,
/// many enough that testing does.
pub(super) const LONGEST: u16 = 64;

/// The steps from one packing to the next, cut into blocks with one test at the end of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) from: u16,
    pub(super) to: u16,
    pub(super) block: u16,
}

/// Stages that grow threefold: packing costs about as much as ten steps, and saves the steps of
/// lanes that have left. A block costs one test, and each lane that leaves in it costs the block
/// again.
pub(super) fn stages(limit: u16) -> Vec<Stage> {
    cut(limit, 3 * FIRST, |length| {
        (length.saturating_mul(3), length / 3)
    })
}

/// Shorter stages of one block: most of those that never leave are trapped within a hundred steps.
pub(super) fn stages_with_traps(limit: u16) -> Vec<Stage> {
    cut(limit, FIRST, |length| {
        (length.saturating_add(length / 2), length)
    })
}

/// Cuts the steps up to the limit; `next` tells a stage's length the next one's, and the length of
/// its own blocks.
fn cut(limit: u16, mut length: u16, next: impl Fn(u16) -> (u16, u16)) -> Vec<Stage> {
    let (mut stages, mut from) = (Vec::new(), FIRST);
    while from < limit {
        let (longer, block) = next(length);
        let rest = limit - from;
        // No stage for a small rest.
        let steps = if rest <= length.saturating_add(length / 2) {
            rest
        } else {
            length
        };
        let blocks = steps.div_ceil(block.min(LONGEST));
        stages.push(Stage {
            from,
            to: from + steps,
            block: steps.div_ceil(blocks),
        });
        from += steps;
        length = longer;
    }
    stages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_follow_each_other_from_the_first_steps_to_the_limit() {
        for limit in 0..=u16::MAX {
            for plan in [stages, stages_with_traps] {
                let mut from = FIRST;
                for stage in plan(limit) {
                    assert_eq!(stage.from, from);
                    assert!(stage.to > from && (1..=LONGEST).contains(&stage.block));
                    from = stage.to;
                }
                assert_eq!(from, limit.max(FIRST));
            }
        }
    }
}
