//! A trap: sorting what the lap before has sorted.

use harness::prelude::*;

use crate::sort::orders::Orders;
use crate::sort::patterns;

const CLAIMS: &[Claim] = &[
    claim("sorted again")
        .beats("another order each time")
        .by(10.0)
        .source("ours: the second lap finds the first one's answer, and looks at it once"),
    claim("the same order each time")
        .beats("another order each time")
        .by(1.2)
        .at(1000)
        .source("ours: the branch predictor learns a short list by heart"),
    claim("the same order each time")
        .within(0.1, "another order each time")
        .at(100_000)
        .source("ours: and cannot learn a long one"),
];

pub(crate) fn lap_after_lap() -> Experiment {
    experiment("traps/sorted-again")
        .asks("How much does it flatter to sort the same list lap after lap?")
        .claims(CLAIMS)
        .sizes([1000, 100_000])
        .input(patterns::random)
        .per("element", |orders| orders.values.len())
        .ladder()
        .fresh(
            "another order each time",
            |orders| orders.clone().values,
            |values, _| median(values),
        )
        .fresh(
            "the same order each time",
            |orders| orders.values.clone(),
            |values, _| median(values),
        )
        .fresh("sorted again", sorted, |values, _| median(values))
        .build()
}

fn sorted(orders: &Orders<u64>) -> Vec<u64> {
    let mut values = orders.values.clone();
    values.sort();
    values
}

/// The value in the middle, by the standard library's stable sort.
fn median(values: &mut [u64]) -> u64 {
    values.sort();
    values[values.len() / 2]
}
