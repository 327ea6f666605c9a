//! A small bench target for the tests of the harness: sound experiments, and at will one that
//! misbehaves.
//!
//! The variable `FIXTURE` names the misbehaviour. The sound experiments are there all the same, for
//! what fails must cost no other experiment its verdicts.

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Once;
use std::time::Duration;

use harness::prelude::*;

const SUM: &[Claim] = &[
    claim("once")
        .beats("thrice")
        .by(1.2)
        .source("a fixture: a third of the work"),
    claim("once")
        .allocates(0)
        .source("a fixture: nothing is stored"),
    claim("copied")
        .allocates(0)
        .source("a fixture: false, for a copy is stored"),
    claim("once")
        .of("additions")
        .follows("n", |n| n as f64)
        .source("a fixture: one an element"),
    claim("once")
        .of("additions")
        .grows(Linear)
        .source("a fixture: one an element"),
];

/// Every verdict on a count is known before: only times are not.
fn sum() -> Experiment {
    experiment("sum")
        .asks("Does <adding> three times & more cost three times as much?")
        .claims(SUM)
        .sizes([10, 50, 100, 500, 1000])
        .input(input::uniform)
        .per("element", Vec::len)
        .ladder()
        .limit("a cycle an element", |machine, values| {
            values.len() as f64 * machine.cycle()
        })
        .variant("thrice", |values| {
            (0..3).map(|_| add(black_box(values))).max()
        })
        .variant("once", |values| Some(add(values)))
        .count("additions", |values| {
            (Some(add(values)), values.len() as u64)
        })
        .picture("As long as `once` adds", "A bar", |values| {
            bar(values.len() / 2)
        })
        .prepared("copied", Vec::clone, |_, values| Some(add(&values.clone())))
        .up_to(100)
        .build()
}

/// The beginning of a picture one pixel high.
fn bar(length: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend((length as u32).to_be_bytes());
    bytes.extend(1_u32.to_be_bytes());
    bytes
}

/// A picture that is wider than a page has room for.
fn bad_picture() -> Experiment {
    experiment("bad")
        .asks("May a picture be as wide as it likes?")
        .sizes([600])
        .input(|n, _| n)
        .ladder()
        .variant("it", |n| *n)
        .picture("Too wide", "A bar", |n| bar(*n))
        .build()
}

fn add(values: &[u64]) -> u64 {
    values.iter().fold(0, |sum, value| sum.wrapping_add(*value))
}

const ORDER: &[Claim] = &[claim("stable")
    .within(9.0, "unstable")
    .on("sorted")
    .source("a fixture")];

fn order() -> Experiment {
    experiment("order/sort")
        .asks("Does a sorted slice stay sorted?")
        .claims(ORDER)
        .sizes([16, 64])
        .case("sorted", |n, _| input::ascending(n))
        .case("shuffled", input::shuffled)
        .ladder()
        .in_place("unstable", |values| values.sort_unstable())
        .in_place("stable", |values| values.sort())
        .fresh("taken", Vec::clone, |own, _| {
            own.sort_unstable();
            std::mem::take(own)
        })
        .build()
}

const GROWN: &[Claim] = &[claim("once")
    .grows(Linear)
    .source("a fixture: told by the instructions where they are counted")];

/// A claim about the growth of a time, of a variant that counts nothing itself.
fn grown() -> Experiment {
    experiment("grown")
        .asks("How does the time of a sum grow?")
        .claims(GROWN)
        .sizes([10, 50, 100, 500, 1000])
        .input(input::uniform)
        .ladder()
        .variant("once", |values| add(values))
        .variant("again", |values| add(black_box(values)))
        .build()
}

const HELD: &[Claim] = &[claim("kept")
    .of("resident")
    .at_least(1_000_000.0)
    .at(200_000)
    .source("a fixture: so much is written")];

/// Lists that take memory, one of them from a process that has had it before.
fn held() -> Experiment {
    let list = |&n: &usize| vec![1_u64; n];
    experiment("held")
        .asks("What does a list hold?")
        .claims(HELD)
        .sizes([10, 200_000])
        .watches_memory(1000)
        .input(|n, _| n)
        .ladder()
        .variant("kept", list)
        .steps("room", move |n| {
            (list(n), vec![(0, *n as u64), (7, *n as u64)])
        })
        .variant("twice", move |n| {
            drop(black_box(list(n)));
            list(n)
        })
        .python(
            "in Python",
            "def run(n):\n    return [1] * n\n\n\n\
             def steps(n):\n    return {'room': [(0, n), (7, n)]}\n",
        )
        .build()
}

const BAD: &[Claim] = &[claim("good")
    .within(9.0, "bad")
    .source("a fixture: it cannot be judged where `bad` fails")];

const MISTAKEN: &[Claim] = &[claim("god")
    .beats("bad")
    .source("a fixture: no variant is called so")];

/// An experiment in which one variant misbehaves at its larger size.
fn bad(how: &'static str) -> Experiment {
    experiment("bad")
        .asks("What does a variant that misbehaves cost the others?")
        .claims(if how == "mistakes" { MISTAKEN } else { BAD })
        .sizes([1, 2])
        .input(move |n, _| {
            assert!(how != "has no input" || n < 2, "no such input");
            n
        })
        .ladder()
        .variant("good", |n| n + 1)
        .variant("also good", |n| 1 + n)
        .variant(
            "bad",
            move |n| if *n < 2 { n + 1 } else { misbehave(how, *n) },
        )
        .build()
}

fn misbehave(how: &str, n: usize) -> usize {
    match how {
        "panics" => panic!("on purpose"),
        "aborts" => std::process::abort(),
        "disagrees" => n,
        // Valgrind puts a library of its own before those of the program.
        "aborts inside of valgrind" => {
            let preloaded = std::env::var("LD_PRELOAD").unwrap_or_default();
            if preloaded.contains("vgpreload") {
                std::process::abort();
            }
            n + 1
        }
        "hangs" => loop {
            std::thread::sleep(Duration::from_secs(1));
        },
        "prints" => {
            static ONCE: Once = Once::new();
            ONCE.call_once(|| println!("\"Done\" is what a variant printed"));
            n + 1
        }
        _ => n + 1,
    }
}

const PEER: &[Claim] = &[
    claim("good")
        .takes_at_most(1000.0, "peer")
        .source("a fixture: true of whatever can be measured"),
    claim("peer")
        .of("steps")
        .follows("n + 1", |n| n as f64 + 1.0)
        .source("a fixture: the file says so"),
];

/// An experiment whose peer is sound at its smaller size, and does `how` at its larger one.
fn peer(how: &'static str) -> Experiment {
    let text = match how {
        "lies" => include_str!("peers/lies.py"),
        "raises" => include_str!("peers/raises.py"),
        "crashes" => include_str!("peers/crashes.py"),
        "crashes later" => include_str!("peers/crashes_later.py"),
        "hangs" => include_str!("peers/hangs.py"),
        "has no run" => include_str!("peers/has_no_run.py"),
        "lacks a module" => include_str!("peers/lacks_a_module.py"),
        _ => include_str!("peers/sound.py"),
    };
    experiment("peer")
        .asks("What does a peer that misbehaves cost the others?")
        .claims(PEER)
        .sizes([1, 2])
        .input(|n, _| (n, vec![n as u64; 3], Some(0.5), "text"))
        .ladder()
        .variant("good", |input| (input.0 + 1, vec![1.5, 2.5], "ü"))
        .variant("also good", |input| (1 + input.0, vec![1.5, 2.5], "ü"))
        .python("peer", text)
        .count("steps", |input| {
            ((input.0 + 1, vec![1.5, 2.5], "ü"), input.0 as u64 + 1)
        })
        .build()
}

const TOGETHER: &[Claim] = &[
    claim("both")
        .within(9.0, "alone")
        .source("a fixture: true while each thread has a core"),
    claim("both")
        .takes_at_least(30.0, "alone")
        .source("a fixture: false, however crowded"),
];

/// An experiment on two threads, which meet at the end of each of a few steps.
fn together() -> Experiment {
    fn compute(threads: usize, laps: u64) -> (bool, Duration) {
        let meeting = threads::Meeting::of(threads);
        let (_, took) = threads::together(threads, |_| {
            for _ in 0..4 * laps {
                spin(Duration::from_millis(5));
                meeting.meet();
            }
        });
        (true, took)
    }
    experiment("together")
        .asks("Do two threads wait for their cores?")
        .claims(TOGETHER)
        .sizes([2])
        .input(|n, _| n)
        .ladder()
        .timed("alone", |_, laps| compute(1, laps))
        .timed("both", |threads, laps| compute(*threads, laps))
        .unless(threads::too_few())
        .build()
}

/// Computes for so long by the clock of this thread, which stands while something else has its
/// core.
fn spin(length: Duration) {
    let mut left = length;
    while !left.is_zero() {
        let (_, times) = clocks::time(|| (0..10_000_u64).fold(1, |x, y| black_box(x ^ y)));
        left = left.saturating_sub(times.user.unwrap_or(times.real));
    }
}

fn experiments() -> Vec<Experiment> {
    let mut all = vec![sum(), order()];
    match std::env::var("FIXTURE") {
        Ok(how) if how == "grows" => all.insert(1, grown()),
        Ok(how) if how == "together" => all.insert(1, together()),
        Ok(how) if how == "draws" => all.insert(1, bad_picture()),
        Ok(how) if how == "holds" => all.insert(1, held()),
        Ok(how) => {
            let how: &'static str = how.leak();
            all.insert(1, how.strip_prefix("peer ").map_or_else(|| bad(how), peer));
        }
        Err(_) => {}
    }
    all
}

fn main() -> ExitCode {
    harness::run("fixture", experiments)
}
