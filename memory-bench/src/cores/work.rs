//! Work of a known length for threads to do.

/// So many steps of a generator of random numbers, each of which waits for the last: between one
/// and two nanoseconds a step.
pub(super) fn steps(count: u64, seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    for _ in 0..count {
        // Marsaglia, Xorshift RNGs, 2003.
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    x
}

/// So many steps as the files in Python make them, with numbers that stay small there: each waits
/// for the last.
pub(super) fn steps_as_in_python(count: u64, seed: u64) -> u64 {
    (0..count).fold(seed + 2, |x, _| (x * x + 1) % 2_147_483_647)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_add_up() {
        let first = steps(3, 5);
        assert_ne!(first, steps(2, 5));
        let offset = 0x9e37_79b9_7f4a_7c15;
        assert_eq!(steps(4, first.wrapping_sub(offset)), steps(7, 5));
    }

    #[test]
    fn steps_as_in_python_stay_small() {
        assert_eq!(steps_as_in_python(2, 1), 101, "3, then 10, then 101");
        assert_eq!(steps_as_in_python(4, 1), 10_202 * 10_202 + 1);
    }
}
