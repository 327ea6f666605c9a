//! A file seen as memory.

use std::fs::File;
use std::io;
use std::ptr::{self, NonNull};

use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

/// A file that was mapped for reading. It must not get shorter meanwhile, so it is made from files
/// without a name alone, of which nobody else knows.
#[derive(Debug)]
pub(crate) struct Mapped {
    start: NonNull<u8>,
    bytes: usize,
}

impl Mapped {
    /// Maps all bytes of a file that has so many, and more than none.
    ///
    /// # Errors
    /// When the system does not map it, or the file is shorter.
    pub(crate) fn new(file: &harness::scratch::Scratch) -> io::Result<Self> {
        Self::map(&file.file)
    }

    fn map(file: &File) -> io::Result<Self> {
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        // SAFETY: the system chooses the place, so nothing that is mapped is replaced.
        #[expect(unsafe_code, reason = "a file is mapped by the system alone")]
        let start = unsafe {
            mmap(
                ptr::null_mut(),
                bytes,
                ProtFlags::READ,
                MapFlags::SHARED,
                file,
                0,
            )?
        };
        let start = NonNull::new(start.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { start, bytes })
    }

    /// What the file holds.
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: so many bytes are mapped for reading while this lives; the file has no name,
        // nobody else has it open, and this crate writes to none that is mapped.
        #[expect(unsafe_code, reason = "mapped memory has no owner but this one")]
        unsafe {
            std::slice::from_raw_parts(self.start.as_ptr(), self.bytes)
        }
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: it was mapped with this length, and nothing borrows it any more.
        #[expect(unsafe_code, reason = "what was mapped is given back")]
        let unmapped = unsafe { munmap(self.start.as_ptr().cast(), self.bytes) };
        debug_assert!(unmapped.is_ok());
    }
}

#[cfg(test)]
mod tests {
    use harness::scratch::Scratch;

    use super::*;

    #[test]
    fn a_mapped_file_holds_what_was_written() {
        let contents: Vec<u8> = (0..10_000_u32).map(|i| (i * 7 % 251) as u8).collect();
        let file = Scratch::new(&contents).expect("there is room");
        let mapped = Mapped::new(&file).expect("it is a file");
        assert_eq!(mapped.bytes(), contents);
        // The map outlives the file's handle.
        drop(file);
        assert_eq!(mapped.bytes(), contents);
    }

    #[test]
    fn an_empty_file_is_refused() {
        let empty = Scratch::new(&[]).expect("there is room");
        assert!(Mapped::new(&empty).is_err());
    }
}
