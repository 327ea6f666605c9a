//! Quicksort with AVX-512: a vector of numbers is split by one comparison, and what is short is
//! sorted by a network.
//!
//! Bramas, *A novel hybrid quicksort algorithm vectorized using AVX-512* (2017); Batcher, *Sorting
//! networks and their applications* (1968).

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

macro_rules! quicksort {
    (
        $module:ident, $number:ty, $signed:ty, $lanes:literal, $mask:ty,
        load: $load:ident, $load_some:ident, store: $store:ident, $store_some:ident,
        set: $set:ident, permute: $permute:ident, less: $less:ident, at_most: $at_most:ident,
        min: $min:ident, max: $max:ident, choose: $choose:ident,
        compress: $compress:ident, expand: $expand:ident
    ) => {
        pub(super) mod $module {
            use std::arch::x86_64::{
                __m512i, $at_most, $choose, $compress, $expand, $less, $load, $load_some, $max,
                $min, $permute, $set, $store, $store_some,
            };

            use crate::simd::{Level, Simd};
            use crate::sort::heap::heap_sort;
            use crate::sort::wide::{depth, sample};

            /// Numbers in a vector.
            const LANES: usize = $lanes;

            /// Vectors of the network for what is short.
            const VECTORS: usize = 16;

            /// Slices up to this length are sorted by the network.
            const SHORT: usize = VECTORS * LANES;

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
                if values.len() < 1024 {
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

            /// Sorts up to `SHORT` numbers by a network of as many vectors as it takes.
            #[target_feature(enable = "avx512f,popcnt")]
            fn sort_short(values: &mut [$number]) {
                match values.len().div_ceil(LANES) {
                    0 => {}
                    1 => by_network::<1>(values),
                    2 => by_network::<2>(values),
                    3..=4 => by_network::<4>(values),
                    5..=8 => by_network::<8>(values),
                    _ => by_network::<VECTORS>(values),
                }
            }

            /// Sorts up to V vectors of numbers; places behind the last are filled with the largest.
            #[target_feature(enable = "avx512f,popcnt")]
            fn by_network<const V: usize>(values: &mut [$number]) {
                let len = values.len();
                assert!(len <= V * LANES, "the network is too narrow");
                let range = |i: usize| len.min(i * LANES)..len.min((i + 1) * LANES);
                let mut vectors: [__m512i; V] =
                    std::array::from_fn(|i| load_some(&values[range(i)]));
                network(&mut vectors);
                for (i, vector) in vectors.into_iter().enumerate() {
                    store_some(&mut values[range(i)], vector);
                }
            }

            /// Batcher's bitonic network: sorts each vector, then merges blocks of 1, 2, 4 … vectors.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn network<const V: usize>(vectors: &mut [__m512i; V]) {
                for vector in vectors.iter_mut() {
                    *vector = sort_vector(*vector);
                }
                let mut width = 1;
                while width < V {
                    for block in vectors.chunks_exact_mut(2 * width) {
                        merge_block(block, width);
                    }
                    width *= 2;
                }
            }

            /// Merges two sorted halves of `width` vectors each.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn merge_block(block: &mut [__m512i], width: usize) {
                let (left, right) = block.split_at_mut(width);
                right.reverse();
                for (low, high) in left.iter_mut().zip(right.iter_mut()) {
                    let turned = $permute(pattern(|lane| LANES - 1 - lane), *high);
                    (*low, *high) = ($min(*low, turned), $max(*low, turned));
                }
                let mut stride = width / 2;
                while stride > 0 {
                    for block in block.chunks_exact_mut(2 * stride) {
                        let (left, right) = block.split_at_mut(stride);
                        for (low, high) in left.iter_mut().zip(right) {
                            (*low, *high) = ($min(*low, *high), $max(*low, *high));
                        }
                    }
                    stride /= 2;
                }
                for vector in block {
                    *vector = clean(*vector);
                }
            }

            /// Sorts a vector that ascends and then descends.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn clean(mut vector: __m512i) -> __m512i {
                let mut stride = LANES / 2;
                while stride > 0 {
                    vector = exchange(vector, stride, 2 * LANES);
                    stride /= 2;
                }
                vector
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn sort_vector(mut vector: __m512i) -> __m512i {
                let mut block = 2;
                while block <= LANES {
                    let mut stride = block / 2;
                    while stride > 0 {
                        vector = exchange(vector, stride, block);
                        stride /= 2;
                    }
                    block *= 2;
                }
                vector
            }

            /// Puts lanes `stride` apart in order: ascending in every other block of `block` lanes,
            /// descending in the others.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn exchange(vector: __m512i, stride: usize, block: usize) -> __m512i {
                let other = $permute(pattern(|lane| lane ^ stride), vector);
                let mut larger: $mask = 0;
                for lane in 0..LANES {
                    let takes = (lane & stride != 0) != (lane & block != 0);
                    larger |= <$mask>::from(takes) << lane;
                }
                $choose(larger, $min(vector, other), $max(vector, other))
            }

            /// Which lane goes to each lane.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn pattern(from: impl Fn(usize) -> usize) -> __m512i {
                let lanes: [$number; LANES] = std::array::from_fn(|lane| from(lane) as $number);
                load(&lanes)
            }

            /// The first numbers, as many as a vector holds.
            #[inline]
            fn whole(values: &[$number]) -> &[$number; LANES] {
                values.first_chunk().expect("a whole vector")
            }

            #[inline]
            fn whole_mut(values: &mut [$number]) -> &mut [$number; LANES] {
                values.first_chunk_mut().expect("room for a whole vector")
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn load(from: &[$number; LANES]) -> __m512i {
                // SAFETY: the array is as long as a vector.
                unsafe { $load(from.as_ptr().cast()) }
            }

            /// Loads up to a vector of numbers; the other lanes hold the largest number.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn load_some(from: &[$number]) -> __m512i {
                // SAFETY: lanes behind the end of the slice are masked: they are not read.
                unsafe { $load_some($set(-1), first(from.len()), from.as_ptr().cast()) }
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn store(to: &mut [$number; LANES], vector: __m512i) {
                // SAFETY: the array is as long as a vector.
                unsafe { $store(to.as_mut_ptr().cast(), vector) }
            }

            /// Stores as many numbers as there is room for, up to a vector.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn store_some(to: &mut [$number], vector: __m512i) {
                // SAFETY: lanes behind the end of the slice are masked: they are not written.
                unsafe { $store_some(to.as_mut_ptr().cast(), first(to.len()), vector) }
            }

            /// The first `count` lanes; all when it is larger.
            #[inline]
            fn first(count: usize) -> $mask {
                let left_out = LANES.saturating_sub(count) as u32;
                <$mask>::MAX.checked_shr(left_out).unwrap_or(0)
            }
        }
    };
}

quicksort! {
    of_u64, u64, i64, 8, u8,
    load: _mm512_loadu_si512, _mm512_mask_loadu_epi64,
    store: _mm512_storeu_si512, _mm512_mask_storeu_epi64,
    set: _mm512_set1_epi64, permute: _mm512_permutexvar_epi64,
    less: _mm512_cmplt_epu64_mask, at_most: _mm512_cmple_epu64_mask,
    min: _mm512_min_epu64, max: _mm512_max_epu64, choose: _mm512_mask_blend_epi64,
    compress: _mm512_maskz_compress_epi64, expand: _mm512_mask_expand_epi64
}

quicksort! {
    of_u32, u32, i32, 16, u16,
    load: _mm512_loadu_si512, _mm512_mask_loadu_epi32,
    store: _mm512_storeu_si512, _mm512_mask_storeu_epi32,
    set: _mm512_set1_epi32, permute: _mm512_permutexvar_epi32,
    less: _mm512_cmplt_epu32_mask, at_most: _mm512_cmple_epu32_mask,
    min: _mm512_min_epu32, max: _mm512_max_epu32, choose: _mm512_mask_blend_epi32,
    compress: _mm512_maskz_compress_epi32, expand: _mm512_mask_expand_epi32
}
