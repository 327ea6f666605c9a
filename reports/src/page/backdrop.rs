//! What stands behind the lines of a plot: where the data fit the caches, and how a class grows.

use crate::chart::lines::{Band, Guide};
use crate::claim::{Growth, TIME};
use crate::record::{Machine, RegisteredPrediction, Trial};

use super::plots::Subject;

/// The ranges of sizes at which the shared input fits each level of the cache. None when the
/// input does not grow with the size.
pub(crate) fn bands(machine: &Machine, trials: &[&Trial]) -> Vec<Band> {
    let grows = trials
        .windows(2)
        .all(|pair| pair[0].input_bytes < pair[1].input_bytes);
    let (Some(first), Some(last)) = (trials.first(), trials.last()) else {
        return Vec::new();
    };
    if !grows || trials.len() < 2 || machine.caches.is_empty() {
        return Vec::new();
    }
    let mut caches = machine.caches.clone();
    caches.sort_by_key(|cache| cache.level);
    let mut bands = Vec::new();
    let mut from = first.size as f64;
    for cache in caches {
        let to = size_of_bytes(trials, cache.bytes);
        if to > from {
            let label = format!("L{}", cache.level);
            bands.push(Band { label, from, to });
            from = to;
        }
    }
    if from < last.size as f64 {
        bands.push(Band {
            label: "memory".into(),
            from,
            to: last.size as f64,
        });
    }
    bands
}

/// The size at which the input holds so many bytes, between two sizes by interpolation in the
/// logarithms; the first or the last size when it lies beyond.
fn size_of_bytes(trials: &[&Trial], bytes: u64) -> f64 {
    let place = |trial: &Trial| (trial.input_bytes.max(1) as f64, trial.size as f64);
    let bytes = bytes as f64;
    let above = trials.iter().position(|trial| place(trial).0 > bytes);
    match above {
        None => trials.last().map_or(0.0, |trial| trial.size as f64),
        Some(0) => trials[0].size as f64,
        Some(next) => {
            let ((b0, s0), (b1, s1)) = (place(trials[next - 1]), place(trials[next]));
            s0 * (s1 / s0).powf((bytes / b0).ln() / (b1 / b0).ln())
        }
    }
}

impl Subject<'_, '_> {
    /// The claims of growth that speak of this measure: the class, and the variant by place.
    fn growths(&self) -> impl Iterator<Item = (Growth, usize, usize)> {
        let record = self.exhibit.record;
        let claims = record.claims.iter().enumerate();
        claims.filter_map(|(place, claim)| match claim.prediction {
            RegisteredPrediction::Grows(class) if claim.measure == self.measure => {
                Some((class, record.variant(&claim.variant)?, place))
            }
            _ => None,
        })
    }

    /// One dotted line for each claim of growth, through the first point that it covers.
    pub(crate) fn guides(&self, case: &str, trials: &[&Trial]) -> Vec<Guide> {
        let claims = &self.exhibit.record.claims;
        let guides = self.growths().filter_map(|(class, variant, place)| {
            let covered = trials
                .iter()
                .copied()
                .filter(|trial| claims[place].covers(case, trial.size));
            // Growth is judged per call, and times are shown per unit of work.
            let term = |trial: &Trial| {
                let work = if self.measure == TIME {
                    trial.work.max(1) as f64
                } else {
                    1.0
                };
                class.term(trial.size) / work
            };
            let mut anchor = None;
            let mut points = Vec::new();
            for trial in covered.filter(|trial| term(trial) > 0.0) {
                let Some(figure) = self.figure(trial, variant) else {
                    continue;
                };
                let factor = *anchor.get_or_insert(figure.point / term(trial));
                points.push((trial.size as f64, factor * term(trial)));
            }
            (points.len() > 1).then(|| Guide {
                label: class.notation().into(),
                points,
            })
        });
        guides.chain(self.limit_guide(trials)).collect()
    }

    /// A dotted line at the limit of a unit of work, where it is known at two sizes at least.
    fn limit_guide(&self, trials: &[&Trial]) -> Option<Guide> {
        let points: Vec<(f64, f64)> = self
            .limits(trials)
            .map(|(trial, nanos)| (trial.size as f64, nanos))
            .collect();
        (points.len() > 1).then(|| Guide {
            label: "limit".into(),
            points,
        })
    }

    /// The trials whose limit is known, with that of a unit of work; none unless times are shown.
    pub(crate) fn limits<'t>(
        &self,
        trials: &[&'t Trial],
    ) -> impl Iterator<Item = (&'t Trial, f64)> + use<'t> {
        let timed = self.measure == TIME;
        let trials: Vec<&Trial> = trials.iter().copied().filter(|_| timed).collect();
        trials.into_iter().filter_map(|trial| {
            let nanos = super::ladder::limit(trial)?;
            Some((trial, nanos / trial.work.max(1) as f64))
        })
    }

    /// Whether a limit is known anywhere.
    pub(crate) fn is_limited(&self) -> bool {
        let trials: Vec<&Trial> = self.exhibit.record.trials.iter().collect();
        self.limits(&trials).next().is_some()
    }

    /// The classes that the dotted lines show: `O(n) and O(log n)`.
    pub(crate) fn guides_words(&self) -> String {
        let mut classes: Vec<&str> = Vec::new();
        for (class, ..) in self.growths() {
            if !classes.contains(&class.notation()) {
                classes.push(class.notation());
            }
        }
        classes.join(" and ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Cache;

    fn trial(size: u64, input_bytes: u64) -> Trial {
        Trial {
            size,
            work: 1,
            input_bytes,
            ..Trial::default()
        }
    }

    fn machine() -> Machine {
        let cache = |level, bytes| Cache {
            level,
            bytes,
            line: 64,
        };
        Machine {
            caches: vec![cache(1, 1 << 12), cache(2, 1 << 17)],
            ..Machine::default()
        }
    }

    #[test]
    fn bands_end_where_the_input_fills_a_cache() {
        let trials = [
            trial(1 << 6, 1 << 9),
            trial(1 << 10, 1 << 13),
            trial(1 << 18, 1 << 21),
        ];
        let bands = bands(&machine(), &trials.each_ref());
        let found: Vec<(&str, f64)> = bands
            .iter()
            .map(|band| (band.label.as_str(), band.to.log2().round()))
            .collect();
        assert_eq!(found, [("L1", 9.0), ("L2", 14.0), ("memory", 18.0)]);
    }

    #[test]
    fn an_input_that_does_not_grow_has_no_bands() {
        let trials = [trial(10, 100), trial(20, 100)];
        assert!(bands(&machine(), &trials.each_ref()).is_empty());
    }

    #[test]
    fn an_input_that_always_fits_has_one_band() {
        let trials = [trial(10, 100), trial(20, 200)];
        let bands = bands(&machine(), &trials.each_ref());
        assert_eq!(bands.len(), 1);
        assert_eq!(bands[0].label, "L1");
    }
}
