//! Whether memory lies in huge pages: asking for them is not getting them.

use std::fs;
use std::sync::OnceLock;

use super::pages::{HUGE, Pages, Region};

/// Why what was to lie in huge pages is not measured.
pub const GAVE_SMALL_PAGES: &str = "the system gave small pages where huge ones were asked for";

/// Whether, as the system tells, nine tenths of these words lie in huge pages. They must have been
/// touched before: a page is given then. The system goes through all pages of the process to tell,
/// so this is asked seldom, and outside of every clock.
#[must_use]
pub fn lie_in_huge_pages(words: &[u64]) -> bool {
    huge_bytes(words).is_some_and(|huge| huge as f64 >= 0.9 * size_of_val(words) as f64)
}

/// Why there are no huge pages here, as asking for one told; absent where there are.
#[must_use]
pub fn no_huge_pages() -> Option<&'static str> {
    static ASKED: OnceLock<Option<String>> = OnceLock::new();
    ASKED.get_or_init(|| ask().err()).as_deref()
}

fn ask() -> Result<(), String> {
    let region = Region::new(HUGE, Pages::Huge);
    let mut region = region.map_err(|error| format!("the system gives no huge pages: {error}"))?;
    region.words_mut()[0] = 1;
    match huge_bytes(region.words()) {
        Some(huge) if huge > 0 => Ok(()),
        Some(_) => Err(GAVE_SMALL_PAGES.to_owned()),
        None => Err("the system does not tell which pages it gave".to_owned()),
    }
}

/// Bytes of huge pages in the mapping of these words; absent where the system does not tell.
fn huge_bytes(words: &[u64]) -> Option<u64> {
    let smaps = fs::read_to_string("/proc/self/smaps").ok()?;
    huge_bytes_of(&smaps, words.as_ptr().addr())
}

/// The line `AnonHugePages` of the mapping that holds an address, in bytes.
fn huge_bytes_of(smaps: &str, address: usize) -> Option<u64> {
    let holds = |line: &str| {
        let range = line.split_whitespace().next()?.split_once('-')?;
        let start = usize::from_str_radix(range.0, 16).ok()?;
        let end = usize::from_str_radix(range.1, 16).ok()?;
        Some((start..end).contains(&address))
    };
    let mut lines = smaps
        .lines()
        .skip_while(|line| holds(line) != Some(true))
        .skip(1)
        .take_while(|line| holds(line).is_none());
    let kib = lines.find_map(|line| line.strip_prefix("AnonHugePages:"))?;
    let kib: u64 = kib.split_whitespace().next()?.parse().ok()?;
    Some(kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_pages_are_there_or_a_reason_is() {
        assert!(no_huge_pages().is_none_or(|why| !why.is_empty()));
    }

    #[test]
    fn memory_that_was_asked_for_in_small_pages_lies_in_none_that_are_huge() {
        let mut small = Region::new(2 * HUGE, Pages::Small).expect("there is memory");
        small.words_mut().fill(1);
        assert!(!lie_in_huge_pages(small.words()));
    }

    #[test]
    fn memory_of_which_one_page_is_huge_does_not_lie_in_huge_pages() {
        let Ok(mut huge) = Region::new(4 * HUGE, Pages::Huge) else {
            assert!(no_huge_pages().is_some());
            return;
        };
        huge.words_mut()[0] = 1;
        assert!(!lie_in_huge_pages(huge.words()), "only a quarter was given");
        huge.words_mut().fill(1);
        let told = lie_in_huge_pages(huge.words());
        assert_eq!(told, no_huge_pages().is_none());
    }

    #[test]
    fn huge_pages_are_read_from_the_right_mapping() {
        let smaps = "1000-2000 rw-p 00000000 00:00 0\nSize: 4 kB\nAnonHugePages: 0 kB\n\
                     200000-600000 rw-p 00000000 00:00 0\nSize: 4096 kB\nRss: 9 kB\n\
                     AnonHugePages: 2048 kB\nVmFlags: rd wr\n\
                     700000-800000 rw-p 00000000 00:00 0\nSize: 1024 kB\n\
                     800000-900000 rw-p 00000000 00:00 0\nAnonHugePages: 4 kB\n";
        assert_eq!(huge_bytes_of(smaps, 0x1000), Some(0));
        assert_eq!(huge_bytes_of(smaps, 0x40_0000), Some(2 << 20));
        assert_eq!(huge_bytes_of(smaps, 0x60_0000), None);
        let untold = "a mapping without the line is not answered by the next";
        assert_eq!(huge_bytes_of(smaps, 0x70_0000), None, "{untold}");
    }
}
