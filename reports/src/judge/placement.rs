//! What code placement alone can cause in a build: learned from copies of the same code at other
//! addresses, timed in several fresh processes when the run began.
//!
//! What differs from process to process, such as what the branch predictor has learned or what
//! else ran, is drawn anew for every pass, so the interval across the passes holds it already.
//! The part that a copy keeps in every process is its address's doing. Its variance is the
//! covariance of the copies' times between processes: the chance part does not correlate, and drops
//! out (the intra-class correlation of a one-way random effects model; Searle, Casella and
//! McCulloch, *Variance Components* (1992), chapter 3).

use std::collections::BTreeMap;

use crate::record::Copies;

/// With loops aligned to 64 bytes, identical copies of branchy code differ by at most 0.8 %, and
/// two of them by less than 0.5 % nearly always: the floor is never less.
pub(super) const LEAST: f64 = 0.005;

/// Two copies differ by less than so many standard deviations of one in 95 of 100 pairs: 1.96
/// times the square root of two.
const PAIRS_COVERED: f64 = 2.772;

/// By how much, as a logarithm, two copies of the same code can differ by their addresses alone.
pub(super) fn placement(copies: &[Copies]) -> f64 {
    let mut by_kernel: BTreeMap<&str, Vec<Vec<f64>>> = BTreeMap::new();
    for copies in copies {
        let timed = copies
            .nanos
            .iter()
            .all(|nanos| nanos.is_finite() && *nanos > 0.0);
        if timed && copies.nanos.len() > 1 {
            by_kernel
                .entry(&copies.kernel)
                .or_default()
                .push(centred(&copies.nanos));
        }
    }
    let covariances: Vec<f64> = by_kernel
        .values()
        .flat_map(|duels| between(duels))
        .collect();
    if covariances.is_empty() {
        return LEAST;
    }
    let variance = covariances.iter().sum::<f64>() / covariances.len() as f64;
    (PAIRS_COVERED * variance.max(0.0).sqrt()).max(LEAST)
}

/// The logarithms of the copies' times, about their mean.
fn centred(nanos: &[f64]) -> Vec<f64> {
    let logarithms = nanos.iter().map(|nanos| nanos.ln());
    let mean = logarithms.clone().sum::<f64>() / nanos.len() as f64;
    logarithms.map(|x| x - mean).collect()
}

/// The covariance of the copies between each two processes.
fn between(duels: &[Vec<f64>]) -> Vec<f64> {
    let mut covariances = Vec::new();
    for (index, a) in duels.iter().enumerate() {
        for b in duels[..index].iter().filter(|b| b.len() == a.len()) {
            let products: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            covariances.push(products / (a.len() - 1) as f64);
        }
    }
    covariances
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Random;

    /// Copies whose address and whose process each cause a deviation of this size, as a share.
    fn duels(by_address: f64, by_process: f64, seed: u64) -> Vec<Copies> {
        let mut random = Random::new(seed);
        let addresses: Vec<f64> = (0..16).map(|_| by_address * random.normal()).collect();
        (0..6)
            .map(|_| Copies {
                kernel: "search".into(),
                nanos: addresses
                    .iter()
                    .map(|address| 50.0 * (address + by_process * random.normal()).exp())
                    .collect(),
            })
            .collect()
    }

    #[test]
    fn what_a_copy_keeps_is_told_from_what_each_process_draws() {
        let mean = |by_address, by_process| {
            (0..50)
                .map(|seed| placement(&duels(by_address, by_process, seed)))
                .sum::<f64>()
                / 50.0
        };
        let kept = mean(0.02, 0.001);
        assert!((0.045..0.065).contains(&kept), "{kept}");
        let both = mean(0.02, 0.01);
        assert!((0.045..0.065).contains(&both), "{both}");
        let drawn = mean(0.0, 0.01);
        assert!(drawn < 0.01, "{drawn}");
    }

    #[test]
    fn nothing_to_learn_from_leaves_the_least() {
        assert_eq!(placement(&[]), LEAST);
        assert_eq!(
            placement(&duels(0.05, 0.0, 1)[..1]),
            LEAST,
            "one process tells nothing"
        );
        let broken = Copies {
            kernel: "search".into(),
            nanos: vec![0.0, f64::NAN],
        };
        assert_eq!(placement(&[broken.clone(), broken]), LEAST);
    }
}
