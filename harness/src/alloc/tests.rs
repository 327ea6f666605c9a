//! What is counted to the byte, and what is left out.

use super::*;

#[test]
fn nothing_is_counted_where_nothing_is_allocated() {
    let (sum, usage) = count(|| [1_u64, 2, 3].iter().sum::<u64>());
    assert_eq!(sum, 6);
    assert_eq!(usage, Usage::default());
}

#[test]
fn a_vector_with_capacity_is_one_block() {
    let (vector, usage) = count(|| Vec::<u64>::with_capacity(100));
    assert_eq!(vector.capacity(), 100);
    assert_eq!(
        usage,
        Usage {
            allocations: 1,
            reallocations: 0,
            bytes: 800,
            held: 800,
            peak: 800
        }
    );
}

#[test]
fn growth_counts_its_reallocations_and_the_final_bytes() {
    let (vector, usage) = count(|| {
        let mut vector = Vec::with_capacity(4);
        for i in 0..16_u64 {
            vector.push(i);
        }
        vector
    });
    assert_eq!(vector.len(), 16);
    assert_eq!(
        usage,
        Usage {
            allocations: 3,
            reallocations: 2,
            bytes: 128,
            held: 128,
            peak: 128
        }
    );
}

#[test]
fn freed_bytes_are_not_held_but_were_the_peak() {
    let ((), usage) = count(|| drop(std::hint::black_box(vec![0_u8; 4096])));
    assert_eq!((usage.held, usage.peak, usage.allocations), (0, 4096, 1));
}

#[test]
fn other_threads_are_not_counted() {
    let before = std::thread::spawn(|| std::hint::black_box(vec![1_u8; 10]));
    let ((), usage) = count(|| {
        before.join().map(drop).unwrap_or_default();
    });
    assert_eq!(usage.bytes, 0);
}

#[test]
fn threads_that_count_at_once_are_each_exact() {
    let start = std::sync::Barrier::new(4);
    let seen = std::thread::scope(|scope| {
        let threads = [0, 1, 10, 1000].map(|blocks: u64| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                let boxes = || {
                    (0..blocks)
                        .map(|i| *std::hint::black_box(Box::new(i)))
                        .sum()
                };
                let (sum, usage): (u64, Usage) = count(boxes);
                (blocks, sum, usage)
            })
        });
        threads.map(|thread| thread.join().expect("it does not panic"))
    });
    for (blocks, sum, usage) in seen {
        assert_eq!(sum, (0..blocks).sum::<u64>());
        assert_eq!((usage.allocations, usage.bytes), (blocks, 8 * blocks));
        assert_eq!(
            (usage.held, usage.peak),
            (0, if blocks > 0 { 8 } else { 0 })
        );
    }
}

#[test]
fn what_the_harness_allocates_is_not_counted() {
    use crate::prelude::*;

    let experiment = experiment("allocates")
        .input(input::uniform)
        .ladder()
        .variant("nothing", |values| values.iter().copied().max())
        .prepared("one", Vec::clone, |own, _| own.clone().into_iter().max())
        .fresh("nothing of its own", Vec::clone, |own, _| own.pop())
        .build();
    let mut found = Vec::new();
    experiment.body.with_trial(0, 1, 7, &mut |trial| {
        for variant in 0..3 {
            let lane = trial.prepare(variant);
            let checked = trial.check(lane).expect("all agree");
            found.push((checked.counts["allocations"], checked.counts["bytes"]));
        }
    });
    assert_eq!(found, [(0.0, 0.0), (1.0, 8.0), (0.0, 0.0)]);
}

#[test]
fn a_panic_stops_the_counting() {
    let caught = std::panic::catch_unwind(|| count(|| panic!("on purpose")));
    assert!(caught.is_err());
    let before = LEDGER.with(|ledger| (ledger.active.get(), ledger.allocations.get()));
    drop(std::hint::black_box(Box::new(1)));
    let after = LEDGER.with(|ledger| (ledger.active.get(), ledger.allocations.get()));
    assert_eq!((before.0, before), (false, after));
}
