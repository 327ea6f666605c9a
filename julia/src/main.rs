//! Draws the Julia set of the book, in any size and in bounded memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum, value_parser};
use indicatif::{ProgressBar, ProgressStyle};
use julia::kernel::wrong::{WRONG, differing};
use julia::kernel::{Kernel, fill_in_bands, kernel, kernels};
use julia::maps;
use julia::picture::{Colours, Paint};
use julia::plane::Window;

/// The most bytes of counts that are in memory.
const BAND: usize = 8 << 20;

/// Draws the Julia set of High Performance Python, chapter 2.
#[derive(Debug, Parser)]
struct Options {
    /// Points in a row; the coordinates are added up as in the book, which may give one more.
    #[arg(long, default_value_t = 1000, value_parser = value_parser!(u32).range(1..=1_000_000))]
    width: u32,
    /// The most iterations of a point.
    #[arg(long, default_value_t = Window::BOOK.limit, value_parser = value_parser!(u16).range(1..))]
    iterations: u16,
    /// Where the picture is written, as PNG.
    #[arg(long, default_value = "julia.png")]
    out: PathBuf,
    /// The rung of the ladder that computes it; all give the same picture.
    #[arg(long, default_value = "certified",
        value_parser = names(kernels().iter().map(|rung| rung.name)))]
    kernel: String,
    /// How counts become colours.
    #[arg(long, value_enum, default_value_t = Scale::Log)]
    colours: Scale,
    /// Marks the pixels that a wrong kernel gets wrong, and nothing else.
    #[arg(long, conflicts_with_all = ["kernel", "colours"],
        value_parser = names(WRONG.iter().map(|one| one.name)))]
    errors: Option<String>,
}

/// How counts become colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Scale {
    /// By the logarithm of the count.
    Log,
    /// Every colour has as many pixels.
    Rank,
    /// The book's grey, in proportion to the count.
    Grey,
}

fn names(all: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(all.collect::<Vec<_>>())
}

fn main() -> ExitCode {
    let options = Options::parse();
    let window = Window {
        limit: options.iterations,
        ..Window::BOOK
    };
    let drawn = match &options.errors {
        Some(wrong) => errors(window, wrong, &options),
        None => draw(window, &options),
    };
    match drawn {
        Ok(what) => {
            println!("{what} in {}", options.out.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot write `{}`: {error}", options.out.display());
            ExitCode::FAILURE
        }
    }
}

fn create(path: &Path) -> std::io::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path)?))
}

fn named(name: &str) -> &'static Kernel {
    kernel(name).expect("clap lets only names of the list pass")
}

fn bar(rows: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {eta} left");
    ProgressBar::new(rows as u64).with_style(style.expect("the template is right"))
}

/// Draws band by band: a band is computed on all cores and written before the next begins.
fn draw(window: Window, options: &Options) -> std::io::Result<String> {
    let kernel = named(&options.kernel);
    if let Some(missing) = kernel.missing() {
        eprintln!("note: {missing}; the portable twin of the kernel runs");
    }
    let colours = match options.colours {
        Scale::Log => Colours::Log,
        Scale::Rank => Colours::Rank,
        Scale::Grey => Colours::Grey,
    };
    let grid = window.grid(options.width as usize);
    let (columns, rows) = (grid.xs.len(), grid.ys.len());
    let paint = Paint::new(window, colours);
    let mut picture = paint.begin(create(&options.out)?, columns, rows)?;
    let mut writer = picture.stream_writer()?;
    let band = (BAND / 2 / columns).clamp(1, rows);
    let (mut counts, mut shades) = (vec![0; band * columns], Vec::new());
    let bar = bar(rows);
    for first in (0..rows).step_by(band) {
        let rows = first..rows.min(first + band);
        let counts = &mut counts[..rows.len() * columns];
        fill_in_bands(kernel, grid.view().rows(rows.clone()), counts);
        for row in counts.chunks_exact(columns) {
            paint.row(row, &mut shades);
            writer.write_all(&shades)?;
        }
        bar.inc(rows.len() as u64);
    }
    bar.finish_and_clear();
    writer.finish()?;
    picture.finish()?;
    Ok(format!("{columns} x {rows} pixels"))
}

/// Draws white where a wrong kernel differs, on the set in dark grey.
fn errors(window: Window, name: &str, options: &Options) -> std::io::Result<String> {
    let wrong = WRONG.iter().find(|wrong| wrong.name == name);
    let wrong = wrong.expect("clap lets only names of the list pass");
    let grid = window.grid(options.width as usize);
    let exact = named("certified").pixels(&grid);
    let found = wrong.pixels(window, options.width as usize);
    let (columns, rows) = (grid.xs.len(), grid.ys.len());
    let shades = maps::shades(&grid, &exact, &found);
    maps::write_grey(create(&options.out)?, &shades, columns)?;
    let differing = differing(&exact, &found);
    Ok(format!(
        "{differing} of {columns} x {rows} pixels differ with `{name}`, marked"
    ))
}
