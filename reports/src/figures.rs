//! Figures as text: three significant digits, a unit, never more precision than was measured.
//!
//! Pages, sentences and the terminal all write figures with these functions, so that one figure
//! looks the same everywhere.

use crate::record::{INSTRUCTIONS, Trial};
use crate::verdict::{Interval, Quantity, Range};

/// Stands for an infinite figure (a ratio to zero), since JSON has no infinity.
pub const UNBOUNDED: f64 = f64::MAX;

/// Beyond this a figure is shown as infinite: no measurement reaches it.
const INFINITE: f64 = 1e300;

/// A number rounded to some significant digits, with thousands separated: `1.00`, `12,300`.
///
/// Powers of ten are written only outside of 10⁻⁶ … 10¹⁵. What is not a number is a dash.
#[must_use]
pub fn significant(x: f64, digits: usize) -> String {
    if x.is_nan() {
        return "–".to_owned();
    }
    if x.abs() >= INFINITE {
        return if x > 0.0 { "∞" } else { "-∞" }.to_owned();
    }
    if x == 0.0 {
        return "0".to_owned();
    }
    let digits = digits.clamp(1, 17);
    let rounded = format!("{x:.*e}", digits - 1);
    let (mantissa, exponent) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(-6..15).contains(&exponent) {
        return format!("{mantissa} × 10{}", superscript(exponent));
    }
    let value: f64 = rounded.parse().unwrap_or(x);
    let decimals = usize::try_from(digits as i32 - 1 - exponent).unwrap_or_default();
    grouped(&format!("{value:.decimals$}"))
}

/// One thing, or several: `1 claim`, `2 claims`, `12,000 claims`.
#[must_use]
pub fn several(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {thing}{ending}", size(count as u64))
}

/// A time in nanoseconds, in the unit that suits it: `12.3 ns`, `4.56 µs`.
#[must_use]
pub fn time(nanoseconds: f64) -> String {
    let units = [("ns", 1.0), ("µs", 1e3), ("ms", 1e6)];
    scaled(nanoseconds, &units, ("s", 1e9), 999.5)
}

/// A number of bytes in binary units: `512 B`, `1.50 KiB`.
#[must_use]
pub fn bytes(bytes: f64) -> String {
    if bytes.abs() < 1024.0 {
        return format!("{} B", count(bytes));
    }
    const KIB: f64 = 1024.0;
    let units = [("KiB", KIB), ("MiB", KIB * KIB), ("GiB", KIB * KIB * KIB)];
    scaled(bytes, &units, ("TiB", KIB * KIB * KIB * KIB), 1023.5)
}

/// A bandwidth in bytes a nanosecond, as gigabytes a second: `12.3 GB/s`.
#[must_use]
pub fn bandwidth(bytes_per_nanosecond: f64) -> String {
    format!("{} GB/s", significant(bytes_per_nanosecond, 3))
}

/// An exact count in full, `1,048,576`; what is no whole number, to three significant digits.
#[must_use]
pub fn count(x: f64) -> String {
    if x.fract() == 0.0 && x.abs() < 1e15 {
        grouped(&format!("{:.0}", x + 0.0))
    } else {
        significant(x, 3)
    }
}

/// A ratio: `12.3×`.
#[must_use]
pub fn ratio(x: f64) -> String {
    format!("{}×", significant(x, 3))
}

/// A share of 1 as a percentage: `0.05` is `5.00 %`. What only rounding left behind is 0.
#[must_use]
pub fn percent(share: f64) -> String {
    let share = if share.abs() < 1e-9 { 0.0 } else { share };
    format!("{} %", significant(share * 100.0, 3))
}

/// A share that was chosen and not measured: `1 %`, `0.5 %`.
#[must_use]
pub fn plain_percent(share: f64) -> String {
    format!("{} %", (share * 1e4).round() / 100.0)
}

/// A formula with its tolerance, if it has any: `n / 2, give or take 1.00 %`.
#[must_use]
pub fn give_or_take(words: &str, tolerance: f64) -> String {
    if tolerance > 0.0 {
        format!("{words}, give or take {}", percent(tolerance))
    } else {
        words.to_owned()
    }
}

/// A size in full: `1,048,576`.
#[must_use]
pub fn size(n: u64) -> String {
    grouped(&n.to_string())
}

/// Whether a measure is a number of bytes: `peak`, `moved bytes`.
#[must_use]
pub fn is_bytes(measure: &str) -> bool {
    const LAST: [&str; 7] = [
        "bytes",
        "peak",
        "kept",
        "getsizeof",
        "held",
        "resident",
        "copy",
    ];
    let last = measure
        .trim_end_matches(" while moving")
        .split(' ')
        .next_back();
    last.is_some_and(|last| LAST.contains(&last))
}

/// A figure of a measure: a time, a number of bytes, or a count.
#[must_use]
pub fn measured(measure: &str, x: f64) -> String {
    match measure {
        crate::claim::TIME => time(x),
        measure if is_bytes(measure) => bytes(x),
        // The mean over some laps: what is behind the point is not known of a single call.
        INSTRUCTIONS if x >= 100.0 => count(x.round()),
        _ => count(x),
    }
}

/// A judged figure, in the form that suits its quantity.
#[must_use]
pub fn quantity(quantity: Quantity, x: f64) -> String {
    match quantity {
        Quantity::Speedup | Quantity::Ratio | Quantity::Spread => ratio(x),
        Quantity::Misfit | Quantity::Share => percent(x),
        Quantity::Count => count(x),
        Quantity::Size => count(x.round()),
    }
}

/// An interval without its estimate: `12.1 to 12.6`; one figure where both ends are written alike.
#[must_use]
pub fn interval(interval: Interval, write: impl Fn(f64) -> String) -> String {
    let (low, high) = (write(interval.low), write(interval.high));
    if low == high {
        low
    } else {
        format!("{low} to {high}")
    }
}

/// A predicted range in words: `at least 1.50×`, `0.950× to 1.05×`; open on both sides it is
/// `anything`.
#[must_use]
pub fn range(range: Range, write: impl Fn(f64) -> String) -> String {
    match (range.low, range.high) {
        (Some(low), Some(high)) if low.to_bits() == high.to_bits() => write(low),
        (Some(low), Some(high)) => format!("{} to {}", write(low), write(high)),
        (Some(low), None) => format!("at least {}", write(low)),
        (None, Some(high)) => format!("at most {}", write(high)),
        (None, None) => "anything".to_owned(),
    }
}

/// Where a trial stands: ``n = 1,024``, or ``n = 1,024 on `sorted` `` when its case has a name.
#[must_use]
pub fn place(trial: &Trial) -> String {
    let at = format!("n = {}", size(trial.size));
    match trial.case.as_str() {
        "" => at,
        case => format!("{at} on `{case}`"),
    }
}

/// A text with a capital first letter.
pub(crate) fn capitalised(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text,
    }
}

/// Picks the first unit in which the value is below `limit`.
fn scaled(x: f64, units: &[(&str, f64)], last: (&str, f64), limit: f64) -> String {
    let (unit, scale) = units
        .iter()
        .copied()
        .find(|(_, scale)| x.abs() / scale < limit)
        .unwrap_or(last);
    format!("{} {unit}", significant(x / scale, 3))
}

/// Separates the thousands of a number in fixed notation.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number
        .find('.')
        .map_or((number, ""), |point| number.split_at(point));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

fn superscript(number: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number
        .to_string()
        .chars()
        .map(|c| c.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize]))
        .collect()
}

#[cfg(test)]
mod tests;
