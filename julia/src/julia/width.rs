//! Pictures of any width in bounded memory: bands of rows go through one small buffer.
//!
//! Coordinates are added up as the book does it, so that a width of 16,000 has 16,001 points in
//! each direction.

use harness::prelude::*;

use crate::escape::sum;
use crate::kernel::named;
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
    claim("survivors-avx512")
        .takes_at_most(1.1, "as many iterations, 1000 wide")
        .at(16_000)
        .source("ours: an iteration costs no more in a large picture than in the book's"),
    claim("survivors-avx512")
        .within(0.1, "as many iterations, 1000 wide")
        .at(16_000)
        .source("ours: an iteration costs the same in pictures of any size")
        .means(
            "Rather less: in a fine grid neighbours leave together, and fewer lanes are wasted.",
        ),
];

/// Rows of a band.
const ROWS: usize = 64;

/// How wide the small pictures are.
const SMALL: usize = 1000;

pub(crate) fn width() -> Experiment {
    experiment("width")
        .asks("What does a pixel cost, in pictures from 250,000 pixels to a quarter of a billion?")
        .claims(CLAIMS)
        .sizes([500, 1000, 4000, 16_000])
        .quick_up_to(1000)
        .input(|width, _| Picture::new(width))
        .per("pixel", |picture| picture.grid.pixels())
        .ladder()
        .picture(
            "Inside and outside are filled; what is white must be iterated",
            "A seam of white tiles along the edge of the set; inside is grey, outside is black",
            |_| maps::tiles(),
        )
        .variant("survivors-avx512", |picture| {
            in_bands(&picture.grid, "survivors-avx512")
        })
        .unless(named("survivors-avx512").missing())
        .variant("certified", |picture| in_bands(&picture.grid, "certified"))
        .variant("as many iterations, 1000 wide", Picture::in_small_ones)
        .unless(named("survivors-avx512").missing())
        .build()
}

/// A picture, and what is known of it.
struct Picture {
    grid: Grid,
    iterations: u64,
    checksum: u64,
    small: Grid,
    /// The iterations of the small picture, and its checksum.
    of_small: (u64, u64),
}

impl Picture {
    fn new(width: usize) -> Self {
        let (grid, small) = (Window::BOOK.grid(width), Window::BOOK.grid(SMALL));
        let (mut all, mut checksum) = (0, 0);
        by_bands(&grid, "certified", |pixels| {
            all += sum(pixels);
            checksum = added(checksum, pixels);
        });
        let pixels = named("certified").pixels(&small);
        let of_small = (sum(&pixels), added(0, &pixels));
        Self {
            grid,
            iterations: all,
            checksum,
            small,
            of_small,
        }
    }

    /// Whole small pictures, until they have as many iterations. Each is as large as a band of the
    /// largest picture: queues are filled and drained as often here and there.
    fn in_small_ones(&self) -> u64 {
        let kernel = named("survivors-avx512");
        let mut pixels = vec![0; self.small.pixels()];
        let (iterations, checksum) = self.of_small;
        let mut made = 0;
        while made < self.iterations {
            kernel.fill(self.small.view(), &mut pixels);
            // All are seen, as those of the large picture are.
            assert_eq!(added(0, &pixels), checksum, "every picture is the same");
            made += iterations;
        }
        self.checksum
    }
}

/// The checksum of the picture, band by band.
fn in_bands(grid: &Grid, name: &str) -> u64 {
    let mut checksum = 0;
    by_bands(grid, name, |pixels| checksum = added(checksum, pixels));
    checksum
}

/// Computes a picture in one buffer, and shows each band of it.
fn by_bands(grid: &Grid, name: &str, mut show: impl FnMut(&[u16])) {
    let kernel = named(name);
    let mut band = vec![0; ROWS * grid.xs.len()];
    for first in (0..grid.ys.len()).step_by(ROWS) {
        let rows = first..grid.ys.len().min(first + ROWS);
        let pixels = &mut band[..rows.len() * grid.xs.len()];
        kernel.fill(grid.view().rows(rows), pixels);
        show(pixels);
    }
}

/// Every pixel, and its place, counts in one of so many sums: as cheap as reading them.
const SUMS: usize = 64;

fn added(checksum: u64, pixels: &[u16]) -> u64 {
    let (blocks, rest) = pixels.as_chunks::<SUMS>();
    let mut sums = [0_u16; SUMS];
    for block in blocks {
        for (sum, &n) in sums.iter_mut().zip(block) {
            *sum = sum.wrapping_mul(31).wrapping_add(n);
        }
    }
    let all = sums.iter().chain(rest);
    all.fold(checksum, |checksum, &n| {
        checksum.wrapping_mul(31).wrapping_add(u64::from(n))
    })
}
