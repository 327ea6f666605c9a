//! What a core does in a second is its clock times what it does in a cycle: additions that wait for
//! each other, and additions that do not.

use harness::issue;
use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("one chain")
        .reaches(0.97)
        .source("HPP ch. 1: instructions per cycle times clock; ours: such an addition is a cycle"),
    claim("two chains")
        .between(0.48, 0.52, "one chain")
        .source("ours: two additions a cycle, when neither waits for the other"),
    claim("four chains")
        .between(0.24, 0.27, "one chain")
        .source("ours: every core of today adds four times a cycle"),
    claim("eight chains")
        .beats("one chain")
        .by(4.5)
        .source("ours: wide cores add more than four times a cycle"),
    claim("nothing")
        .takes_at_most(1.0, "eight chains")
        .source("ours: what does nothing has to be fetched and retired, and no more"),
    claim("nothing")
        .takes_at_least(0.125, "one chain")
        .source("ours, after figures: no core of today takes more than eight instructions a cycle"),
    claim("zeroes").takes_at_most(1.25, "nothing").source(
        "ours, after a prototype (1.11): what makes a zero is known by its looks, and \
             computed by nobody",
    ),
    claim("zeroes")
        .beats("eight chains")
        .by(1.1)
        .source("ours, after a prototype (1.37): it waits for no unit that adds"),
];

pub(crate) fn instructions_a_cycle() -> Experiment {
    let unwritten = (!cfg!(target_arch = "x86_64")).then_some("it is written for x86-64 alone");
    experiment("hierarchy/clock")
        .asks("How much does a core do in a cycle?")
        .claims(CLAIMS)
        .sizes([1 << 12])
        .input(|n, _| n as u32)
        .per("instruction", |&n| n as usize)
        .ladder()
        .variant("one chain", |&n| issue::chained::<1>(n))
        .unless(unwritten)
        .limit("one addition a cycle", |machine, &n| {
            f64::from(n) * machine.cycle()
        })
        .variant("two chains", |&n| issue::chained::<2>(n))
        .unless(unwritten)
        .variant("four chains", |&n| issue::chained::<4>(n))
        .unless(unwritten)
        .variant("eight chains", |&n| issue::additions(n))
        .unless(unwritten)
        .limit(
            "as many independent additions as the core makes",
            |machine, &n| f64::from(n) * machine.addition(),
        )
        .variant("nothing", |&n| issue::empty(n).map(|()| u64::from(n)))
        .unless(unwritten)
        .limit("as many instructions as the core takes", |machine, &n| {
            f64::from(n) * machine.cycle() / machine.issue_width()
        })
        .variant("zeroes", |&n| issue::zeroes(n).map(|()| u64::from(n)))
        .unless(unwritten)
        .limit("as many instructions as the core takes", |machine, &n| {
            f64::from(n) * machine.cycle() / machine.issue_width()
        })
        .build()
}
