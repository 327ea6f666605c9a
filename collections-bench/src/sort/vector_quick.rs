//! Quicksort with vectors: a vector of numbers is split by one comparison, and what is short is
//! sorted by a network.
//!
//! Bramas, *A novel hybrid quicksort algorithm vectorized using AVX-512* (2017).

#![expect(unsafe_code, reason = "instructions that only some processors have")]

macro_rules! quicksort {
    (
        $name:ident: $level:ident, $lanes:ident, $module:ident, $number:ty, $features:literal
    ) => {
        pub(super) mod $name {
            use crate::simd::{Level, Simd};
            use crate::sort::heap::heap_sort;
            use crate::sort::network::$name::{SHORT, sort_short};
            use crate::sort::wide::{depth, sample};
            use crate::sort::$lanes::$module::{
                LANES, Vector, all, at_most, less, load, load_some, split, store,
            };

            /// Vectors that are read before it is decided again at which end to read.
            const AT_ONCE: usize = SHORT / LANES / 2;
            const CHUNK: usize = AT_ONCE * LANES;

            /// All lanes.
            const ALL: u32 = (1 << LANES) - 1;

            /// Sorts numbers.
            ///
            /// # Panics
            /// When `simd` is of another level.
            pub(crate) fn sort(values: &mut [$number], simd: Simd) {
                assert_eq!(simd.level(), Level::$level);
                // SAFETY: a `Simd` of this level exists on processors alone that have its
                // instructions.
                unsafe { quick_sort(values, depth(values.len())) }
            }

            #[target_feature(enable = $features)]
            fn quick_sort(mut values: &mut [$number], mut depth: u32) {
                while values.len() > SHORT {
                    if depth == 0 {
                        return heap_sort(values);
                    }
                    depth -= 1;
                    let pivot = pivot(values);
                    let pivots = all(pivot);
                    let below = partition(values, |vector| less(vector, pivots));
                    if below == 0 {
                        // The pivot is the smallest: all that equal it are in place after one
                        // more round.
                        let equal = partition(values, |vector| at_most(vector, pivots));
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
            #[target_feature(enable = $features)]
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
            #[target_feature(enable = $features)]
            fn partition(values: &mut [$number], is_low: impl Fn(Vector) -> u32) -> usize {
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
                    gaps.store_some(vector, is_low(vector), count);
                }
                while gaps.first < gaps.last {
                    let chunk = if gaps.first - gaps.low <= gaps.high - gaps.last {
                        gaps.read_left()
                    } else {
                        gaps.read_right()
                    };
                    for vector in chunk {
                        gaps.store(vector, is_low(vector));
                    }
                }
                for vector in left.into_iter().chain(right) {
                    gaps.store(vector, is_low(vector));
                }
                gaps.low
            }

            impl Gaps<'_> {
                /// Reads a chunk after the left gap, which grows by it.
                #[inline]
                #[target_feature(enable = $features)]
                fn read_left(&mut self) -> [Vector; AT_ONCE] {
                    let chunk = &self.values[self.first..][..CHUNK];
                    self.first += CHUNK;
                    std::array::from_fn(|i| load(whole(&chunk[i * LANES..])))
                }

                /// Reads a chunk before the right gap, which grows by it.
                #[inline]
                #[target_feature(enable = $features)]
                fn read_right(&mut self) -> [Vector; AT_ONCE] {
                    self.last -= CHUNK;
                    let chunk = &self.values[self.last..][..CHUNK];
                    std::array::from_fn(|i| load(whole(&chunk[i * LANES..])))
                }

                /// Stores a vector: its low numbers at the start of the left gap, the others at the
                /// end of the right one. Either gap has room for a whole vector; what is stored too
                /// much is stored over later.
                #[inline]
                #[target_feature(enable = $features)]
                fn store(&mut self, vector: Vector, low: u32) {
                    let both = split(vector, low);
                    let lows = low.count_ones() as usize;
                    self.store_both(both, lows, both, LANES - lows);
                }

                /// The same for the first `count` numbers of a vector.
                #[inline]
                #[target_feature(enable = $features)]
                fn store_some(&mut self, vector: Vector, low: u32, count: usize) {
                    let valid = (1 << count) - 1;
                    let low = low & valid;
                    let lows = low.count_ones() as usize;
                    // What is not valid is stored over on either side.
                    let (front, back) = (split(vector, low), split(vector, low | !valid & ALL));
                    self.store_both(front, lows, back, count - lows);
                }

                /// Stores a vector that begins with so many low numbers, and one that ends with so
                /// many high ones.
                #[inline]
                #[target_feature(enable = $features)]
                fn store_both(&mut self, front: Vector, lows: usize, back: Vector, highs: usize) {
                    store(whole_mut(&mut self.values[self.low..]), front);
                    store(whole_mut(&mut self.values[self.high - LANES..]), back);
                    self.low += lows;
                    self.high -= highs;
                }
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
        }
    };
}

quicksort!(u64_512: Avx512, lanes512, of_u64, u64, "avx512f,popcnt");
quicksort!(u32_512: Avx512, lanes512, of_u32, u32, "avx512f,popcnt");
quicksort!(u64_256: Avx2, lanes256, of_u64, u64, "avx2,bmi1,popcnt");
quicksort!(u32_256: Avx2, lanes256, of_u32, u32, "avx2,bmi1,popcnt");
