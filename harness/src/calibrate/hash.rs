//! The class of a hash look-up from 10 to 10 million keys: by the comparisons that it makes, which
//! are one a look-up, and by the time that it takes, which grows with the memory.

use std::borrow::Borrow;
use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use rand::Rng;
use rand::rngs::SmallRng;
use reports::calibration::{GROWTH, HASH_COUNT, HASH_TIME, QUIET, Row};
use reports::claim::{Claim, Growth, TIME, claim};
use reports::record::Effort;
use reports::verdict::Verdict;

use super::{INTERRUPTED, SEED, judged};
use crate::conductor::{Conductor, End, Progress};
use crate::effort::Plan;
use crate::experiment::{Experiment, experiment};
use crate::recorder::Recorder;
use crate::select;

/// Repetitions, each with keys of its own.
const REPETITIONS: u64 = 4;

/// Six of them fit the first level of the cache, where times may tell growth.
const SIZES: [u64; 10] = [
    10, 30, 100, 300, 1000, 3000, 10_000, 100_000, 1_000_000, 10_000_000,
];

/// Look-ups in one call.
const NEEDLES: usize = 1000;

pub(super) const ID: &str = "growth of hash look-up";
/// Offers no count, so that its time alone tells its growth.
const LOOK_UP: &str = "look up";
const COUNTED: &str = "look up and count";
const COMPARISONS: &str = "comparisons";
const SOURCE: &str = "one probe a look-up by construction; the memory's levels are not flat";

const CLAIMS: &[Claim] = &[
    claim(LOOK_UP).grows(Growth::Constant).source(SOURCE),
    claim(LOOK_UP).steady(0.10).source(SOURCE),
    claim(COUNTED)
        .of(COMPARISONS)
        .grows(Growth::Constant)
        .source(SOURCE),
];

/// A key that compares as it is; what is looked up by its inside counts the comparisons.
#[derive(Clone, Copy, Eq)]
struct Key(Counting);

#[derive(Clone, Copy, Eq)]
struct Counting(u32);

thread_local! {
    static COMPARED: Cell<u64> = const { Cell::new(0) };
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.0 == other.0.0
    }
}

impl PartialEq for Counting {
    fn eq(&self, other: &Self) -> bool {
        COMPARED.set(COMPARED.get() + 1);
        self.0 == other.0
    }
}

impl Hash for Counting {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.0);
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Borrow<Counting> for Key {
    fn borrow(&self) -> &Counting {
        &self.0
    }
}

struct Table {
    map: HashMap<Key, (), BuildHasherDefault<DefaultHasher>>,
    needles: Vec<Key>,
}

impl Table {
    fn new(n: usize, rng: &mut SmallRng) -> Self {
        let first = rng.next_u32();
        // An odd factor gives every place a key of its own.
        let key = |place: usize| Key(Counting((place as u32).wrapping_mul(0x9e37_79b1) ^ first));
        let mut map = HashMap::with_capacity_and_hasher(n, BuildHasherDefault::default());
        map.extend((0..n).map(|place| (key(place), ())));
        let needles = (0..NEEDLES).map(|_| key(rng.next_u64() as usize % n));
        Self {
            needles: needles.collect(),
            map,
        }
    }

    fn look_up(&self) -> usize {
        let found = |needle: &&Key| self.map.contains_key(*needle);
        self.needles.iter().filter(found).count()
    }

    /// The same look-ups, and how many keys they compared.
    fn count(&self) -> (usize, u64) {
        COMPARED.set(0);
        let found = |needle: &&Key| self.map.contains_key::<Counting>(&needle.0);
        (self.needles.iter().filter(found).count(), COMPARED.get())
    }
}

pub(super) fn look_up() -> Experiment {
    experiment(ID)
        .asks("Is a hash look-up called O(1) in its work, and never in its time?")
        .claims(CLAIMS)
        .sizes(SIZES)
        .input(Table::new)
        .ladder()
        .variant(LOOK_UP, Table::look_up)
        .variant(COUNTED, Table::look_up)
        .count(COMPARISONS, Table::count)
        .build()
}

/// Judges both classes, over all repetitions.
pub(super) fn rows(
    experiments: &[Experiment],
    index: usize,
    quick: bool,
    progress: &mut dyn FnMut(f64),
) -> anyhow::Result<Vec<Row>> {
    let mut time = Row::of(GROWTH, QUIET, HASH_TIME, 0.0);
    let mut count = Row::of(GROWTH, QUIET, HASH_COUNT, 0.0);
    let keys = select::trials_of(experiments, index);
    let repetitions = if quick { 1 } else { REPETITIONS };
    for repetition in 0..repetitions {
        let seed = SEED + repetition;
        let conductor = Conductor {
            experiments,
            seed,
            plan: Plan::for_calibration(),
            probe: None,
        };
        let (mut trials, verified) = conductor.verify(&keys, &mut |_| ())?;
        let timed = conductor.time(&mut trials, &mut |seen| {
            if let Progress::Timed { pass, look, .. } = seen {
                let share = f64::from(pass) / f64::from(look);
                progress((repetition as f64 + share) / repetitions as f64);
            }
        })?;
        let whole = verified == End::Complete && timed == End::Complete;
        anyhow::ensure!(whole, INTERRUPTED);
        let recorder = Recorder::for_calibration(seed, Effort::Default, conductor.copies()?);
        let record = recorder.record(&experiments[index], &trials.iter().collect::<Vec<_>>(), 0.0);
        for (claim, verdict) in judged(&record)? {
            let (row, right, wrong) = if claim.measure == TIME {
                (&mut time, Verdict::Refuted, Verdict::Confirmed)
            } else {
                (&mut count, Verdict::Confirmed, Verdict::Refuted)
            };
            row.claims += 1;
            row.found += u64::from(verdict == right);
            row.wrong += u64::from(verdict == wrong);
        }
    }
    Ok(vec![time, count])
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_key_is_found_with_about_one_comparison() {
        for n in [10, 1000, 100_000] {
            let table = Table::new(n, &mut SmallRng::seed_from_u64(3));
            assert_eq!(table.map.len(), n);
            COMPARED.set(0);
            assert_eq!(table.look_up(), NEEDLES);
            assert_eq!(COMPARED.get(), 0, "what is timed counts nothing");
            let (found, compared) = table.count();
            assert_eq!(found, NEEDLES);
            assert!((1000..1100).contains(&compared), "{n}: {compared}");
        }
    }
}
