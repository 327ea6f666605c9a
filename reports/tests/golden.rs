//! Two pages as they should be, byte for byte. `UPDATE_GOLDEN=1 cargo test -p reports` writes them
//! anew; look at the difference before you commit it.

#[allow(dead_code, reason = "the golden pages need less than the others")]
mod laboratory;

use std::fs;
use std::path::Path;

use reports::claim::claim;
use reports::record::Record;
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
    // One tag a line, so that a difference can be read.
    bare.replace('<', "\n<").replace("\n</", "</")
}

/// A small experiment.
fn record() -> Record {
    laboratory::dressed(
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
    )
}

#[test]
fn pages_are_as_they_should_be() {
    let record = record();
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let input = Input {
        records: &[&record],
        previous: &[],
        rest: &[],
        problems: &[],
        calibration: None,
        criterion: &|_, trial, variant| Some(format!("criterion/{trial}/{variant}.html")),
        file: &|_| None,
    };
    render(&input, folder.path()).expect("the folder can be written to");
    for (page, golden) in [
        ("index.html", "front.html"),
        (
            "experiments/collections-bench/search.sorted-slice.html",
            "experiment.html",
        ),
    ] {
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
