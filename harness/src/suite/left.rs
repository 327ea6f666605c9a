//! How long a target will still take.

use std::time::Duration;

/// By so much the pace of a run must exceed what the last run took to be believed.
const SLOWER: f64 = 1.05;

/// What was spent at a moment, and what the passes to come would take at the pace until then.
type Moment = (Duration, Duration);

/// The pace of a run, told at the end of whole passes: within one, some trials take far longer than
/// others. After the first look fewer trials are left, so the pace until then says nothing of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    pass: u32,
    look: u32,
    /// The latest moment.
    latest: Option<Moment>,
    /// The end of the last whole pass.
    settled: Option<Moment>,
}

impl Pace {
    /// Takes note of a moment in a pass on the way to a look.
    pub(crate) fn see(&mut self, (pass, look): (u32, u32), moment: Moment) {
        if self.latest.is_some() && look != self.look {
            self.settled = None;
        } else if pass != self.pass && look == self.look {
            self.settled = self.latest;
        }
        (self.pass, self.look, self.latest) = (pass, look, Some(moment));
    }

    /// What a target will still take: as long as last time, unless it is clearly slower now. What
    /// follows the passes took a share of the last run; without one, a tenth.
    pub(crate) fn left(&self, last: Option<Duration>, spent: Duration) -> Duration {
        let latest = self.latest.map_or(Duration::ZERO, |(_, passes)| passes);
        let Some(last) = last else {
            return latest.mul_f64(1.1);
        };
        let rest = last.saturating_sub(spent);
        if rest.is_zero() {
            return latest;
        }
        let settled = self.settled.map_or(Duration::ZERO, |(then, passes)| {
            passes.saturating_sub(spent.saturating_sub(then))
        });
        if settled > rest.mul_f64(SLOWER) {
            settled
        } else {
            rest
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_left_is_what_the_last_run_took_unless_this_one_is_slower() {
        let mut pace = Pace::default();
        pace.see((0, 10), (5 * SECOND, 100 * SECOND));
        assert_eq!(pace.left(None, 5 * SECOND), 110 * SECOND);
        // The first trials may be the longest ones.
        assert_eq!(pace.left(Some(60 * SECOND), 5 * SECOND), 55 * SECOND);
        pace.see((0, 10), (8 * SECOND, 72 * SECOND));
        pace.see((1, 10), (10 * SECOND, 99 * SECOND));
        assert_eq!(pace.left(Some(60 * SECOND), 10 * SECOND), 70 * SECOND);
        assert_eq!(pace.left(Some(90 * SECOND), 10 * SECOND), 80 * SECOND);
        assert_eq!(pace.left(Some(9 * SECOND), 10 * SECOND), 99 * SECOND);
        // A later look has fewer trials.
        pace.see((10, 16), (50 * SECOND, 30 * SECOND));
        assert_eq!(pace.left(Some(60 * SECOND), 50 * SECOND), 10 * SECOND);
    }

    /// A run: something before, ten passes over trials of very different lengths, something after.
    /// All told it takes `slower` times as long as planned, and each trial wavers.
    struct Run {
        before: f64,
        /// The trials of a pass, again and again.
        trials: Vec<f64>,
        after: f64,
    }

    const PASSES: usize = 10;

    impl Run {
        /// A long trial now and then, as a real chapter has: the first is the longest.
        fn of(seed: u64, slower: f64) -> Self {
            // A linear congruential generator; its upper bits are random enough for durations.
            let mut state = seed;
            let mut draw = || {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (state >> 33) as f64 / f64::from(1_u32 << 31)
            };
            let planned = |place: usize| if place.is_multiple_of(20) { 0.4 } else { 0.02 };
            let mut trial = |place: usize| slower * planned(place) * (0.97 + 0.06 * draw());
            Self {
                trials: (0..60 * PASSES).map(|place| trial(place % 60)).collect(),
                before: slower * 2.0,
                after: slower * 1.0,
            }
        }

        fn whole(&self) -> f64 {
            self.before + self.trials.iter().sum::<f64>() + self.after
        }

        /// At each moment after a trial: the share of the run that is over, and by how much the
        /// whole is misjudged, as shares of it.
        fn errors(&self, last: f64) -> Vec<(f64, f64)> {
            let whole = self.whole();
            let mut spent = 0.0;
            let mut pace = Pace::default();
            let moments = self.trials.iter().enumerate().map(|(place, trial)| {
                spent += trial;
                let share = (place + 1) as f64 / self.trials.len() as f64;
                let seconds = Duration::from_secs_f64;
                let now = self.before + spent;
                let pass = place / (self.trials.len() / PASSES);
                let to_come = spent * (1.0 / share - 1.0);
                pace.see(
                    (pass as u32, PASSES as u32),
                    (seconds(now), seconds(to_come)),
                );
                let told = pace.left(Some(seconds(last)), seconds(now));
                (now / whole, (now + told.as_secs_f64()) / whole - 1.0)
            });
            moments.collect()
        }
    }

    #[test]
    fn a_second_run_is_foretold_within_a_tenth_from_its_beginning() {
        for seed in 0..100 {
            let last = Run::of(seed, 1.0).whole();
            for slower in [0.95, 1.0, 1.05] {
                let run = Run::of(seed + 1_000, slower);
                for (share, error) in run.errors(last) {
                    assert!(error.abs() < 0.1, "{error:+.3} at {share:.2}, seed {seed}");
                }
            }
        }
    }

    #[test]
    fn a_run_that_is_half_as_fast_is_noticed() {
        for seed in 0..100 {
            let last = Run::of(seed, 1.0).whole();
            let errors = Run::of(seed + 1_000, 2.0).errors(last);
            let late = errors.iter().filter(|(share, _)| *share > 0.35);
            for (share, error) in late {
                assert!(error.abs() < 0.1, "{error:+.3} at {share:.2}, seed {seed}");
            }
        }
    }
}
