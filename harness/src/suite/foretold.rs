//! What the bar said of the time that was left, so that the end can tell how far that was off.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Seconds between two notes at least: the bar moves oftener than that.
const APART: f64 = 0.5;

/// At each moment of a run, in seconds since it began, how many more seconds it was said to take.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Foretold(Vec<(f64, f64)>);

/// What was foretold at a share of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Forecast {
    pub(crate) share: f64,
    /// What was said to be left.
    pub(crate) left: Duration,
    /// By how much the whole was misjudged, as a share of it: above 0 where too much was foretold.
    pub(crate) off: f64,
}

impl Foretold {
    pub(crate) fn note(&mut self, elapsed: Duration, remaining: Duration) {
        let now = elapsed.as_secs_f64();
        if self.0.last().is_none_or(|(then, _)| now - then >= APART) {
            self.0.push((now, remaining.as_secs_f64()));
        }
    }

    /// What the bar showed when a share of the run was over, which took `whole` in the end; absent
    /// where it showed nothing yet.
    pub(crate) fn at(&self, share: f64, whole: Duration) -> Option<Forecast> {
        let whole = whole.as_secs_f64();
        let until = self.0.partition_point(|(then, _)| *then <= share * whole);
        let (then, left) = *self.0[..until].last()?;
        Some(Forecast {
            share,
            left: Duration::try_from_secs_f64(left).ok()?,
            off: (then + left) / whole - 1.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn what_was_foretold_is_held_against_what_it_took() {
        let mut foretold = Foretold::default();
        for (now, left) in [(1.0, 9.0), (1.2, 50.0), (2.0, 9.0), (5.5, 4.5), (9.0, 3.0)] {
            foretold.note(seconds(now), seconds(left));
        }
        let off = |share| {
            let told = foretold.at(share, seconds(10.0));
            told.map(|told| (told.left.as_secs_f64(), (told.off * 1e3).round() / 1e3))
        };
        assert_eq!(off(0.05), None, "nothing was shown yet");
        // The second note came too soon after the first.
        assert_eq!(off(0.15), Some((9.0, 0.0)));
        assert_eq!(off(0.2), Some((9.0, 0.1)));
        assert_eq!(off(0.5), Some((9.0, 0.1)));
        assert_eq!(off(0.8), Some((4.5, 0.0)));
        assert_eq!(off(1.0), Some((3.0, 0.2)));
    }
}
