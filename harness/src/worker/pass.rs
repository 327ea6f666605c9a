//! One timed pass over one trial: rounds, in each of which every lane runs one slice, in an order
//! drawn by lot.

use std::time::{Duration, Instant};

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::{Clock, Failure, Lane, Pass};

use super::message::{Errand, Pace};
use super::{failure, guarded, sentinel, system, with_trial};
use crate::experiment::Experiment;
use crate::meter::Slice;
use crate::trial::Trial;

/// Calls longer than this are timed by the thread's CPU clock, which does not count waiting for a
/// busy core; it costs half a microsecond to read, too much for shorter slices.
const LONG_CALL: Duration = Duration::from_millis(1);

/// Fresh structures are made in batches that run about this long, so that reading the clock costs
/// half a percent at most.
const BATCH: u64 = 10_000;

/// A lane with all that its slices need.
struct Paced {
    variant: usize,
    control: bool,
    /// Its number in the trial.
    lane: usize,
    slice: Slice,
    nanos: Vec<u64>,
}

/// Times one pass; absent when fewer than two lanes are left.
pub(super) fn time(
    experiment: &Experiment,
    errand: &Errand,
    (index, seed): (u32, u64),
    rng: &mut SmallRng,
    failures: &mut Vec<Failure>,
    begins: &mut dyn FnMut(Option<usize>),
) -> Option<Pass> {
    let mut pass = None;
    let broken = with_trial(experiment, errand, seed, &mut |trial| {
        let mut lanes = ready(experiment, errand, trial, rng, failures, begins);
        if lanes.len() < 2 {
            return;
        }
        begins(None);
        let watch = system::Watch::start();
        let rounds = guarded(|| rounds(trial, &mut lanes, errand.pace, rng));
        let disturbance = watch.stop();
        match rounds {
            Ok((order, sentinel)) => {
                let lanes = lanes.into_iter().map(Paced::into_record).collect();
                pass = Some(Pass {
                    index,
                    lanes,
                    order,
                    sentinel,
                    disturbance,
                });
            }
            Err(message) => {
                let message = format!("a variant panicked while it was timed: \"{message}\"");
                failures.push(failure(experiment, errand, None, message));
            }
        }
    });
    failures.extend(broken);
    pass
}

/// Runs each lane for so many seconds and keeps nothing.
pub(super) fn profile(experiment: &Experiment, errand: &Errand, seed: u64, seconds: f64) {
    with_trial(experiment, errand, seed, &mut |trial| {
        for variant in active(experiment, errand) {
            let lane = trial.prepare(variant);
            let mut slice = paced(trial, lane, variant, errand);
            let start = Instant::now();
            while start.elapsed().as_secs_f64() < seconds {
                trial.slice(lane, &mut slice);
            }
        }
    });
}

fn active(experiment: &Experiment, errand: &Errand) -> Vec<usize> {
    let variants = experiment.outline.variants.iter().enumerate();
    variants
        .filter(|(index, variant)| {
            variant.runs_at(errand.key.size) && !errand.left_out.contains(index)
        })
        .map(|(index, _)| index)
        .collect()
}

/// Makes all lanes ready in an order drawn by lot, for what is built first lies otherwise in
/// memory than what is built last. A control is a second copy of a variant.
fn ready(
    experiment: &Experiment,
    errand: &Errand,
    trial: &mut dyn Trial,
    rng: &mut SmallRng,
    failures: &mut Vec<Failure>,
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

    let mut lanes = Vec::new();
    for (variant, control) in wanted {
        begins(Some(variant));
        let made = guarded(|| {
            let lane = trial.prepare(variant);
            (lane, paced(trial, lane, variant, errand))
        });
        match made {
            Ok((lane, slice)) => {
                lanes.push(Paced {
                    variant,
                    control,
                    lane,
                    slice,
                    nanos: Vec::new(),
                });
            }
            Err(message) => {
                let name = experiment.outline.variants[variant].name;
                let message = format!("variant `{name}` panicked with \"{message}\"");
                failures.push(failure(experiment, errand, Some(variant), message));
            }
        }
    }
    lanes.sort_by_key(|lane| (lane.control, lane.variant));
    one_clock(&mut lanes);
    twin_slices(&mut lanes);
    lanes
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

/// A call that takes so long needs no calibration: it is a slice by itself.
const VERY_LONG_CALL: u64 = 10_000_000;

/// The slices of a lane.
fn paced(trial: &mut dyn Trial, lane: usize, variant: usize, errand: &Errand) -> Slice {
    let known = errand.calls.get(variant).copied().unwrap_or_default();
    if known > VERY_LONG_CALL && errand.pace.warm_up == 0 {
        return Slice {
            laps: 1,
            batch: 1,
            clock: Clock::Cpu,
            elapsed: Duration::ZERO,
        };
    }
    calibrate(trial, lane, errand.pace)
}

/// Finds how many laps make a slice, by doubling them until they can be timed; this warms up too.
fn calibrate(trial: &mut dyn Trial, lane: usize, pace: Pace) -> Slice {
    let start = Instant::now();
    let warm_up = Duration::from_nanos(pace.warm_up);
    let mut slice = Slice {
        laps: 1,
        batch: 1,
        clock: Clock::Wall,
        elapsed: Duration::ZERO,
    };
    loop {
        slice.elapsed = Duration::ZERO;
        trial.slice(lane, &mut slice);
        let long_enough = slice.elapsed.as_nanos() >= u128::from(pace.slice / 4);
        if long_enough && start.elapsed() >= warm_up {
            break;
        }
        if !long_enough {
            slice.laps *= 2;
        }
        slice.batch = batch(&slice);
    }
    let call = slice.elapsed.as_nanos() as f64 / slice.laps as f64;
    slice.laps = ((pace.slice as f64 / call.max(0.01)).round() as u64).max(1);
    slice.batch = batch(&slice).min(((BATCH as f64 / call.max(0.01)).ceil() as u64).max(1));
    if slice.laps == 1 && call > LONG_CALL.as_nanos() as f64 {
        slice.clock = Clock::Cpu;
    }
    slice
}

/// No more structures at a time than a slice uses, and never so many that they fill the memory.
fn batch(slice: &Slice) -> u64 {
    slice.laps.min(1 << 14)
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
        if round > 0 && next.as_nanos() > u128::from(pace.budget) {
            break;
        }
        last = spent;
        order.shuffle(rng);
        let mut slowest = sentinel::reading();
        for lane in &order {
            let paced = &mut lanes[usize::from(*lane)];
            lead_in(trial, paced);
            paced.slice.elapsed = Duration::ZERO;
            trial.slice(paced.lane, &mut paced.slice);
            let nanos = u64::try_from(paced.slice.elapsed.as_nanos()).unwrap_or(u64::MAX);
            paced.nanos.push(nanos);
            slowest = slowest.max(sentinel::reading());
        }
        orders.push(order.clone());
        sentinels.push(slowest);
    }
    (orders, sentinels)
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
    fn into_record(self) -> Lane {
        Lane {
            variant: self.variant,
            control: self.control,
            laps: self.slice.laps,
            clock: self.slice.clock,
            nanos: self.nanos,
        }
    }
}
