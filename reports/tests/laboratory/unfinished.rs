//! Experiments that did not come to their end.

use reports::claim::claim;
use reports::record::{Failure, Record, State};
use reports::sample::Sample;

use super::{LATEST, counted, dressed, memory};

/// Interrupted, before there was enough.
pub(super) fn dictionary() -> Record {
    let record = Sample::new("dictionary/lookup")
        .package("collections-bench")
        .run(LATEST)
        .sizes(&[10, 100, 1_000, 10_000, 100_000, 1_000_000])
        .variant("hash map", |n| 9.0 + memory(n))
        .count("instructions", |_| 206.0)
        .variant("hashbrown", |n| 3.6 + memory(n))
        .count("instructions", |_| 61.0)
        .variant("B-tree", move |n| 4.0 + 3.2 * (n as f64).log2() + memory(n))
        .claim(
            claim("hashbrown")
                .beats("hash map")
                .source("our expectation"),
        )
        .claim(claim("hash map").steady(0.2).source("HPP ch. 4: O(1)"))
        .passes(3)
        .build();
    let mut record = dressed(record, "Is a look-up O(1)?", "look-up", None);
    counted::instructions(&mut record);
    record.run.state = State::Interrupted;
    record.run.left_out = 4;
    record
}

/// A variant that gave a wrong answer: nothing was measured.
pub(super) fn broken() -> Record {
    let record = Sample::new("search/broken")
        .package("collections-bench")
        .run(LATEST)
        .variant("scan", |n| n as f64)
        .variant("halve", |n| (n as f64).log2())
        .claim(claim("halve").beats("scan").source("our expectation"))
        .build();
    let mut record = dressed(
        record,
        "What happens when a variant is wrong?",
        "search",
        None,
    );
    record.trials.clear();
    record.failures.push(Failure {
        message: "`halve` answered 41 where `scan` answered 42; correct `halve`.".into(),
        case: None,
        size: Some(1_000),
        variant: Some("halve".into()),
    });
    record
}
