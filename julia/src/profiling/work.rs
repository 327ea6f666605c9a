//! Work of a known number of steps that does nothing but compute.

/// Steps of a linear congruential generator, each of which waits for the last: about a nanosecond
/// a step (Knuth, *The Art of Computer Programming*, vol. 2, 3.3.4, line 26).
pub(super) fn steps(n: u64) -> u64 {
    (0..n).fold(1, |x: u64, step| {
        x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step)
    })
}
