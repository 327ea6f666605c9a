//! Every exact kernel against CPython, pixel by pixel: `golden.py` made the checksums.

use std::thread;

use julia::kernel::kernels;
use julia::plane::{Grid, Window};

fn checksum(pixels: &[u16]) -> u64 {
    pixels.iter().fold(0xcbf2_9ce4_8422_2325, |state, &n| {
        (state ^ u64::from(n)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The scalar kernels take seconds where the others take milliseconds.
const SCALAR: [&str; 2] = ["norm", "norm_sqr"];

#[test]
fn every_kernel_gives_the_pixels_of_cpython() {
    let mut lines = 0;
    for line in include_str!("golden.txt").lines() {
        let [width, limit, pixels, sum, expected] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("golden.txt: five words stand in a line, not `{line}`");
        };
        let limit: u16 = limit.parse().unwrap();
        let grid = Window::BOOK.grid(width.parse().unwrap());
        let grid = Grid { limit, ..grid };
        assert_eq!(grid.pixels(), pixels.parse::<usize>().unwrap());
        let expected = u64::from_str_radix(expected, 16).unwrap();
        let sum: u64 = sum.parse().unwrap();
        thread::scope(|scope| {
            for kernel in kernels() {
                if SCALAR.contains(&kernel.name) && (limit > 300 || grid.pixels() > 1_000_000) {
                    continue;
                }
                let grid = &grid;
                scope.spawn(move || {
                    let pixels = kernel.pixels(grid);
                    let found: u64 = pixels.iter().map(|&n| u64::from(n)).sum();
                    assert_eq!(found, sum, "{} at {line}", kernel.name);
                    assert_eq!(checksum(&pixels), expected, "{} at {line}", kernel.name);
                });
            }
        });
        lines += 1;
    }
    assert_eq!(lines, 4);
}
