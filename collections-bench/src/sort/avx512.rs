//! Quicksort with AVX-512: a vector of numbers is split by one comparison, and what is short is
//! sorted by a network.
//!
//! Bramas, *A novel hybrid quicksort algorithm vectorized using AVX-512* (2017).

#![expect(unsafe_code, reason = "instructions that only some processors have")]

macro_rules! quicksort {
    (
        $module:ident, $number:ty, $signed:ty, $mask:ty,
        set: $set:ident, less: $less:ident, at_most: $at_most:ident,
        compress: $compress:ident, expand: $expand:ident
    ) => {
        pub(super) mod $module {
            use std::arch::x86_64::{__m512i, $at_most, $compress, $expand, $less, $set};

            use crate::simd::{Level, Simd};
            use crate::sort::heap::heap_sort;
            use crate::sort::network::$module::{
                LANES, SHORT, first, load, load_some, sort_short, store, whole, whole_mut,
            };
            use crate::sort::wide::{depth, sample};

            /// Vectors that are read before it is decided again at which end to read.
            const AT_ONCE: usize = 4;
            const CHUNK: usize = AT_ONCE * LANES;

            /// Sorts numbers.
            ///
            /// # Panics
            /// When `simd` is less than AVX-512.
            pub(crate) fn sort(values: &mut [$number], simd: Simd) {
                assert_eq!(simd.level(), Level::Avx512);
                // SAFETY: a `Simd` of this level exists on processors alone that have AVX-512.
                unsafe { quick_sort(values, depth(values.len())) }
            }

            #[target_feature(enable = "avx512f,popcnt")]
            fn quick_sort(mut values: &mut [$number], mut depth: u32) {
                while values.len() > SHORT {
                    if depth == 0 {
                        return heap_sort(values);
                    }
                    depth -= 1;
                    let pivot = pivot(values);
                    let pivots = $set(pivot as $signed);
                    let below = partition(values, |vector| $less(vector, pivots));
                    if below == 0 {
                        // The pivot is the smallest: all that equal it are in place after one
                        // more round.
                        let equal = partition(values, |vector| $at_most(vector, pivots));
                        values = &mut values[equal..];
                        continue;
                    }
                    let (left, right) = values.split_at_mut(below);
                    let (shorter, longer) = if left.len() < right.len() {
                        (left, right)
                    } else {
                        (right, left)
                    };
                    quick_sort(shorter, depth);
                    values = longer;
                }
                sort_short(values);
            }

            /// The median of some values.
            #[target_feature(enable = "avx512f,popcnt")]
            fn pivot(values: &[$number]) -> $number {
                if values.len() < 4096 {
                    let mut some: [$number; 15] = sample(values);
                    sort_short(&mut some);
                    some[7]
                } else {
                    let mut some: [$number; 63] = sample(values);
                    sort_short(&mut some);
                    some[31]
                }
            }

            /// A slice of which both ends have a gap, whose values are not needed any more, with
            /// what is still to be read between the gaps.
            ///
            /// Together the gaps are as long as what has been read and not yet been stored.
            struct Gaps<'a> {
                values: &'a mut [$number],
                /// The left gap begins.
                low: usize,
                /// The left gap ends.
                first: usize,
                /// The right gap begins.
                last: usize,
                /// The right gap ends.
                high: usize,
            }

            /// Moves what is low to the front, and tells how many values are.
            ///
            /// The chunks at both ends are read first. From then on a chunk is read at the end with
            /// less room, so that both ends have room for a whole vector whenever one is stored.
            ///
            /// # Panics
            /// When there are fewer values than two chunks.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn partition(values: &mut [$number], is_low: impl Fn(__m512i) -> $mask) -> usize {
                let len = values.len();
                let mut gaps = Gaps {
                    values,
                    low: 0,
                    first: 0,
                    last: len,
                    high: len,
                };
                let left = gaps.read_left();
                let right = gaps.read_right();
                // What makes no whole chunk: less than a chunk, which the right gap has room for.
                let uneven = (gaps.last - gaps.first) % CHUNK;
                for start in (0..uneven).step_by(LANES) {
                    let count = LANES.min(uneven - start);
                    let vector = load_some(&gaps.values[gaps.first..][..count]);
                    gaps.first += count;
                    gaps.store(vector, is_low(vector), count);
                }
                while gaps.first < gaps.last {
                    let chunk = if gaps.first - gaps.low <= gaps.high - gaps.last {
                        gaps.read_left()
                    } else {
                        gaps.read_right()
                    };
                    for vector in chunk {
                        gaps.store(vector, is_low(vector), LANES);
                    }
                }
                for vector in left.into_iter().chain(right) {
                    gaps.store(vector, is_low(vector), LANES);
                }
                gaps.low
            }

            impl Gaps<'_> {
                /// Reads a chunk after the left gap, which grows by it.
                #[inline]
                #[target_feature(enable = "avx512f,popcnt")]
                fn read_left(&mut self) -> [__m512i; AT_ONCE] {
                    let chunk = &self.values[self.first..][..CHUNK];
                    self.first += CHUNK;
                    std::array::from_fn(|i| load(whole(&chunk[i * LANES..])))
                }

                /// Reads a chunk before the right gap, which grows by it.
                #[inline]
                #[target_feature(enable = "avx512f,popcnt")]
                fn read_right(&mut self) -> [__m512i; AT_ONCE] {
                    self.last -= CHUNK;
                    let chunk = &self.values[self.last..][..CHUNK];
                    std::array::from_fn(|i| load(whole(&chunk[i * LANES..])))
                }

                /// Stores the first `count` numbers of a vector: those that are low at the start of
                /// the left gap, the others at the end of the right one. Either gap has room for a
                /// whole vector; what is stored too much is stored over later.
                #[inline]
                #[target_feature(enable = "avx512f,popcnt")]
                fn store(&mut self, vector: __m512i, low: $mask, count: usize) {
                    let valid = first(count);
                    let (low, high) = (low & valid, !low & valid);
                    let highs = high.count_ones() as usize;
                    let ends = !first(LANES - highs);
                    let both = $expand($compress(low, vector), ends, $compress(high, vector));
                    store(whole_mut(&mut self.values[self.low..]), both);
                    store(whole_mut(&mut self.values[self.high - LANES..]), both);
                    self.low += low.count_ones() as usize;
                    self.high -= highs;
                }
            }
        }
    };
}

quicksort! {
    of_u64, u64, i64, u8,
    set: _mm512_set1_epi64, less: _mm512_cmplt_epu64_mask, at_most: _mm512_cmple_epu64_mask,
    compress: _mm512_maskz_compress_epi64, expand: _mm512_mask_expand_epi64
}

quicksort! {
    of_u32, u32, i32, u16,
    set: _mm512_set1_epi32, less: _mm512_cmplt_epu32_mask, at_most: _mm512_cmple_epu32_mask,
    compress: _mm512_maskz_compress_epi32, expand: _mm512_mask_expand_epi32
}
