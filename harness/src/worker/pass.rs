//! One timed pass over one trial: rounds, in each of which every lane runs one slice, in an order
//! drawn by lot.

use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::{Clock, Failure, Kind, Lane, Pass};

use super::guard::{Broken, guarded};
use super::message::{Errand, Missing, Pace, Spent};
use super::ready::ready;
use super::sentinel::Sentinel;
use super::slices::paced;
use super::{active, duel, failure, missing, nanos, system, with_trial};
use crate::experiment::Experiment;
use crate::meter::Slice;
use crate::trial::Trial;
use crate::waits;

/// A lane with all that its slices need.
pub(super) struct Paced {
    pub(super) variant: usize,
    pub(super) kind: Kind,
    pub(super) control: bool,
    /// Its number in the trial.
    pub(super) lane: usize,
    pub(super) slice: Slice,
    pub(super) nanos: Vec<u64>,
    /// Thousandths of each slice that what worked in it waited for its core, where it tells.
    pub(super) waits: Vec<u16>,
}

/// What a pass came to.
#[derive(Default)]
pub(super) struct Timed {
    /// Absent when fewer than two lanes are left.
    pub(super) pass: Option<Pass>,
    pub(super) failures: Vec<Failure>,
    pub(super) missing: Vec<Missing>,
    pub(super) spent: Spent,
}

/// Times one pass. A variant that leaves in the middle of it costs the others nothing: they begin
/// again without it.
pub(super) fn time(
    experiment: &Experiment,
    errand: &Errand,
    (index, seed): (u32, u64),
    rng: &mut SmallRng,
    begins: &mut dyn FnMut(Option<usize>),
) -> Timed {
    let mut errand = errand.clone();
    let mut timed = Timed::default();
    let begun = Instant::now();
    loop {
        let mut again = false;
        let broken = with_trial(experiment, &errand, seed, &mut |trial| {
            let mut lanes = ready(experiment, &errand, trial, rng, &mut timed, begins);
            if lanes.len() < 2 {
                return;
            }
            begins(None);
            let watch = system::Watch::start();
            let start = Instant::now();
            let rounds = guarded(|| rounds(trial, &mut lanes, errand.pace, rng));
            timed.spent.rounds += nanos(start);
            let disturbance = watch.stop();
            match rounds {
                Ok(seen) => {
                    let lanes = lanes.into_iter().map(Paced::into_record).collect();
                    timed.pass = Some(Pass {
                        index,
                        lanes,
                        order: seen.orders,
                        sentinel: seen.sentinels,
                        queued: seen.queued,
                        disturbance,
                    });
                }
                Err(Broken::Absent(absent)) => {
                    timed.missing.push(missing(experiment, &errand, absent));
                    again = true;
                }
                Err(Broken::Panicked(message)) => {
                    let message = format!("a variant panicked while it was timed: \"{message}\"");
                    timed
                        .failures
                        .push(failure(experiment, &errand, None, message));
                }
            }
        });
        timed.failures.extend(broken);
        if !again {
            timed.spent.input = nanos(begun).saturating_sub(timed.spent.all());
            return timed;
        }
        let gone = timed
            .missing
            .iter()
            .filter_map(|gone| gone.what.variant.as_deref());
        let left_out = gone.filter_map(|name| experiment.outline.place(name));
        errand.left_out.extend(left_out);
    }
}

/// Runs each lane for so many seconds and keeps nothing.
pub(super) fn profile(experiment: &Experiment, errand: &Errand, seed: u64, seconds: f64) {
    with_trial(experiment, errand, seed, &mut |trial| {
        for variant in active(experiment, errand) {
            let lane = trial.prepare(variant);
            trial.settle(lane);
            let kind = experiment.outline.variants[variant].kind;
            let mut slice = paced(trial, lane, (variant, kind), errand);
            let start = Instant::now();
            while start.elapsed().as_secs_f64() < seconds {
                trial.slice(lane, &mut slice);
            }
        }
    });
}

/// What was seen of the rounds of a pass, beside the times of their slices.
#[derive(Default)]
struct Rounds {
    orders: Vec<Vec<u8>>,
    /// The reading of the sentinel that tells of each.
    sentinels: Vec<u32>,
    /// Thousandths of each that this thread waited for its core after it lost it; empty where the
    /// system does not tell.
    queued: Vec<u16>,
}

/// Whether slices are looked after one by one: some of them by whatever works in them, which is not
/// this thread. Otherwise a look at each round will do, and costs less.
fn one_by_one(lanes: &[Paced]) -> bool {
    let elsewhere = |lane: &Paced| matches!(lane.kind, Kind::Timed | Kind::Peer);
    lanes.iter().any(elsewhere)
}

/// Runs rounds until there are enough or the budget is spent.
fn rounds(trial: &mut dyn Trial, lanes: &mut [Paced], pace: Pace, rng: &mut SmallRng) -> Rounds {
    let mut seen = Rounds::default();
    let mut order: Vec<u8> = (0..lanes.len()).map(|lane| lane as u8).collect();
    let one_by_one = one_by_one(lanes);
    let start = Instant::now();
    let (mut last, mut sentinel) = (Duration::ZERO, Sentinel::settling_within(SETTLING));
    for round in 0..pace.rounds {
        let spent = start.elapsed();
        let next = spent + (spent.saturating_sub(last));
        if round >= pace.least && next.as_nanos() > u128::from(pace.budget) {
            break;
        }
        last = spent;
        order.shuffle(rng);
        let queued = (!one_by_one).then(waits::look).flatten();
        let mut readings = vec![sentinel.read()];
        for lane in &order {
            lanes[usize::from(*lane)].run(trial, one_by_one);
            readings.push(sentinel.read());
        }
        let took = start.elapsed() - spent;
        let queued = waits::since(queued);
        seen.queued
            .extend(queued.map(|queued| thousandths(queued, took)));
        seen.orders.push(order.clone());
        seen.sentinels.push(telling(&mut readings, took));
        if pace.duel && duel::decided(lanes[0].slices(), lanes[1].slices()) {
            break;
        }
    }
    seen
}

/// How much of a time a thread waited for its core.
fn thousandths(waited: Duration, took: Duration) -> u16 {
    let share = waited.as_secs_f64() / took.as_secs_f64().max(1e-9);
    (1000.0 * share).ceil().min(1000.0) as u16
}

/// Readings of the sentinel that may follow each other until the core has settled.
const SETTLING: usize = 8;

/// A round that is longer than this sees some contention in any case.
const LONG_ROUND: Duration = Duration::from_millis(10);

/// The reading that tells of a round: the slowest of a short one, which a single disturbance
/// spoils; the median of a long one.
fn telling(readings: &mut [u32], round: Duration) -> u32 {
    readings.sort_unstable();
    let at = if round < LONG_ROUND {
        readings.len() - 1
    } else {
        readings.len() / 2
    };
    readings[at]
}

/// A sixteenth of a slice, untimed: the lane before has left its own data in the cache and its own
/// branches in the predictor.
fn lead_in(trial: &mut dyn Trial, paced: &Paced) {
    let mut slice = Slice {
        laps: paced.slice.laps / 16,
        ..paced.slice
    };
    if slice.laps > 0 {
        waits::unseen(|| trial.slice(paced.lane, &mut slice));
    }
}

impl Paced {
    /// Runs one slice after its lead-in, and looks after it where nobody else does.
    fn run(&mut self, trial: &mut dyn Trial, looks: bool) {
        // Before the lead-in, which then finds the caches as it leaves them to the slice.
        let before = (looks && self.is_watched_here()).then(waits::look);
        lead_in(trial, self);
        self.slice.elapsed = Duration::ZERO;
        self.slice.waited = None;
        trial.slice(self.lane, &mut self.slice);
        let waited = self.slice.waited.or_else(|| waits::since(before?));
        let nanos = u64::try_from(self.slice.elapsed.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.push(nanos);
        let shares = waited.map(|waited| thousandths(waited, self.slice.elapsed));
        self.waits.extend(shares);
    }

    /// Whether this thread does the work, and its waits are in the time.
    fn is_watched_here(&self) -> bool {
        let elsewhere = matches!(self.kind, Kind::Timed | Kind::Peer);
        !elsewhere && self.slice.clock == Clock::Wall
    }

    fn slices(&self) -> duel::Slices<'_> {
        (self.slice.laps, &self.nanos)
    }

    fn into_record(self) -> Lane {
        Lane {
            variant: self.variant,
            control: self.control,
            laps: self.slice.laps,
            clock: self.slice.clock,
            nanos: self.nanos,
            waits: self.waits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_disturbance_spoils_a_short_round_and_most_must_spoil_a_long_one() {
        let mut readings = [100, 100, 170, 100, 100];
        assert_eq!(telling(&mut readings, Duration::from_millis(1)), 170);
        assert_eq!(telling(&mut readings, Duration::from_secs(1)), 100);
    }
}
