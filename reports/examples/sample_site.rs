//! Renders a made-up laboratory, to look at the pages: `sample_site FOLDER`.

#[allow(dead_code, reason = "the sample needs less than the others")]
#[path = "../tests/laboratory/mod.rs"]
mod laboratory;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: sample_site FOLDER");
        return ExitCode::from(2);
    };
    let mut records = laboratory::latest();
    if std::env::args().nth(2).as_deref() == Some("hostile") {
        records.push(laboratory::hostile());
        records.push(laboratory::awkward());
    }
    let calibration = laboratory::calibration(&records[0]);
    let folder = Path::new(&folder);
    let rendered = laboratory::rendered::with_all(&records, Some(&calibration), folder);
    println!("{}", rendered.index.display());
    ExitCode::SUCCESS
}
