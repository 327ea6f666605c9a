//! Growth policies: the capacity that a full list gets when one more element is appended.
//!
//! Each is a function of the list's length before the append.

/// Room for the one element, and no more.
pub(crate) fn plus_one(len: usize) -> usize {
    len + 1
}

/// The notes' formula, taken as it is written: the length before the append is `N`.
pub(crate) fn notes(len: usize) -> usize {
    len + (len >> 3) + if len < 9 { 3 } else { 6 }
}

/// The same formula as CPython computes it up to 3.8: the length after the append is `N`
/// (`list_resize` in `Objects/listobject.c`).
pub(crate) fn cpython_3_8(len: usize) -> usize {
    notes(len + 1)
}

/// CPython's formula since 3.9, which rounds to multiples of four
/// (`list_resize` in `Objects/listobject.c`).
pub(crate) fn cpython_3_9(len: usize) -> usize {
    let needed = len + 1;
    (needed + (needed >> 3) + 6) & !3
}

/// Half as much again, and 4 at least.
pub(crate) fn half_more(len: usize) -> usize {
    (len + len / 2).max(len + 1).max(4)
}

/// Room for 64 more.
pub(crate) fn plus_64(len: usize) -> usize {
    len + 64
}

/// An eighth more, and 4 at least.
pub(crate) fn eighth_more(len: usize) -> usize {
    (len + len / 8).max(len + 1).max(4)
}

/// Three quarters more, and 4 at least.
pub(crate) fn three_quarters_more(len: usize) -> usize {
    (len + len * 3 / 4).max(len + 1).max(4)
}

/// The golden ratio, to eight digits, and 4 at least.
pub(crate) fn golden(len: usize) -> usize {
    let longer = len as u128 * 161_803_399 / 100_000_000;
    usize::try_from(longer)
        .unwrap_or(usize::MAX)
        .max(len + 1)
        .max(4)
}

/// Twice as much, and 4 at least.
pub(crate) fn double(len: usize) -> usize {
    (2 * len).max(4)
}

/// Four times as much, and 4 at least.
pub(crate) fn quadruple(len: usize) -> usize {
    (4 * len).max(4)
}

/// An append to a list that grows by `policy`.
///
/// The list grows by `reserve_exact` just before the standard library would grow it, so the
/// standard library's own test for a full list is made twice.
pub(crate) fn by(policy: impl Fn(usize) -> usize) -> impl Fn(&mut Vec<u64>, u64) {
    move |list, value| {
        if list.len() == list.capacity() {
            list.reserve_exact(policy(list.len()) - list.len());
        }
        list.push(value);
    }
}

/// The first `n` squares, appended one by one to a new list, as the book does.
pub(crate) fn squares(n: usize, push: impl Fn(&mut Vec<u64>, u64)) -> Vec<u64> {
    append(Vec::new(), n, push)
}

/// The first `n` squares, appended one by one to `list`.
pub(crate) fn append(mut list: Vec<u64>, n: usize, push: impl Fn(&mut Vec<u64>, u64)) -> Vec<u64> {
    for i in 0..n as u64 {
        push(&mut list, i * i);
    }
    list
}

/// The first `n` squares as one expression, whose length is known beforehand: a list comprehension.
pub(crate) fn collected(n: usize) -> Vec<u64> {
    (0..n as u64).map(|i| i * i).collect()
}

/// A list and its capacity, to be offered as a count.
pub(crate) fn capacity(list: Vec<u64>) -> (Vec<u64>, u64) {
    let capacity = list.capacity() as u64;
    (list, capacity)
}

/// The first `n` squares, and how many elements stood in blocks that had to grow: those which are
/// copied when no block can grow where it stands.
pub(crate) fn moved(n: usize, push: impl Fn(&mut Vec<u64>, u64)) -> (Vec<u64>, u64) {
    let mut moved = 0;
    let mut list = Vec::new();
    for i in 0..n as u64 {
        let (before, full) = (list.capacity(), list.len());
        push(&mut list, i * i);
        if list.capacity() != before {
            moved += full as u64;
        }
    }
    (list, moved)
}

/// The first `n` squares, and the capacities that their list went through: from which length on it
/// had which. The last point is the end.
pub(crate) fn steps(n: usize, push: impl Fn(&mut Vec<u64>, u64)) -> (Vec<u64>, Vec<(u64, u64)>) {
    steps_of(Vec::new(), n, push)
}

/// The same of a list that may have room already.
pub(crate) fn steps_of(
    mut list: Vec<u64>,
    n: usize,
    push: impl Fn(&mut Vec<u64>, u64),
) -> (Vec<u64>, Vec<(u64, u64)>) {
    let room = list.capacity() as u64;
    let mut steps: Vec<_> = Some((1, room)).filter(|_| room > 0).into_iter().collect();
    for i in 0..n as u64 {
        let before = list.capacity();
        push(&mut list, i * i);
        if list.capacity() != before {
            steps.push((i + 1, list.capacity() as u64));
        }
    }
    steps.push((n as u64, list.capacity() as u64));
    (list, steps)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POLICIES: [fn(usize) -> usize; 11] = [
        plus_one,
        plus_64,
        notes,
        cpython_3_8,
        cpython_3_9,
        eighth_more,
        half_more,
        three_quarters_more,
        golden,
        double,
        quadruple,
    ];

    /// The capacities that an empty list goes through.
    fn steps(policy: fn(usize) -> usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(policy(0)), move |&full| Some(policy(full)))
    }

    #[test]
    fn cpython_grows_as_its_source_says() {
        // The comment above `list_resize`, in 3.8 and in 3.9.
        let (old, new) = (steps(cpython_3_8), steps(cpython_3_9));
        assert!(old.take(9).eq([4, 8, 16, 25, 35, 46, 58, 72, 88]));
        assert!(new.take(9).eq([4, 8, 16, 24, 32, 40, 52, 64, 76]));
    }

    #[test]
    fn the_notes_example_is_their_formula_before_the_append() {
        assert_eq!(notes(100), 118);
        assert_eq!(cpython_3_8(100), 119);
        assert_eq!(cpython_3_9(100), 116);
    }

    proptest! {
        #[test]
        fn every_policy_makes_room(len in 0..usize::MAX / 8) {
            for policy in POLICIES {
                prop_assert!(policy(len) > len);
            }
        }

        #[test]
        fn every_list_holds_the_squares_and_the_capacity_of_its_policy(n in 0_usize..3000) {
            let expected: Vec<u64> = (0..n as u64).map(|i| i * i).collect();
            for policy in POLICIES {
                let list = squares(n, by(policy));
                prop_assert_eq!(&list, &expected);
                let first = steps(policy).find(|&c| c >= n);
                let capacity = first.filter(|_| n > 0).unwrap_or(0);
                prop_assert_eq!(list.capacity(), capacity);
            }
            prop_assert_eq!(&squares(n, Vec::push), &expected);
            prop_assert_eq!(&collected(n), &expected);
        }

        #[test]
        fn a_list_steps_up_just_when_it_is_full(n in 1_usize..3000) {
            for policy in POLICIES {
                let (list, told) = super::steps(n, by(policy));
                let begins = std::iter::once(0).chain(steps(policy));
                let expected = begins.zip(steps(policy)).take_while(|&(full, _)| full < n);
                let expected: Vec<(u64, u64)> =
                    expected.map(|(full, room)| (full as u64 + 1, room as u64)).collect();
                prop_assert_eq!(&told[..told.len() - 1], &expected[..]);
                prop_assert_eq!(told.last(), Some(&(n as u64, list.capacity() as u64)));
            }
        }

        #[test]
        fn what_is_moved_is_the_sum_of_the_full_lists(n in 1_usize..3000) {
            for policy in POLICIES {
                let full: usize = steps(policy).take_while(|&capacity| capacity < n).sum();
                prop_assert_eq!(moved(n, by(policy)).1, full as u64);
            }
        }
    }
}
