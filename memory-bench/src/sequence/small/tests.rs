//! The array of each size, and the constants that fill it.

use super::*;

#[test]
fn a_sequence_of_constants_begins_with_zero() {
    assert_eq!(ALL[..4], [0, 1, 2, 3]);
    assert_eq!(read(&ALL), 63 * 64 / 2);
}

#[test]
fn every_size_has_an_array() {
    for length in [0, 4, 10, 16, 32, 64] {
        let sum = ALL[..length].iter().sum::<u64>();
        assert_eq!(array_of(length)(&ALL[..length]), sum);
        assert_eq!(boxed_array_of(length)(&ALL[..length]), sum);
    }
}
