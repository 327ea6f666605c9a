//! Renders a made-up laboratory, to look at the pages: `sample_site FOLDER`.

#[path = "../tests/laboratory/mod.rs"]
mod laboratory;

use std::path::Path;
use std::process::ExitCode;

use reports::site::{Input, render};

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: sample_site FOLDER");
        return ExitCode::from(2);
    };
    let mut records = laboratory::latest();
    if std::env::args().nth(2).as_deref() == Some("hostile") {
        records.push(laboratory::hostile());
    }
    let previous = laboratory::previous();
    let calibration = laboratory::calibration(&records[0]);
    let input = Input {
        records: &records.iter().collect::<Vec<_>>(),
        previous: &previous.iter().collect::<Vec<_>>(),
        rest: &[],
        history: &laboratory::history(),
        problems: &laboratory::problems(),
        calibration: Some(&calibration),
        criterion: &|_, trial, variant| Some(format!("criterion/{trial}/{variant}/index.html")),
        file: &|_| None,
    };
    match render(&input, Path::new(&folder)) {
        Ok(rendered) => {
            println!("{}", rendered.index.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
