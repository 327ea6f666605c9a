//! What the machine can do: measured once before a run, in a fresh process, for the limits of
//! variants.
//!
//! It is measured anew for every run. A machine that is shared with others may be half as fast for
//! minutes, so the figures of an hour ago say little about the limits of now.

mod beside;
mod core;
mod figures;
mod huge;
pub mod issue;
mod limit;
mod memory;
pub mod pages;
mod plan;
mod rounds;
mod sum;
mod system;
mod warm;

use std::collections::BTreeMap;
use std::time::Instant;

use rand::rngs::SmallRng;
use reports::record::{Effort, Figure, Machine, Missing, Pages, Probe, Staircase, Step};
use reports::verdict::Interval;

pub use figures::Figures;
pub(crate) use limit::Bound;

use memory::{Access, Triad, WorkingSet};
use plan::Plan;
use rounds::{Gauge, Readings};
use system::Cores;

/// What a reading is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Single(Figure),
    /// A working set in huge pages or not, of so many bytes.
    Memory(bool, usize, Access),
}

/// Measures what the machine can do.
pub(crate) fn probe(machine: &Machine, effort: Effort, rng: &mut SmallRng) -> Probe {
    measure(machine, &Plan::new(machine, effort), rng)
}

fn measure(machine: &Machine, plan: &Plan, rng: &mut SmallRng) -> Probe {
    let began = jiff::Timestamp::now();
    let start = Instant::now();
    let mut readings = Readings::new();
    let mut missing = Vec::new();
    let mut triad = Triad::new(plan.array);
    let (hand_overs, unplaced) = hand_overs();
    missing.extend(unplaced);
    let mut given = BTreeMap::new();
    for pages in [Pages::Small, Pages::Huge] {
        let mut sets = match working_sets(plan, pages, rng) {
            Ok(sets) => sets,
            Err(reason) => {
                missing.push(lacking(pages.name(), reason));
                Vec::new()
            }
        };
        // Single figures are read beside both kinds of pages, so that they span the whole probe.
        let mut gauges = singles(&mut triad, &hand_overs);
        gauges.extend(
            sets.iter_mut()
                .map(|(bytes, set)| staircase(*bytes, pages, set)),
        );
        let until = Instant::now() + plan.time;
        readings.take(&mut gauges, plan.rounds, until, rng);
        drop(gauges);
        given.insert(
            pages == Pages::Huge,
            sets.into_iter().map(|(bytes, _)| bytes).collect(),
        );
    }
    let (figures, disturbed) = readings.figures();
    for figure in Figure::ALL {
        let known = |of: &Missing| of.what == figure.name();
        if !figures.contains_key(&Key::Single(figure)) && !missing.iter().any(known) {
            missing.push(lacking(figure.name(), unavailable(figure)));
        }
    }
    Probe {
        started: began.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        seconds: start.elapsed().as_secs_f64(),
        disturbed,
        line: machine.cache(1).map_or(64, |cache| cache.line),
        ordinary: match machine.huge_pages.as_deref() {
            Some("always") => Pages::Huge,
            _ => Pages::Small,
        },
        staircases: [Pages::Small, Pages::Huge]
            .into_iter()
            .filter_map(|pages| steps(pages, &given, &figures))
            .collect(),
        figures: figures
            .into_iter()
            .filter_map(|(key, interval)| match key {
                Key::Single(figure) => Some((figure, interval)),
                Key::Memory(..) => None,
            })
            .collect(),
        missing,
    }
}

fn lacking(what: &str, reason: impl Into<String>) -> Missing {
    Missing {
        what: what.to_owned(),
        reason: reason.into(),
    }
}

/// Why a figure that no other reason speaks of has no reading.
fn unavailable(figure: Figure) -> &'static str {
    match figure {
        Figure::Addition | Figure::Instruction => {
            "it takes assembly, which the probe has for x86-64 alone"
        }
        Figure::HugePageFault => "the system gave no huge page",
        _ => "it had no reading that makes sense",
    }
}

/// The pairs of cores between which threads can be placed, and why others cannot.
fn hand_overs() -> (Vec<(Figure, Cores)>, Vec<Missing>) {
    let (mut placed, mut missing) = (Vec::new(), Vec::new());
    for (figure, cores) in [
        (Figure::ContextSwitch, Cores::Same),
        (Figure::WakeUp, Cores::Two),
    ] {
        match system::hand_over(cores) {
            Ok(_) => placed.push((figure, cores)),
            Err(reason) => missing.push(lacking(figure.name(), reason)),
        }
    }
    (placed, missing)
}

/// The gauges of single figures.
fn singles<'a>(triad: &'a mut Triad, hand_overs: &'a [(Figure, Cores)]) -> Vec<Gauge<'a, Key>> {
    fn single<'a>(figure: Figure, mut read: impl FnMut() -> Option<f64> + 'a) -> Gauge<'a, Key> {
        Box::new(move || {
            let value = read();
            value
                .map(|value| (Key::Single(figure), value))
                .into_iter()
                .collect()
        })
    }
    let mut gauges = vec![
        single(Figure::Cycle, || Some(core::cycle())),
        single(Figure::Addition, core::addition),
        single(Figure::Instruction, core::instruction),
        single(Figure::Triad, || Some(triad.read())),
        single(Figure::Allocation, || Some(system::allocation())),
        single(Figure::SystemCall, || Some(system::system_call())),
        single(Figure::PageFault, || memory::fault(Pages::Small)),
        single(Figure::HugePageFault, || memory::fault(Pages::Huge)),
    ];
    let placed = hand_overs.iter();
    gauges.extend(
        placed.map(|&(figure, cores)| single(figure, move || system::hand_over(cores).ok())),
    );
    gauges
}

/// The gauge of one working set.
fn staircase(bytes: usize, pages: Pages, set: &mut WorkingSet) -> Gauge<'_, Key> {
    let huge = pages == Pages::Huge;
    Box::new(move || {
        let read = set.read().into_iter();
        read.map(|(access, value)| (Key::Memory(huge, bytes, access), value))
            .collect()
    })
}

/// All working sets at once, so that a round can visit them in any order; those that did not get
/// the pages are left out.
///
/// # Errors
/// One sentence, when none is left.
fn working_sets(
    plan: &Plan,
    pages: Pages,
    rng: &mut SmallRng,
) -> Result<Vec<(usize, WorkingSet)>, String> {
    let mut sets = Vec::new();
    let mut refused = None;
    for &bytes in &plan.sizes {
        match WorkingSet::new(bytes, pages, rng) {
            Ok(set) if pages == Pages::Small || set.lies_in_huge_pages() => sets.push((bytes, set)),
            Ok(_) => refused = refused.or(Some(pages::GAVE_SMALL_PAGES.to_owned())),
            Err(error) => refused = refused.or(Some(format!("the system gave none: {error}"))),
        }
    }
    match (sets.is_empty(), refused) {
        (true, Some(why)) => Err(why),
        _ => Ok(sets),
    }
}

/// The staircase over one kind of pages; absent without a working set.
fn steps(
    pages: Pages,
    given: &BTreeMap<bool, Vec<usize>>,
    figures: &BTreeMap<Key, Interval>,
) -> Option<Staircase> {
    let huge = pages == Pages::Huge;
    let figure = |bytes, access| figures.get(&Key::Memory(huge, bytes, access)).copied();
    let steps: Vec<Step> = given
        .get(&huge)?
        .iter()
        .filter_map(|&bytes| {
            Some(Step {
                bytes: bytes as u64,
                latency: figure(bytes, Access::Dependent)?,
                random: figure(bytes, Access::Independent)?,
                bandwidth: figure(bytes, Access::InOrder)?,
            })
        })
        .collect();
    (!steps.is_empty()).then_some(Staircase { pages, steps })
}

/// A machine that nobody has: what formulas are tried on where nothing is measured.
pub(crate) fn nominal() -> Probe {
    let exact = |point| Interval {
        point,
        low: point,
        high: point,
    };
    let step = |octave: u32| Step {
        bytes: 4096 << octave,
        latency: exact(f64::from(octave + 1)),
        random: exact(f64::from(octave + 1) / 4.0),
        bandwidth: exact(100.0 / f64::from(octave + 1)),
    };
    let staircase = |pages| Staircase {
        pages,
        steps: (0..16).map(step).collect(),
    };
    let figures = Figure::ALL.iter();
    Probe {
        line: 64,
        figures: figures.map(|&figure| (figure, exact(10.0))).collect(),
        staircases: vec![staircase(Pages::Small), staircase(Pages::Huge)],
        ..Probe::default()
    }
}

#[cfg(test)]
mod tests;
