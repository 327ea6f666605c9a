//! Size axes as experiments have them, and functions of a size whose growth is known.

use reports::claim::Growth;

/// A figure at a size.
pub(crate) type Function = fn(u64) -> f64;

pub(crate) fn octaves(from: u32, to: u32) -> Vec<u64> {
    (from..=to).map(|exponent| 1 << exponent).collect()
}

pub(crate) fn decades(from: u32, to: u32) -> Vec<u64> {
    (from..=to).map(|exponent| 10_u64.pow(exponent)).collect()
}

pub(crate) fn half_octaves(from: i32, to: i32) -> Vec<u64> {
    (2 * from..=2 * to)
        .map(|half| (f64::from(half) / 2.0).exp2().round() as u64)
        .collect()
}

/// Axes as experiments have them, all of at least two decades from 100.
pub(crate) fn axes() -> Vec<Vec<u64>> {
    vec![
        octaves(4, 24),
        octaves(7, 14),
        decades(1, 7),
        decades(2, 6),
        half_octaves(5, 20),
        vec![100, 316, 1_000, 3_162, 10_000],
    ]
}

/// Members of each class as real algorithms count them.
pub(crate) fn members() -> Vec<(Growth, &'static str, Function)> {
    use Growth::{Constant, Linear, Linearithmic, Logarithmic, Quadratic};
    vec![
        (Constant, "0", |_| 0.0),
        (Constant, "1", |_| 1.0),
        (Constant, "1,000,003", |_| 1_000_003.0),
        (Constant, "1.00 to 1.02", |n| {
            1.0 + 0.02 * (n % 7) as f64 / 6.0
        }),
        (Logarithmic, "floor(log2 n) + 1", |n| {
            f64::from(n.ilog2()) + 1.0
        }),
        (Logarithmic, "ceil(log2 n) + 1", |n| {
            (n as f64).log2().ceil() + 1.0
        }),
        (Logarithmic, "64 searches", |n| {
            (64.0 * (n as f64).log2()).round()
        }),
        (Logarithmic, "log2 n + 5", |n| (n as f64).log2() + 5.0),
        (Linear, "n", |n| n as f64),
        (Linear, "n - 1", |n| n as f64 - 1.0),
        (Linear, "3 n + 50", |n| 3.0 * n as f64 + 50.0),
        (Linear, "half of n", |n| (n / 2) as f64),
        (Linearithmic, "n log2 n", |n| n as f64 * (n as f64).log2()),
        (Linearithmic, "merge sort at worst", |n| {
            let log = (n as f64).log2().ceil();
            n as f64 * log - log.exp2() + 1.0
        }),
        (Linearithmic, "merge sort on average", |n| {
            n as f64 * (n as f64).log2() - 1.25 * n as f64
        }),
        (Linearithmic, "2 n ln n + n", |n| {
            2.0 * n as f64 * (n as f64).ln() + n as f64
        }),
        (Quadratic, "n²", |n| (n as f64).powi(2)),
        (Quadratic, "n (n - 1) / 2", |n| {
            n as f64 * (n as f64 - 1.0) / 2.0
        }),
        (Quadratic, "n² / 4 + n", |n| {
            (n as f64).powi(2) / 4.0 + n as f64
        }),
    ]
}

pub(crate) fn strangers() -> Vec<(&'static str, Function)> {
    vec![
        ("√n", |n| (n as f64).sqrt()),
        ("10 √n + 3", |n| 10.0 * (n as f64).sqrt() + 3.0),
        ("n√n", |n| (n as f64).powf(1.5)),
        ("n√n + 7 n", |n| (n as f64).powf(1.5) + 7.0 * n as f64),
        ("log log n", |n| (n as f64).ln().ln()),
        ("log log n + 1", |n| (n as f64).ln().ln() + 1.0),
        ("log² n", |n| (n as f64).ln().powi(2)),
        ("log² n + 10", |n| (n as f64).ln().powi(2) + 10.0),
        ("cube root", |n| (n as f64).cbrt()),
        ("n³", |n| (n as f64).powi(3)),
        ("n + (n / 100)²", |n| n as f64 + (n as f64 / 100.0).powi(2)),
        ("1 / n", |n| 1.0 / n as f64),
        ("falling by half", |n| 100.0 - 50.0 * (n as f64).ln() / 17.0),
        ("zero, then one", |n| if n > 1_000 { 1.0 } else { 0.0 }),
        ("one, then two", |n| if n > 1_000 { 2.0 } else { 1.0 }),
    ]
}
