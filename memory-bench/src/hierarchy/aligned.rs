//! Values that begin on a line of the cache: otherwise every other wide load lies across two lines.

use std::io;

use harness::pages::{self, Pages, Region};
use harness::prelude::Wire;

/// Bytes of a line.
const LINE: usize = 64;

/// Numbers, of which the first lies at the beginning of a line.
#[derive(Debug)]
pub(super) struct Aligned {
    values: Vec<f64>,
    /// Values before that line.
    skipped: usize,
}

impl Aligned {
    /// As many as fit so many bytes, each as its place tells. They are whole and small, so that
    /// sums in any order are exact.
    pub(super) fn new(bytes: usize, value: impl Fn(usize) -> f64) -> Self {
        Self::after(0, bytes, value)
    }

    /// As [`new`](Self::new), so many lines after the first. Large arrays begin at the same place
    /// of a page each: what reads several side by side then asks the same sets of the cache for
    /// all.
    pub(super) fn after(lines: usize, bytes: usize, value: impl Fn(usize) -> f64) -> Self {
        let count = bytes / size_of::<f64>();
        let line = LINE / size_of::<f64>();
        let mut values: Vec<f64> = Vec::with_capacity(count + (lines + 1) * line);
        let address = values.as_ptr().addr();
        let skipped = (address.next_multiple_of(LINE) - address) / size_of::<f64>() + lines * line;
        values.resize(skipped, 0.0);
        values.extend((0..count).map(value));
        Self { values, skipped }
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values[self.skipped..]
    }

    pub(super) fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values[self.skipped..]
    }
}

/// Numbers in huge pages. They lie in memory that is mapped, which is not seen to belong to an
/// input.
#[derive(Debug)]
pub(super) struct InHugePages(Region);

impl InHugePages {
    /// # Errors
    /// When the system has no memory for it, or no such pages.
    pub(super) fn copy(values: &[f64]) -> io::Result<Self> {
        let mut region = Region::new(size_of_val(values), Pages::Huge)?;
        for (word, value) in region.words_mut().iter_mut().zip(values) {
            *word = value.to_bits();
        }
        Ok(Self(region))
    }

    /// Whether the system gave such pages, as it tells.
    pub(super) fn lie_there(&self) -> bool {
        pages::lie_in_huge_pages(self.0.words())
    }

    pub(super) fn values(&self) -> &[f64] {
        let words = self.0.words();
        // SAFETY: both types are eight bytes long and aligned alike, and every word is a number.
        #[expect(unsafe_code, reason = "a region holds words, and these are numbers")]
        unsafe {
            std::slice::from_raw_parts(words.as_ptr().cast(), words.len())
        }
    }

    pub(super) fn values_mut(&mut self) -> &mut [f64] {
        let words = self.0.words_mut();
        // SAFETY: as above, every number is a word too, and the region is borrowed alone.
        #[expect(unsafe_code, reason = "a region holds words, and these are numbers")]
        unsafe {
            std::slice::from_raw_parts_mut(words.as_mut_ptr().cast(), words.len())
        }
    }
}

impl Wire for Aligned {
    fn write(&self, out: &mut Vec<u8>) {
        self.values().write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_in_huge_pages_holds_the_same_and_can_be_changed() {
        let values = [1.5, -0.0, f64::INFINITY, 1e-300];
        let Ok(mut copy) = InHugePages::copy(&values) else {
            assert!(pages::no_huge_pages().is_some());
            return;
        };
        assert_eq!(copy.lie_there(), pages::no_huge_pages().is_none());
        let bits = |values: &[f64]| {
            values
                .iter()
                .map(|value| value.to_bits())
                .collect::<Vec<_>>()
        };
        assert_eq!(bits(copy.values()), bits(&values));
        copy.values_mut()[2] = 7.0;
        assert_eq!(bits(copy.values()), bits(&[1.5, -0.0, 7.0, 1e-300]));
    }

    #[test]
    fn values_begin_on_a_line_and_are_where_they_were_put() {
        for bytes in [0, 8, 64, 10_000, 1 << 20] {
            let mut aligned = Aligned::new(bytes, |place| place as f64);
            assert!(aligned.values().as_ptr().addr().is_multiple_of(LINE) || bytes == 0);
            let later = Aligned::after(5, bytes, |place| place as f64);
            assert!(later.values().as_ptr().addr().is_multiple_of(LINE) || bytes == 0);
            assert_eq!(later.values(), aligned.values());
            assert_eq!(aligned.values_mut().len(), bytes / 8);
            let places = aligned.values().iter().enumerate();
            assert!(
                places
                    .into_iter()
                    .all(|(place, value)| (value - place as f64).abs() < 0.5)
            );
        }
    }
}
