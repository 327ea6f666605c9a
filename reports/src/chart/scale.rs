//! Logarithmic axes: where a value stands, and which values are worth a tick.

/// How values are spread over an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Logarithmic,
    Linear,
}

impl Scale {
    /// Whether such an axis can show the value.
    pub(crate) fn shows(self, value: f64) -> bool {
        match self {
            Self::Logarithmic => showable(value),
            Self::Linear => value.is_finite(),
        }
    }

    fn of(self, value: f64) -> f64 {
        match self {
            Self::Logarithmic => value.ln(),
            Self::Linear => value,
        }
    }
}

/// An axis from one pixel to another; either may be the greater.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    scale: Scale,
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// The values must be shown by the scale, and `low < high`.
    pub(crate) fn new(scale: Scale, (low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        Self {
            scale,
            low: scale.of(low),
            high: scale.of(high),
            from,
            to,
        }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        let share = (self.scale.of(value) - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }

    /// Whether the axis can show the value.
    pub(crate) fn shows(&self, value: f64) -> bool {
        self.scale.shows(value)
    }
}

/// The range of the values that a logarithmic axis can show, widened to span at least `factor`,
/// so that noise does not fill the picture. 1 to 10 when there is none.
pub(crate) fn range(values: impl IntoIterator<Item = f64>, factor: f64) -> (f64, f64) {
    let (low, high) = values
        .into_iter()
        .filter(|&value| showable(value))
        .fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    if low > high {
        return (1.0, 10.0);
    }
    let missing = (factor / (high / low)).max(1.0).sqrt();
    (low / missing, high * missing)
}

/// Whether a logarithmic axis can show the value.
pub(crate) fn showable(value: f64) -> bool {
    value.is_finite() && value > f64::MIN_POSITIVE && value < 1e300
}

/// Round values within the range: decades, else 1-2-5, else even steps; at least two if possible.
pub(crate) fn ticks((low, high): (f64, f64)) -> Vec<f64> {
    let decades: Vec<f64> = (low.log10().floor() as i32..=high.log10().ceil() as i32)
        .map(|exponent| 10_f64.powi(exponent))
        .collect();
    let within = |values: Vec<f64>| -> Vec<f64> {
        let (low, high) = (low * (1.0 - 1e-9), high * (1.0 + 1e-9));
        values
            .into_iter()
            .filter(|v| (low..=high).contains(v))
            .collect()
    };
    let coarse = within(decades.clone());
    if coarse.len() >= 3 {
        return coarse;
    }
    let fine = within(
        decades
            .iter()
            .flat_map(|d| [*d, 2.0 * d, 5.0 * d])
            .collect(),
    );
    if fine.len() >= 3 {
        return fine;
    }
    within(even(low, high))
}

/// Even steps of 1, 2 or 5 times a power of ten: about four of them.
pub(crate) fn even(low: f64, high: f64) -> Vec<f64> {
    let raw = (high - low) / 4.0;
    if !showable(raw) {
        return Vec::new();
    }
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|&step| step >= raw)
        .unwrap_or(10.0 * power);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).map(|k| k as f64 * step).collect()
}

/// A tick: its value, its place, its label.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    pub(crate) at: f64,
    pub(crate) label: String,
}

/// The values worth a tick on an axis of sizes, which come in order: the sizes themselves when
/// they are few or powers of two, else round values.
pub(crate) fn size_ticks(sizes: &[f64]) -> Vec<f64> {
    let binary = sizes.iter().all(|&size| (size as u64).is_power_of_two());
    let (Some(&low), Some(&high)) = (sizes.first(), sizes.last()) else {
        return Vec::new();
    };
    let round = ticks((low, high));
    if binary || round.len() < 3 || sizes.len() <= 4 {
        return sizes.to_vec();
    }
    round
}

/// A size in few characters: `10k` for 10^4, `4Ki` for 2^12.
pub(crate) fn size(size: u64) -> String {
    let steps = |base: u64, suffixes: [&str; 4]| -> Option<String> {
        suffixes
            .into_iter()
            .enumerate()
            .rev()
            .map(|(i, suffix)| (base.pow(i as u32 + 1), suffix))
            .find(|&(unit, _)| size >= unit && size.is_multiple_of(unit))
            .map(|(unit, suffix)| format!("{}{suffix}", size / unit))
    };
    if size < 1000 {
        return size.to_string();
    }
    let binary = size
        .is_power_of_two()
        .then(|| steps(1024, ["Ki", "Mi", "Gi", "Ti"]));
    binary
        .unwrap_or_else(|| steps(1000, ["k", "M", "G", "T"]))
        .unwrap_or_else(|| size.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ticks_are_increasing_and_within(low in 1e-9_f64..1e12, factor in 1.001_f64..1e9) {
            let high = low * factor;
            let ticks = ticks((low, high));
            prop_assert!(ticks.len() >= 2, "{ticks:?}");
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
            let (low, high) = (low * (1.0 - 1e-6), high * (1.0 + 1e-6));
            prop_assert!(ticks.iter().all(|tick| (low..=high).contains(tick)));
        }
    }

    #[test]
    fn sizes_are_short() {
        let shown: Vec<String> = [7, 512, 1000, 1024, 10_000, 1 << 20, 1_500, 1_048_577]
            .into_iter()
            .map(size)
            .collect();
        assert_eq!(
            shown,
            ["7", "512", "1k", "1Ki", "10k", "1Mi", "1500", "1048577"]
        );
    }

    #[test]
    fn a_flat_series_does_not_fill_the_picture() {
        let (low, high) = range([10.0, 10.1], 4.0);
        assert!(high / low > 3.99);
        assert_eq!(range([f64::NAN, 0.0, -1.0], 4.0), (1.0, 10.0));
    }

    #[test]
    fn an_axis_may_run_down() {
        let axis = Axis::new(Scale::Logarithmic, (1.0, 100.0), (200.0, 0.0));
        assert_eq!(axis.at(10.0), 100.0);
        let axis = Axis::new(Scale::Linear, (0.0, 1.0), (200.0, 0.0));
        assert_eq!((axis.at(0.0), axis.at(0.25)), (200.0, 150.0));
    }
}
