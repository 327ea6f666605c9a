//! Makes the lanes of a trial ready for a pass: structures and peers first, then the laps of each
//! slice.

use std::time::Instant;

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use reports::record::{Clock, Kind};

use super::guard::{Broken, guarded};
use super::message::Errand;
use super::pass::{Paced, Timed};
use super::slices::{batch, paced};
use super::{active, failure, missing, nanos};
use crate::experiment::Experiment;
use crate::meter::Slice;
use crate::peer;
use crate::trial::Trial;

/// Makes all lanes ready in an order drawn by lot, for what is built first lies otherwise in
/// memory than what is built last. A control is a second copy of a variant.
pub(super) fn ready(
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
        let kind = experiment.outline.variants[variant].kind;
        let slice = attempt.at(variant, || paced(trial, lane, (variant, kind), errand));
        lanes.extend(slice.map(|slice| Paced {
            variant,
            kind,
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
