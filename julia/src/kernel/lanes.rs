//! Arrays of points, written so that the compiler makes vectors of them.
//!
//! No vector type and no intrinsic: arrays of a fixed length, loops without branches, and counts
//! kept as floating point, so that one mask serves for all. The same source is compiled three
//! times, for the instructions that every x86-64 has, for AVX2 and for AVX-512, and the processor
//! is asked which of them it can run. Each lane does what the scalar loop does, in its order.

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::Simd;
use fearless_simd::{Level, dispatch};

use crate::plane::View;

/// For the instructions of the build.
pub(super) fn baseline(view: View<'_>, pixels: &mut [u16]) {
    rows::<16>(view, pixels, real);
}

/// For AVX2, where there is AVX2.
pub(super) fn avx2(view: View<'_>, pixels: &mut [u16]) {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = Level::new().as_avx2() {
        return simd.vectorize(
            #[inline(always)]
            || rows::<16>(view, pixels, real),
        );
    }
    baseline(view, pixels);
}

/// For AVX-512, where there is AVX-512.
pub(super) fn avx512(view: View<'_>, pixels: &mut [u16]) {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(simd) = Level::new().as_avx512() {
        return simd.vectorize(
            #[inline(always)]
            || rows::<32>(view, pixels, real),
        );
    }
    avx2(view, pixels);
}

/// The real part of z².
#[inline(always)]
fn real(x: f64, y: f64) -> f64 {
    x * x - y * y
}

/// For the best instructions there are, with another formula for the real part of z².
pub(super) fn with_real(view: View<'_>, pixels: &mut [u16], real: impl Fn(f64, f64) -> f64 + Copy) {
    dispatch!(Level::new(), _simd => rows::<32>(view, pixels, real));
}

#[inline(always)]
fn rows<const N: usize>(view: View<'_>, pixels: &mut [u16], real: impl Fn(f64, f64) -> f64 + Copy) {
    let View { xs, ys, c, limit } = view;
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        for (pixels, points) in row.chunks_mut(N).zip(xs.chunks(N)) {
            // What is missing at the end of a row is far outside, and leaves at once.
            let mut x = [4.0; N];
            x[..points.len()].copy_from_slice(points);
            let n = group(x, y, [c.re, c.im], limit, real);
            for (pixel, n) in pixels.iter_mut().zip(n) {
                *pixel = n as u16;
            }
        }
    }
}

#[inline(always)]
fn group<const N: usize>(
    mut x: [f64; N],
    y: f64,
    [cx, cy]: [f64; 2],
    limit: u16,
    real: impl Fn(f64, f64) -> f64 + Copy,
) -> [f64; N] {
    let mut y = [y; N];
    let (mut n, mut alive) = ([0.0; N], [1.0_f64; N]);
    for _ in 0..limit {
        let mut any = 0;
        for i in 0..N {
            let xy = x[i] * y[i];
            alive[i] = if x[i] * x[i] + y[i] * y[i] < 4.0 {
                alive[i]
            } else {
                0.0
            };
            n[i] += alive[i];
            (x[i], y[i]) = (real(x[i], y[i]) + cx, xy + xy + cy);
        }
        for &lane in &alive {
            any |= lane.to_bits();
        }
        if any == 0 {
            break;
        }
    }
    n
}
