//! Numbers side by side in a register of AVX-512: what sorting asks of it.

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

use std::arch::x86_64::{
    __m512i, _mm_cvtsi64_si128, _mm512_cvtepu8_epi64, _mm512_mask_expand_epi32,
    _mm512_maskz_compress_epi32, _mm512_permutexvar_epi64,
};

use super::lanes::CHOSEN_FIRST;

macro_rules! lanes {
    (
        $module:ident, $number:ty, $signed:ty, $lanes:literal, $mask:ty, split: $split:ident,
        load: $load:ident, $load_some:ident, store: $store:ident, $store_some:ident,
        set: $set:ident, permute: $permute:ident, less: $less:ident, at_most: $at_most:ident,
        min: $min:ident, max: $max:ident, choose: $choose:ident
    ) => {
        pub(in crate::sort) mod $module {
            use std::arch::x86_64::{
                __m512i, $at_most, $choose, $less, $load, $load_some, $max, $min, $permute, $set,
                $store, $store_some,
            };

            pub(in crate::sort) use super::$split as split;

            /// A register.
            pub(in crate::sort) type Vector = __m512i;

            /// Numbers in it.
            pub(in crate::sort) const LANES: usize = $lanes;

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn load(from: &[$number; LANES]) -> Vector {
                // SAFETY: the array is as long as a vector.
                unsafe { $load(from.as_ptr().cast()) }
            }

            /// Loads up to a vector of numbers; the other lanes hold the largest number.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn load_some(from: &[$number]) -> Vector {
                // SAFETY: lanes behind the end of the slice are masked: they are not read.
                unsafe { $load_some($set(-1), first(from.len()), from.as_ptr().cast()) }
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn store(to: &mut [$number; LANES], vector: Vector) {
                // SAFETY: the array is as long as a vector.
                unsafe { $store(to.as_mut_ptr().cast(), vector) }
            }

            /// Stores as many numbers as there is room for, up to a vector.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn store_some(to: &mut [$number], vector: Vector) {
                // SAFETY: lanes behind the end of the slice are masked: they are not written.
                unsafe { $store_some(to.as_mut_ptr().cast(), first(to.len()), vector) }
            }

            /// The first `count` lanes; all when it is larger.
            #[inline]
            fn first(count: usize) -> $mask {
                ((1_u32 << count.min(LANES)) - 1) as $mask
            }

            /// The same number in all lanes.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn all(number: $number) -> Vector {
                $set(number as $signed)
            }

            /// In which lanes the one is less than the other.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn less(one: Vector, other: Vector) -> u32 {
                $less(one, other).into()
            }

            /// In which lanes the one is at most the other.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn at_most(one: Vector, other: Vector) -> u32 {
                $at_most(one, other).into()
            }

            /// The smaller of each two, and the larger.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn in_order(one: Vector, other: Vector) -> (Vector, Vector) {
                ($min(one, other), $max(one, other))
            }

            /// The second vector's numbers in these lanes, the first one's in the others.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn choose(lanes: u32, one: Vector, other: Vector) -> Vector {
                $choose(lanes as $mask, one, other)
            }

            /// Swaps lanes whose numbers differ by these bits.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(in crate::sort) fn swap<const BITS: usize>(vector: Vector) -> Vector {
                let from = const {
                    let (mut from, mut lane) = ([0; LANES], 0);
                    while lane < LANES {
                        from[lane] = (lane ^ BITS) as $number;
                        lane += 1;
                    }
                    from
                };
                $permute(load(&from), vector)
            }
        }
    };
}

lanes! {
    of_u64, u64, i64, 8, u8, split: split_8,
    load: _mm512_loadu_si512, _mm512_mask_loadu_epi64,
    store: _mm512_storeu_si512, _mm512_mask_storeu_epi64,
    set: _mm512_set1_epi64, permute: _mm512_permutexvar_epi64,
    less: _mm512_cmplt_epu64_mask, at_most: _mm512_cmple_epu64_mask,
    min: _mm512_min_epu64, max: _mm512_max_epu64, choose: _mm512_mask_blend_epi64
}

lanes! {
    of_u32, u32, i32, 16, u16, split: split_16,
    load: _mm512_loadu_si512, _mm512_mask_loadu_epi32,
    store: _mm512_storeu_si512, _mm512_mask_storeu_epi32,
    set: _mm512_set1_epi32, permute: _mm512_permutexvar_epi32,
    less: _mm512_cmplt_epu32_mask, at_most: _mm512_cmple_epu32_mask,
    min: _mm512_min_epu32, max: _mm512_max_epu32, choose: _mm512_mask_blend_epi32
}

/// Moves these lanes before the others: by one permutation, of which there are few enough to be
/// read from a table.
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
pub(in crate::sort) fn split_8(vector: __m512i, lanes: u32) -> __m512i {
    let order = CHOSEN_FIRST[lanes as usize].cast_signed();
    let order = _mm512_cvtepu8_epi64(_mm_cvtsi64_si128(order));
    _mm512_permutexvar_epi64(order, vector)
}

/// The same for sixteen lanes: packed from both ends.
#[inline]
#[target_feature(enable = "avx512f,popcnt")]
pub(in crate::sort) fn split_16(vector: __m512i, lanes: u32) -> __m512i {
    let chosen = lanes as u16;
    let others = _mm512_maskz_compress_epi32(!chosen, vector);
    let ends = ((1_u32 << chosen.count_ones()) - 1) as u16;
    let front = _mm512_maskz_compress_epi32(chosen, vector);
    _mm512_mask_expand_epi32(front, !ends, others)
}
