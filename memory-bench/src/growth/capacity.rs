//! The capacities that a list goes through: by ten policies, and by the interpreters that are here.

use harness::prelude::*;

use super::found::{self, ASKED, Found, Steps, Version};
use super::policy::{
    append, by, cpython_3_8, cpython_3_9, double, eighth_more, golden, half_more, notes, plus_64,
    plus_one, quadruple, squares, steps, steps_of,
};

const CLAIMS: &[Claim] = &[
    claim(OLDER)
        .of(UNLIKE_3_8)
        .equals(0.0)
        .source("HPP ch. 3: M = (N >> 3) + (3 if N < 9 else 6), for the interpreters up to 3.8")
        .says("Every CPython up to 3.8 that is here goes through the book's capacities"),
    claim(NEWER)
        .of(UNLIKE_3_8)
        .equals(0.0)
        .source("HPP ch. 3: M = (N >> 3) + (3 if N < 9 else 6), here for later interpreters")
        .says("Every CPython since 3.9 that is here goes through the book's capacities")
        .means("3.9 rounds to multiples of four: a formula of one version is none of another"),
    claim(NEWER)
        .of(UNLIKE_3_9)
        .equals(0.0)
        .source("CPython: list_resize in Objects/listobject.c, since 3.9")
        .says("Every CPython since 3.9 that is here goes through those of its source"),
    claim("2x")
        .of("growth steps")
        .follows("⌈log₂ n⌉ - 1", |n| (n as f64).log2().ceil() - 1.0)
        .source("std: a vector of words begins with 4 and doubles"),
    claim("+64")
        .of("growth steps")
        .follows("⌈n / 64⌉", |n| (n as f64 / 64.0).ceil())
        .source("ours: 64 appends fill what one growth provides"),
    claim("exact size")
        .of("growth steps")
        .equals(1.0)
        .source("HPP ch. 3: there is no over-allocation where the size is known"),
    claim("CPython 3.9")
        .of("growth steps")
        .takes_at_least(3.0, "2x")
        .source("ours: an eighth more takes ln 2 / ln 1.125 = 5.9 times as many steps in the end"),
    claim("notes")
        .of("capacity")
        .between(0.9, 1.1, "CPython 3.8")
        .at(100_000)
        .source("ours: whether N counts the new element hardly matters in the end"),
];

const OLDER: &str = "interpreters up to 3.8";
const NEWER: &str = "interpreters since 3.9";
const UNLIKE_3_8: &str = "versions unlike CPython 3.8";
const UNLIKE_3_9: &str = "versions unlike CPython 3.9";

pub(crate) fn step_by_step() -> Experiment {
    let ladder = experiment("growth/capacity")
        .asks("Which capacities does a list go through while elements are appended?")
        .claims(CLAIMS)
        .sizes([1000, ASKED])
        .quick_up_to(1000)
        .input(|n, _| n)
        .per("append", |&n| n)
        .ladder();
    let ladder = stepping(ladder, "2x", double);
    let ladder = stepping(ladder, "+1", plus_one).up_to(1000);
    let ladder = stepping(ladder, "+64", plus_64);
    let ladder = stepping(ladder, "notes", notes);
    let ladder = stepping(ladder, "CPython 3.8", cpython_3_8);
    let ladder = stepping(ladder, "CPython 3.9", cpython_3_9);
    let ladder = stepping(ladder, "1.125x", eighth_more);
    let ladder = stepping(ladder, "1.5x", half_more);
    let ladder = stepping(ladder, "golden ratio", golden);
    let ladder = stepping(ladder, "4x", quadruple);
    let exact = |&n: &usize| steps_of(Vec::with_capacity(n), n, Vec::push);
    let ladder = ladder
        .variant("exact size", |&n| {
            append(Vec::with_capacity(n), n, Vec::push)
        })
        .counts(COUNTS, move |n| counted(exact(n)))
        .steps("capacity", exact);
    let ladder = interpreters(ladder, OLDER, cpython_3_8, |version| version < (3, 9));
    interpreters(ladder, NEWER, cpython_3_9, |version| version >= (3, 9)).build()
}

type Ladder = harness::Ladder<usize, Vec<u64>>;

const COUNTS: [&str; 3] = ["capacity", "growth steps", "moves"];

/// A policy with its steps.
#[track_caller]
fn stepping(ladder: Ladder, name: &'static str, policy: fn(usize) -> usize) -> Ladder {
    ladder
        .variant(name, move |&n| squares(n, by(policy)))
        .counts(COUNTS, move |&n| counted(steps(n, by(policy))))
        .steps("capacity", move |&n| steps(n, by(policy)))
}

/// The last capacity, how often the list grew, and how many elements stood in it each time.
fn counted((list, steps): (Vec<u64>, Vec<(u64, u64)>)) -> (Vec<u64>, [u64; 3]) {
    let grown = &steps[..steps.len() - 1];
    let capacity = list.capacity() as u64;
    let moves = grown.iter().map(|(length, _)| length - 1).sum();
    (list, [capacity, grown.len() as u64, moves])
}

/// A list that grows by the formula of these interpreters. Its steps are those that the first of
/// them tells, and what the others say is counted: to ask takes longer than to build the list.
#[track_caller]
fn interpreters(
    ladder: Ladder,
    name: &'static str,
    formula: fn(usize) -> usize,
    wanted: fn(Version) -> bool,
) -> Ladder {
    let here = move || found::all().iter().filter(move |it| wanted(it.version));
    let first = move || {
        here().find_map(Found::steps).unwrap_or_else(|| {
            harness::not_measured(name, "none of those that were found says what it does")
        })
    };
    let mut ladder = ladder
        .variant(name, move |&n| squares(n, by(formula)))
        .counts(COUNTS, move |&n| counted(steps(n, by(told(first())))))
        .steps("capacity", move |&n| steps(n, by(told(first()))))
        .counts(["versions", UNLIKE_3_8, UNLIKE_3_9], move |&n| {
            let all: Vec<Steps> = here().filter_map(Found::steps).collect();
            let unlike = |policy: fn(usize) -> usize| {
                let formula = found::by_formula(policy);
                let others = all.iter().filter(|own| found::unlike(own, &formula) > 0);
                others.count() as u64
            };
            let counts = [all.len() as u64, unlike(cpython_3_8), unlike(cpython_3_9)];
            (squares(n, Vec::push), counts)
        });
    for found in here() {
        ladder = versus(ladder, found);
    }
    let reason = here().next().is_none().then(lacking);
    ladder.unless(reason.as_deref())
}

/// How many steps of an interpreter are not those of the one formula, and of the other.
fn versus(ladder: Ladder, found: &'static Found) -> Ladder {
    // An experiment is made once in a process, so little is leaked.
    let leaked = |formula: &str| -> &'static str {
        format!("steps of {} unlike CPython {formula}", found.name).leak()
    };
    ladder.counts([leaked("3.8"), leaked("3.9")], move |&n| {
        let own = found.steps().unwrap_or_default();
        let unlike = |policy: fn(usize) -> usize| found::unlike(&own, &found::by_formula(policy));
        (
            squares(n, Vec::push),
            [unlike(cpython_3_8), unlike(cpython_3_9)],
        )
    })
}

/// The capacity of a full list by its length, as an interpreter told it.
fn told(steps: Steps) -> impl Fn(usize) -> usize {
    move |full| {
        let next = steps.partition_point(|(length, _)| *length <= full as u64);
        let (_, capacity) = steps[next];
        usize::try_from(capacity).expect("it was that of a list in memory")
    }
}

/// What there is in place of what is wanted.
fn lacking() -> String {
    let names: Vec<&str> = found::all().iter().map(|it| it.name.as_str()).collect();
    let here = match names.as_slice() {
        [] => "no CPython was found".to_owned(),
        names => format!("of CPython only {} was found", names.join(", ")),
    };
    format!("{here}, on PATH and in pyenv; install another with pyenv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_grows_as_it_is_told() {
        let steps_told = found::by_formula(cpython_3_8);
        let (list, told_steps) = steps(50_000, by(told(steps_told)));
        assert_eq!((list, told_steps), steps(50_000, by(cpython_3_8)));
    }

    #[test]
    fn what_is_counted_are_the_steps_and_what_stood_in_them() {
        let (list, counts) = counted(steps(20, by(double)));
        // 4, 8, 16 and 32; 4, 8 and 16 elements stood in the list when it grew.
        assert_eq!((list.len(), counts), (20, [32, 4, 28]));
    }
}
