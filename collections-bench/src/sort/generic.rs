//! Specific code against generic code: the same sort, told in different ways how to compare.

use std::cmp::Ordering;

use harness::prelude::*;

use super::orders::Orders;
use super::patterns;

const CLAIMS: &[Claim] = &[
    claim("by a closure")
        .within(0.1, "by Ord")
        .source("HPP ch. 3: specific code beats generic code; ours: not where it is compiled anew"),
    claim("by a key")
        .within(0.1, "by Ord")
        .source("HPP ch. 3: specific code beats generic code; ours: not where it is compiled anew"),
    claim("by Ord")
        .beats("by a pointer to a function")
        .by(1.5)
        .source("HPP ch. 3: specific code beats generic code"),
    claim("by Ord")
        .beats("by what each value points to")
        .by(1.5)
        .at(100_000)
        .source("HPP ch. 3: a list holds references into numbered buckets"),
    claim("list.sort")
        .beats("list.sort by key")
        .source("HPP ch. 3: specific code beats generic code"),
    claim("list.sort by key")
        .beats("list.sort by comparison")
        .by(3.0)
        .source("CPython, Sorting HOW TO: a key is made once a value, a comparison many times"),
];

/// Compares any two values.
type Compare = dyn Fn(&u64, &u64) -> Ordering;

pub(crate) fn by_comparison() -> Experiment {
    experiment("sort/generic")
        .asks("What does it cost to tell a sort how to compare?")
        .claims(CLAIMS)
        .sizes([1000, 100_000])
        .quick_up_to(1000)
        .input(patterns::random)
        .per("element", |orders| orders.values.len())
        .ladder()
        .in_place("by Ord", |orders| orders.values.sort_unstable())
        .in_place("by a closure", |orders| {
            orders
                .values
                .sort_unstable_by(|one, other| one.partial_cmp(other).unwrap_or(Ordering::Equal));
        })
        .in_place("by a key", |orders| {
            orders.values.sort_unstable_by_key(|value| *value);
        })
        .in_place("by a pointer to a function", |orders| {
            with(&mut orders.values, &u64::cmp);
        })
        .fresh("by what each value points to", boxes, |boxes, orders| {
            boxes.sort_unstable();
            orders.answer(boxes.iter().map(|value| **value).collect())
        })
        .python("list.sort", include_str!("list_sort.py"))
        .mirrors("by Ord")
        .up_to(1000)
        .python("list.sort by key", include_str!("list_sort_key.py"))
        .mirrors("by a key")
        .up_to(1000)
        .python("list.sort by comparison", include_str!("list_sort_cmp.py"))
        .mirrors("by a pointer to a function")
        .up_to(1000)
        .build()
}

/// Sorts by a comparison that is known only when the program runs.
#[inline(never)]
fn with(values: &mut [u64], compare: &Compare) {
    values.sort_unstable_by(|one, other| compare(one, other));
}

/// The values of the next order, each in a place of its own.
#[expect(
    clippy::vec_box,
    reason = "a place of its own for each is what is asked about"
)]
fn boxes(orders: &Orders<u64>) -> Vec<Box<u64>> {
    orders.clone().values.into_iter().map(Box::new).collect()
}
