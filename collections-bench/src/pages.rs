//! Memory on huge pages, where the system grants them.

#![cfg_attr(
    all(target_os = "linux", not(miri)),
    expect(unsafe_code, reason = "pages are asked for by their addresses")
)]

/// Bytes of a huge page, on most machines.
const HUGE: usize = 2 << 20;

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

/// A vector with room for so many values behind those that it holds: as many copies of `filler` as
/// it takes for the next value to begin on a huge page; none, where all fit less than one.
///
/// Where values begin somewhere, the first and the last of them lie on small pages, and how many do
/// is a matter of luck, another one in each process.
pub(crate) fn with_room_on_huge_pages<T: Clone>(values: usize, filler: T) -> Vec<T> {
    let size = size_of::<T>().max(1);
    let bytes = values.saturating_mul(size);
    if bytes < HUGE || !HUGE.is_multiple_of(size) {
        return with_room(values);
    }
    let mut room: Vec<T> = with_room((bytes.next_multiple_of(HUGE) + HUGE) / size);
    let address = room.as_ptr().addr();
    room.resize((address.next_multiple_of(HUGE) - address) / size, filler);
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
        let bytes = room.capacity().saturating_mul(size_of::<T>());
        // What is smaller cannot hold a huge page.
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

    #[test]
    fn what_is_large_begins_on_a_huge_page() {
        let small = with_room_on_huge_pages(1000, 0_u64);
        assert!(small.is_empty() && small.capacity() >= 1000);
        for count in [HUGE / 8, HUGE / 8 + 1, HUGE] {
            let mut room = with_room_on_huge_pages(count, 0_u64);
            let (first, capacity) = (room.len(), room.capacity());
            room.resize(first + count, 7);
            assert_eq!(room.capacity(), capacity);
            assert!((&raw const room[first]).addr().is_multiple_of(HUGE));
        }
        assert!(with_room_on_huge_pages(5, ()).is_empty());
    }
}
