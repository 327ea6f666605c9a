//! Sixteen tags that are looked at together, in two ways: with SSE2, and with plain arithmetic.

/// Tags of a group, one for each slot.
pub(crate) const WIDTH: usize = 16;

/// The tag of a slot that was never used. Tags of entries are below 128.
pub(crate) const EMPTY: u8 = 0xff;

/// The tag of a slot whose entry was removed.
pub(crate) const REMOVED: u8 = 0x80;

/// A group of tags, loaded. Each answer has a bit for each slot, the lowest for the first.
pub(crate) trait Group: Copy {
    /// Reads the tags of a group.
    fn load(tags: &[u8; WIDTH]) -> Self;

    /// The slots with this tag.
    fn matches(self, tag: u8) -> u16;

    /// The slots without an entry: never used, or removed.
    fn free(self) -> u16;
}

/// Sixteen tags in two words of 64 bits, without any instruction of a certain processor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portable([u64; 2]);

const LOWEST: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x8080_8080_8080_8080;

impl Portable {
    fn bits(self, of: impl Fn(u64) -> u64) -> u16 {
        let [low, high] = self.0;
        gather(of(low)) | gather(of(high)) << 8
    }
}

/// The highest bits of eight bytes, side by side.
fn gather(highest: u64) -> u16 {
    // Each product moves the bit of one byte to its place in the uppermost byte.
    ((highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u16
}

/// The highest bit of each byte that is zero. Exact: no carry leaves a byte.
fn zero(bytes: u64) -> u64 {
    !(((bytes & !HIGHEST) + !HIGHEST) | bytes) & HIGHEST
}

impl Group for Portable {
    fn load(tags: &[u8; WIDTH]) -> Self {
        let half = |from: usize| std::array::from_fn(|at| tags[from + at]);
        Self([u64::from_le_bytes(half(0)), u64::from_le_bytes(half(8))])
    }

    fn matches(self, tag: u8) -> u16 {
        self.bits(|word| zero(word ^ (LOWEST * u64::from(tag))))
    }

    fn free(self) -> u16 {
        self.bits(|word| word & HIGHEST)
    }
}

/// The best group of this processor.
#[cfg(target_arch = "x86_64")]
pub(crate) type Native = super::sse2::Sse2;
/// The best group of this processor.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) type Native = Portable;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agrees<G: Group>(tags: &[u8; WIDTH], tag: u8) {
        let bits = |holds: &dyn Fn(u8) -> bool| {
            let places = tags.iter().enumerate();
            places.fold(0, |bits, (at, &tag)| bits | u16::from(holds(tag)) << at)
        };
        let group = G::load(tags);
        assert_eq!(
            group.matches(tag),
            bits(&|other| other == tag),
            "{tags:?}, {tag}"
        );
        assert_eq!(group.free(), bits(&|tag| tag >= 0x80), "{tags:?}");
    }

    proptest! {
        #[test]
        fn both_groups_find_what_a_loop_finds(
            tags: [u8; WIDTH],
            few in proptest::array::uniform16(0..3_u8),
            tag: u8,
        ) {
            for tags in [tags, few] {
                for tag in [tag, tags[5], tags[5] ^ 1, 0, 1, EMPTY, REMOVED] {
                    agrees::<Portable>(&tags, tag);
                    agrees::<Native>(&tags, tag);
                }
            }
        }
    }
}
