//! A small piece of arithmetic of known length, run around each slice: when it is slow, something
//! else used the core, and what was measured beside it is not the variant's doing.

use std::hint::black_box;
use std::time::Instant;

/// Steps of one reading: about three microseconds, long against the clock's step.
const STEPS: u32 = 800;

/// Steps before it that are not timed: the slice before has left none of this code, nor of the
/// clock's, in the caches, and after a long one that alone would look like contention.
const LEAD_IN: u32 = STEPS / 4;

/// Picoseconds that one step takes now: eight multiplications that do not depend on each other,
/// which is what contention for a core's execution ports slows down first.
pub(crate) fn reading() -> u32 {
    timed(LEAD_IN);
    timed(STEPS)
}

fn timed(steps: u32) -> u32 {
    let mut lanes = black_box([1_u64, 2, 3, 4, 5, 6, 7, 8]);
    let start = Instant::now();
    for _ in 0..steps {
        for lane in &mut lanes {
            // Knuth, The Art of Computer Programming, vol. 2, 3.3.4, line 26.
            *lane = lane.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        }
    }
    black_box(lanes);
    let picos = start.elapsed().as_nanos() * 1000 / u128::from(steps);
    u32::try_from(picos).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_reading_takes_time() {
        assert!(super::reading() > 0);
    }
}
