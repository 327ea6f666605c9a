//! A function of known length that does a known share more when asked to.
//!
//! It needs nothing but the standard library: other tools' programs include this very file.

use std::cell::Cell;
use std::hint::black_box;

/// Steps of injected work that are done at a time: so few calls are longer than the others that
/// the branch predictor's surprise adds little.
const CHUNK: u64 = 16 << 32;

/// A chain of dependent steps of about a nanosecond.
pub(crate) struct Chain {
    steps: u64,
    /// What is owed to the variants is kept at one place for all of them: cells of their own would
    /// lie at different distances from the stack, and differ by what that alone can cause.
    owed: Cell<u64>,
}

impl Chain {
    pub(crate) fn new(steps: u64) -> Self {
        Self {
            steps,
            owed: Cell::new(0),
        }
    }

    /// Walks the chain, and a share more of it on average.
    pub(crate) fn walk(&self, more: f64) -> u64 {
        let mut x = black_box(1_u64);
        for _ in 0..self.steps + self.due(more) {
            x = x.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        black_box(x);
        0
    }

    /// Steps to be done on top in this call: none, or all that are owed once they make a chunk.
    /// They are owed in fixed point, 32 bits behind the point.
    fn due(&self, more: f64) -> u64 {
        let now = self.owed.get() + (more * self.steps as f64 * (1_u64 << 32) as f64) as u64;
        let due = if now >= CHUNK { now >> 32 } else { 0 };
        self.owed.set(now - (due << 32));
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_injected_work_is_the_share_that_it_says() {
        for share in [0.01, 0.02, 0.05, 0.10] {
            for steps in [16, 900, 90_000] {
                let (chain, calls) = (Chain::new(steps), 10_000);
                let total: u64 = (0..calls).map(|_| chain.due(share)).sum();
                let injected = total as f64 / (calls * steps) as f64;
                assert!(
                    (injected / share - 1.0).abs() < 0.02,
                    "{share} {steps}: {injected}"
                );
            }
        }
    }
}
