//! Sorting networks in registers, for what is short.
//!
//! Batcher, *Sorting networks and their applications* (1968).

macro_rules! network {
    ($name:ident: $lanes:ident, $module:ident, $number:ty, $features:literal) => {
        pub(super) mod $name {
            use crate::sort::$lanes::$module::{
                LANES, Vector, choose, in_order, load_some, store_some, swap,
            };

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
            #[target_feature(enable = $features)]
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
            #[target_feature(enable = $features)]
            fn by_network<const V: usize>(values: &mut [$number]) {
                let len = values.len();
                assert!(len <= V * LANES, "the network is too narrow");
                let range = |i: usize| len.min(i * LANES)..len.min((i + 1) * LANES);
                let mut vectors: [Vector; V] =
                    std::array::from_fn(|i| load_some(&values[range(i)]));
                network(&mut vectors);
                for (i, vector) in vectors.into_iter().enumerate() {
                    store_some(&mut values[range(i)], vector);
                }
            }

            /// Batcher's bitonic network: sorts each vector, then merges blocks of vectors.
            #[inline]
            #[target_feature(enable = $features)]
            fn network<const V: usize>(vectors: &mut [Vector; V]) {
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
            #[target_feature(enable = $features)]
            fn merge_blocks<const W: usize>(vectors: &mut [Vector]) {
                let (pairs, _) = vectors.as_chunks_mut::<W>();
                for pair in pairs.chunks_exact_mut(2) {
                    if let [left, right] = pair {
                        merge_pair(left, right);
                    }
                }
            }

            /// Merges two sorted blocks: what is smaller goes left, and both sides are cleaned.
            #[inline]
            #[target_feature(enable = $features)]
            fn merge_pair<const W: usize>(left: &mut [Vector; W], right: &mut [Vector; W]) {
                right.reverse();
                for (low, high) in left.iter_mut().zip(right.iter_mut()) {
                    (*low, *high) = in_order(*low, swap::<{ LANES - 1 }>(*high));
                }
                clean_block(left);
                clean_block(right);
            }

            /// Sorts a block that ascends and then descends: vectors against each other at half the
            /// distance each time, then lanes.
            #[inline]
            #[target_feature(enable = $features)]
            fn clean_block<const W: usize>(block: &mut [Vector; W]) {
                let mut stride = W / 2;
                while stride > 0 {
                    for low in (0..W).filter(|low| low & stride == 0) {
                        let pair = in_order(block[low], block[low + stride]);
                        (block[low], block[low + stride]) = pair;
                    }
                    stride /= 2;
                }
                for vector in block {
                    *vector = clean(*vector);
                }
            }

            /// Sorts a vector that ascends and then descends.
            #[inline]
            #[target_feature(enable = $features)]
            fn clean(mut vector: Vector) -> Vector {
                if LANES > 8 {
                    vector = exchange::<8, WHOLE>(vector);
                }
                if LANES > 4 {
                    vector = exchange::<4, WHOLE>(vector);
                }
                vector = exchange::<2, WHOLE>(vector);
                exchange::<1, WHOLE>(vector)
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn sort_vector(mut vector: Vector) -> Vector {
                vector = exchange::<1, 2>(vector);
                if LANES > 4 {
                    vector = exchange::<2, 4>(vector);
                    vector = exchange::<1, 4>(vector);
                }
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
            #[target_feature(enable = $features)]
            fn exchange<const STRIDE: usize, const BLOCK: usize>(vector: Vector) -> Vector {
                let (smaller, larger) = in_order(vector, swap::<STRIDE>(vector));
                choose(const { takes_larger(STRIDE, BLOCK) }, smaller, larger)
            }

            /// Which lanes take the larger of two numbers that are `stride` apart.
            const fn takes_larger(stride: usize, block: usize) -> u32 {
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
        }
    };
}

network!(u64_512: lanes512, of_u64, u64, "avx512f,popcnt");
network!(u32_512: lanes512, of_u32, u32, "avx512f,popcnt");
network!(u64_256: lanes256, of_u64, u64, "avx2,bmi1,popcnt");
network!(u32_256: lanes256, of_u32, u32, "avx2,bmi1,popcnt");
