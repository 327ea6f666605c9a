//! Branchy kernels in many copies at different addresses, to learn what code placement can cause.

use std::hint::black_box;

use rand::SeedableRng;
use rand::rngs::SmallRng;

use crate::input;

/// Copies of each kernel.
pub(crate) const COPIES: usize = 16;

/// A kernel over shared data; the seed chooses what it does with them.
pub(crate) type Kernel = fn(&[u64], u64) -> u64;

/// A kernel's name, its copies, and the data over which all of them run.
pub(crate) type Copied = (&'static str, [Kernel; COPIES], Vec<u64>);

/// Makes copies of a kernel that the compiler cannot fold into one: each holds its own number.
macro_rules! copies {
    ($kernel:ident) => {
        [
            $kernel::<0>,
            $kernel::<1>,
            $kernel::<2>,
            $kernel::<3>,
            $kernel::<4>,
            $kernel::<5>,
            $kernel::<6>,
            $kernel::<7>,
            $kernel::<8>,
            $kernel::<9>,
            $kernel::<10>,
            $kernel::<11>,
            $kernel::<12>,
            $kernel::<13>,
            $kernel::<14>,
            $kernel::<15>,
        ]
    };
}

/// All kernels.
pub(crate) fn all() -> [Copied; 3] {
    let shuffled = input::shuffled(24, &mut SmallRng::seed_from_u64(24));
    [
        (
            "binary search",
            copies!(binary_search),
            input::ascending(1024),
        ),
        (
            "linear search",
            copies!(linear_search),
            input::ascending(1024),
        ),
        ("insertion sort", copies!(insertion_sort), shuffled),
    ]
}

#[inline(never)]
fn binary_search<const COPY: usize>(data: &[u64], seed: u64) -> u64 {
    black_box(COPY);
    let needle = seed >> 54;
    let (mut low, mut high) = (0, data.len());
    while low < high {
        let middle = low.midpoint(high);
        // Hidden, so that the compiler keeps the branch.
        if black_box(data[middle]) < needle {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low as u64
}

#[inline(never)]
fn linear_search<const COPY: usize>(data: &[u64], seed: u64) -> u64 {
    black_box(COPY);
    let needle = seed >> 56;
    data.iter()
        .position(|value| *value == needle)
        .unwrap_or_default() as u64
}

#[inline(never)]
fn insertion_sort<const COPY: usize>(data: &[u64], seed: u64) -> u64 {
    black_box(COPY);
    let mut values = [0; 24];
    for (value, from) in values.iter_mut().zip(data) {
        *value = from ^ (seed >> 59);
    }
    for end in 1..values.len() {
        let mut at = end;
        while at > 0 && values[at - 1] > values[at] {
            values.swap(at - 1, at);
            at -= 1;
        }
    }
    values[12]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_stand_at_different_addresses_and_answer_alike() {
        for (name, copies, data) in all() {
            let addresses: std::collections::HashSet<usize> =
                copies.iter().map(|kernel| *kernel as usize).collect();
            assert_eq!(
                addresses.len(),
                COPIES,
                "the compiler folded the copies of {name}"
            );
            let seed = 0x1234_5678_9abc_def0;
            let answer = copies[0](&data, seed);
            assert!(
                copies.iter().all(|kernel| kernel(&data, seed) == answer),
                "{name}"
            );
        }
        let (_, binary, data) = &all()[0];
        assert_eq!(binary[0](data, 700 << 54), 700);
    }
}
