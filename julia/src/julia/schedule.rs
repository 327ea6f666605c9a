//! Ways in which threads share rows, as OpenMP names them: into which pieces the rows are cut, and
//! who gets which.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use harness::threads;

/// A way to share rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schedule {
    /// Equal runs of rows, one for each thread.
    Static,
    /// Rows dealt out one by one.
    Cyclic,
    /// Whoever is done takes an equal share of what is left.
    Guided,
    /// Whoever is done takes the next row.
    Dynamic,
}

impl Schedule {
    /// The pieces, in their order.
    pub(super) fn pieces(self, rows: usize, threads: usize) -> Vec<Range<usize>> {
        let (mut pieces, mut first) = (Vec::new(), 0);
        while first < rows {
            let length = match self {
                Self::Static => rows.div_ceil(threads),
                Self::Guided => (rows - first).div_ceil(threads),
                Self::Cyclic | Self::Dynamic => 1,
            };
            let end = rows.min(first + length);
            pieces.push(first..end);
            first = end;
        }
        pieces
    }

    /// Whether the pieces are dealt out in turn before the work; else whoever is done takes the
    /// next.
    pub(super) fn is_dealt(self) -> bool {
        matches!(self, Self::Static | Self::Cyclic)
    }
}

/// Rows that one thread fills at a stretch, and the pixels of them.
type Piece<'a> = (Range<usize>, &'a mut [u16]);

/// Has threads fill rows of pixels of this width, each kept on a core of its own; tells the time
/// from the first start to the last end.
pub(super) fn fill(
    schedule: Schedule,
    threads: usize,
    (width, pixels): (usize, &mut [u16]),
    work: impl Fn(Range<usize>, &mut [u16]) + Sync,
) -> Duration {
    let hands = Hands::of(schedule, threads, (width, pixels));
    let (_, took) = threads::together(threads, |place| {
        while let Some((rows, pixels)) = hands.next(place) {
            work(rows, pixels);
        }
    });
    took
}

/// What is left for each thread, or for all of them: the next piece stands last.
struct Hands<'a>(Vec<Mutex<Vec<Piece<'a>>>>);

impl<'a> Hands<'a> {
    fn of(schedule: Schedule, threads: usize, (width, pixels): (usize, &'a mut [u16])) -> Self {
        let pieces = schedule.pieces(pixels.len() / width.max(1), threads);
        let hands = if schedule.is_dealt() { threads } else { 1 };
        let mut dealt: Vec<Vec<Piece<'a>>> = (0..hands).map(|_| Vec::new()).collect();
        let mut left = pixels;
        for (at, rows) in pieces.into_iter().enumerate() {
            let (mine, others) = left.split_at_mut(rows.len() * width);
            dealt[at % hands].push((rows, mine));
            left = others;
        }
        dealt.iter_mut().for_each(|hand| hand.reverse());
        Self(dealt.into_iter().map(Mutex::new).collect())
    }

    fn next(&self, place: usize) -> Option<Piece<'a>> {
        let hand = &self.0[place % self.0.len()];
        hand.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Schedule; 4] = [
        Schedule::Static,
        Schedule::Cyclic,
        Schedule::Guided,
        Schedule::Dynamic,
    ];

    #[test]
    fn every_row_is_in_one_piece() {
        for schedule in ALL {
            for (rows, threads) in [(0, 2), (1, 4), (10, 3), (1000, 32)] {
                let pieces = schedule.pieces(rows, threads);
                let all: Vec<usize> = pieces.into_iter().flatten().collect();
                assert_eq!(all, (0..rows).collect::<Vec<_>>(), "{schedule:?}");
            }
        }
    }

    #[test]
    fn the_pieces_are_those_of_openmp() {
        assert_eq!(Schedule::Static.pieces(10, 4), [0..3, 3..6, 6..9, 9..10]);
        assert_eq!(
            Schedule::Guided.pieces(10, 3),
            [0..4, 4..6, 6..8, 8..9, 9..10]
        );
    }

    #[test]
    fn every_pixel_is_filled_by_its_row() {
        for schedule in ALL {
            for threads in [1, 2, 3] {
                let mut pixels = [0; 21];
                fill(schedule, threads, (3, &mut pixels), |rows, pixels| {
                    for (row, pixels) in rows.zip(pixels.chunks_mut(3)) {
                        pixels.fill(row as u16);
                    }
                });
                let expected: Vec<u16> = (0..21).map(|at| at / 3).collect();
                assert_eq!(pixels[..], expected, "{schedule:?} {threads}");
            }
        }
    }
}
