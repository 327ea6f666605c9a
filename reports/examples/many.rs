//! Renders a site of many made-up experiments and tells what it took: `many FOLDER [EXPERIMENTS]`.
//!
//! `reports/tests/browser/paint.mjs` tells how soon a browser shows its front page.

#[allow(dead_code, reason = "the large site needs less than the others")]
#[path = "../tests/laboratory/mod.rs"]
mod laboratory;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use reports::record::Record;
use reports::site::{Input, render};
use reports::store::{self, Store};

const BEFORE: &str = "20261119T091500Z-1234";
const LATEST: &str = "20261122T134005Z-4711";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let experiments = arguments.next().map_or(Ok(500), |text| text.parse());
    let (Some(folder), Ok(experiments)) = (folder, experiments) else {
        eprintln!("usage: many FOLDER [EXPERIMENTS]");
        return ExitCode::from(2);
    };
    match run(Path::new(&folder), experiments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, experiments: usize) -> Result<(), Box<dyn Error>> {
    let store = Store::at(folder);
    for (run, seed) in [(BEFORE, 1), (LATEST, 10_000)] {
        for record in laboratory::many(experiments, run, seed) {
            store.write(&record)?;
        }
    }
    let start = Instant::now();
    let loaded = store.load_newest(2);
    println!(
        "{:.2?} to read {} records",
        start.elapsed(),
        loaded.records.len()
    );

    let records = store::latest(&loaded.records);
    let previous: Vec<&Record> = records
        .iter()
        .filter_map(|record| store::previous(&loaded.records, record))
        .collect();
    let input = |previous| Input {
        records: &records,
        previous,
        rest: &[],
        history: &[],
        problems: &loaded.problems,
        calibration: None,
        criterion: &|_, _, _| None,
        file: &|_| None,
    };
    for (what, previous) in [("alone", &[][..]), ("with the run before", &previous)] {
        let start = Instant::now();
        let rendered = render(&input(previous), folder)?;
        println!(
            "{:.2?} to judge and render {} files, {what}",
            start.elapsed(),
            rendered.files.len()
        );
    }
    let front = fs::metadata(folder.join("index.html"))?.len();
    println!(
        "{:.0} kB: {}",
        front as f64 / 1e3,
        folder.join("index.html").display()
    );
    Ok(())
}
