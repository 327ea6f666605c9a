//! Sorting networks in registers of AVX-512, for what is short.
//!
//! Batcher, *Sorting networks and their applications* (1968).

#![expect(
    unsafe_code,
    reason = "vectors are loaded from and stored to addresses"
)]

macro_rules! network {
    (
        $module:ident, $number:ty, $lanes:literal, $mask:ty,
        load: $load:ident, $load_some:ident, store: $store:ident, $store_some:ident,
        set: $set:ident, permute: $permute:ident,
        min: $min:ident, max: $max:ident, choose: $choose:ident
    ) => {
        pub(super) mod $module {
            use std::arch::x86_64::{
                __m512i, $choose, $load, $load_some, $max, $min, $permute, $set, $store,
                $store_some,
            };

            /// Numbers in a vector.
            pub(crate) const LANES: usize = $lanes;

            /// A block of so many lanes is no smaller than a vector: all lanes ascend.
            const WHOLE: usize = 64;

            /// Vectors of the widest network.
            const VECTORS: usize = 16;

            /// Slices up to this length are sorted by a network.
            pub(crate) const SHORT: usize = VECTORS * LANES;

            /// Sorts up to `SHORT` numbers by a network of as many vectors as it takes.
            ///
            /// # Panics
            /// When there are more.
            #[target_feature(enable = "avx512f,popcnt")]
            pub(crate) fn sort_short(values: &mut [$number]) {
                match values.len().div_ceil(LANES) {
                    0 => {}
                    1 => by_network::<1>(values),
                    2 => by_network::<2>(values),
                    3..=4 => by_network::<4>(values),
                    5..=8 => by_network::<8>(values),
                    _ => by_network::<VECTORS>(values),
                }
            }

            /// Sorts up to V vectors of numbers; places behind the last hold the largest.
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

            /// Batcher's bitonic network: sorts each vector, then merges blocks of vectors.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn network<const V: usize>(vectors: &mut [__m512i; V]) {
                for vector in vectors.iter_mut() {
                    *vector = sort_vector(*vector);
                }
                if V > 1 {
                    merge_blocks::<1>(vectors);
                }
                if V > 2 {
                    merge_blocks::<2>(vectors);
                }
                if V > 4 {
                    merge_blocks::<4>(vectors);
                }
                if V > 8 {
                    merge_blocks::<8>(vectors);
                }
            }

            /// Merges each two sorted blocks of W vectors.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn merge_blocks<const W: usize>(vectors: &mut [__m512i]) {
                let (pairs, _) = vectors.as_chunks_mut::<W>();
                for pair in pairs.chunks_exact_mut(2) {
                    if let [left, right] = pair {
                        merge_pair(left, right);
                    }
                }
            }

            /// Merges two sorted blocks: what is smaller goes left, and both sides are cleaned.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn merge_pair<const W: usize>(left: &mut [__m512i; W], right: &mut [__m512i; W]) {
                right.reverse();
                for (low, high) in left.iter_mut().zip(right.iter_mut()) {
                    let turned = $permute(load(const { &exchanged(LANES - 1) }), *high);
                    (*low, *high) = ($min(*low, turned), $max(*low, turned));
                }
                clean_block(left);
                clean_block(right);
            }

            /// Sorts a block that ascends and then descends: vectors against each other at half the
            /// distance each time, then lanes.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn clean_block<const W: usize>(block: &mut [__m512i; W]) {
                let mut stride = W / 2;
                while stride > 0 {
                    for low in (0..W).filter(|low| low & stride == 0) {
                        let (one, other) = (block[low], block[low + stride]);
                        block[low] = $min(one, other);
                        block[low + stride] = $max(one, other);
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
                if LANES > 8 {
                    vector = exchange::<8, WHOLE>(vector);
                }
                vector = exchange::<4, WHOLE>(vector);
                vector = exchange::<2, WHOLE>(vector);
                exchange::<1, WHOLE>(vector)
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn sort_vector(mut vector: __m512i) -> __m512i {
                vector = exchange::<1, 2>(vector);
                vector = exchange::<2, 4>(vector);
                vector = exchange::<1, 4>(vector);
                if LANES > 8 {
                    vector = exchange::<4, 8>(vector);
                    vector = exchange::<2, 8>(vector);
                    vector = exchange::<1, 8>(vector);
                }
                clean(vector)
            }

            /// Puts lanes `STRIDE` apart in order: ascending in every other block of `BLOCK` lanes,
            /// descending in the others.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            fn exchange<const STRIDE: usize, const BLOCK: usize>(vector: __m512i) -> __m512i {
                let other = $permute(load(const { &exchanged(STRIDE) }), vector);
                let larger = const { takes_larger(STRIDE, BLOCK) };
                $choose(larger, $min(vector, other), $max(vector, other))
            }

            /// Which lane goes to each lane when lanes `stride` apart change places; all lanes turn
            /// round when it is one less than there are.
            const fn exchanged(stride: usize) -> [$number; LANES] {
                let mut from = [0; LANES];
                let mut lane = 0;
                while lane < LANES {
                    from[lane] = (lane ^ stride) as $number;
                    lane += 1;
                }
                from
            }

            /// Which lanes take the larger of two numbers that are `stride` apart.
            const fn takes_larger(stride: usize, block: usize) -> $mask {
                let mut larger = 0;
                let mut lane = 0;
                while lane < LANES {
                    if (lane & stride != 0) != (lane & block != 0) {
                        larger |= 1 << lane;
                    }
                    lane += 1;
                }
                larger
            }

            /// The first numbers, as many as a vector holds.
            #[inline]
            pub(crate) fn whole(values: &[$number]) -> &[$number; LANES] {
                values.first_chunk().expect("a whole vector")
            }

            #[inline]
            pub(crate) fn whole_mut(values: &mut [$number]) -> &mut [$number; LANES] {
                values.first_chunk_mut().expect("room for a whole vector")
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(crate) fn load(from: &[$number; LANES]) -> __m512i {
                // SAFETY: the array is as long as a vector.
                unsafe { $load(from.as_ptr().cast()) }
            }

            /// Loads up to a vector of numbers; the other lanes hold the largest number.
            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(crate) fn load_some(from: &[$number]) -> __m512i {
                // SAFETY: lanes behind the end of the slice are masked: they are not read.
                unsafe { $load_some($set(-1), first(from.len()), from.as_ptr().cast()) }
            }

            #[inline]
            #[target_feature(enable = "avx512f,popcnt")]
            pub(crate) fn store(to: &mut [$number; LANES], vector: __m512i) {
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
            pub(crate) fn first(count: usize) -> $mask {
                ((1_u32 << count.min(LANES)) - 1) as $mask
            }
        }
    };
}

network! {
    of_u64, u64, 8, u8,
    load: _mm512_loadu_si512, _mm512_mask_loadu_epi64,
    store: _mm512_storeu_si512, _mm512_mask_storeu_epi64,
    set: _mm512_set1_epi64, permute: _mm512_permutexvar_epi64,
    min: _mm512_min_epu64, max: _mm512_max_epu64, choose: _mm512_mask_blend_epi64
}

network! {
    of_u32, u32, 16, u16,
    load: _mm512_loadu_si512, _mm512_mask_loadu_epi32,
    store: _mm512_storeu_si512, _mm512_mask_storeu_epi32,
    set: _mm512_set1_epi32, permute: _mm512_permutexvar_epi32,
    min: _mm512_min_epu32, max: _mm512_max_epu32, choose: _mm512_mask_blend_epi32
}
