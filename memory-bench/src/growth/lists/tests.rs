//! Lists against a vector, and their capacities against the closed form.

use proptest::prelude::*;

use super::super::policy;
use super::*;

const HEAPS: [Heap; 4] = [Heap::Alone, Heap::InTurn, Heap::Copied, Heap::Mapped];

const POLICIES: [Policy; 7] = [
    Policy::exact(),
    Policy::by(policy::plus_one),
    Policy::by(policy::plus_64),
    Policy::by(policy::notes),
    Policy::by(policy::cpython_3_9),
    Policy::by(policy::golden),
    Policy::by(policy::double),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_list_holds_the_squares_and_takes_the_capacities_of_its_policy(n in 0_usize..3000) {
        let squares: Vec<u64> = (0..n as u64).map(|i| i * i).collect();
        for heap in HEAPS {
            let order = Order { n, heap };
            let each = if heap == Heap::InTurn { 2 } else { 1 };
            for policy in POLICIES {
                let mut seen = Vec::new();
                let lists = order.build_seen(policy, |growth| seen.push(growth.capacity));
                lists.read(|[one, two]| {
                    assert_eq!(one, squares);
                    assert_eq!(two, if each == 2 { &squares[..] } else { &[] });
                });
                let capacities = policy.capacities(n);
                let expected: Vec<usize> =
                    capacities.iter().flat_map(|&c| std::iter::repeat_n(c, each)).collect();
                prop_assert_eq!(seen, expected);
                let last = capacities.last().copied().unwrap_or_default();
                prop_assert_eq!(lists.capacity(), each * last);
            }
        }
    }
}

#[test]
fn kept_lists_are_filled_again_and_do_not_grow() {
    for heap in HEAPS {
        let order = Order { n: 100, heap };
        let kept = order.kept();
        let room = kept.borrow().capacity();
        for _ in 0..3 {
            assert_eq!(order.refill(&kept), order.build(Policy::exact()));
        }
        assert_eq!((order.appends(), kept.borrow().capacity()), (room, room));
    }
}

/// Bytes that are copied until a list has grown to `n` elements.
fn copied(heap: Heap, n: usize) -> usize {
    let mut bytes = 0;
    let lists = Order { n, heap }.build_seen(Policy::by(policy::double), |growth| {
        bytes += if growth.copied { 8 * growth.len } else { 0 };
    });
    drop(lists);
    bytes
}

#[test]
fn bytes_are_copied_where_each_growth_is_a_copy_and_not_where_pages_move() {
    // 4 + 8 + … + 2048 words stood in blocks that had to grow.
    assert_eq!(copied(Heap::Copied, 4096), 8 * (4096 - 4));
    let moved = if cfg!(target_os = "linux") {
        0
    } else {
        8 * (4096 - 4)
    };
    assert!(copied(Heap::Mapped, 4096) <= moved);
    assert!(copied(Heap::Alone, 4096) <= 8 * (4096 - 4));
}
