//! The steps with tests, for AVX-512: what the portable source has no words for.
//!
//! The masks of four vectors of eight lanes are unpacked into one of 32 bits, and one masked
//! addition counts 32 lanes of 16 bits at once. All counts of a group fit in two registers, where
//! the portable source needs eight and runs out of them.

use std::arch::x86_64::{
    __m512i, __mmask8, __mmask16, __mmask32, _CMP_LT_OQ, _mm512_add_pd, _mm512_cmp_pd_mask,
    _mm512_fmadd_pd, _mm512_kunpackb, _mm512_kunpackw, _mm512_mask_add_epi16,
    _mm512_mask_mov_epi16, _mm512_mul_pd, _mm512_set1_epi16, _mm512_set1_pd, _mm512_setzero_si512,
    _mm512_sub_pd,
};

use fearless_simd::{Avx512, f64x8, kernel, prelude::*, u16x32};

use super::count::{Count, Tally};

/// Counts 32 lanes at once.
pub(super) struct Arch;

impl Count<Avx512, 8> for Arch {
    #[inline(always)]
    fn count(
        simd: Avx512,
        x: &mut [f64x8<Avx512>; 8],
        y: &mut [f64x8<Avx512>; 8],
        c: [f64x8<Avx512>; 2],
        steps: u16,
        rest: u16,
    ) -> Tally<Avx512, 8> {
        count(simd, x, y, c, steps, rest)
    }
}

kernel!(
    #[inline(always)]
    fn count(
        simd: Avx512,
        xs: &mut [f64x8<Avx512>; 8],
        ys: &mut [f64x8<Avx512>; 8],
        c: [f64x8<Avx512>; 2],
        steps: u16,
        rest: u16,
    ) -> Tally<Avx512, 8> {
        let [cx, cy] = c.map(Into::into);
        let (two, four) = (_mm512_set1_pd(2.0), _mm512_set1_pd(4.0));
        let one = _mm512_set1_epi16(1);
        let (mut x, mut y) = (xs.map(Into::into), ys.map(Into::into));
        let mut counts = [_mm512_setzero_si512(); 2];
        let mut inside = [0; 2];
        let mut alive: [__mmask8; 8] = [0; 8];
        for _ in 0..steps {
            for v in 0..8 {
                let xx = _mm512_mul_pd(x[v], x[v]);
                let yy = _mm512_mul_pd(y[v], y[v]);
                let xy = _mm512_mul_pd(x[v], y[v]);
                alive[v] = _mm512_cmp_pd_mask::<_CMP_LT_OQ>(_mm512_add_pd(xx, yy), four);
                x[v] = _mm512_add_pd(_mm512_sub_pd(xx, yy), cx);
                y[v] = _mm512_fmadd_pd(xy, two, cy);
            }
            for half in 0..2 {
                let four: [__mmask8; 4] = std::array::from_fn(|v| alive[4 * half + v]);
                inside[half] = unpacked(simd, four);
                counts[half] = _mm512_mask_add_epi16(counts[half], inside[half], counts[half], one);
            }
            if inside == [0, 0] {
                break;
            }
        }
        *xs = x.map(|x| x.simd_into(simd));
        *ys = y.map(|y| y.simd_into(simd));
        let rest = _mm512_set1_epi16(rest.cast_signed());
        let half = |half: usize| -> [[u16; 8]; 4] {
            let counts: __m512i = _mm512_mask_mov_epi16(counts[half], inside[half], rest);
            let counts: u16x32<Avx512> = counts.simd_into(simd);
            let (rows, _) = counts.as_array().as_chunks();
            [rows[0], rows[1], rows[2], rows[3]]
        };
        let ([a, b, c, d], [e, f, g, h]) = (half(0), half(1));
        Tally {
            counts: [a, b, c, d, e, f, g, h],
            alive: alive.map(|mask| mask.simd_into(simd)),
        }
    }
);

kernel!(
    /// Four masks of eight lanes as one, the first in the lowest bits.
    #[inline(always)]
    fn unpacked(_simd: Avx512, masks: [__mmask8; 4]) -> __mmask32 {
        let [a, b, c, d] = masks.map(__mmask16::from);
        let (low, high) = (_mm512_kunpackb(b, a), _mm512_kunpackb(d, c));
        _mm512_kunpackw(__mmask32::from(high), __mmask32::from(low))
    }
);
