//! What is counted to the byte, and what is left out.

use super::ledger::MOST;
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
            bytes: 800,
            held: 800,
            peak: 800,
            peak_while_moving: 800,
            ..Usage::default()
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
    let counted = (usage.allocations, usage.reallocations, usage.bytes);
    assert_eq!((counted, usage.held, usage.peak), ((3, 2, 128), 128, 128));
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
fn a_count_stays_exact_while_another_begins_and_ends() {
    let (first, second) = (&std::sync::Barrier::new(2), &std::sync::Barrier::new(2));
    let boxes = |n: u64| (0..n).for_each(|i| drop(std::hint::black_box(Box::new(i))));
    let long = move || {
        count(move || {
            boxes(10);
            first.wait();
            boxes(100);
            second.wait();
            boxes(1000);
        })
    };
    let short = move || {
        first.wait();
        let within = count(|| boxes(7));
        second.wait();
        (within, count(|| boxes(8)))
    };
    std::thread::scope(|scope| {
        let long = scope.spawn(long);
        let short = scope.spawn(short);
        let allocations = |counted: ((), Usage)| (counted.1.allocations, counted.1.held);
        let (within, after) = short.join().expect("it does not panic");
        let long = long.join().expect("it does not panic");
        let found = [within, after, long].map(allocations);
        assert_eq!(found, [(7, 0), (8, 0), (1110, 0)]);
    });
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
    let caught = std::panic::catch_unwind(|| watch(1, || panic!("on purpose")));
    assert!(caught.is_err());
    // What is asked for now belongs to no count and no timeline, and the next begins at nothing.
    drop(std::hint::black_box(Box::new(1)));
    let ((), usage) = count(|| ());
    assert_eq!(usage, Usage::default());
    assert!(own::with(Ledger::is_idle));
}

/// A block that cannot grow where it stands, since the next one is in its way, and one that can.
#[test]
fn moved_blocks_are_told_by_their_addresses() {
    let mut rng = 7_u64;
    let (moves, usage) = count(|| {
        let mut lists: [Vec<u64>; 3] = Default::default();
        let mut told = (0, 0, 0_i64, 0_i64);
        for _ in 0..3000 {
            rng = rng.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let list = &mut lists[(rng >> 33) as usize % 3];
            let (was, room) = (list.as_ptr(), list.capacity());
            list.push(rng);
            let grown = 8 * (list.capacity() - room) as i64;
            if grown > 0 && room > 0 && list.as_ptr() != was {
                told.0 += 1;
                told.1 += 8 * room as u64;
                told.3 = told.3.max(told.2 + 8 * list.capacity() as i64);
            }
            told.2 += grown;
            told.3 = told.3.max(told.2);
        }
        told
    });
    assert_eq!((usage.moves, usage.moved_bytes), (moves.0, moves.1));
    assert_eq!(usage.peak_while_moving as i64, moves.3);
    assert!(usage.peak <= usage.peak_while_moving);
}

#[test]
fn a_timeline_follows_what_is_held() {
    let (kept, points) = watch(1, || {
        let first = std::hint::black_box(vec![0_u8; 1000]);
        drop(std::hint::black_box(vec![0_u8; 500]));
        first
    });
    let held: Vec<u64> = points.iter().map(|&(_, held)| held).collect();
    assert_eq!((kept.len(), held), (1000, vec![0, 1000, 1500, 1000, 1000]));
    assert!(points.is_sorted());

    let ((), coarse) = watch(600, || {
        let first = std::hint::black_box(vec![0_u8; 1000]);
        drop(std::hint::black_box(vec![0_u8; 500]));
        drop(first);
    });
    let held: Vec<u64> = coarse.iter().map(|&(_, held)| held).collect();
    assert_eq!(held, [0, 1000, 0, 0]);
}

#[test]
fn a_long_timeline_is_thinned_and_keeps_its_peak() {
    let ((), points) = watch(1, || {
        for i in 0..20_000_usize {
            let bytes = if i == 12_345 { 4096 } else { 1 + i % 50 };
            drop(std::hint::black_box(vec![0_u8; bytes]));
        }
    });
    assert!(
        points.len() <= MOST && points.len() > MOST / 4,
        "{}",
        points.len()
    );
    assert_eq!(points.iter().map(|&(_, held)| held).max(), Some(4096));
    assert!(points.is_sorted_by_key(|&(at, _)| at));
}

/// What the system refuses is neither held nor a peak, whichever call asked for it.
#[test]
fn a_block_that_is_refused_is_not_counted() {
    let ((), usage) = count(|| {
        let mut list = std::hint::black_box(Vec::<u8>::with_capacity(100));
        for absurd in [isize::MAX as usize, 1 << 60] {
            let refused = list.try_reserve_exact(std::hint::black_box(absurd - 200));
            assert!(refused.is_err(), "{absurd} bytes");
            let layout = Layout::from_size_align(absurd - 200, 64).expect("a size that may be");
            // SAFETY: the layout is not empty.
            assert!(unsafe { std::alloc::alloc(layout) }.is_null());
            // SAFETY: as above.
            assert!(unsafe { std::alloc::alloc_zeroed(layout) }.is_null());
        }
        assert!(std::hint::black_box(list).is_empty());
    });
    assert_eq!((usage.allocations, usage.reallocations), (1, 0));
    assert_eq!((usage.bytes, usage.held, usage.peak), (100, 0, 100));
}

/// Also where the system cannot serve it by its simplest call.
#[test]
fn aligned_blocks_keep_what_they_hold_and_are_counted() {
    #[derive(Clone, Copy, PartialEq)]
    #[repr(align(64))]
    struct Line(u64);

    let (list, usage) = count(|| {
        let mut list = vec![Line(7); 4];
        list.reserve_exact(12);
        list.resize(16, Line(8));
        list
    });
    assert!(list.as_ptr().is_aligned());
    assert!(list[..4].iter().all(|line| line.0 == 7));
    assert!(list[4..].iter().all(|line| line.0 == 8));
    let counted = (usage.allocations, usage.reallocations, usage.bytes);
    assert_eq!((counted, usage.held), ((2, 1, 16 * 64), 16 * 64));
}

/// What no type asks for: more alignment than bytes.
#[test]
fn blocks_smaller_than_their_alignment_are_counted() {
    for align in [16, 64, 4096] {
        let layout = Layout::from_size_align(10, align).expect("a power of two");
        let (address, usage) = count(|| {
            // SAFETY: the layout is not empty.
            let block = unsafe { std::alloc::alloc(layout) };
            // SAFETY: it was obtained with this layout, and is given back once.
            unsafe { std::alloc::dealloc(block, layout) };
            block.addr()
        });
        assert!(address > 0 && address.is_multiple_of(align), "{layout:?}");
        assert_eq!((usage.allocations, usage.bytes), (1, 10));
        assert_eq!((usage.held, usage.peak), (0, 10));
    }
}
