//! Numbers side by side in a register of AVX2: what sorting asks of it.
//!
//! AVX2 compares signed numbers alone. So the uppermost bit of each is turned over when it is
//! loaded, and again when it is stored: in between the order of signed numbers is the right one.

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

use std::arch::x86_64::{
    __m256i, _mm_cvtsi64_si128, _mm256_blendv_epi8, _mm256_castsi256_pd, _mm256_castsi256_ps,
    _mm256_cmpgt_epi64, _mm256_cvtepu8_epi32, _mm256_loadu_si256, _mm256_max_epi32,
    _mm256_min_epi32, _mm256_movemask_pd, _mm256_movemask_ps, _mm256_permutevar8x32_epi32,
};

use super::lanes::{CHOSEN_FIRST, CHOSEN_FIRST_OF_4};

macro_rules! lanes {
    (
        $module:ident, $number:ty, $signed:ty, $lanes:literal,
        split: $split:ident, in_order: $in_order:ident, bits: $bits:ident,
        load_some: $load_some:ident, store_some: $store_some:ident, set: $set:ident,
        greater: $greater:ident
    ) => {
        pub(in crate::sort) mod $module {
            use std::arch::x86_64::{
                __m256i, _mm256_blendv_epi8, _mm256_loadu_si256, _mm256_permutevar8x32_epi32,
                _mm256_storeu_si256, _mm256_xor_si256, $greater, $load_some, $set, $store_some,
            };

            use super::{eight, $bits};
            pub(in crate::sort) use super::{$in_order as in_order, $split as split};

            /// A register.
            pub(in crate::sort) type Vector = __m256i;

            /// Numbers in it.
            pub(in crate::sort) const LANES: usize = $lanes;

            /// Lanes of 32 bits in a lane.
            const HALVES: usize = 8 / LANES;

            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            fn turned(vector: Vector) -> Vector {
                _mm256_xor_si256(vector, $set(<$signed>::MIN))
            }

            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn load(from: &[$number; LANES]) -> Vector {
                // SAFETY: the array is as long as a vector.
                turned(unsafe { _mm256_loadu_si256(from.as_ptr().cast()) })
            }

            /// Loads up to a vector of numbers; the other lanes hold the largest number.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn load_some(from: &[$number]) -> Vector {
                let held = first(from.len());
                // SAFETY: lanes behind the end of the slice are masked: they are not read.
                let some = unsafe { $load_some(from.as_ptr().cast(), held) };
                _mm256_blendv_epi8($set(<$signed>::MAX), turned(some), held)
            }

            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn store(to: &mut [$number; LANES], vector: Vector) {
                // SAFETY: the array is as long as a vector.
                unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), turned(vector)) }
            }

            /// Stores as many numbers as there is room for, up to a vector.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn store_some(to: &mut [$number], vector: Vector) {
                let held = first(to.len());
                // SAFETY: lanes behind the end of the slice are masked: they are not written.
                unsafe { $store_some(to.as_mut_ptr().cast(), held, turned(vector)) }
            }

            /// All bits of the first `count` lanes; of all when it is larger.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            fn first(count: usize) -> Vector {
                const NONE: $number = 0;
                const ALL_THEN_NONE: [$number; 2 * LANES] = {
                    let (mut lanes, mut lane) = ([NONE; 2 * LANES], 0);
                    while lane < LANES {
                        lanes[lane] = !NONE;
                        lane += 1;
                    }
                    lanes
                };
                let start = LANES - count.min(LANES);
                let lanes: &[$number] = &ALL_THEN_NONE[start..start + LANES];
                // SAFETY: the slice is as long as a vector.
                unsafe { _mm256_loadu_si256(lanes.as_ptr().cast()) }
            }

            /// All bits of these lanes, which are known when this is compiled.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            fn mask(lanes: u32) -> Vector {
                let bits: [$number; LANES] = std::array::from_fn(|lane| {
                    <$number>::from((lanes >> lane) as u8 & 1).wrapping_neg()
                });
                // SAFETY: the array is as long as a vector.
                unsafe { _mm256_loadu_si256(bits.as_ptr().cast()) }
            }

            /// The same number in all lanes.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn all(number: $number) -> Vector {
                turned($set(number as $signed))
            }

            /// In which lanes the one is less than the other.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn less(one: Vector, other: Vector) -> u32 {
                $bits($greater(other, one))
            }

            /// In which lanes the one is at most the other.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn at_most(one: Vector, other: Vector) -> u32 {
                $bits($greater(one, other)) ^ ((1 << LANES) - 1)
            }

            /// The second vector's numbers in these lanes, the first one's in the others.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn choose(lanes: u32, one: Vector, other: Vector) -> Vector {
                _mm256_blendv_epi8(one, other, mask(lanes))
            }

            /// Swaps lanes whose numbers differ by these bits.
            #[inline]
            #[target_feature(enable = "avx2,bmi1,popcnt")]
            pub(in crate::sort) fn swap<const BITS: usize>(vector: Vector) -> Vector {
                let from = const {
                    let (mut from, mut lane) = ([0; 8], 0);
                    while lane < 8 {
                        from[lane] = (lane ^ (BITS * HALVES)) as u32;
                        lane += 1;
                    }
                    from
                };
                _mm256_permutevar8x32_epi32(vector, eight(&from))
            }
        }
    };
}

lanes! {
    of_u64, u64, i64, 4,
    split: split_4, in_order: in_order_4, bits: bits_4,
    load_some: _mm256_maskload_epi64, store_some: _mm256_maskstore_epi64, set: _mm256_set1_epi64x,
    greater: _mm256_cmpgt_epi64
}

lanes! {
    of_u32, u32, i32, 8,
    split: split_8, in_order: in_order_8, bits: bits_8,
    load_some: _mm256_maskload_epi32, store_some: _mm256_maskstore_epi32, set: _mm256_set1_epi32,
    greater: _mm256_cmpgt_epi32
}

#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn eight(from: &[u32; 8]) -> __m256i {
    // SAFETY: the array is as long as a vector.
    unsafe { _mm256_loadu_si256(from.as_ptr().cast()) }
}

/// Moves lanes to the places of an order, which holds a lane of 32 bits a byte.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn permuted(vector: __m256i, order: u64) -> __m256i {
    let order = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(order.cast_signed()));
    _mm256_permutevar8x32_epi32(vector, order)
}

/// Moves these lanes before the others.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
pub(in crate::sort) fn split_4(vector: __m256i, lanes: u32) -> __m256i {
    permuted(vector, CHOSEN_FIRST_OF_4[lanes as usize])
}

/// Moves these lanes before the others.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
pub(in crate::sort) fn split_8(vector: __m256i, lanes: u32) -> __m256i {
    permuted(vector, CHOSEN_FIRST[lanes as usize])
}

/// The smaller of each two, and the larger; AVX2 has no instruction for these.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
pub(in crate::sort) fn in_order_4(one: __m256i, other: __m256i) -> (__m256i, __m256i) {
    let greater = _mm256_cmpgt_epi64(one, other);
    let smaller = _mm256_blendv_epi8(one, other, greater);
    (smaller, _mm256_blendv_epi8(other, one, greater))
}

/// The smaller of each two, and the larger.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
pub(in crate::sort) fn in_order_8(one: __m256i, other: __m256i) -> (__m256i, __m256i) {
    (_mm256_min_epi32(one, other), _mm256_max_epi32(one, other))
}

/// The uppermost bit of each lane of 64 bits.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn bits_4(vector: __m256i) -> u32 {
    _mm256_movemask_pd(_mm256_castsi256_pd(vector)).cast_unsigned()
}

/// The uppermost bit of each lane of 32 bits.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn bits_8(vector: __m256i) -> u32 {
    _mm256_movemask_ps(_mm256_castsi256_ps(vector)).cast_unsigned()
}
