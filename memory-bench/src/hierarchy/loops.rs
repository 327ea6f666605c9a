//! STREAM's loops, element by element and in wider ways of writing.

use super::stores::{Lines, stream, write_avx512};

/// STREAM's constant.
const SCALE: f64 = 3.0;

/// What is done.
#[derive(Clone, Copy)]
pub(super) enum Work {
    Copy,
    Scale,
    Add,
    Triad,
}

pub(super) fn plain(work: Work, target: &mut [f64], b: &[f64], c: &[f64]) {
    let both = b.iter().zip(c);
    match work {
        Work::Copy => target.iter_mut().zip(b).for_each(|(a, b)| *a = *b),
        Work::Scale => target.iter_mut().zip(b).for_each(|(a, b)| *a = SCALE * b),
        Work::Add => target
            .iter_mut()
            .zip(both)
            .for_each(|(a, (b, c))| *a = b + c),
        Work::Triad => target
            .iter_mut()
            .zip(both)
            .for_each(|(a, (b, c))| *a = b + SCALE * c),
    }
}

/// A way to write elements, each made of two others.
pub(super) trait Way {
    fn write(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64);
}

/// Past the caches.
pub(super) struct Past;
/// In whole lines.
pub(super) struct Wide;
/// Past the caches, in whole lines.
pub(super) struct WidePast;
/// As that, in two places at a time.
pub(super) struct Halves;

impl Way for Past {
    fn write(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64) {
        stream(target, b, c, element);
    }
}

impl Way for Wide {
    fn write(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64) {
        write_avx512(Lines::Kept, target, b, c, element);
    }
}

impl Way for WidePast {
    fn write(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64) {
        write_avx512(Lines::Past, target, b, c, element);
    }
}

impl Way for Halves {
    fn write(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64) {
        write_avx512(Lines::Halves, target, b, c, element);
    }
}

pub(super) fn written<W: Way>(work: Work, target: &mut [f64], b: &[f64], c: &[f64]) {
    match work {
        Work::Copy => W::write(target, b, c, |b, _| b),
        Work::Scale => W::write(target, b, c, |b, _| SCALE * b),
        Work::Add => W::write(target, b, c, |b, c| b + c),
        Work::Triad => W::write(target, b, c, |b, c| b + SCALE * c),
    }
}
