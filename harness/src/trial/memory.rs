//! The memory of one call: what is asked of the allocator, what a process grows by, what is held
//! over time.

use std::fmt::Debug;

use reports::record::{Counts, HELD};
use serde::{Deserialize, Serialize};

use super::Live;
use crate::alloc::Usage;
use crate::experiment::RESIDENT;
use crate::meter::Look;
use crate::resident::Grown;

/// What a variant tells in steps: a name, and places and values.
pub(crate) type Steps = (String, Vec<(u64, u64)>);

/// The memory of one call, in a fresh process.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Watched {
    pub(crate) counts: Counts,
    /// What it held over time, in nanoseconds and bytes.
    pub(crate) timeline: Option<Steps>,
}

impl Watched {
    /// The counts that tell by how much a process has grown.
    pub(crate) fn of(grown: Option<Grown>) -> Self {
        let mut counts = Counts::new();
        if let Some(grown) = grown {
            let [resident, peak, faults] = RESIDENT.map(str::to_owned);
            counts.insert(resident, grown.resident as f64);
            counts.extend(grown.peak.map(|bytes| (peak, bytes as f64)));
            counts.insert(faults, grown.faults as f64);
        }
        Self {
            counts,
            timeline: None,
        }
    }
}

/// So many steps a timeline has from nothing to its peak.
const STEPS: u64 = 1024;

impl<I, O: PartialEq + Debug> Live<'_, I, O> {
    pub(super) fn watch_memory(&self, lane: usize) -> Watched {
        if let Some(elsewhere) = self.lanes[lane].ready.elsewhere() {
            return elsewhere.watch();
        }
        let (answer, seen) = self.answer(lane, Look::Resident);
        drop(answer);
        let mut watched = Watched::of(seen.grown);
        let (answer, seen) = self.answer(lane, Look::Usage);
        drop(answer);
        let step = Look::Timeline(seen.usage.peak / STEPS);
        let (_, seen) = self.answer(lane, step);
        watched.timeline = Some((HELD.to_owned(), seen.timeline));
        watched
    }
}

/// The counts of a call that was made three times. The first may allocate what no later one needs;
/// what the others do not agree on is no exact count.
pub(super) fn settled([first, second, third]: [Usage; 3]) -> Counts {
    type Figure = (&'static str, fn(&Usage) -> u64);
    const FIGURES: [Figure; 7] = [
        ("allocations", |usage| usage.allocations),
        ("reallocations", |usage| usage.reallocations),
        ("moved blocks", |usage| usage.moves),
        ("moved bytes", |usage| usage.moved_bytes),
        ("bytes", |usage| usage.bytes),
        ("peak", |usage| usage.peak),
        ("peak while moving", |usage| usage.peak_while_moving),
    ];
    let figures = FIGURES.iter().filter_map(|(name, of)| {
        let count = of(&second);
        let settled = count == of(&first) || count == of(&third);
        settled.then(|| ((*name).to_owned(), count as f64))
    });
    figures.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_of_three_calls_agree_on_is_exact_and_all_else_is_absent() {
        let usage = |allocations, moves| Usage {
            allocations,
            moves,
            ..Usage::default()
        };
        let counts = settled([usage(9, 5), usage(2, 0), usage(2, 3)]);
        assert_eq!(counts.get("allocations"), Some(&2.0));
        assert_eq!(counts.get("moved blocks"), None);
        assert_eq!(counts.get("peak"), Some(&0.0));
    }
}
