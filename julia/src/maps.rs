//! Small pictures for the pages: the set, what a wrong kernel gets wrong, what needs no iterating.

use std::io::{self, Write};

use crate::kernel::wrong::Wrong;
use crate::kernel::{certain, named};
use crate::picture::{self, Colours, Paint};
use crate::plane::{Grid, Window};

/// The most pixels of a side.
const SIDE: usize = 500;

/// Half as many pixels as a mark is wide.
const MARK: usize = 2;

/// A point that is marked, one of the set, and any other.
const SHADES: [u8; 3] = [255, 48, 0];

/// What is to be seen in the book's picture.
pub(crate) const SET: &str = "The Julia set in black, a chain of spirals that is its own image \
    turned by half a circle; around it colours tell how soon a point leaves";

/// The book's picture.
pub(crate) fn set() -> Vec<u8> {
    let grid = Window::BOOK.grid(SIDE);
    let pixels = named("certified").pixels(&grid);
    picture::whole(&grid, &pixels, Colours::Log).expect("a vector takes every byte")
}

/// What is filled without iterating, dark where it is outside and grey where it is inside; the
/// tiles that are iterated are white.
pub(crate) fn tiles() -> Vec<u8> {
    let grid = Window::BOOK.grid(SIDE);
    let [iterated, inside, outside] = SHADES;
    let shade = |n: &Option<u16>| match n {
        None => iterated,
        Some(n) if *n == grid.limit => inside,
        Some(_) => outside,
    };
    let shades: Vec<u8> = certain(&grid).iter().map(shade).collect();
    grey(&shades, grid.xs.len())
}

/// Where a kernel differs, on the set in dark grey. A mark is wider than a pixel, so that a single
/// one is seen.
pub(crate) fn errors(wrong: &Wrong, exact: &[u16], width: usize) -> Vec<u8> {
    let grid = Window::BOOK.grid(width);
    let found = wrong.pixels(Window::BOOK, width);
    let shades = shades(&grid, exact, &found);
    let (shades, columns) = reduced(&shades, grid.xs.len());
    grey(&marked(&shades, columns), columns)
}

/// The shade of each pixel of an error map: bright where the pictures differ, dark grey on the set.
#[must_use]
pub fn shades(grid: &Grid, exact: &[u16], found: &[u16]) -> Vec<u8> {
    let [differs, inside, outside] = SHADES;
    let shade = |(exact, found): (&u16, &u16)| match (exact == found, *exact == grid.limit) {
        (false, _) => differs,
        (true, true) => inside,
        (true, false) => outside,
    };
    exact.iter().zip(found).map(shade).collect()
}

/// The brightest of each square of pixels, so that no side has more than [`SIDE`]: the shades, and
/// how many stand in a row.
fn reduced(shades: &[u8], columns: usize) -> (Vec<u8>, usize) {
    let rows = shades.len() / columns;
    let step = columns.max(rows).div_ceil(SIDE);
    let (wide, high) = (columns.div_ceil(step), rows.div_ceil(step));
    let mut small = vec![0; wide * high];
    for (row, shades) in shades.chunks_exact(columns).enumerate() {
        for (column, &shade) in shades.iter().enumerate() {
            let pixel = &mut small[row / step * wide + column / step];
            *pixel = shade.max(*pixel);
        }
    }
    (small, wide)
}

/// Squares around all that differ.
fn marked(shades: &[u8], columns: usize) -> Vec<u8> {
    let rows = shades.len() / columns;
    let around = |at: usize, all: usize| at.saturating_sub(MARK)..(at + MARK + 1).min(all);
    let mut marked = shades.to_vec();
    for at in (0..shades.len()).filter(|&at| shades[at] == SHADES[0]) {
        for row in around(at / columns, rows) {
            let start = row * columns;
            let places = around(at % columns, columns);
            marked[start + places.start..start + places.end].fill(SHADES[0]);
        }
    }
    marked
}

/// A file of shades of grey.
fn grey(shades: &[u8], columns: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_grey(&mut bytes, shades, columns).expect("a vector takes every byte");
    bytes
}

/// Writes a picture in shades of grey.
///
/// # Errors
/// When it cannot be written, or is too large for its format.
pub fn write_grey(out: impl Write, shades: &[u8], columns: usize) -> io::Result<()> {
    let rows = shades.len() / columns;
    let mut picture = Paint::new(Window::BOOK, Colours::Grey).begin(out, columns, rows)?;
    let mut writer = picture.stream_writer()?;
    writer.write_all(shades)?;
    writer.finish()?;
    Ok(picture.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::wrong::WRONG;

    #[test]
    fn a_pixel_that_differs_is_marked_and_stays_when_the_map_is_reduced() {
        let grid = Window::BOOK.grid(1000);
        let exact = vec![grid.limit; grid.pixels()];
        let mut found = exact.clone();
        found[3 * grid.xs.len() + 999] = 7;
        let (shades, columns) = reduced(&shades(&grid, &exact, &found), grid.xs.len());
        assert_eq!((columns, shades.len()), (500, 500 * 500));
        let marked = marked(&shades, columns);
        let bright: Vec<_> = (0..marked.len()).filter(|&at| marked[at] == 255).collect();
        // Around the second row, at the edge.
        let expected = (0..4).flat_map(|row| (497..500).map(move |column| 500 * row + column));
        assert_eq!(bright, expected.collect::<Vec<_>>());
        assert!(marked.iter().all(|shade| [255, 48].contains(shade)));
    }

    #[test]
    fn every_map_is_a_small_file() {
        let exact = named("survivors").pixels(&Window::BOOK.grid(250));
        let errors = WRONG.iter().map(|wrong| errors(wrong, &exact, 250));
        for (at, file) in [set(), tiles()].into_iter().chain(errors).enumerate() {
            assert!(file.starts_with(b"\x89PNG"));
            assert!(
                (300..60_000).contains(&file.len()),
                "{at}: {} bytes",
                file.len()
            );
        }
    }
}
