//! Tells two functions apart within one process, as soon as it can: the interval of the median of
//! paired differences, taken again and again while pairs are added.
//!
//! Looking often must not find what is not there. So the looks are planned, each at twice as many
//! pairs as the one before, and share the error evenly: by the union bound all of them together
//! miss the median with an error of [`ERROR`] at most, whatever the distribution and however the
//! pairs depend on disturbances, for their order is drawn by lot. Looks that double cost little:
//! with nine, each has a ninth of the error, which widens an interval by a quarter.

use super::largest_rank;

/// How often, at most, all looks together find a difference where there is none.
const ERROR: f64 = 0.01;

/// Pairs at the looks.
const LOOKS: [usize; 9] = [12, 24, 48, 96, 192, 384, 768, 1536, MOST_PAIRS];

/// Pairs at the last look: half a second of slices of 100 us.
pub const MOST_PAIRS: usize = 2500;

/// On which side of zero the median difference lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// All of the interval lies below zero.
    Below,
    /// All of the interval lies above zero.
    Above,
}

/// A difference that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// On which side it lies.
    pub side: Side,
    /// Pairs at the look that found it.
    pub pairs: usize,
}

/// Whether a look is planned at so many pairs.
#[must_use]
pub fn is_look(pairs: usize) -> bool {
    LOOKS.contains(&pairs)
}

/// Looks at paired differences in the order in which they were measured, and tells what the first
/// look found that found anything. Those beyond [`MOST_PAIRS`] are not looked at.
#[must_use]
pub fn tell(differences: &[f64]) -> Option<Told> {
    let looks = LOOKS.iter().filter(|look| **look <= differences.len());
    looks.copied().find_map(|pairs| {
        let mut sorted = differences[..pairs].to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let rank = largest_rank(pairs, ERROR / LOOKS.len() as f64)?;
        let side = if sorted[rank - 1] > 0.0 {
            Side::Above
        } else if sorted[pairs - rank] < 0.0 {
            Side::Below
        } else {
            return None;
        };
        Some(Told { side, pairs })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Random;
    use crate::stats::error;

    #[test]
    fn the_errors_of_all_looks_add_up_to_one_per_cent_at_most() {
        let each = ERROR / LOOKS.len() as f64;
        let sum: f64 = LOOKS
            .iter()
            .map(|&pairs| error(pairs, largest_rank(pairs, each).expect("pairs are enough")))
            .sum();
        assert!((0.002..=ERROR).contains(&sum), "{sum}");
        assert!(LOOKS.is_sorted() && is_look(MOST_PAIRS) && !is_look(13));
    }

    #[test]
    fn a_clear_difference_is_told_at_the_first_look() {
        let above = Told {
            side: Side::Above,
            pairs: 12,
        };
        assert_eq!(tell(&[0.1; 40]), Some(above));
        assert_eq!(tell(&[-0.1; 40]).map(|told| told.side), Some(Side::Below));
        assert_eq!(tell(&[0.1; 11]), None, "there was no look yet");
        assert_eq!(tell(&[0.0; 100]), None);
    }

    /// Differences drawn around a truth, with rare large disturbances on either side.
    fn drawn(truth: f64, random: &mut Random) -> Vec<f64> {
        (0..MOST_PAIRS)
            .map(|_| {
                let heavy = if random.coin(0.1) {
                    0.3 * random.normal() / random.normal()
                } else {
                    0.0
                };
                truth + 0.02 * random.normal() + heavy
            })
            .collect()
    }

    #[test]
    fn equals_are_told_apart_rarely_and_a_difference_always() {
        let mut random = Random::new(3);
        let told = |truth: f64, random: &mut Random| {
            (0..1000)
                .filter_map(|_| tell(&drawn(truth, random)))
                .collect::<Vec<_>>()
        };
        let alarms = told(0.0, &mut random).len();
        // Of 1,000, 10 would be allowed; 19 are improbable then (0.3 %).
        assert!((1..=19).contains(&alarms), "{alarms}");
        let found = told(0.01, &mut random);
        assert_eq!(found.len(), 1000);
        let right = found.iter().filter(|told| told.side == Side::Above).count();
        assert!(right >= 995, "{right}");
        let early = found.iter().filter(|told| told.pairs <= 192).count();
        assert!(early >= 900, "{early}");
    }
}
