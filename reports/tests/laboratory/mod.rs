//! A made-up laboratory with something of everything, for tests of the pages and to look at.

mod awkward;
mod counted;
mod dress;
mod hostile;
#[allow(dead_code, reason = "not every user of this module needs it")]
mod many;
#[allow(dead_code, reason = "not every user of this module needs it")]
pub(crate) mod rendered;
mod unfinished;

#[allow(unused_imports, reason = "not every user of this module needs it")]
pub(crate) use awkward::awkward;
#[allow(unused_imports, reason = "not every user of this module needs it")]
pub(crate) use counted::calibration;
pub(crate) use dress::dressed;
#[allow(unused_imports, reason = "not every user of this module needs it")]
pub(crate) use hostile::{hostile, hostile_calibration};
#[allow(unused_imports, reason = "not every user of this module needs it")]
pub(crate) use many::{five_hundred, many};
use reports::claim::{Growth, claim};
use reports::history::Past;
use reports::record::{Decision, Effort, Kind, Peer, Record, Script};
use reports::sample::{Noise, Sample};

/// The records of the latest run.
pub(crate) fn latest() -> Vec<Record> {
    vec![
        sorted_slice(LATEST, 1.0),
        sort(),
        append(),
        tuple(),
        unfinished::dictionary(),
        unfinished::broken(),
    ]
}

/// The records of the run before, in which some verdicts were others.
pub(crate) fn previous() -> Vec<Record> {
    vec![sorted_slice(BEFORE, 3.0)]
}

/// What the claims came to in earlier runs: one of them wavered.
#[allow(dead_code, reason = "not every user of this module needs it")]
pub(crate) fn history() -> Vec<Past> {
    let runs = [
        ("20261101T090000Z-1", 1.0),
        ("20261108T090000Z-2", 3.0),
        ("20261115T090000Z-3", 1.1),
        (BEFORE, 3.0),
    ];
    let pasts = runs.map(|(run, tree)| Past::of(&[sorted_slice(run, tree)]));
    pasts.into_iter().flatten().collect()
}

/// What may be wrong with stored records.
pub(crate) fn problems() -> Vec<String> {
    vec!["`target/lab/data/old.json` is damaged at line 3: it was skipped; delete it.".into()]
}

const LATEST: &str = "20261122T134005Z-4711";
const BEFORE: &str = "20261119T091500Z-1234";

const SEARCH: &str = "//! Finding a value in a sorted slice.

use harness::prelude::*;

pub(crate) fn sorted_slice() -> Experiment {
    experiment(\"search/sorted-slice\")
        .asks(\"What does one search in a sorted slice cost, and how does that grow?\")
        .ladder()
        .variant(\"scan\", |hay| hay.find(|x| hay.sorted.iter().take_while(|&&y| y < x).count()))
        .variant(\"binary\", |hay| {
            hay.find(|x| hay.sorted.partition_point(|&y| y < x))
        })
        .prepared(\"eytzinger\", Eytzinger::new, |tree, hay| hay.find(|x| tree.rank(x)))
        .build()
}
";

const BISECT: &str = "\"\"\"Finding a value in a sorted list with what the language offers.\"\"\"

from bisect import bisect_left


def run(hay):
    values, needles = hay
    return sum(bisect_left(values, needle) for needle in needles)
";

/// What memory beyond the caches adds to an access, in nanoseconds.
fn memory(n: u64) -> f64 {
    [(1 << 12, 1.5), (1 << 17, 4.0), (1 << 22, 22.0)]
        .into_iter()
        .filter(|&(limit, _)| n > limit)
        .map(|(limit, cost)| cost * (n as f64 / limit as f64).log2().min(2.0))
        .sum()
}

/// The words of a limit.
const LINE: &str = "one <cache> line a search";

/// Nanoseconds of a line that waits for no other.
fn line(n: u64) -> f64 {
    0.3 + memory(n) / 8.0
}

/// A full ladder over many sizes, with counts and every kind of verdict.
pub(crate) fn sorted_slice(run: &str, tree: f64) -> Record {
    let sizes: Vec<u64> = (4..=24).map(|power| 1 << power).collect();
    let depth = |n: u64| (n as f64).log2();
    let sample = Sample::new("search/sorted-slice")
        .package("collections-bench")
        .run(run)
        .sizes(&sizes)
        .variant("scan", |n| 2.0 + 0.12 * n as f64 + memory(n))
        .count("comparisons", |n| n as f64 / 2.0)
        .up_to(1 << 16)
        .limit(LINE, line, 0.02)
        .variant("binary", move |n| 2.0 + 0.9 * depth(n) + 2.5 * memory(n))
        .count("comparisons", |n| f64::from(n.ilog2()) + 1.0)
        .limit(LINE, line, 0.02)
        .variant("eytzinger", move |n| {
            2.4 + tree * 0.55 * depth(n) + memory(n)
        })
        .count("comparisons", |n| f64::from(n.ilog2()) + 1.0)
        .limit(LINE, line, 0.02)
        .variant("bisect", move |n| 61.0 + 3.0 * depth(n) + 3.0 * memory(n))
        .limit(LINE, line, 0.02);
    let record = claimed(sample).noise(Noise::TYPICAL).rounds(24).build();
    let mut record = dressed(
        record,
        "What does one search in a sorted slice cost, and how does that grow?",
        "search",
        Some((SEARCH, &[(9, 9), (10, 12), (13, 13)])),
    );
    let bisect = &mut record.variants[3];
    bisect.kind = Kind::Peer;
    bisect.script = Some(Script {
        language: "Python".into(),
        path: Some("collections-bench/src/search/sorted_slice.py".into()),
        text: BISECT.into(),
        collects: true,
        mirrors: Some("binary".into()),
    });
    record.peers = vec![Peer {
        name: "CPython".into(),
        version: "3.11.7".into(),
        flags: "GCC 12.2.0".into(),
        path: "/usr/bin/python3".into(),
        variants: vec!["bisect".into()],
    }];
    record.decides = Some(Decision {
        what: "Search a sorted list".into(),
        of: "elements".into(),
    });
    record
}

/// Claims that come to every kind of verdict.
fn claimed(sample: Sample) -> Sample {
    sample
        .claim(
            claim("scan")
                .of("comparisons")
                .grows(Growth::Linear)
                .source("HPP ch. 3"),
        )
        .claim(
            claim("binary")
                .of("comparisons")
                .grows(Growth::Logarithmic)
                .source("HPP ch. 3"),
        )
        .claim(
            claim("binary")
                .of("comparisons")
                .follows("floor(log2 n) + 1", |n| f64::from(n.ilog2()) + 1.0),
        )
        .claim(claim("binary").beats("scan").from(64).up_to(1 << 16))
        .claim(claim("eytzinger").beats("binary").by(1.5).from(1 << 20))
        .claim(claim("binary").steady(0.1).source("HPP ch. 3, misread"))
        .claim(claim("eytzinger").reaches(0.25).at(1 << 24))
        .claim(claim("bisect").within(0.05, "binary").at(1 << 10))
        .claim(
            claim("binary")
                .crosses("scan")
                .between_sizes(16, 256)
                .source("our expectation"),
        )
}

/// Several cases.
fn sort() -> Record {
    let n_log_n = |n: u64| n as f64 * (n as f64).log2();
    let record = Sample::new("sort/patterns")
        .package("collections-bench")
        .run(LATEST)
        .sizes(&[1_000, 10_000, 100_000])
        .cases(&["random", "ascending", "few unique"])
        .variant("insertion", |n| 0.25 * (n as f64).powi(2))
        .up_to(10_000)
        .variant("stable", move |n| 1.1 * n_log_n(n))
        .count("comparisons", move |n| n as f64 - 1.0)
        .variant("unstable", move |n| 0.9 * n_log_n(n))
        .claim(
            claim("stable")
                .of("comparisons")
                .follows("n - 1", |n| n as f64 - 1.0),
        )
        .claim(claim("unstable").beats("stable").by(1.2).on("random"))
        .rounds(20)
        .build();
    dressed(
        record,
        "What does the order of the input do to a sort?",
        "sort",
        None,
    )
}

/// One size, and counts of the allocator.
fn append() -> Record {
    let record = Sample::new("list/append")
        .package("collections-bench")
        .run(LATEST)
        .sizes(&[100_000])
        .variant("collect", |n| 0.9 * n as f64)
        .count("allocations", |_| 1.0)
        .count("bytes", |n| 8.0 * n as f64)
        .count("peak", |n| 8.0 * n as f64)
        .variant("push", |n| 1.32 * n as f64)
        .count("allocations", |_| 16.0)
        .count("bytes", |n| 10.5 * n as f64)
        .count("peak", |n| 10.5 * n as f64)
        .claim(
            claim("push")
                .of("peak")
                .between(2.4, 3.0, "collect")
                .source("HPP ch. 3"),
        )
        .claim(claim("collect").allocates(1).source("HPP ch. 3"))
        .claim(
            claim("push")
                .between(1.3, 1.5, "collect")
                .source("HPP ch. 3: 1.42×"),
        )
        .noise(Noise::TYPICAL)
        .effort(Effort::Quick)
        .build();
    let mut record = record;
    counted::steps(&mut record);
    dressed(
        record,
        "Does building a list by append cost more than collecting it?",
        "list",
        None,
    )
}

/// A difference that lies on the edge.
fn tuple() -> Record {
    let record = Sample::new("tuple/free-list")
        .package("memory-bench")
        .run(LATEST)
        .sizes(&[20, 21])
        .variant("short", |_| 12.2)
        .variant("long", |n| if n > 20 { 14.4 } else { 12.2 })
        .claim(
            claim("short")
                .beats("long")
                .by(1.18)
                .at(21)
                .source("HPP ch. 3"),
        )
        .noise(Noise::TYPICAL)
        .build();
    dressed(
        record,
        "Are tuples of more than 20 elements recycled?",
        "tuple",
        None,
    )
}
