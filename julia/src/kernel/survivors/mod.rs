//! Points that live on are queued, and run together without tests: the limit of brute force.
//!
//! Five points of six leave within eight steps; the others need nine tenths of all iterations. So
//! 1. every tile of the grid makes its first steps with tests, and its survivors are packed into a
//!    queue;
//! 2. full groups from the queue make blocks of steps without a test. Lanes that leave meanwhile
//!    are found after the block, and their state from before it goes to the queue of the dying;
//! 3. survivors are packed again from stage to stage, so that few lanes are wasted;
//! 4. the dying repeat their last block with tests, and tell their counts.
//!
//! Pixels begin at the limit, so nothing is written for the points that never leave.
//!
//! It is exact where [`leaves_for_ever`]: who is inside after a block was inside all the time.
//! Elsewhere every step is tested, as in [`super::strip`]. Lanes may be packed in any order, since
//! each carries the place of its pixel.

mod advance;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod balls;
mod count;
mod plan;
mod queue;
mod regions;
mod run;

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use self::count::{Count, Portable};
use self::run::Run;
use super::{leaves_for_ever, strip, traps};
use crate::plane::View;

/// With the best instructions there are.
pub(super) fn best(view: View<'_>, pixels: &mut [u16]) {
    with(Level::new(), view, pixels, Points::All);
}

/// With AVX-512 by hand where that is shorter, where there is AVX-512.
pub(super) fn avx512(view: View<'_>, pixels: &mut [u16]) {
    by_hand(view, pixels, Points::All);
}

/// With 256 bits, where there is AVX2.
pub(super) fn avx2(view: View<'_>, pixels: &mut [u16]) {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = Level::new().as_avx2() {
        return with(Level::Avx2(simd), view, pixels, Points::All);
    }
    best(view, pixels);
}

/// With the 128 bits that every x86-64 has.
pub(super) fn sse2(view: View<'_>, pixels: &mut [u16]) {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = Level::new().as_sse2() {
        return with(Level::Sse2(simd), view, pixels, Points::All);
    }
    best(view, pixels);
}

/// Points that are caught in a trap are done: see [`super::traps`].
pub(super) fn trapped(view: View<'_>, pixels: &mut [u16]) {
    by_hand(view, pixels, Points::UntilTrapped);
}

/// The same with the portable source alone.
pub(super) fn trapped_portable(view: View<'_>, pixels: &mut [u16]) {
    with(Level::new(), view, pixels, Points::UntilTrapped);
}

/// Regions whose fate is certain are filled, and only the others iterated: see [`regions`].
pub(super) fn certified(view: View<'_>, pixels: &mut [u16]) {
    by_hand(view, pixels, Points::OfDoubt);
}

/// The same with the portable source alone.
pub(super) fn certified_portable(view: View<'_>, pixels: &mut [u16]) {
    with(Level::new(), view, pixels, Points::OfDoubt);
}

/// The counts of the points whose fate is certain without iterating them.
pub(super) fn certain(view: View<'_>) -> Vec<Option<u16>> {
    #[inline(always)]
    fn doubts<S: Simd>(simd: S, view: View<'_>, pixels: &mut [u16]) -> Vec<[Range<usize>; 2]> {
        Run::<S, 8, Portable>::new(simd, view, pixels, traps::discs(view.c)).doubts()
    }
    let in_order = in_order(view.xs) && in_order(view.ys);
    if view.pixels() == 0 || !in_order || !leaves_for_ever(view.c) {
        return vec![None; view.pixels()];
    }
    let mut pixels = vec![0; view.pixels()];
    let doubts = dispatch!(Level::new(), simd => doubts(simd, view, &mut pixels));
    let mut certain: Vec<_> = pixels.into_iter().map(Some).collect();
    for [rows, columns] in doubts {
        for row in certain
            .chunks_mut(view.xs.len())
            .skip(rows.start)
            .take(rows.len())
        {
            row[columns.clone()].fill(None);
        }
    }
    certain
}

/// Which points make which steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Points {
    /// All points make all steps.
    All,
    /// Those that are caught are let go.
    UntilTrapped,
    /// Those of regions whose fate is certain make none.
    OfDoubt,
}

fn by_hand(view: View<'_>, pixels: &mut [u16], points: Points) {
    #[cfg(target_arch = "x86_64")]
    if let (Some(simd), true) = (Level::new().as_avx512(), leaves_for_ever(view.c)) {
        return simd.vectorize(
            #[inline(always)]
            || run::<_, 8, avx512::Arch>(simd, view, pixels, points),
        );
    }
    with(Level::new(), view, pixels, points);
}

/// A step takes about eight cycles to come back, so eight vectors are advanced side by side; where
/// there are only sixteen registers, five.
fn with(level: Level, view: View<'_>, pixels: &mut [u16], points: Points) {
    #[inline(always)]
    fn portable<S: Simd>(simd: S, view: View<'_>, pixels: &mut [u16], points: Points) {
        if S::f64s::LEN == 8 {
            run::<S, 8, Portable>(simd, view, pixels, points);
        } else {
            run::<S, 5, Portable>(simd, view, pixels, points);
        }
    }
    if leaves_for_ever(view.c) {
        dispatch!(level, simd => portable(simd, view, pixels, points));
    } else {
        strip::portable::<4>(view, pixels);
    }
}

#[inline(always)]
fn run<S: Simd, const V: usize, C: Count<S, V>>(
    simd: S,
    view: View<'_>,
    pixels: &mut [u16],
    points: Points,
) {
    let traps = if points == Points::All {
        Vec::new()
    } else {
        traps::discs(view.c)
    };
    let run = Run::<S, V, C>::new(simd, view, pixels, traps);
    if points == Points::OfDoubt && in_order(view.xs) && in_order(view.ys) {
        run.all_by_regions();
    } else {
        run.all();
    }
}

/// Whether all values lie between the first and the last.
fn in_order(values: &[f64]) -> bool {
    values.is_sorted_by(|a, b| a <= b) || values.is_sorted_by(|a, b| a >= b)
}
