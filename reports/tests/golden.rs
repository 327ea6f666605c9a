//! Three pages as they should be, byte for byte. `UPDATE_GOLDEN=1 cargo test -p reports` writes
//! them anew; look at the difference before you commit it.

#[allow(dead_code, reason = "the golden pages need less than the others")]
mod laboratory;

use std::fs;
use std::path::Path;

use reports::claim::claim;
use reports::record::{Against, Decision, HELD, Record, Timeline};
use reports::sample::Sample;
use reports::site::{Input, render};

/// Style and script are files of their own: a change of theirs is no change of a page.
fn bare(page: &str) -> String {
    let mut bare = page.to_owned();
    for tag in ["style", "script"] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        if let (Some(start), Some(end)) = (bare.find(&open), bare.find(&close)) {
            bare.replace_range(start + open.len()..end, "");
        }
    }
    // Their hashes in the policy are theirs too.
    while let Some((before, (_, after))) = bare
        .split_once("'sha256-")
        .and_then(|(before, rest)| Some((before, rest.split_once('\'')?)))
    {
        bare = format!("{before}'its hash'{after}");
    }
    // One tag a line, so that a difference can be read.
    bare.replace('<', "\n<").replace("\n</", "</")
}

/// A small experiment.
fn record() -> Record {
    let mut record = laboratory::dressed(
        Sample::new("search/sorted-slice")
            .package("collections-bench")
            .sizes(&[1 << 10, 1 << 14, 1 << 18])
            .variant("scan", |n| 0.12 * n as f64)
            .count("comparisons", |n| n as f64 / 2.0)
            .up_to(1 << 14)
            .variant("binary", |n| 2.0 * (n as f64).log2())
            .count("comparisons", |n| f64::from(n.ilog2()) + 1.0)
            .claim(claim("binary").beats("scan").by(2.0).source("HPP ch. 3"))
            .claim(
                claim("binary")
                    .of("comparisons")
                    .at_most(17.0)
                    .source("HPP ch. 3"),
            )
            .rounds(12)
            .build(),
        "What does one search in a sorted slice cost?",
        "search",
        Some((
            "fn main() {\n    scan();\n    binary();\n}\n",
            &[(2, 2), (3, 3)],
        )),
    );
    record.trials[1].timelines = vec![
        Timeline::new(
            0,
            HELD,
            Against::Time,
            vec![(0, 0), (500, 4096), (900, 1024), (1500, 0)],
        ),
        Timeline::new(
            1,
            "compared",
            Against::Work,
            vec![(0, 1), (7, 9), (14, 14), (14, 14)],
        ),
    ];
    record
}

/// A choice between two variants that change places, and a third that never is best.
fn decision() -> Record {
    let record = Sample::new("decisions/look-up")
        .package("collections-bench")
        .sizes(&[8, 16, 32, 64, 128, 256])
        .cases(&["integers", "strings"])
        .variant("list", |n| 1.0 * n as f64)
        .up_to(128)
        .variant("sorted list", |n| 20.0 * (n as f64).log2())
        .variant("set", |_| 64.0)
        .claim(
            claim("set")
                .crosses("list")
                .between_sizes(32, 128)
                .source("our expectation"),
        )
        .claim(
            claim("set")
                .crosses("sorted list")
                .between_sizes(128, 256)
                .on("strings")
                .source("our expectation"),
        )
        .rounds(12)
        .build();
    let question = "From which size on is a set faster than a list?";
    let mut record = laboratory::dressed(record, question, "look-up", None);
    record.decides = Some(Decision {
        what: "Find out whether a value is there".into(),
        of: "elements".into(),
    });
    record
}

#[test]
fn pages_are_as_they_should_be() {
    let experiment = "experiments/collections-bench/search.sorted-slice.html";
    let golden = [
        ("index.html", "front.html"),
        (experiment, "experiment.html"),
    ];
    compare(&record(), &golden);
}

#[test]
fn the_page_of_decisions_is_as_it_should_be() {
    compare(&decision(), &[("decisions.html", "decisions.html")]);
}

/// Holds pages of a site with this one record against what they should be.
fn compare(record: &Record, pages: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let records = [record];
    let input = Input {
        criterion: &|_, trial, variant| Some(format!("criterion/{trial}/{variant}.html")),
        ..laboratory::rendered::alone(&records)
    };
    render(&input, folder.path()).expect("the folder can be written to");
    for &(page, golden) in pages {
        let found = bare(&fs::read_to_string(folder.path().join(page)).expect("it was written"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(golden);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &found).expect("the golden page can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let same = found
            .lines()
            .zip(expected.lines())
            .take_while(|(a, b)| a == b)
            .count();
        assert!(
            found == expected,
            "{page} differs from tests/golden/{golden} from line {} on:\n  found    {}\n  \
             expected {}\nIf that is right: UPDATE_GOLDEN=1 cargo test -p reports",
            same + 1,
            found.lines().nth(same).unwrap_or("(its end)"),
            expected.lines().nth(same).unwrap_or("(its end)"),
        );
    }
}
