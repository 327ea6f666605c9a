//! One timed pass over one trial: rounds, in each of which every lane runs one slice, in an order
//! drawn by lot.

use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::{Clock, Failure, Kind, Lane, Pass};

use super::message::{Errand, Missing, Pace, Spent};
use super::slices::{batch, paced};
use super::{Broken, active, duel, failure, guarded, missing, nanos, sentinel, system, with_trial};
use crate::experiment::Experiment;
use crate::meter::Slice;
use crate::peer;
use crate::trial::Trial;

/// A lane with all that its slices need.
struct Paced {
    variant: usize,
    control: bool,
    /// Its number in the trial.
    lane: usize,
    slice: Slice,
    nanos: Vec<u64>,
    /// Thousandths of each slice that one of its threads waited for its core, where they tell.
    waits: Vec<u16>,
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
                Ok((order, sentinel)) => {
                    let lanes = lanes.into_iter().map(Paced::into_record).collect();
                    timed.pass = Some(Pass {
                        index,
                        lanes,
                        order,
                        sentinel,
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
            let mut slice = paced(trial, lane, variant, errand);
            let start = Instant::now();
            while start.elapsed().as_secs_f64() < seconds {
                trial.slice(lane, &mut slice);
            }
        }
    });
}

/// Makes all lanes ready in an order drawn by lot, for what is built first lies otherwise in
/// memory than what is built last. A control is a second copy of a variant.
fn ready(
    experiment: &Experiment,
    errand: &Errand,
    trial: &mut dyn Trial,
    rng: &mut SmallRng,
    timed: &mut Timed,
    begins: &mut dyn FnMut(Option<usize>),
) -> Vec<Paced> {
    let active = active(experiment, errand);
    let controls = experiment.outline.controls(&active);
    let mut wanted: Vec<(usize, bool)> = active
        .iter()
        .map(|variant| (*variant, false))
        .chain(controls.into_iter().map(|variant| (variant, true)))
        .collect();
    wanted.shuffle(rng);
    let is_peer = |variant: usize| experiment.outline.variants[variant].kind == Kind::Peer;
    // Peers come first: they load and prepare while variants here are made ready. Laps are found
    // when all is quiet again.
    wanted.sort_by_key(|(variant, _)| !is_peer(*variant));

    let mut attempt = Attempt {
        experiment,
        errand,
        timed,
        begins,
    };
    let mut made = Vec::new();
    for (variant, control) in wanted {
        let lane = attempt.at(variant, || trial.prepare(variant));
        made.extend(lane.map(|lane| (variant, control, lane)));
    }
    made.retain(|(variant, _, lane)| attempt.at(*variant, || trial.settle(*lane)).is_some());
    peer::settle();
    let mut lanes = Vec::new();
    for (variant, control, lane) in made {
        let slice = attempt.at(variant, || paced(trial, lane, variant, errand));
        lanes.extend(slice.map(|slice| Paced {
            variant,
            control,
            lane,
            slice,
            nanos: Vec::new(),
            waits: Vec::new(),
        }));
    }
    lanes.sort_by_key(|lane| (lane.control, lane.variant));
    one_clock(&mut lanes);
    twin_slices(&mut lanes);
    lanes
}

/// Steps on the way to a pass, each of which may fail for its variant alone.
struct Attempt<'a> {
    experiment: &'a Experiment,
    errand: &'a Errand,
    timed: &'a mut Timed,
    begins: &'a mut dyn FnMut(Option<usize>),
}

impl Attempt<'_> {
    /// What the step came to; absent when it failed, which is noted.
    fn at<T>(&mut self, variant: usize, step: impl FnOnce() -> T) -> Option<T> {
        (self.begins)(Some(variant));
        let start = Instant::now();
        let came = guarded(step);
        let outline = &self.experiment.outline.variants[variant];
        self.timed.spent.on(outline.kind, nanos(start));
        match came {
            Ok(came) => return Some(came),
            Err(Broken::Absent(absent)) => {
                let missing = missing(self.experiment, self.errand, absent);
                self.timed.missing.push(missing);
            }
            Err(Broken::Panicked(message)) => {
                let message = format!("variant `{}` panicked with \"{message}\"", outline.name);
                let failed = failure(self.experiment, self.errand, Some(variant), message);
                self.timed.failures.push(failed);
            }
        }
        None
    }
}

/// A control differs from its twin in nothing, hence not in its laps either.
fn twin_slices(lanes: &mut [Paced]) {
    let originals = lanes.iter().filter(|lane| !lane.control);
    let originals: Vec<(usize, Slice)> = originals.map(|lane| (lane.variant, lane.slice)).collect();
    for control in lanes.iter_mut().filter(|lane| lane.control) {
        let twin = originals
            .iter()
            .find(|(variant, _)| *variant == control.variant);
        if let Some((_, slice)) = twin {
            control.slice = *slice;
        }
    }
}

/// Lanes that are compared are timed by the same clock: by the CPU clock when any call is long. It
/// is dear to read, so fresh structures then come in one batch.
fn one_clock(lanes: &mut [Paced]) {
    if lanes.iter().any(|lane| lane.slice.clock == Clock::Cpu) {
        for lane in lanes {
            lane.slice.clock = Clock::Cpu;
            lane.slice.batch = batch(&lane.slice);
        }
    }
}

/// Runs rounds until there are enough or the budget is spent; tells their orders and the slowest
/// sentinel reading of each.
fn rounds(
    trial: &mut dyn Trial,
    lanes: &mut [Paced],
    pace: Pace,
    rng: &mut SmallRng,
) -> (Vec<Vec<u8>>, Vec<u32>) {
    let (mut orders, mut sentinels) = (Vec::new(), Vec::new());
    let mut order: Vec<u8> = (0..lanes.len()).map(|lane| lane as u8).collect();
    let start = Instant::now();
    let mut last = Duration::ZERO;
    for round in 0..pace.rounds {
        let spent = start.elapsed();
        let next = spent + (spent.saturating_sub(last));
        if round >= pace.least && next.as_nanos() > u128::from(pace.budget) {
            break;
        }
        last = spent;
        order.shuffle(rng);
        let mut readings = vec![sentinel::reading()];
        for lane in &order {
            let paced = &mut lanes[usize::from(*lane)];
            lead_in(trial, paced);
            paced.slice.elapsed = Duration::ZERO;
            paced.slice.waited = None;
            trial.slice(paced.lane, &mut paced.slice);
            let nanos = u64::try_from(paced.slice.elapsed.as_nanos()).unwrap_or(u64::MAX);
            paced.nanos.push(nanos);
            paced.waits.extend(thousandths(&paced.slice));
            readings.push(sentinel::reading());
        }
        orders.push(order.clone());
        sentinels.push(telling(&mut readings, start.elapsed() - spent));
        if pace.duel && duel::decided(lanes[0].slices(), lanes[1].slices()) {
            break;
        }
    }
    (orders, sentinels)
}

/// How much of a slice one of its threads waited for its core; absent where nobody looked.
fn thousandths(slice: &Slice) -> Option<u16> {
    let share = slice.waited?.as_secs_f64() / slice.elapsed.as_secs_f64().max(1e-9);
    Some((1000.0 * share).ceil().min(1000.0) as u16)
}

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
        trial.slice(paced.lane, &mut slice);
    }
}

impl Paced {
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
