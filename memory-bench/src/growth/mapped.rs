//! A list in memory that the system maps for it alone, new each time: what an allocator does for
//! blocks above its threshold, at every size and without its own book-keeping.

#![expect(unsafe_code, reason = "mapped memory has no owner but this one")]

use std::ops::Deref;
use std::ptr::{self, NonNull};

use harness::mappings::{self, Move};
use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous, munmap};

/// In which pages a list is mapped, and when they are provided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    /// Small ones, each when it is first touched.
    Touched,
    /// Small ones, all at once when they are mapped.
    Populated,
    /// Huge ones where the system has them, each when it is first touched.
    Huge,
}

/// A list of words in pages of its own.
#[derive(Debug)]
pub(crate) struct Mapped {
    start: NonNull<u64>,
    len: usize,
    capacity: usize,
    pages: Pages,
}

impl Mapped {
    /// An empty list; nothing is mapped until it grows.
    pub(crate) fn new(pages: Pages) -> Self {
        Self {
            start: NonNull::dangling(),
            len: 0,
            capacity: 0,
            pages,
        }
    }

    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    /// Makes room for `capacity` words, more than now. The system may move the pages.
    ///
    /// # Panics
    /// When it has no room, or `capacity` is not more than now.
    pub(crate) fn grow(&mut self, capacity: usize) {
        assert!(capacity > self.capacity, "a list grows by growing");
        let (from, to) = (self.pages.hold(self.capacity), self.pages.hold(capacity));
        let was = std::mem::replace(&mut self.capacity, capacity);
        if from == 0 {
            self.start = map(to, self.pages);
            mappings::obtained(bytes(capacity));
            return;
        }
        let seat = self.start;
        if from < to {
            // SAFETY: `from` bytes are mapped at `start`, by `map` or by this very call, and the
            // list is borrowed alone, so nothing points into them.
            self.start = unsafe { remap(self.start, from, to) };
        }
        let how = if self.start == seat {
            Move::Stayed
        } else {
            MOVED
        };
        mappings::resized(bytes(was), bytes(capacity), how);
    }

    /// Appends a word.
    ///
    /// # Panics
    /// When the list is full.
    #[inline]
    pub(crate) fn push(&mut self, value: u64) {
        assert!(self.len < self.capacity, "the list is full");
        // SAFETY: `len < capacity` words are mapped, so this one is.
        let end = unsafe { self.start.add(self.len) };
        // SAFETY: the word is mapped for writing, aligned, and the list is borrowed alone.
        unsafe { end.write(value) };
        self.len += 1;
    }
}

impl Deref for Mapped {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        // SAFETY: the first `len` words were written, lie in one mapping, and are borrowed with
        // the list; without any, the pointer dangles and is aligned.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        if self.capacity > 0 {
            let (start, length) = (self.start.as_ptr().cast(), self.pages.hold(self.capacity));
            // SAFETY: so many bytes are mapped at `start`, and nothing borrows them any more.
            let unmapped = unsafe { munmap(start, length) };
            debug_assert!(unmapped.is_ok());
            mappings::returned(bytes(self.capacity));
        }
    }
}

/// How a mapping gets elsewhere: Linux moves pages.
pub(crate) const MOVED: Move = if cfg!(target_os = "linux") {
    Move::Pages
} else {
    Move::Copied
};

/// Bytes of so many words.
fn bytes(words: usize) -> usize {
    words * size_of::<u64>()
}

impl Pages {
    /// Bytes of whole pages that hold so many words. Linux puts a mapping where huge pages begin
    /// when its length is a multiple of theirs.
    fn hold(self, capacity: usize) -> usize {
        let page = match self {
            Self::Touched | Self::Populated => rustix::param::page_size(),
            Self::Huge => 2 << 20,
        };
        bytes(capacity).next_multiple_of(page)
    }
}

/// Maps so many bytes, more than 0.
fn map(length: usize, pages: Pages) -> NonNull<u64> {
    let access = ProtFlags::READ | ProtFlags::WRITE;
    let mut flags = MapFlags::PRIVATE;
    #[cfg(target_os = "linux")]
    if pages == Pages::Populated {
        flags |= MapFlags::POPULATE;
    }
    // SAFETY: the system chooses the place, so nothing that is mapped is replaced.
    let start = unsafe { mmap_anonymous(ptr::null_mut(), length, access, flags) };
    let start = start.expect("the system maps memory");
    advise(start.cast(), length, pages);
    NonNull::new(start.cast()).expect("the system maps nothing at 0")
}

#[cfg(target_os = "linux")]
fn advise(start: *mut u8, length: usize, pages: Pages) {
    use rustix::mm::{Advice, madvise};
    let advice = match pages {
        Pages::Touched | Pages::Populated => Advice::LinuxNoHugepage,
        Pages::Huge => Advice::LinuxHugepage,
    };
    // SAFETY: the range was just mapped, and the advice changes no contents. A system without huge
    // pages refuses it, and gives small ones.
    let _ = unsafe { madvise(start.cast(), length, advice) };
}

#[cfg(not(target_os = "linux"))]
fn advise(_: *mut u8, _: usize, _: Pages) {}

/// Makes a mapping longer, elsewhere where it must be.
///
/// # Safety
/// `from` bytes are mapped at `start`, and nothing else points into them.
#[cfg(target_os = "linux")]
unsafe fn remap(start: NonNull<u64>, from: usize, to: usize) -> NonNull<u64> {
    use rustix::mm::{MremapFlags, mremap};
    // SAFETY: the caller says so.
    let moved = unsafe { mremap(start.as_ptr().cast(), from, to, MremapFlags::MAYMOVE) };
    let moved = moved.expect("the system maps memory");
    NonNull::new(moved.cast()).expect("the system maps nothing at 0")
}

#[cfg(not(target_os = "linux"))]
use self::copied as remap;

/// Maps anew and copies, where the system cannot move pages.
///
/// # Safety
/// `from` bytes are mapped at `start`, and nothing else points into them.
#[cfg(any(test, not(target_os = "linux")))]
unsafe fn copied(start: NonNull<u64>, from: usize, to: usize) -> NonNull<u64> {
    let new = map(to, Pages::Touched);
    // SAFETY: both are mapped, and the new one is no shorter and lies elsewhere.
    unsafe { ptr::copy_nonoverlapping(start.as_ptr(), new.as_ptr(), from / size_of::<u64>()) };
    // SAFETY: the caller says that so many bytes are mapped and that nothing points into them.
    let unmapped = unsafe { munmap(start.as_ptr().cast(), from) };
    debug_assert!(unmapped.is_ok());
    new
}

#[cfg(test)]
mod tests {
    use std::slice;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_copied_to_a_longer_mapping_is_all_there() {
        let page = rustix::param::page_size();
        let start = map(page, Pages::Touched);
        let words = page / size_of::<u64>();
        // SAFETY: so many words are mapped, and are zeros.
        let old = unsafe { slice::from_raw_parts_mut(start.as_ptr(), words) };
        old.iter_mut().zip(1..).for_each(|(word, i)| *word = i);
        // SAFETY: a page is mapped there, and nothing points into it any more.
        let longer = unsafe { copied(start, page, 3 * page) };
        // SAFETY: three pages are mapped, and what is new are zeros.
        let new = unsafe { slice::from_raw_parts(longer.as_ptr(), 3 * words) };
        let (whole, rest) = new.split_at(words);
        assert!(whole.iter().copied().eq(1..=words as u64));
        assert!(rest.iter().all(|&word| word == 0));
        // SAFETY: nothing points into them any more.
        unsafe { munmap(longer.as_ptr().cast(), 3 * page) }.expect("they are mapped");
    }

    proptest! {
        #[test]
        fn it_is_a_vector(
            pieces in prop::collection::vec((1_usize..3000, any::<u64>()), 0..12),
            huge in any::<bool>(),
        ) {
            let pages = if huge { Pages::Huge } else { Pages::Touched };
            let (mut list, mut oracle) = (Mapped::new(pages), Vec::new());
            for (more, seed) in pieces {
                list.grow(list.capacity() + more);
                for i in list.len()..list.capacity() {
                    let value = seed.wrapping_mul(i as u64 + 1);
                    list.push(value);
                    oracle.push(value);
                }
                prop_assert_eq!(&*list, &oracle[..]);
            }
            list.clear();
            prop_assert!(list.is_empty());
        }
    }

    #[test]
    #[should_panic(expected = "the list is full")]
    fn a_full_list_takes_no_more() {
        let mut list = Mapped::new(Pages::Populated);
        list.grow(1);
        list.push(1);
        list.push(2);
    }
}
