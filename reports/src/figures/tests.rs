//! Figures are read as people write them.

use super::*;

#[test]
fn three_digits_are_kept_and_never_more() {
    for (x, text) in [
        (1.0, "1.00"),
        (1.700_000_000_000_000_2, "1.70"),
        (12.34, "12.3"),
        (123.4, "123"),
        (1_234.0, "1,230"),
        (0.999_6, "1.00"),
        (999.6, "1,000"),
        (0.012_345, "0.0123"),
        (-2.5, "-2.50"),
        (1_234_567_890.0, "1,230,000,000"),
        (0.0, "0"),
    ] {
        assert_eq!(significant(x, 3), text);
    }
}

#[test]
fn one_is_not_many() {
    for (count, text) in [(1, "1 claim"), (0, "0 claims"), (12_000, "12,000 claims")] {
        assert_eq!(several(count, "claim"), text);
    }
}

#[test]
fn extremes_are_readable() {
    assert_eq!(significant(1.234e-9, 3), "1.23 × 10⁻⁹");
    assert_eq!(significant(1.234e18, 3), "1.23 × 10¹⁸");
    assert_eq!(significant(UNBOUNDED, 3), "∞");
    assert_eq!(significant(f64::NEG_INFINITY, 3), "-∞");
    assert_eq!(significant(f64::NAN, 3), "–");
}

#[test]
fn units_change_after_rounding_and_not_before() {
    assert_eq!(time(0.25), "0.250 ns");
    assert_eq!(time(999.4), "999 ns");
    assert_eq!(time(999.6), "1.00 µs");
    assert_eq!(time(1_500_000.0), "1.50 ms");
    assert_eq!(time(7.2e12), "7,200 s");
    assert_eq!(bytes(0.0), "0 B");
    assert_eq!(bytes(1023.0), "1,023 B");
    assert_eq!(bytes(1536.0), "1.50 KiB");
    assert_eq!(bytes(1024.0 * 1023.9), "1.00 MiB");
    assert_eq!(bytes(3.0 * 1024.0 * 1024.0 * 1024.0), "3.00 GiB");
}

#[test]
fn counts_and_sizes_are_exact() {
    assert_eq!(count(1_048_576.0), "1,048,576");
    assert_eq!(count(-0.0), "0");
    assert_eq!(count(2.584_963), "2.58");
    assert_eq!(size(1_000), "1,000");
    assert_eq!(size(999), "999");
    assert_eq!(size(u64::MAX), "18,446,744,073,709,551,615");
}

#[test]
fn shares_ratios_and_ranges_read_as_words() {
    assert_eq!(percent(0.05), "5.00 %");
    assert_eq!(ratio(12.34), "12.3×");
    let range_of = |low, high| range(Range { low, high }, ratio);
    assert_eq!(range_of(Some(1.5), None), "at least 1.50×");
    assert_eq!(range_of(Some(0.95), Some(1.05)), "0.950× to 1.05×");
    assert_eq!(range_of(Some(1.0), Some(1.0)), "1.00×");
    assert_eq!(range_of(None, None), "anything");
    let interval_of = |low, high| {
        let point = low;
        interval(Interval { point, low, high }, ratio)
    };
    assert_eq!(interval_of(12.1, 12.6), "12.1× to 12.6×");
    assert_eq!(interval_of(4.0, 4.001), "4.00×");
}
