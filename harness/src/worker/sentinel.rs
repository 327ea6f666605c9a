//! A small piece of arithmetic of known length, run around each slice: when it is slow, something
//! else used the core, and what was measured beside it is not the variant's doing.
//!
//! Its length is taken in ticks of the core's own clock, as a chain of multiplications tells them:
//! a clock that runs slower for a while slows down all variants alike, and is nobody's work.

use std::hint::black_box;
use std::time::Instant;

use reports::stats::TOLERATED;

/// Steps of one reading: about a microsecond, long against the clock's step.
const STEPS: u32 = 800;

/// Steps before it that are not timed: the slice before has left none of this code, nor of the
/// clock's, in the caches, and after a long one that alone would look like contention.
const LEAD_IN: u32 = STEPS / 4;

/// Steps of the chain: about as long again, before and after.
const LINKS: u32 = STEPS / 4;

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

/// Millionths of the time of eight multiplications each of which waits for the one before that
/// eight take which do not, and which contention for a core's execution ports slows down first.
pub(crate) fn reading() -> u32 {
    side_by_side(LEAD_IN);
    let before = one_by_one(LINKS);
    let time = side_by_side(STEPS);
    // Of both, for what interrupts one of them would make the other look quick.
    let clock = before.min(one_by_one(LINKS));
    (1e6 * time / clock) as u32
}

/// Nanoseconds of a step of eight multiplications side by side.
fn side_by_side(steps: u32) -> f64 {
    let mut lanes = black_box([1_u64, 2, 3, 4, 5, 6, 7, 8]);
    let start = Instant::now();
    for _ in 0..steps {
        for lane in &mut lanes {
            // Knuth, The Art of Computer Programming, vol. 2, 3.3.4, line 26.
            *lane = lane.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        }
    }
    black_box(lanes);
    start.elapsed().as_nanos() as f64 / f64::from(steps)
}

/// Nanoseconds of a step of eight multiplications one after the other. Squares, for a compiler
/// makes one multiplication of several by a constant.
fn one_by_one(steps: u32) -> f64 {
    let mut link = black_box(3_u64);
    let start = Instant::now();
    for _ in 0..steps {
        for _ in 0..8 {
            link = link.wrapping_mul(link).wrapping_add(1);
        }
    }
    black_box(link);
    start.elapsed().as_nanos().max(1) as f64 / f64::from(steps)
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
