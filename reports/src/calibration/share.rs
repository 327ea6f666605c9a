//! A share of successes with its interval.

/// A share of successes with its 95 % interval: Wilson, *Probable inference, the law of succession,
/// and statistical inference* (1927).
#[must_use]
pub fn wilson(successes: u64, trials: u64) -> (f64, f64, f64) {
    const Z: f64 = 1.959_964;
    if trials == 0 {
        return (0.0, 0.0, 1.0);
    }
    let (n, share) = (trials as f64, successes as f64 / trials as f64);
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (
        share,
        ((centre - spread) / scale).max(0.0),
        ((centre + spread) / scale).min(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_wilsons() {
        let (share, low, high) = wilson(0, 1000);
        assert!(
            share == 0.0 && low < 1e-12 && (0.0035..0.0042).contains(&high),
            "{high}"
        );
        let (_, low, high) = wilson(5, 10);
        assert!(
            (low - 0.2366).abs() < 1e-3 && (high - 0.7634).abs() < 1e-3,
            "{low} {high}"
        );
        assert_eq!(wilson(0, 0), (0.0, 0.0, 1.0));
    }
}
