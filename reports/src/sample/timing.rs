//! Simulates the timed passes of one trial.

use crate::record::{Clock, Disturbance, Lane, Pass};

use super::{Random, Sample};

/// The time of one slice, in nanoseconds.
const SLICE: f64 = 100_000.0;
/// What the sentinel reads on a quiet core.
const SENTINEL: f64 = 500.0;

/// All passes of a trial; `truth` holds the time of one call of each variant that runs, and
/// `place` tells the trial from all others.
pub(super) fn passes(sample: &Sample, truth: &[Option<f64>], place: &[u64]) -> Vec<Pass> {
    (0..sample.passes)
        .map(|index| {
            let mut places = place.to_vec();
            places.push(index as u64);
            pass(
                sample,
                truth,
                index as u32,
                Random::at(sample.seed, &places),
            )
        })
        .collect()
}

/// A lane with the true time of its slices in this pass.
struct Track {
    lane: Lane,
    slice: f64,
    /// The lane's own level, a logarithm.
    swing: f64,
}

/// What a lane's own level keeps of itself from slice to slice.
const KEPT: f64 = 0.9;

impl Track {
    /// Moves the lane's own level on; it begins anywhere in its range.
    fn swing(&mut self, deviation: f64, random: &mut Random) {
        if deviation > 0.0 {
            let fresh = deviation * random.normal();
            let first = self.lane.nanos.is_empty();
            let (kept, share) = if first {
                (0.0, 1.0)
            } else {
                (KEPT, (1.0 - KEPT * KEPT).sqrt())
            };
            self.swing = kept * self.swing + share * fresh;
        }
    }
}

fn pass(sample: &Sample, truth: &[Option<f64>], index: u32, mut random: Random) -> Pass {
    let contended = random.coin(sample.noise.contended);
    let other_mode = random.coin(sample.noise.mode_share) || contended;
    let mut tracks = tracks(sample, truth, other_mode, &mut random);
    let mut order: Vec<u8> = (0..tracks.len()).map(|lane| lane as u8).collect();
    let mut orders = Vec::with_capacity(sample.rounds);
    let mut sentinel = Vec::with_capacity(sample.rounds);
    let mut level = 0.0_f64;
    for _ in 0..sample.rounds {
        random.shuffle(&mut order);
        for &place in &order {
            level += sample.noise.drift * random.normal();
            let track = &mut tracks[usize::from(place)];
            track.swing(sample.noise.swing, &mut random);
            let nanos = slice(sample, track, level + track.swing, &mut random);
            track.lane.nanos.push(nanos);
        }
        orders.push(order.clone());
        let step = SENTINEL * (1.0 + 0.01 * random.share());
        sentinel.push((step * if contended { 1.2 } else { 1.0 }) as u32);
    }
    let lanes: Vec<Lane> = tracks.into_iter().map(|track| track.lane).collect();
    let wall = lanes.iter().flat_map(|lane| &lane.nanos).sum();
    Pass {
        index,
        lanes,
        order: orders,
        sentinel,
        queued: Vec::new(),
        disturbance: Disturbance {
            wall,
            cpu: wall,
            user: Some(wall),
            sys: Some(0),
            ..Disturbance::default()
        },
    }
}

/// Every variant that runs, and the controls: copies with offsets of their own.
fn tracks(
    sample: &Sample,
    truth: &[Option<f64>],
    other_mode: bool,
    random: &mut Random,
) -> Vec<Track> {
    let timed = truth
        .iter()
        .enumerate()
        .filter_map(|(variant, time)| Some((variant, (*time)?, false)));
    let kind = |variant: usize| sample.variants[variant].kind;
    let prepared = (1..truth.len()).find(|&variant| kind(variant).has_own_data());
    let prepared = prepared.filter(|_| !kind(0).has_own_data());
    let controls = [Some(0), prepared].into_iter().flatten();
    let controls = controls
        .filter_map(|variant| Some((variant, truth.get(variant).copied().flatten()?, true)));
    timed
        .chain(controls)
        .map(|(variant, time, control)| {
            let laps = (SLICE / time).round().max(1.0) as u64;
            let slower = other_mode && variant % 2 == 1;
            let mode = if slower { 1.0 + sample.noise.mode } else { 1.0 };
            let placed = (sample.noise.placement * random.normal()).exp();
            Track {
                lane: Lane {
                    variant,
                    control,
                    laps,
                    clock: Clock::Wall,
                    nanos: Vec::with_capacity(sample.rounds),
                    waits: Vec::new(),
                },
                slice: time * laps as f64 * mode * placed,
                swing: 0.0,
            }
        })
        .collect()
}

fn slice(sample: &Sample, track: &Track, level: f64, random: &mut Random) -> u64 {
    let noise = &sample.noise;
    let mut nanos = track.slice * (level + noise.jitter * random.normal()).exp();
    if random.coin(noise.spikes) {
        let pareto = (1.0 - random.share()).powf(-1.0 / 1.1);
        nanos += 0.05 * SLICE * pareto;
    }
    let tick = noise.tick.max(1);
    (nanos / tick as f64).round() as u64 * tick
}
