//! Every map of the chapter against the ordered map of the standard library: the same operations,
//! the same answers. With good hashes, bad ones, keys that panic, and keys that lie.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;

use super::Map;
use super::batch::BatchMap;
use super::dict::Dict;
use super::group::{Native, Portable};
use super::grouped::Grouped;
use super::hashers::{Constant, FoldHash, FxHash, Identity, SipHash};
use super::open::OpenMap;
use super::probing::{Linear, Perturbed, Quadratic};
use super::robin_hood::RobinHood;
use super::sorted::SortedVec;

#[derive(Clone, Copy, Debug)]
enum Step {
    Insert(u64),
    Remove(u64),
    Get(u64),
}

/// Keys from a few, so that they meet again, with extremes and with keys that differ in their
/// upper bits alone.
fn keys() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0..40_u64,
        1 => (0..40_u64).prop_map(|i| i << 40),
        1 => Just(u64::MAX),
        1 => any::<u64>(),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => keys().prop_map(Step::Insert),
        2 => keys().prop_map(Step::Remove),
        1 => keys().prop_map(Step::Get),
    ];
    proptest::collection::vec(step, 0..if cfg!(miri) { 60 } else { 400 })
}

/// All entries, in the order of their keys.
fn content<K: Ord + Copy, V: Copy>(map: &impl Map<K, V>) -> Vec<(K, V)> {
    let mut all = Vec::new();
    map.for_each(|&key, &value| all.push((key, value)));
    all.sort_unstable_by_key(|&(key, _)| key);
    all
}

fn behaves<M: Map<u64, u64> + Clone + Debug>(steps: &[Step], room: usize) {
    let (mut map, mut model) = (M::with_room(room), BTreeMap::new());
    for (value, &step) in (0..).zip(steps) {
        match step {
            Step::Insert(key) => assert_eq!(map.insert(key, value), model.insert(key, value)),
            Step::Remove(key) => assert_eq!(map.remove(&key), model.remove(&key)),
            Step::Get(key) => assert_eq!(map.get(&key), model.get(&key)),
        }
        assert_eq!(map.len(), model.len(), "after {step:?}");
    }
    let expected: Vec<(u64, u64)> = model.iter().map(|(&key, &value)| (key, value)).collect();
    assert_eq!(content(&map), expected);
    assert_eq!(content(&map.clone()), expected);
    assert!(
        expected
            .iter()
            .all(|(key, value)| map.get(key) == Some(value))
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 2 } else { 48 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn own_tables_do_what_a_map_does(steps in steps(), room in 0..100_usize) {
        behaves::<OpenMap<_, _, Linear, FoldHash>>(&steps, room);
        behaves::<OpenMap<_, _, Quadratic, FoldHash>>(&steps, room);
        behaves::<OpenMap<_, _, Perturbed, SipHash>>(&steps, room);
        behaves::<Dict<_, _, SipHash>>(&steps, room);
        behaves::<RobinHood<_, _, FoldHash>>(&steps, room);
        behaves::<Grouped<_, _, Native, FoldHash>>(&steps, room);
        behaves::<Grouped<_, _, Portable, FoldHash>>(&steps, room);
        behaves::<BatchMap>(&steps, room);
        behaves::<SortedVec<_, _>>(&steps, room);
    }

    #[test]
    fn a_bad_hash_makes_them_slow_and_not_wrong(steps in steps()) {
        behaves::<OpenMap<_, _, Linear, Constant>>(&steps, 0);
        behaves::<OpenMap<_, _, Quadratic, Identity>>(&steps, 0);
        behaves::<OpenMap<_, _, Perturbed, Constant>>(&steps, 0);
        behaves::<Dict<_, _, Constant>>(&steps, 0);
        behaves::<Dict<_, _, Identity>>(&steps, 0);
        behaves::<RobinHood<_, _, Constant>>(&steps, 0);
        behaves::<RobinHood<_, _, FxHash>>(&steps, 0);
        behaves::<Grouped<_, _, Native, Constant>>(&steps, 0);
        behaves::<Grouped<_, _, Portable, Identity>>(&steps, 0);
    }

    #[test]
    fn maps_of_others_are_spoken_to_rightly(steps in steps(), room in 0..100_usize) {
        behaves::<HashMap<_, _, SipHash>>(&steps, room);
        behaves::<hashbrown::HashMap<_, _, FoldHash>>(&steps, room);
        behaves::<indexmap::IndexMap<_, _, FoldHash>>(&steps, room);
        behaves::<BTreeMap<_, _>>(&steps, room);
    }

    #[test]
    fn keys_that_panic_lose_nothing(steps in steps(), patience in 1..30_u64) {
        survives::<OpenMap<_, _, Linear, Constant>>(&steps, patience);
        survives::<OpenMap<_, _, Quadratic, SipHash>>(&steps, patience);
        survives::<OpenMap<_, _, Perturbed, Identity>>(&steps, patience);
        survives::<Dict<_, _, Constant>>(&steps, patience);
        survives::<RobinHood<_, _, Constant>>(&steps, patience);
        survives::<Grouped<_, _, Native, Constant>>(&steps, patience);
        survives::<Grouped<_, _, Native, Identity>>(&steps, patience);
        survives::<Grouped<_, _, Portable, SipHash>>(&steps, patience);
        survives::<SortedVec<_, _>>(&steps, patience);
    }

    #[test]
    fn keys_that_lie_do_no_harm(steps in steps()) {
        endures::<OpenMap<_, _, Linear, SipHash>>(&steps);
        endures::<OpenMap<_, _, Quadratic, SipHash>>(&steps);
        endures::<Dict<_, _, SipHash>>(&steps);
        endures::<RobinHood<_, _, SipHash>>(&steps);
        endures::<OpenMap<_, _, Perturbed, SipHash>>(&steps);
        endures::<Grouped<_, _, Native, SipHash>>(&steps);
        endures::<Grouped<_, _, Portable, SipHash>>(&steps);
        endures::<SortedVec<_, _>>(&steps);
    }
}

thread_local! {
    /// Calls of a key until it panics; never, while it is 0.
    static PATIENCE: Cell<u64> = const { Cell::new(0) };
    /// What liars answer by.
    static MOOD: Cell<u64> = const { Cell::new(0) };
}

/// A key that panics in `Hash`, `Eq` or `Ord` when its patience is at an end.
#[derive(Clone, Copy, Debug)]
struct Nervous(u64);

fn endure() {
    match PATIENCE.get() {
        0 => {}
        1 => {
            PATIENCE.set(0);
            // Not `panic!`: that would print a line each time.
            std::panic::resume_unwind(Box::new("out of patience"));
        }
        left => PATIENCE.set(left - 1),
    }
}

impl PartialEq for Nervous {
    fn eq(&self, other: &Self) -> bool {
        endure();
        self.0 == other.0
    }
}

impl Eq for Nervous {}

impl PartialOrd for Nervous {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Nervous {
    fn cmp(&self, other: &Self) -> Ordering {
        endure();
        self.0.cmp(&other.0)
    }
}

impl Hash for Nervous {
    fn hash<H: Hasher>(&self, state: &mut H) {
        endure();
        self.0.hash(state);
    }
}

/// A step that panics changes nothing; all others do what they should.
fn survives<M: Map<Nervous, u64>>(steps: &[Step], patience: u64) {
    let (mut map, mut model) = (M::with_room(0), BTreeMap::new());
    for (value, &step) in (0..).zip(steps) {
        PATIENCE.set(patience);
        let answer = catch_unwind(AssertUnwindSafe(|| match step {
            Step::Insert(key) => map.insert(Nervous(key), value),
            Step::Remove(key) => map.remove(&Nervous(key)),
            Step::Get(key) => map.get(&Nervous(key)).copied(),
        }));
        PATIENCE.set(0);
        if let Ok(answer) = answer {
            let expected = match step {
                Step::Insert(key) => model.insert(key, value),
                Step::Remove(key) => model.remove(&key),
                Step::Get(key) => model.get(&key).copied(),
            };
            assert_eq!(answer, expected);
        }
        assert_eq!(map.len(), model.len());
    }
    let found: Vec<(u64, u64)> = content(&map)
        .into_iter()
        .map(|(key, v)| (key.0, v))
        .collect();
    assert!(found.into_iter().eq(model));
}

/// A key whose hash, equality and order follow no rule.
#[derive(Clone, Copy, Debug)]
struct Liar(u64);

fn mood() -> u64 {
    let mood = MOOD
        .get()
        .wrapping_mul(0x5851_f42d_4c95_7f2d)
        .wrapping_add(1);
    MOOD.set(mood);
    mood >> 60
}

impl PartialEq for Liar {
    fn eq(&self, other: &Self) -> bool {
        mood() < 8 && self.0 <= other.0
    }
}

impl Eq for Liar {}

impl PartialOrd for Liar {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Liar {
    fn cmp(&self, _: &Self) -> Ordering {
        [Ordering::Less, Ordering::Equal, Ordering::Greater][mood() as usize % 3]
    }
}

impl Hash for Liar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        mood().hash(state);
    }
}

/// Whatever a map makes of lies, it counts what it holds, and every step comes to an end.
fn endures<M: Map<Liar, u64>>(steps: &[Step]) {
    let mut map = M::with_room(0);
    let mut held = 0;
    for (value, &step) in (0..).zip(steps) {
        match step {
            Step::Insert(key) => held += usize::from(map.insert(Liar(key), value).is_none()),
            Step::Remove(key) => held -= usize::from(map.remove(&Liar(key)).is_some()),
            Step::Get(key) => drop(map.get(&Liar(key)).copied()),
        }
        assert_eq!(map.len(), held);
        let mut visited = 0;
        map.for_each(|_, _| visited += 1);
        assert_eq!(visited, held);
    }
}
