//! Counts as colours, and a picture written row by row.

use std::io::{self, Write};

use png::{BitDepth, ColorType, Compression, Encoder, Writer};

use crate::kernel::named;
use crate::plane::{Grid, Window};

/// How counts become colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// By the logarithm of the count: what leaves at once is told apart as well as what stays long.
    Log,
    /// By rank: every colour has as many pixels.
    Rank,
    /// The book's grey: the count itself, of which hardly anything but the set is seen.
    Grey,
}

/// Points in the picture from which the ranks are learned.
const SAMPLE: usize = 500;

/// A colour for each count.
#[derive(Clone, Debug)]
pub struct Paint {
    colours: Colours,
    shades: Vec<u8>,
}

impl Paint {
    /// The paint for a window; ranks are learned from a small picture of it.
    #[must_use]
    pub fn new(window: Window, colours: Colours) -> Self {
        let limit = f64::from(window.limit.max(1));
        let shares: Vec<f64> = match colours {
            Colours::Grey => (0..=window.limit).map(|n| f64::from(n) / limit).collect(),
            Colours::Log => {
                let share = |n| f64::ln_1p(f64::from(n)) / limit.ln_1p();
                (0..=window.limit).map(share).collect()
            }
            Colours::Rank => ranks(window),
        };
        let inside = usize::from(window.limit);
        let shades = shares.iter().enumerate().map(|(n, share)| match colours {
            Colours::Grey => (share * 255.0) as u8,
            // The first shade is for the set itself.
            _ if n == inside => 0,
            _ => 1 + (share * 254.0) as u8,
        });
        Self {
            colours,
            shades: shades.collect(),
        }
    }

    /// The shades of counts.
    ///
    /// # Panics
    /// When a count is above the window's limit.
    pub fn row(&self, counts: &[u16], shades: &mut Vec<u8>) {
        shades.clear();
        shades.extend(counts.iter().map(|&n| self.shades[usize::from(n)]));
    }

    /// Begins a picture: rows of shades are written to its stream writer.
    ///
    /// # Errors
    /// When the beginning cannot be written, or the picture is too large for its format.
    pub fn begin<W: Write>(&self, out: W, columns: usize, rows: usize) -> io::Result<Writer<W>> {
        let too_large = |_| io::Error::other("a PNG has at most 2147483647 rows and columns");
        let columns = u32::try_from(columns).map_err(too_large)?;
        let rows = u32::try_from(rows).map_err(too_large)?;
        let mut encoder = Encoder::new(out, columns, rows);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::Fast);
        if self.colours == Colours::Grey {
            encoder.set_color(ColorType::Grayscale);
        } else {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette());
        }
        Ok(encoder.write_header()?)
    }
}

/// The share of the pixels outside the set that leave before each count.
fn ranks(window: Window) -> Vec<f64> {
    let inside = usize::from(window.limit);
    let mut leave = vec![0_u32; inside + 1];
    let counts = named("certified");
    for n in counts.pixels(&window.grid(SAMPLE)) {
        leave[usize::from(n)] += 1;
    }
    let outside: u32 = leave[..inside].iter().sum();
    let mut before = 0;
    let share = |&here: &u32| {
        let share = f64::from(before) / f64::from(outside.max(1));
        before += here;
        share.min(1.0)
    };
    leave.iter().map(share).collect()
}

/// Black for the set; around it from dark blue by orange to white.
fn palette() -> Vec<u8> {
    let stops = [
        [8, 12, 40],
        [24, 60, 140],
        [60, 160, 190],
        [250, 180, 60],
        [255, 255, 245],
    ];
    let shade = |at: usize| {
        let along = (at - 1) as f64 / 254.0 * (stops.len() - 1) as f64;
        let first = (along as usize).min(stops.len() - 2);
        let share = along - first as f64;
        let mix = move |from: i32, to: i32| (f64::from(from) + share * f64::from(to - from)) as u8;
        let [from, to] = [stops[first], stops[first + 1]];
        [
            mix(from[0], to[0]),
            mix(from[1], to[1]),
            mix(from[2], to[2]),
        ]
    };
    std::iter::once([0; 3])
        .chain((1..=255).map(shade))
        .flatten()
        .collect()
}

/// A whole picture of the book's window as a file's bytes.
///
/// # Errors
/// When it is too large for its format.
pub fn whole(grid: &Grid, counts: &[u16], colours: Colours) -> io::Result<Vec<u8>> {
    let window = Window {
        limit: grid.limit,
        c: grid.c,
        ..Window::BOOK
    };
    let paint = Paint::new(window, colours);
    let mut bytes = Vec::new();
    let mut picture = paint.begin(&mut bytes, grid.xs.len(), grid.ys.len())?;
    let mut writer = picture.stream_writer()?;
    let mut shades = Vec::new();
    for row in counts.chunks_exact(grid.xs.len()) {
        paint.row(row, &mut shades);
        writer.write_all(&shades)?;
    }
    writer.finish()?;
    picture.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_read_again_has_the_shades_of_its_counts() {
        let grid = Window::BOOK.grid(50);
        let counts = named("survivors").pixels(&grid);
        for colours in [Colours::Log, Colours::Rank, Colours::Grey] {
            let bytes = whole(&grid, &counts, colours).unwrap();
            let mut reader = png::Decoder::new(io::Cursor::new(bytes))
                .read_info()
                .unwrap();
            let mut read = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut read).unwrap();
            assert_eq!((info.width, info.height), (50, 50));
            let mut expected = Vec::new();
            Paint::new(Window::BOOK, colours).row(&counts, &mut expected);
            assert_eq!(read, expected, "{colours:?}");
        }
    }

    #[test]
    fn later_counts_have_later_shades_and_the_set_its_own() {
        for colours in [Colours::Log, Colours::Rank, Colours::Grey] {
            let counts: Vec<u16> = (0..300).collect();
            let (mut outside, mut inside) = (Vec::new(), Vec::new());
            let paint = Paint::new(Window::BOOK, colours);
            paint.row(&counts, &mut outside);
            paint.row(&[300], &mut inside);
            assert!(outside.is_sorted(), "{colours:?}");
            assert!(outside.first() < outside.last(), "{colours:?}");
            assert!(!outside.contains(&inside[0]), "{colours:?}");
        }
    }
}
