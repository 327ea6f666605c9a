//! Every way to find a rank in sorted keys, held against the standard library's.

use proptest::prelude::*;

use super::eytzinger_lines::EytzingerLines;
use super::halving::{branchless, branchy, each_in_batches, interpolating, prefetching, std};
use super::splus::SPlusTree;
use crate::simd::Simd;

type Search<'a> = &'a dyn Fn(&mut dyn FnMut(usize));

/// What every way says of every needle.
fn check(sorted: &[u32], needles: &[u32]) {
    let below = |needle: &u32| sorted.partition_point(|key| key < needle);
    let expected: Vec<usize> = needles.iter().map(below).collect();
    let each = |find: &dyn Fn(u32) -> usize| needles.iter().map(|x| find(*x)).collect::<Vec<_>>();
    let collect = |search: Search<'_>| {
        let mut ranks = Vec::new();
        search(&mut |rank| ranks.push(rank));
        ranks
    };
    for find in [branchy, branchless, prefetching, interpolating] {
        assert_eq!(each(&|x| find(sorted, x)), expected);
    }
    assert_eq!(
        collect(&|rank| each_in_batches(sorted, needles, rank)),
        expected
    );
    let heap = EytzingerLines::new(sorted);
    assert_eq!(each(&|x| heap.rank(x)), expected);
    assert_eq!(each(&|x| heap.rank_prefetching(x)), expected);
    let tree = SPlusTree::new(sorted);
    for simd in Simd::all() {
        assert_eq!(
            collect(&|rank| tree.each(simd, needles, rank)),
            expected,
            "{simd:?}"
        );
        assert_eq!(
            collect(&|rank| tree.each_in_batches(simd, needles, rank)),
            expected,
            "{simd:?}"
        );
    }
    for (found, first) in each(&|x| std(sorted, x)).into_iter().zip(expected) {
        assert_eq!(sorted.get(found), sorted.get(first));
    }
}

/// Few distinct keys, both extremes, and keys all over: duplicates and misses are common.
fn key() -> impl Strategy<Value = u32> {
    prop_oneof![
        0..40_u32,
        any::<u32>(),
        Just(0),
        Just(u32::MAX),
        Just(u32::MAX - 1)
    ]
}

const LONGEST: usize = if cfg!(miri) { 40 } else { 700 };

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 4 } else { 256 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_ways_agree(
        mut keys in proptest::collection::vec(key(), 0..LONGEST),
        needles in proptest::collection::vec(key(), 0..600),
    ) {
        keys.sort_unstable();
        check(&keys, &needles);
    }
}

#[test]
fn sizes_around_full_nodes_and_levels() {
    let around = |n: u32| [n - 1, n, n + 1];
    let sizes = [
        1,
        16,
        17,
        32,
        16 * 17,
        16 * 17 * 2,
        16 * 128,
        16 * 256,
        16 * 17 * 17,
    ];
    let sizes = if cfg!(miri) { &sizes[..4] } else { &sizes };
    for n in sizes.iter().flat_map(|n| around(*n)) {
        let sorted: Vec<u32> = (0..n).map(|i| 2 * i + 1).collect();
        let step = (n / 150).max(1) as usize;
        let needles: Vec<u32> = (0..=2 * n + 1).step_by(step).chain([u32::MAX]).collect();
        check(&sorted, &needles);
    }
}

#[test]
fn equal_and_extreme_keys() {
    for (key, n) in [
        (0, 1),
        (0, 300),
        (7, 300),
        (u32::MAX, 1),
        (u32::MAX, 16),
        (u32::MAX, 300),
    ] {
        let needles = [0, 6, 7, 8, u32::MAX - 1, u32::MAX];
        check(&vec![key; n], &needles);
        let mut mixed = vec![key; n];
        mixed.push(u32::MAX);
        check(&mixed, &needles);
    }
}
