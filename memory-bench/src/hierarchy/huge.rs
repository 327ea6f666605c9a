//! Numbers in huge pages.

use std::io;

use harness::pages::{self, Pages, Region};

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
}
