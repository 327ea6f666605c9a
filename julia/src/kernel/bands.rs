//! Bands of rows on all cores.
//!
//! Points do not know of each other, so any cut is exact. What matters is that no thread is left
//! with most of the set: there are several bands for each, and whoever is done takes the next. Each
//! band has queues of its own, which must be filled and drained, so bands are not too small.

use rayon::prelude::*;

use super::Kernel;
use crate::plane::View;

/// Bands for each thread.
const EACH: usize = 4;

/// A band has at least so many rows.
const LEAST: usize = 32;

/// Fills the pixels by a kernel, on the threads of the pool that it is called in.
pub(crate) fn fill(kernel: &Kernel, view: View<'_>, pixels: &mut [u16]) {
    let bands = EACH * rayon::current_num_threads();
    let rows = view.ys.len().div_ceil(bands).max(LEAST);
    pixels
        .par_chunks_mut(rows * view.xs.len())
        .enumerate()
        .for_each(|(at, band)| {
            let first = at * rows;
            let last = view.ys.len().min(first + rows);
            kernel.fill(view.rows(first..last), band);
        });
}
