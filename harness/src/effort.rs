//! How much a run spends, and when it looks at what it has.

use std::time::Duration;

use reports::record::Effort;
use reports::stats::{MOST_PAIRS, looks};

use crate::cli::Cli;
use crate::replay::FEWEST_SAMPLES;
use crate::worker::message::Pace;

/// What a run of one chapter may spend.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// After so many passes the claims are judged; those that are decided are closed. The judge's
    /// error control is made for these looks.
    pub(crate) looks: Vec<u32>,
    /// What one pass spends on one trial.
    pub(crate) pace: Pace,
    /// For all passes together. The first look is always reached: when the budget is too small for
    /// it, its passes are shortened.
    pub(crate) budget: Option<Duration>,
}

/// Short against a scheduler's time slice, long against the clock's step.
const SLICE: u64 = 100_000;

const MILLISECOND: u64 = 1_000_000;

impl Plan {
    /// What verifying at small sizes needs: nothing is timed.
    pub(crate) fn new_for_tests() -> Self {
        let pace = Pace {
            slice: SLICE,
            rounds: 1,
            least: 1,
            budget: 0,
            warm_up: 0,
            duel: false,
        };
        Self {
            looks: Vec::new(),
            pace,
            budget: None,
        }
    }

    /// What a calibration spends: one look as the default has it, at every repetition.
    pub(crate) fn for_calibration() -> Self {
        let looks = looks(Effort::Default).iter().take(1);
        let pace = Pace {
            slice: SLICE,
            rounds: 25,
            least: 1,
            budget: 200 * MILLISECOND,
            warm_up: 0,
            duel: false,
        };
        Self {
            looks: looks.map(|look| look.passes as u32).collect(),
            pace,
            budget: None,
        }
    }

    /// What duels spend: ten processes, in each of which a trial ends when its first two variants
    /// are told apart, or after so many pairs.
    pub(crate) fn for_duels(pairs: Option<u32>) -> Self {
        let pace = Pace {
            rounds: pairs.unwrap_or(MOST_PAIRS as u32),
            budget: u64::MAX,
            duel: true,
            ..Self::for_calibration().pace
        };
        Self {
            looks: vec![10],
            pace,
            budget: None,
        }
    }

    pub(crate) fn new(cli: &Cli) -> Self {
        let looks: Vec<u32> = looks(cli.effort())
            .iter()
            .map(|look| look.passes as u32)
            .collect();
        let least = FEWEST_SAMPLES.div_ceil(looks[0]);
        let pace = |rounds, budget| Pace {
            slice: SLICE,
            rounds,
            least,
            budget,
            warm_up: 0,
            duel: false,
        };
        let mut plan = match cli.effort() {
            Effort::Quick => Self {
                looks,
                pace: pace(10, 10 * MILLISECOND),
                budget: Some(Duration::from_secs(8)),
            },
            Effort::Default => Self {
                looks,
                pace: pace(80, 100 * MILLISECOND),
                budget: Some(Duration::from_secs(75)),
            },
            Effort::Thorough => Self {
                looks,
                pace: pace(100, 1000 * MILLISECOND),
                budget: None,
            },
        };
        plan.heed(cli);
        plan
    }

    /// Criterion's flags speak of a whole benchmark; here it is spread over the passes to the
    /// first look.
    fn heed(&mut self, cli: &Cli) {
        let passes = f64::from(self.looks[0]);
        let nanos = |seconds: f64| (seconds * 1e9 / passes) as u64;
        if let Some(size) = cli.sample_size {
            self.pace.rounds = (f64::from(size) / passes).ceil() as u32;
            self.pace.budget = u64::MAX;
        }
        if let Some(seconds) = cli.measurement_time {
            if cli.sample_size.is_none() {
                self.pace.rounds = (nanos(seconds) / SLICE).clamp(1, u64::from(u32::MAX)) as u32;
            }
            self.pace.budget = u64::MAX;
        }
        if let Some(seconds) = cli.warm_up_time {
            self.pace.warm_up = nanos(seconds);
        }
        if cli.sample_size.is_some() || cli.measurement_time.is_some() {
            self.budget = None;
        }
    }

    /// The pace at which the first look fits the budget, when making all trials ready takes
    /// `ready` a pass and all rounds at full pace `rounds` a pass.
    pub(crate) fn fit(&self, ready: Duration, rounds: Duration) -> Pace {
        let Some(budget) = self.budget else {
            return self.pace;
        };
        let pass = budget.as_secs_f64() / f64::from(self.looks[0]);
        let left = (pass - ready.as_secs_f64()).max(0.0);
        let share = (left / rounds.as_secs_f64().max(1e-9)).min(1.0);
        Pace {
            rounds: ((f64::from(self.pace.rounds) * share) as u32).max(3),
            budget: (self.pace.budget as f64 * share) as u64,
            ..self.pace
        }
    }

    /// Nanoseconds that the rounds of a trial take at a pace, when one call of each of its
    /// `lanes` lanes takes `round` together.
    pub(crate) fn rounds(pace: Pace, lanes: usize, round: u64) -> u64 {
        let one = round.max(pace.slice * lanes as u64).max(1);
        let least = one.saturating_mul(u64::from(pace.least));
        one.saturating_mul(u64::from(pace.rounds))
            .min(pace.budget.max(least))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn plan(line: &str) -> Plan {
        let line = std::iter::once("bench").chain(line.split_whitespace());
        Plan::new(&Cli::parse_from(line))
    }

    #[test]
    fn criterions_settings_are_spread_over_the_passes() {
        assert_eq!(plan("--sample-size 100").pace.rounds, 10);
        assert_eq!(plan("--sample-size 11").pace.rounds, 2);
        let second = plan("--measurement-time 1");
        assert_eq!((second.pace.rounds, second.budget), (1000, None));
        assert_eq!(plan("--warm-up-time 0.5").pace.warm_up, 50_000_000);
    }

    #[test]
    fn a_small_budget_shortens_the_passes_and_never_drops_them() {
        let plan = plan("");
        let (none, second) = (Duration::ZERO, Duration::from_secs(1));
        assert_eq!(plan.fit(none, second), plan.pace);
        let short = plan.fit(none, Duration::from_secs(15));
        assert_eq!((short.rounds, short.budget), (40, 50 * MILLISECOND));
        assert_eq!(plan.fit(Duration::from_secs(99), second).rounds, 3);
    }

    #[test]
    fn every_effort_makes_enough_slices_for_criterion() {
        for (line, least) in [("--quick", 1), ("", 1), ("--thorough", 1)] {
            let plan = plan(line);
            assert_eq!(plan.pace.least, least, "{line}");
            assert!(plan.pace.least * plan.looks[0] >= FEWEST_SAMPLES, "{line}");
        }
    }

    #[test]
    fn a_trial_takes_its_rounds_or_its_budget_but_always_one_round() {
        let pace = plan("").pace;
        assert_eq!(Plan::rounds(pace, 2, 10), 80 * 2 * SLICE);
        assert_eq!(Plan::rounds(pace, 2, 30 * MILLISECOND), 100 * MILLISECOND);
        assert_eq!(Plan::rounds(pace, 2, 900 * MILLISECOND), 900 * MILLISECOND);
    }
}
