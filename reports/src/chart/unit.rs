//! The unit of an axis: which values are round in it, and how a tick is written.

use super::scale::{self, Scale};

/// What an axis measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nanoseconds.
    Time,
    /// A number of things.
    Count,
    /// Bytes a nanosecond.
    Bandwidth,
    /// Bytes, whose round values are powers of two.
    Bytes,
    /// A size of an experiment.
    Size,
    /// One figure over another.
    Ratio,
    /// A share of 1, on an axis that begins at 0.
    Share,
    /// A difference as a share of 1, on an axis of ratios.
    Difference,
}

impl Unit {
    /// How its values are spread over an axis.
    pub(crate) fn scale(self) -> Scale {
        match self {
            Self::Share => Scale::Linear,
            _ => Scale::Logarithmic,
        }
    }

    /// Round values within the range, in order.
    pub(crate) fn ticks(self, range: (f64, f64)) -> Vec<f64> {
        let (low, high) = range;
        match self {
            Self::Bytes => {
                let powers: Vec<f64> = (low.log2().ceil() as i32..=high.log2().floor() as i32)
                    .map(|exponent| 2_f64.powi(exponent))
                    .collect();
                if powers.len() >= 2 {
                    powers
                } else {
                    scale::ticks(range)
                }
            }
            Self::Share => scale::even(low, high),
            _ => scale::ticks(range),
        }
    }

    /// A round value in few characters: `100 ns`, `10k`, `4 KiB`.
    pub(crate) fn label(self, value: f64) -> String {
        const KIB: f64 = 1024.0;
        const THINGS: &[(&str, f64)] =
            &[("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1.0)];
        let (units, gap): (&[(&str, f64)], &str) = match self {
            Self::Time => {
                let units = &[
                    ("s", 1e9),
                    ("ms", 1e6),
                    ("µs", 1e3),
                    ("ns", 1.0),
                    ("ps", 1e-3),
                ];
                (units, " ")
            }
            Self::Count => (THINGS, ""),
            Self::Bandwidth => return format!("{} GB/s", clean(value)),
            Self::Ratio => return format!("{}×", Self::Count.label(value)),
            Self::Size => return scale::size(value as u64),
            Self::Share | Self::Difference => return format!("{} %", clean(value * 100.0)),
            Self::Bytes => {
                let (mib, gib) = (KIB * KIB, KIB * KIB * KIB);
                (&[("GiB", gib), ("MiB", mib), ("KiB", KIB), ("B", 1.0)], " ")
            }
        };
        let fits = |&&(_, scale): &&(&str, f64)| value >= scale * (1.0 - 1e-9);
        let smallest = units.last().copied().unwrap_or(("", 1.0));
        let (unit, scale) = units.iter().find(fits).copied().unwrap_or(smallest);
        format!("{}{gap}{unit}", clean(value / scale))
    }
}

/// A round value freed of what floating point added to it.
fn clean(value: f64) -> String {
    let value: f64 = format!("{value:.4e}").parse().unwrap_or(value);
    match value.abs() {
        size if size != 0.0 && !(1e-4..1e6).contains(&size) => format!("{value:e}"),
        _ => format!("{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_have_no_trailing_zeros_and_no_dirt() {
        let times = [0.1, 1.0, 2e3, 5e6, 1e12, 0.3 * 1e-3].map(|v| Unit::Time.label(v));
        assert_eq!(
            times,
            ["100 ps", "1 ns", "2 µs", "5 ms", "1000 s", "0.3 ps"]
        );
        let counts = [0.5, 20.0, 1e4, 3.0 * 0.1 * 1e7].map(|v| Unit::Count.label(v));
        assert_eq!(counts, ["0.5", "20", "10k", "3M"]);
        let ratios = [0.01, 1.5, 1e4, 1e6].map(|v| Unit::Ratio.label(v));
        assert_eq!(ratios, ["0.01×", "1.5×", "10k×", "1M×"]);
        let bytes = [64.0, 4096.0, 1048576.0].map(|v| Unit::Bytes.label(v));
        assert_eq!(bytes, ["64 B", "4 KiB", "1 MiB"]);
    }

    #[test]
    fn bytes_are_round_in_powers_of_two() {
        assert_eq!(Unit::Bytes.ticks((100.0, 600.0)), [128.0, 256.0, 512.0]);
        assert!(Unit::Bytes.ticks((100.0, 120.0)).len() >= 2);
    }
}
