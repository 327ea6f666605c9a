//! Memory on huge pages, where the system grants them.

#![cfg_attr(
    all(target_os = "linux", not(miri)),
    expect(unsafe_code, reason = "pages are asked for by their addresses")
)]

/// An empty vector with room for so many values.
///
/// Linux is asked for huge pages below it: whoever reads or writes at random places otherwise waits
/// for the addresses of pages as well as for the data, and new memory is handed out page by page.
/// What is refused is no error.
pub(crate) fn with_room<T>(values: usize) -> Vec<T> {
    let room = Vec::with_capacity(values);
    ask_for_huge_pages(&room);
    room
}

/// So many times the same value.
pub(crate) fn filled<T: Clone>(value: T, count: usize) -> Vec<T> {
    let mut values = with_room(count);
    values.resize(count, value);
    values
}

fn ask_for_huge_pages<T>(room: &Vec<T>) {
    #[cfg(all(target_os = "linux", not(miri)))]
    {
        use rustix::mm::{Advice, madvise};
        const PAGE: usize = 4096;
        /// What is smaller cannot hold a huge page.
        const HUGE: usize = 2 << 20;
        let bytes = room.capacity().saturating_mul(size_of::<T>());
        if size_of::<T>() == 0 || bytes < HUGE {
            return;
        }
        let address = room.as_ptr() as usize;
        let first = address.next_multiple_of(PAGE);
        let whole = (address + bytes).saturating_sub(first) / PAGE * PAGE;
        let start = room.as_ptr().wrapping_byte_add(first - address);
        // SAFETY: the pages lie within memory that `room` owns, and this advice changes how they
        // are mapped, not what they hold.
        let _ = unsafe { madvise(start.cast_mut().cast(), whole, Advice::LinuxHugepage) };
    }
    #[cfg(not(all(target_os = "linux", not(miri))))]
    let _ = room;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_as_large_as_asked_for_and_holds_what_is_put_there() {
        let sizes = if cfg!(miri) {
            [0, 1, 3, 100]
        } else {
            [0, 1, 300_000, 3_000_001]
        };
        for count in sizes {
            assert!(with_room::<u64>(count).capacity() >= count);
            assert_eq!(filled(7_u8, count), vec![7; count]);
        }
        assert_eq!(filled((), 5).len(), 5);
    }
}
