//! Memory in pages of a kind, and a walk through it by addresses: what a slice cannot say.

use std::io;
use std::ptr::{self, NonNull};

pub use super::beside::read_until;
pub use super::huge::{GAVE_SMALL_PAGES, lie_in_huge_pages, no_huge_pages};
pub use super::warm::warm;
use crate::resident;
pub use crate::resident::faults_here as faults;
pub use reports::record::Pages;
use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

/// A huge page of the systems that the laboratory knows. Every region begins on such a boundary.
pub const HUGE: usize = 2 << 20;

/// Why so many bytes are not to be mapped and touched here: they are more than half of what the
/// system has to give. Absent where they are less, or where it does not tell.
#[must_use]
pub fn no_room_for(bytes: usize) -> Option<&'static str> {
    let half = resident::available()? / 2;
    (bytes as u64 > half).then_some("it takes more than half of the memory that is free")
}

/// Words of a line, when a line has 64 bytes.
pub const WORDS: usize = 8;

/// Zeroed memory of its own, in pages that were asked for.
#[derive(Debug)]
pub struct Region {
    /// What was mapped.
    mapped: NonNull<u8>,
    length: usize,
    /// The words in use: they begin on a boundary of huge pages.
    words: NonNull<u64>,
    count: usize,
}

#[expect(unsafe_code, reason = "a pointer tells no owner")]
// SAFETY: the region alone owns its mapping, as a box its words.
unsafe impl Send for Region {}

impl Region {
    /// Maps so many bytes, a multiple of 64; nothing is touched yet.
    ///
    /// # Errors
    /// When the system gives no memory, or has no pages of this kind.
    pub fn new(bytes: usize, pages: Pages) -> io::Result<Self> {
        let whole = bytes.next_multiple_of(HUGE);
        let length = whole + HUGE;
        let (access, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE);
        // SAFETY: the system chooses the place, so nothing that is mapped is replaced.
        #[expect(unsafe_code, reason = "pages of a kind are mapped by the system alone")]
        let start = unsafe { mmap_anonymous(ptr::null_mut(), length, access, flags)? };
        let mapped = NonNull::new(start.cast::<u8>()).ok_or(io::ErrorKind::OutOfMemory)?;
        let past = start.addr().next_multiple_of(HUGE) - start.addr();
        // SAFETY: `past` is less than `HUGE`, and so many bytes more than `whole` were mapped.
        #[expect(unsafe_code, reason = "the mapping has room for the boundary")]
        let words = unsafe { mapped.add(past) }.cast::<u64>();
        let region = Self {
            mapped,
            length,
            words,
            count: bytes / size_of::<u64>(),
        };
        advise(&region, whole, pages)?;
        Ok(region)
    }

    /// The words of the region.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        // SAFETY: the words are mapped, zeroed at first, aligned, and borrowed with the region.
        #[expect(unsafe_code, reason = "mapped memory has no owner but this one")]
        unsafe {
            std::slice::from_raw_parts(self.words.as_ptr(), self.count)
        }
    }

    /// The words of the region, for writing.
    pub fn words_mut(&mut self) -> &mut [u64] {
        // SAFETY: as above, and the region is borrowed alone.
        #[expect(unsafe_code, reason = "mapped memory has no owner but this one")]
        unsafe {
            std::slice::from_raw_parts_mut(self.words.as_ptr(), self.count)
        }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: it was mapped with this length, and nothing borrows it any more.
        #[expect(unsafe_code, reason = "what was mapped is given back")]
        let unmapped = unsafe { munmap(self.mapped.as_ptr().cast(), self.length) };
        debug_assert!(unmapped.is_ok());
    }
}

#[cfg(target_os = "linux")]
fn advise(region: &Region, bytes: usize, pages: Pages) -> io::Result<()> {
    let advice = match pages {
        Pages::Small => Advice::LinuxNoHugepage,
        Pages::Huge => Advice::LinuxHugepage,
    };
    // SAFETY: the advice changes no contents.
    #[expect(unsafe_code, reason = "the kind of pages is asked of the system alone")]
    let advised = unsafe { madvise(region.words.as_ptr().cast(), bytes, advice) };
    match (advised, pages) {
        // A system without huge pages gives small ones anyway.
        (Err(_), Pages::Small) | (Ok(()), _) => Ok(()),
        (Err(error), Pages::Huge) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn advise(_: &Region, _: usize, pages: Pages) -> io::Result<()> {
    match pages {
        Pages::Small => Ok(()),
        Pages::Huge => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// A region whose lines form one cycle: each begins with the address of the next.
#[derive(Debug)]
pub struct Chain {
    region: Region,
    /// The line at which the last walk ended.
    at: usize,
}

impl Chain {
    /// Links the lines of a region in this order, from the last to the first again.
    ///
    /// # Panics
    /// When a place is not one of the region's lines, or a line does not stand there once.
    #[must_use]
    pub fn new(mut region: Region, order: &[u32]) -> Self {
        let base = region.words.as_ptr().expose_provenance();
        let address = |line: u32| base + line as usize * WORDS * size_of::<u64>();
        let nexts = order.iter().cycle().skip(1);
        let words = region.words_mut();
        for (&line, &next) in order.iter().zip(nexts) {
            assert!((next as usize) < words.len() / WORDS, "no such line");
            words[line as usize * WORDS] = address(next) as u64;
        }
        let linked = words.iter().step_by(WORDS).all(|next| *next != 0);
        let lines = words.len() / WORDS;
        assert!(
            linked && lines == order.len(),
            "each line stands in the order once"
        );
        Self {
            at: order[0] as usize,
            region,
        }
    }

    /// The words, for reading alone.
    pub fn words(&self) -> &[u64] {
        self.region.words()
    }

    /// Loads so many addresses, each from where the one before points, and goes on from there the
    /// next time. Tells the line at which it ends.
    pub fn walk(&mut self, loads: u32) -> usize {
        [self.at] = self.walk_from([self.at], loads);
        self.at
    }

    /// Several walks side by side, so many loads each, from these lines. Tells where they end.
    ///
    /// # Panics
    /// When there is no such line.
    #[must_use]
    #[inline]
    pub fn walk_from<const K: usize>(&self, lines: [usize; K], loads: u32) -> [usize; K] {
        let base = self.region.words.addr().get();
        let count = self.region.count / WORDS;
        assert!(lines.iter().all(|&line| line < count), "no such line");
        let mut at = lines.map(|line| base + line * WORDS * size_of::<u64>());
        for _ in 0..loads {
            for at in &mut at {
                // SAFETY: `at` is the address of a line of the region, since `new` wrote such an
                // address into each of them, the region lives, and nobody can have borrowed it for
                // writing since.
                #[expect(unsafe_code, reason = "an index would lengthen the chain")]
                let next = unsafe { ptr::with_exposed_provenance::<u64>(*at).read() };
                *at = next as usize;
            }
        }
        at.map(|at| (at - base) / (WORDS * size_of::<u64>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_zeroed_and_can_be_written_to_its_end() {
        let mut region = Region::new(3 * 64, Pages::Small).expect("there is memory");
        assert_eq!(region.words(), [0; 24]);
        region.words_mut()[23] = 7;
        assert_eq!(region.words().iter().sum::<u64>(), 7);
        assert!(region.words.addr().get().is_multiple_of(HUGE));
    }

    #[test]
    fn there_is_room_for_a_page_and_none_for_all_that_could_be_addressed() {
        assert_eq!(no_room_for(4096), None);
        let told = resident::available().is_some();
        assert_eq!(no_room_for(usize::MAX).is_some(), told);
    }

    #[test]
    fn a_walk_visits_the_lines_in_their_order() {
        let order = [2, 0, 3, 1];
        let region = Region::new(4 * 64, Pages::Small).expect("there is memory");
        let mut chain = Chain::new(region, &order);
        // The walk by indices, which needs no address.
        let expected = (1..=10).map(|step| order[step % order.len()] as usize);
        let walked = (0..10).map(|_| chain.walk(1));
        assert!(walked.eq(expected));
        assert_eq!(chain.walk(4), order[10 % 4] as usize);
        assert_eq!(chain.walk_from([2, 3], 1), [0, 1]);
        assert_eq!(chain.walk_from([0; 3], 5), [3; 3]);
    }

    #[test]
    #[should_panic(expected = "no such line")]
    fn an_order_beyond_the_region_is_refused() {
        let region = Region::new(64, Pages::Small).expect("there is memory");
        let _ = Chain::new(region, &[0, 1]);
    }

    #[test]
    #[should_panic(expected = "once")]
    fn an_order_that_leaves_a_line_out_is_refused() {
        let region = Region::new(128, Pages::Small).expect("there is memory");
        let _ = Chain::new(region, &[0, 0]);
    }
}
