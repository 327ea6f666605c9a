//! Keys in whole lines of cache, on huge pages where the system grants them.

#![expect(unsafe_code, reason = "keys are seen through lines of them")]

use std::ops::Deref;

use harness::prelude::Wire;

use crate::pages;

/// Keys in one line of cache.
pub(crate) const KEYS: usize = 16;

/// One line of cache: 64 bytes, and it begins where one begins.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(crate) struct Line(pub(crate) [u32; KEYS]);

/// Keys of 32 bits that begin on a line of cache.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The keys, behind some lines that hold none.
    lines: Vec<Line>,
    first: usize,
    len: usize,
}

impl Lines {
    /// `len` keys, the one at `i` being `key(i)`.
    pub(crate) fn from_fn(len: usize, mut key: impl FnMut(usize) -> u32) -> Self {
        let none = Line([u32::MAX; KEYS]);
        let mut lines = pages::with_room_on_huge_pages(len.div_ceil(KEYS), none);
        let first = lines.len();
        for start in (0..len).step_by(KEYS) {
            let line = std::array::from_fn(|lane| {
                let at = start + lane;
                if at < len { key(at) } else { u32::MAX }
            });
            lines.push(Line(line));
        }
        Self { lines, first, len }
    }

    /// The lines themselves; what stands behind the last key is no key.
    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines[self.first..]
    }
}

impl Deref for Lines {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        // SAFETY: the lines hold at least `len` keys one after the other: a `Line` is an array of
        // keys and has no padding, for its size is its alignment.
        unsafe { std::slice::from_raw_parts(self.lines().as_ptr().cast(), self.len) }
    }
}

/// Keys cross to another language as a list.
impl Wire for Lines {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_where_they_were_put() {
        for len in [
            0,
            1,
            15,
            16,
            17,
            100,
            5000,
            if cfg!(miri) { 2 } else { 1_000_000 },
        ] {
            let lines = Lines::from_fn(len, |at| at as u32);
            assert!(lines.iter().copied().eq(0..len as u32));
            assert_eq!(lines.as_ptr() as usize % 64, 0);
            assert_eq!(lines.lines().len(), len.div_ceil(KEYS));
        }
    }

    #[test]
    fn a_line_is_a_line_of_cache() {
        assert_eq!((size_of::<Line>(), align_of::<Line>()), (64, 64));
    }
}
