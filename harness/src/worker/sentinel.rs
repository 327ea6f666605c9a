//! A small piece of arithmetic of known length, run around each slice: when it is slow, something
//! else used the core, and what was measured beside it is not the variant's doing.

use std::hint::black_box;
use std::time::Instant;

use reports::stats::TOLERATED;

/// Steps of one reading: about three microseconds, long against the clock's step.
const STEPS: u32 = 800;

/// Steps before it that are not timed: the slice before has left none of this code, nor of the
/// clock's, in the caches, and after a long one that alone would look like contention.
const LEAD_IN: u32 = STEPS / 4;

/// Readings beside slices.
///
/// A core that has just waited for memory is slow to start again: a reading is then up to two
/// fifths slower for some microseconds, by the slice's own doing. So a slow reading is taken again.
/// What uses the core beside this process slows all of them.
pub(crate) struct Sentinel {
    /// Readings in a row, of which the least counts.
    settling: usize,
    quietest: u32,
}

impl Sentinel {
    pub(crate) fn settling_within(settling: usize) -> Self {
        Self {
            settling,
            quietest: u32::MAX,
        }
    }

    /// The least of some readings in a row, which end with the first that is quiet.
    pub(crate) fn read(&mut self) -> u32 {
        self.settle(reading)
    }

    fn settle(&mut self, mut reading: impl FnMut() -> u32) -> u32 {
        let mut least = u32::MAX;
        for _ in 0..self.settling {
            least = least.min(reading());
            self.quietest = self.quietest.min(least);
            if f64::from(least) <= TOLERATED * f64::from(self.quietest) {
                break;
            }
        }
        least
    }
}

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
    use super::*;

    #[test]
    fn a_reading_takes_time() {
        assert!(reading() > 0);
    }

    #[test]
    fn a_core_that_settles_is_quiet_and_one_that_is_shared_is_not() {
        let mut sentinel = Sentinel::settling_within(8);
        assert_eq!(sentinel.settle(|| 500), 500);
        let mut settles = [700, 600, 510, 400].into_iter();
        assert_eq!(sentinel.settle(|| settles.next().unwrap()), 510);
        let mut shared = (0..).map(|at| 800 + at);
        assert_eq!(sentinel.settle(|| shared.next().unwrap()), 800);
        assert_eq!(shared.next(), Some(808));
    }
}
