//! Ways of writing to memory: past the caches, and in whole lines.

#![expect(unsafe_code, reason = "such stores are instructions of their own")]

use super::vectors::lacks_avx512;

/// Why there are no stores past the caches here; absent where there are.
pub(crate) fn lacks_streaming() -> Option<&'static str> {
    (!cfg!(target_arch = "x86_64")).then_some("such stores are written for x86-64 alone")
}

/// Elements of a line.
const LINE: usize = 8;

/// Writes `element(b[i], c[i])` to each place by stores that go past the caches: no line is read
/// before it is overwritten.
///
/// # Panics
/// When the target does not begin on a line, when it does not end on one, or when a source is
/// shorter than it.
#[inline(always)]
pub(crate) fn stream(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64) {
    by_lines(target, b, c, element, store);
    fence();
}

/// Writes a value to each place by stores that go past the caches.
///
/// # Panics
/// When the target does not begin on a line, or does not end on one.
pub(crate) fn stream_value(target: &mut [f64], value: f64) {
    for line in lines(target) {
        store(line, [value; LINE]);
    }
    fence();
}

/// Ways of writing a whole line at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lines {
    /// Into the caches.
    Kept,
    /// Past the caches.
    Past,
    /// As that, in two places at a time: the first half, and beside it the second.
    Halves,
}

/// As [`stream`], a whole line at a time.
///
/// # Panics
/// As [`stream`], and where [`lacks_avx512`] has a reason.
pub(crate) fn write_avx512(
    how: Lines,
    target: &mut [f64],
    b: &[f64],
    c: &[f64],
    element: impl Fn(f64, f64) -> f64,
) {
    #[cfg(target_arch = "x86_64")]
    {
        assert_eq!(lacks_avx512(), None);
        // SAFETY: the extension was detected.
        unsafe { wide::write(how, target, b, c, element) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    match how {
        Lines::Kept => by_lines(target, b, c, element, |target, values| *target = values),
        Lines::Past | Lines::Halves => stream(target, b, c, element),
    }
}

/// Hands each line of the target to `store`, with what it is to hold.
#[inline(always)]
fn by_lines(
    target: &mut [f64],
    b: &[f64],
    c: &[f64],
    element: impl Fn(f64, f64) -> f64,
    store: impl Fn(&mut [f64; LINE], [f64; LINE]),
) {
    let (b, _) = b[..target.len()].as_chunks::<LINE>();
    let (c, _) = c[..target.len()].as_chunks::<LINE>();
    for ((line, b), c) in lines(target).iter_mut().zip(b).zip(c) {
        store(line, std::array::from_fn(|at| element(b[at], c[at])));
    }
}

#[inline(always)]
fn lines(target: &mut [f64]) -> &mut [[f64; LINE]] {
    assert!(target.as_ptr().addr().is_multiple_of(64) && target.len().is_multiple_of(LINE));
    target.as_chunks_mut::<LINE>().0
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn store(target: &mut [f64; LINE], values: [f64; LINE]) {
    use std::arch::x86_64::{_mm_set_pd, _mm_stream_pd};
    let (pairs, _) = values.as_chunks::<2>();
    let (targets, _) = target.as_chunks_mut::<2>();
    for (target, [low, high]) in targets.iter_mut().zip(pairs) {
        // SAFETY: every x86-64 has SSE2.
        let pair = unsafe { _mm_set_pd(*high, *low) };
        // SAFETY: as above; the target is borrowed alone, and it begins on a multiple of 16 bytes,
        // since the slice begins on a line.
        unsafe { _mm_stream_pd(target.as_mut_ptr(), pair) };
    }
}

/// Lines as single vectors. An element's formula is compiled into these functions, and with them
/// for the extension.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{_mm512_loadu_pd, _mm512_store_pd, _mm512_stream_pd};

    use super::{LINE, Lines, by_lines, fence, lines};

    #[target_feature(enable = "avx512f")]
    pub(super) fn write(
        how: Lines,
        target: &mut [f64],
        b: &[f64],
        c: &[f64],
        element: impl Fn(f64, f64) -> f64,
    ) {
        match how {
            Lines::Kept => by_lines(target, b, c, element, |line, values| kept(line, values)),
            Lines::Past => by_lines(target, b, c, element, |line, values| past(line, values)),
            Lines::Halves => halves(target, b, c, element),
        }
        if !matches!(how, Lines::Kept) {
            fence();
        }
    }

    #[target_feature(enable = "avx512f")]
    fn halves(target: &mut [f64], b: &[f64], c: &[f64], element: impl Fn(f64, f64) -> f64) {
        let half = target.len() / LINE / 2 * LINE;
        let (first, rest) = target.split_at_mut(half);
        let (second, last) = rest.split_at_mut(half);
        let (b, c) = (&b[..2 * half + last.len()], &c[..2 * half + last.len()]);
        let made = |from: usize, line: usize| {
            let at = from + line * LINE;
            let (b, c) = (&b[at..at + LINE], &c[at..at + LINE]);
            std::array::from_fn(|place| element(b[place], c[place]))
        };
        let both = lines(first).iter_mut().zip(lines(second));
        for (line, (one, other)) in both.enumerate() {
            past(one, made(0, line));
            past(other, made(half, line));
        }
        for (line, target) in lines(last).iter_mut().enumerate() {
            past(target, made(2 * half, line));
        }
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn past(line: &mut [f64; LINE], values: [f64; LINE]) {
        // SAFETY: the values are as many as the vector holds.
        let values = unsafe { _mm512_loadu_pd(values.as_ptr()) };
        // SAFETY: the target holds as many, is borrowed alone, and begins on a line, as `lines`
        // has seen to.
        unsafe { _mm512_stream_pd(line.as_mut_ptr(), values) };
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn kept(line: &mut [f64; LINE], values: [f64; LINE]) {
        // SAFETY: the values are as many as the vector holds.
        let values = unsafe { _mm512_loadu_pd(values.as_ptr()) };
        // SAFETY: the target holds as many, is borrowed alone, and begins on a line.
        unsafe { _mm512_store_pd(line.as_mut_ptr(), values) };
    }
}

/// Orders the stores before all later ones, as the model of memory has it.
#[cfg(target_arch = "x86_64")]
fn fence() {
    // SAFETY: every x86-64 has SSE.
    unsafe { std::arch::x86_64::_mm_sfence() };
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn store(target: &mut [f64; LINE], values: [f64; LINE]) {
    *target = values;
}

#[cfg(not(target_arch = "x86_64"))]
fn fence() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(align(64))]
    struct Aligned([f64; 64]);

    type Written = fn(&mut [f64], &[f64], &[f64]);

    fn difference(b: f64, c: f64) -> f64 {
        b - 2.0 * c
    }

    /// Every way of writing that this processor has.
    fn ways() -> Vec<Written> {
        let mut ways: Vec<Written> = vec![|target, b, c| stream(target, b, c, difference)];
        if lacks_avx512().is_none() {
            ways.push(|target, b, c| write_avx512(Lines::Kept, target, b, c, difference));
            ways.push(|target, b, c| write_avx512(Lines::Past, target, b, c, difference));
            ways.push(|target, b, c| write_avx512(Lines::Halves, target, b, c, difference));
        }
        ways
    }

    #[test]
    fn every_way_of_writing_puts_elements_where_stores_would() {
        let b: Vec<f64> = (0..64).map(f64::from).collect();
        let c: Vec<f64> = (0..64).map(|i| f64::from(i * 7 % 11)).collect();
        for way in ways() {
            for length in [0, 8, 16, 24, 64] {
                let mut target = Aligned([-1.0; 64]);
                way(&mut target.0[..length], &b, &c);
                for (at, value) in target.0.iter().enumerate() {
                    let written = b[at] - 2.0 * c[at];
                    let expected = if at < length { written } else { -1.0 };
                    assert!((value - expected).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_value_is_written_everywhere() {
        let mut target = Aligned([-1.0; 64]);
        stream_value(&mut target.0[..16], 0.5);
        let written = target
            .0
            .iter()
            .position(|value| (value - 0.5).abs() > 1e-12);
        assert_eq!(written, Some(16));
    }

    #[test]
    fn a_target_off_its_line_and_a_short_source_are_refused() {
        let source = [1.0; 64];
        for way in ways() {
            for (place, sources) in [(1..9, &source[..]), (0..16, &source[..8])] {
                let refused = std::panic::catch_unwind(|| {
                    let mut target = Aligned([0.0; 64]);
                    way(&mut target.0[place.clone()], sources, sources);
                });
                assert!(refused.is_err(), "{place:?}");
            }
        }
    }
}
