//! Points that wait until there are enough of them to fill all lanes.

use fearless_simd::{Simd, prelude::*};

/// How many points an array holds. What waits moves through it, and back to its start at the half.
const ROOM: usize = 520;

/// The place of a lane that only fills up a vector, with room for a count.
pub(super) const NOWHERE: u64 = u64::MAX << 16;

/// Points with their places, first come first served: what was written just now cannot be read at
/// full speed, since the processor must wait until parts of several writes are in the cache.
pub(super) struct Queue {
    x: [f64; ROOM],
    y: [f64; ROOM],
    place: [u64; ROOM],
    first: usize,
    end: usize,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self {
            x: [0.0; ROOM],
            y: [0.0; ROOM],
            place: [0; ROOM],
            first: 0,
            end: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.end - self.first
    }

    /// Appends the lanes of a mask.
    #[inline(always)]
    pub(super) fn push<S: Simd>(
        &mut self,
        x: S::f64s,
        y: S::f64s,
        place: S::u64s,
        which: S::mask64s,
    ) {
        let room = self.end..self.end + S::f64s::LEN;
        x.compress(which).store_slice(&mut self.x[room.clone()]);
        y.compress(which).store_slice(&mut self.y[room.clone()]);
        place.compress(which).store_slice(&mut self.place[room]);
        self.end += which.to_bitmask().count_ones() as usize;
    }

    /// Takes the first `V` vectors out. Where there are fewer points, the others are far outside
    /// and have no place.
    #[inline(always)]
    pub(super) fn pop<S: Simd, const V: usize>(&mut self, simd: S) -> Group<S, V> {
        let end = self.first + V * S::f64s::LEN;
        if self.end < end {
            self.x[self.end..end].fill(4.0);
            self.y[self.end..end].fill(4.0);
            self.place[self.end..end].fill(NOWHERE);
            self.end = end;
        }
        let mut group = Group {
            x: [S::f64s::splat(simd, 0.0); V],
            y: [S::f64s::splat(simd, 0.0); V],
            place: [S::u64s::splat(simd, 0); V],
        };
        // A loop: `from_fn` is not always compiled into its caller, and vectors then go by memory.
        for v in 0..V {
            let start = self.first + v * S::f64s::LEN;
            let vector = start..start + S::f64s::LEN;
            group.x[v] = S::f64s::from_slice(simd, &self.x[vector.clone()]);
            group.y[v] = S::f64s::from_slice(simd, &self.y[vector.clone()]);
            group.place[v] = S::u64s::from_slice(simd, &self.place[vector]);
        }
        self.first = end;
        if end >= ROOM / 2 {
            self.move_back();
        }
        group
    }

    #[inline(never)]
    fn move_back(&mut self) {
        let waiting = self.first..self.end;
        self.x.copy_within(waiting.clone(), 0);
        self.y.copy_within(waiting.clone(), 0);
        self.place.copy_within(waiting, 0);
        (self.first, self.end) = (0, self.end - self.first);
    }
}

/// Points that are advanced together.
#[derive(Clone, Copy)]
pub(super) struct Group<S: Simd, const V: usize> {
    pub(super) x: [S::f64s; V],
    pub(super) y: [S::f64s; V],
    pub(super) place: [S::u64s; V],
}
