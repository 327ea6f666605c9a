//! Where the allocator takes its memory from, set once for a whole process.
//!
//! By itself glibc maps a block apart when it is larger than a threshold, which moves up when such
//! a block is freed: so the first list of a process grows by `mremap`, a later one where it stands,
//! and one of more than 32 MiB always by `mremap`. A state of the heap must be one state.
//!
//! Nor is a list alone that begins in a hole between other blocks: so holes are plugged.

#![expect(unsafe_code, reason = "a setting of the C library")]

use std::sync::OnceLock;

/// Has the allocator take every block from its heap, and keep there what is freed. Where it is not
/// glibc's, or something else stands in for that, nothing is known of it, and nothing is set.
/// Whether it does so.
pub(crate) fn to_the_heap() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(glibc::set)
}

/// Blocks that take up the holes of the heap, so that the next one stands at its end, with nothing
/// behind it.
#[derive(Debug, Default)]
pub(crate) struct Plugs {
    blocks: Vec<Vec<u8>>,
    bytes: usize,
}

impl Plugs {
    /// More holes than a heap has that holds a few structures.
    const MOST: usize = 1 << 14;

    /// Larger than any hole, and never touched.
    const BEYOND: usize = 512 << 20;

    /// None where [`to_the_heap`] has set nothing, or this thread is not the one with the main
    /// heap.
    pub(crate) fn new() -> Self {
        let mut plugs = Self::default();
        if to_the_heap() && rustix::thread::gettid() == rustix::process::getpid() {
            plugs.blocks.reserve_exact(Self::MOST);
            if let Some(end) = end() {
                plugs.fill(end);
            }
        }
        plugs
    }

    fn fill(&mut self, end: usize) {
        let large = std::iter::successors(Some(Self::BEYOND / 2), |size| Some(size / 2));
        for size in large.take_while(|size| *size > SMALL) {
            while self.lies_below(end, size) {}
            // What lies at the end is no plug, and joins it again.
            let last = self.blocks.pop();
            self.bytes -= last.map_or(0, |block| block.capacity());
        }
        // Of small blocks glibc keeps some of each size, which join nothing when they are freed.
        for size in (SMALLEST..=SMALL).rev().step_by(16) {
            while self.lies_below(end, size) {}
        }
    }

    /// Adds a block; whether it lies below the end, and another may find room there, too.
    fn lies_below(&mut self, end: usize, size: usize) -> bool {
        if self.blocks.len() == Self::MOST || self.bytes > Self::BEYOND {
            return false;
        }
        let block = Vec::<u8>::with_capacity(size);
        let below = block.as_ptr().addr() < end;
        self.bytes += size;
        self.blocks.push(block);
        below
    }
}

/// The sizes of which glibc keeps some (`TCACHE_MAX_SIZE` in `malloc.c`).
const SMALLEST: usize = 24;
const SMALL: usize = 1032;

/// Where the heap ends.
fn end() -> Option<usize> {
    let mut block = Vec::<u8>::new();
    block.try_reserve_exact(Plugs::BEYOND).ok()?;
    Some(block.as_ptr().addr())
}

#[cfg(all(target_os = "linux", target_env = "gnu", not(miri)))]
mod glibc {
    use std::ffi::c_int;

    // `malloc.h`; mallopt(3).
    const M_TRIM_THRESHOLD: c_int = -1;
    const M_MMAP_MAX: c_int = -4;

    unsafe extern "C" {
        fn mallopt(what: c_int, value: c_int) -> c_int;
    }

    pub(super) fn set() -> bool {
        // SAFETY: mallopt(3) is thread-safe, takes its arguments by value, and changes where later
        // blocks come from alone. No block may be mapped apart.
        let heap = unsafe { mallopt(M_MMAP_MAX, 0) };
        // SAFETY: as above. -1 is the largest threshold: what is freed is never given back.
        let keeps = unsafe { mallopt(M_TRIM_THRESHOLD, -1) };
        heap == 1 && keeps == 1
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(miri))))]
mod glibc {
    pub(super) fn set() -> bool {
        false
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu", not(miri)))]
mod tests {
    use super::*;

    #[test]
    fn glibc_knows_the_settings() {
        assert!(to_the_heap());
    }

    #[test]
    fn plugs_come_to_an_end_also_where_there_is_no_hole() {
        let mut plugs = Plugs::default();
        plugs.fill(0);
        let sizes = (SMALLEST..=SMALL).rev().step_by(16).count();
        assert_eq!(plugs.blocks.len(), sizes);
        plugs.fill(usize::MAX);
        assert!(
            plugs.bytes <= 2 * Plugs::BEYOND,
            "a heap that moves has no end"
        );
    }
}
