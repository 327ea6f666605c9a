//! The expanded loop, with LLVM's superword vectoriser (SLP) kept out of it.
//!
//! The vectoriser packs the real and the imaginary part into one register. That saves a few
//! operations and puts shuffles on the path that every iteration waits for, which costs more. An
//! empty piece of assembly through which one part passes makes it a value that cannot be packed;
//! no instruction comes of it, so the arithmetic is the same.
//!
//! The only `unsafe` code of this chapter.

#![allow(
    unsafe_code,
    reason = "an empty assembly block is the only barrier on stable Rust"
)]

use crate::plane::View;

/// One point after the other, the parts apart.
pub(super) fn pixel_by_pixel(view: View<'_>, pixels: &mut [u16]) {
    let View { xs, ys, c, limit } = view;
    for (row, &y) in pixels.chunks_exact_mut(xs.len()).zip(ys) {
        for (pixel, &x) in row.iter_mut().zip(xs) {
            *pixel = apart(x, y, c.re, c.im, limit);
        }
    }
}

#[inline]
fn apart(mut x: f64, mut y: f64, cx: f64, cy: f64, limit: u16) -> u16 {
    let mut n = 0;
    let (mut xx, mut yy) = (x * x, y * y);
    while xx + yy < 4.0 && n < limit {
        let xy = x * y;
        (x, y) = (xx - yy + cx, opaque(xy + xy + cy));
        (xx, yy) = (x * x, y * y);
        n += 1;
    }
    n
}

/// The same value, of which the optimiser knows nothing.
#[inline(always)]
fn opaque(value: f64) -> f64 {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    let value = {
        let mut value = value;
        // SAFETY: the block is empty: it changes no register, no flag and no memory.
        unsafe {
            std::arch::asm!("/* {0} */", inout(xmm_reg) value,
                options(pure, nomem, nostack, preserves_flags));
        }
        value
    };
    #[cfg(all(target_arch = "aarch64", not(miri)))]
    let value = {
        let mut value = value;
        // SAFETY: the block is empty: it changes no register, no flag and no memory.
        unsafe {
            std::arch::asm!("/* {0:d} */", inout(vreg) value,
                options(pure, nomem, nostack, preserves_flags));
        }
        value
    };
    value
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::opaque;

    proptest! {
        #[test]
        fn the_barrier_keeps_every_bit(bits: u64) {
            prop_assert_eq!(opaque(f64::from_bits(bits)).to_bits(), bits);
        }
    }
}
