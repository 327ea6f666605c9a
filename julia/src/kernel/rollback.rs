//! Blocks of steps without a test, and back when one was missed.
//!
//! Testing costs more than a third of a step. Here ten steps are made blindly, then all lanes are
//! tested at once; when one has left meanwhile, the block is done again from its start, with tests.
//! That is exact where [`leaves_for_ever`]: who is inside afterwards was inside all the time. Else
//! every step is tested.
//!
//! It hardly pays by itself: with many lanes together some lane leaves in most of the early blocks.
//! The idea is old: the manual of XaoS 3.4 describes blocks of eight with a test and a second try.

use fearless_simd::{Level, Simd, dispatch};

use super::leaves_for_ever;
use super::strip::{self, Strip};
use crate::plane::View;

/// Steps between two tests.
const BLOCK: u16 = 10;

/// Strips of four vectors, with the best instructions there are.
pub(super) fn run(view: View<'_>, pixels: &mut [u16]) {
    if leaves_for_ever(view.c) {
        dispatch!(Level::new(), simd => strip::rows::<_, 4>(simd, view, pixels, blocks));
    } else {
        strip::portable::<4>(view, pixels);
    }
}

/// The iterations of the points of a strip.
#[inline(always)]
fn blocks<S: Simd, const V: usize>(simd: S, mut strip: Strip<S, V>, limit: u16) -> [S::f64s; V] {
    let mut done = 0;
    while done < limit && strip.any_alive(simd) {
        let steps = BLOCK.min(limit - done);
        let mut ahead = strip;
        for _ in 0..steps {
            ahead.step();
        }
        if ahead.all_alive_are_inside(simd) {
            ahead.count(simd, f64::from(steps));
            strip = ahead;
        } else {
            for _ in 0..steps {
                strip.test(simd);
                strip.count(simd, 1.0);
                strip.step();
            }
        }
        done += steps;
    }
    strip.n
}
