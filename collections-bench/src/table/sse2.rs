//! Sixteen tags in a register of 128 bits.

use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8,
};

use super::group::{Group, WIDTH};

/// Every processor of this architecture has SSE2, and every target for it asks for it.
#[cfg(not(target_feature = "sse2"))]
compile_error!("the group of tags needs SSE2: build for a target that has it, as all x86-64 do");

/// Sixteen tags, the first in the lowest byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sse2(__m128i);

#[inline]
#[target_feature(enable = "sse2")]
fn load(tags: &[u8; WIDTH]) -> __m128i {
    let tags = u128::from_le_bytes(*tags);
    _mm_set_epi64x((tags >> 64) as i64, tags as i64)
}

#[inline]
#[target_feature(enable = "sse2")]
fn matches(tags: __m128i, tag: u8) -> u16 {
    _mm_movemask_epi8(_mm_cmpeq_epi8(tags, _mm_set1_epi8(tag.cast_signed()))) as u16
}

#[inline]
#[target_feature(enable = "sse2")]
fn highest(tags: __m128i) -> u16 {
    _mm_movemask_epi8(tags) as u16
}

#[expect(
    unsafe_code,
    reason = "the compiler asks for it, though all x86-64 have SSE2"
)]
impl Group for Sse2 {
    #[inline]
    fn load(tags: &[u8; WIDTH]) -> Self {
        // SAFETY: SSE2 is there, or this file would not have been compiled.
        Self(unsafe { load(tags) })
    }

    #[inline]
    fn matches(self, tag: u8) -> u16 {
        // SAFETY: as above.
        unsafe { matches(self.0, tag) }
    }

    #[inline]
    fn free(self) -> u16 {
        // SAFETY: as above.
        unsafe { highest(self.0) }
    }
}
