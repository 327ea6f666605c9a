//! AVX-512 by hand, tested in every step: strips along a row, and tiles.
//!
//! Masks are registers of their own here, so counting a lane that is inside is one masked addition.
//! A group ends when its last lane leaves, and neighbours leave together: a tile of 8 columns has
//! points closer to each other than a strip as large, and wastes fewer lanes.
//!
//! Where there is no AVX-512, [`super::strip`] does the same.

use crate::plane::View;

/// `V` vectors side by side in a row.
pub(super) fn strip<const V: usize>(view: View<'_>, pixels: &mut [u16]) {
    groups::<V>(view, pixels, false);
}

/// `V` rows of one vector. Of 32 registers each row keeps three, and a step needs a handful beside
/// them: six rows fit, and eight do not.
pub(super) fn tile<const V: usize>(view: View<'_>, pixels: &mut [u16]) {
    groups::<V>(view, pixels, true);
}

fn groups<const V: usize>(view: View<'_>, pixels: &mut [u16], tiles: bool) {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = fearless_simd::Level::new().as_avx512() {
        return fearless_simd::Simd::vectorize(
            simd,
            #[inline(always)]
            || by_hand::groups::<V>(simd, view, pixels, tiles),
        );
    }
    let _ = tiles;
    super::strip::portable::<V>(view, pixels);
}

#[cfg(target_arch = "x86_64")]
mod by_hand {
    use std::arch::x86_64::{
        __m512d, __m512i, __mmask8, _CMP_LT_OQ, _mm512_add_pd, _mm512_cvtepi64_epi16,
        _mm512_mask_add_epi64, _mm512_mask_cmp_pd_mask, _mm512_mul_pd, _mm512_set1_epi64,
        _mm512_set1_pd, _mm512_setzero_si512, _mm512_sub_pd,
    };

    use fearless_simd::{Avx512, f64x8, kernel, prelude::*, u16x8};

    use crate::plane::View;

    #[inline(always)]
    pub(super) fn groups<const V: usize>(
        simd: Avx512,
        view: View<'_>,
        pixels: &mut [u16],
        tiles: bool,
    ) {
        let (rows, columns) = if tiles { (V, 8) } else { (1, 8 * V) };
        let (width, height) = (view.xs.len(), view.ys.len());
        // What is missing at the edges is far outside, and leaves at once.
        let mut xs = view.xs.to_vec();
        xs.resize(width.next_multiple_of(columns), 4.0);
        for top in (0..height).step_by(rows) {
            for left in (0..width).step_by(columns) {
                let place = |v: usize| {
                    if tiles {
                        (top + v, left)
                    } else {
                        (top, left + 8 * v)
                    }
                };
                let x = |v| f64x8::from_slice(simd, &xs[place(v).1..][..8]);
                let y = |v| view.ys.get(place(v).0).copied().unwrap_or(4.0);
                let mut group = Group {
                    x: std::array::from_fn(x),
                    y: std::array::from_fn(|v| f64x8::splat(simd, y(v))),
                    counts: [[0; 8]; V],
                };
                group.iterate(simd, [view.c.re, view.c.im], view.limit);
                for (v, counts) in group.counts.iter().enumerate() {
                    let (row, column) = place(v);
                    if row < height && column < width {
                        let end = width.min(column + 8);
                        pixels[row * width + column..row * width + end]
                            .copy_from_slice(&counts[..end - column]);
                    }
                }
            }
        }
    }

    struct Group<const V: usize> {
        x: [f64x8<Avx512>; V],
        y: [f64x8<Avx512>; V],
        counts: [[u16; 8]; V],
    }

    impl<const V: usize> Group<V> {
        #[inline(always)]
        fn iterate(&mut self, simd: Avx512, [cx, cy]: [f64; 2], limit: u16) {
            let mut state: [State; V] = std::array::from_fn(|v| {
                let (x, y) = (self.x[v].into(), self.y[v].into());
                start(simd, x, y)
            });
            for _ in 0..limit {
                let mut any = 0;
                for lanes in &mut state {
                    *lanes = step(simd, *lanes, cx, cy);
                    any |= lanes.alive;
                }
                if any == 0 {
                    break;
                }
            }
            self.counts = state.map(|lanes| narrow(simd, lanes.counts));
        }
    }

    /// One vector of points.
    #[derive(Clone, Copy)]
    struct State {
        x: __m512d,
        y: __m512d,
        counts: __m512i,
        alive: __mmask8,
    }

    kernel!(
        #[inline(always)]
        fn start(_simd: Avx512, x: __m512d, y: __m512d) -> State {
            State {
                x,
                y,
                counts: _mm512_setzero_si512(),
                alive: u8::MAX,
            }
        }
    );

    kernel!(
        /// Tests, counts, and goes one step: a lane that has left is never counted again.
        #[inline(always)]
        fn step(_simd: Avx512, lanes: State, cx: f64, cy: f64) -> State {
            let State {
                x,
                y,
                counts,
                alive,
            } = lanes;
            let (cx, cy) = (_mm512_set1_pd(cx), _mm512_set1_pd(cy));
            let (four, one) = (_mm512_set1_pd(4.0), _mm512_set1_epi64(1));
            let (xx, yy) = (_mm512_mul_pd(x, x), _mm512_mul_pd(y, y));
            let xy = _mm512_mul_pd(x, y);
            let square = _mm512_add_pd(xx, yy);
            let alive = _mm512_mask_cmp_pd_mask::<_CMP_LT_OQ>(alive, square, four);
            State {
                x: _mm512_add_pd(_mm512_sub_pd(xx, yy), cx),
                y: _mm512_add_pd(_mm512_add_pd(xy, xy), cy),
                counts: _mm512_mask_add_epi64(counts, alive, counts, one),
                alive,
            }
        }
    );

    kernel!(
        #[inline(always)]
        fn narrow(simd: Avx512, counts: __m512i) -> [u16; 8] {
            let counts: u16x8<Avx512> = _mm512_cvtepi64_epi16(counts).simd_into(simd);
            counts.to_array()
        }
    );
}
