//! Pictures of any width in bounded memory: bands of rows go through one small buffer.

use harness::prelude::*;

use crate::kernel::{Kernel, kernel};
use crate::maps;
use crate::plane::{Grid, Window};

const CLAIMS: &[Claim] = &[
    claim("certified")
        .beats("survivors-avx512")
        .by(3.0)
        .at(16_000)
        .source("ours: the edge of the set grows slower than its area"),
    claim("survivors-avx512")
        .of("peak")
        .at_most(64.0 * 1024.0 * 1024.0)
        .source("ours: 16,001 points squared need 64 MiB and not 8 GiB of lists"),
    claim("certified")
        .of("peak")
        .at_most(64.0 * 1024.0 * 1024.0)
        .source("ours: 16,001 points squared need 64 MiB and not 8 GiB of lists"),
];

/// Rows of a band.
const ROWS: usize = 64;

pub(crate) fn width() -> Experiment {
    experiment("width")
        .asks("What does a pixel cost, in pictures from 250,000 pixels to a quarter of a billion?")
        .claims(CLAIMS)
        .sizes([500, 1000, 4000, 16_000])
        .quick_up_to(1000)
        .input(|width, _| Window::BOOK.grid(width))
        .per("pixel", Grid::pixels)
        .ladder()
        .picture(
            "Inside and outside are filled; what is white must be iterated",
            "A seam of white tiles along the edge of the set; inside is grey, outside is black",
            |_| maps::tiles(),
        )
        .variant("survivors-avx512", |grid| {
            in_bands(grid, "survivors-avx512")
        })
        .unless(kernel("survivors-avx512").and_then(Kernel::missing))
        .variant("certified", |grid| in_bands(grid, "certified"))
        .build()
}

/// The checksum of the picture, band by band.
fn in_bands(grid: &Grid, name: &str) -> u64 {
    let kernel = kernel(name).expect("a kernel of the list");
    let mut band = vec![0; ROWS * grid.xs.len()];
    let mut checksum = 0_u64;
    for first in (0..grid.ys.len()).step_by(ROWS) {
        let rows = first..grid.ys.len().min(first + ROWS);
        let pixels = &mut band[..rows.len() * grid.xs.len()];
        kernel.fill(grid.view().rows(rows), pixels);
        checksum = checksum.wrapping_mul(31).wrapping_add(weighted(pixels));
    }
    checksum
}

/// A sum in which every place of a row counts differently; it is cheap beside the pixels.
fn weighted(pixels: &[u16]) -> u64 {
    let places = (1_u32..).step_by(2);
    pixels
        .iter()
        .zip(places)
        .map(|(&n, place)| u64::from(u32::from(n).wrapping_mul(place)))
        .sum()
}
