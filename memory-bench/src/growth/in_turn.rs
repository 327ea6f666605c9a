//! Two lists that grow at the same time: do they stand in each other's way?

use harness::prelude::*;

use super::pinned;
use super::policy::squares;

const CLAIMS: &[Claim] = &[
    claim("one after the other")
        .beats("in turn")
        .by(1.1)
        .from(1000)
        .source("ours: of two lists that grow in turn only one has free memory behind it"),
    claim("one after the other in Python")
        .beats("in turn in Python")
        .by(1.1)
        .from(1000)
        .source("folklore: lists that grow at the same time are copied again and again")
        .means("the interpreter takes longer for an append than its share of what growth copies"),
    claim("in turn in Python")
        .within(0.1, "one after the other in Python")
        .from(1000)
        .source("ours: what an append takes the interpreter is far more than what growth copies"),
    claim("in turn")
        .beats("in turn in Python")
        .by(5.0)
        .from(1000)
        .source("HPP ch. 1: the virtual machine costs more than what it is asked to do"),
];

/// Appends in an order.
macro_rules! in_python {
    ($order:literal) => {
        concat!(include_str!($order), include_str!("in_turn_fill.py"))
    };
}

pub(crate) fn two_lists() -> Experiment {
    experiment("growth/in-turn")
        .asks("Do two lists that grow at the same time stand in each other's way?")
        .claims(CLAIMS)
        .sizes(decades(2..=5))
        .quick_up_to(100)
        .own_process()
        .input(|n, _| {
            pinned::to_the_heap();
            n
        })
        .per("append", |&n| 2 * n)
        .ladder()
        .variant("one after the other", |&n| {
            (squares(n, Vec::push), squares(n, Vec::push))
        })
        .variant("in turn", |&n| in_turn(n))
        .python(
            "one after the other in Python",
            in_python!("in_turn_after.py"),
        )
        .mirrors("one after the other")
        .python("in turn in Python", in_python!("in_turn_both.py"))
        .mirrors("in turn")
        .build()
}

fn in_turn(n: usize) -> (Vec<u64>, Vec<u64>) {
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for i in 0..n as u64 {
        one.push(i * i);
        two.push(i * i);
    }
    (one, two)
}
