//! What the caches and the tables of pages know of a working set before it is timed: the same in
//! the probe and in experiments that are held against it.

use std::hint::black_box;
use std::sync::OnceLock;

use super::pages::WORDS;
use super::plan::LAST_LEVEL;
use crate::machine;

/// Readings in order after which a last level holds all that it can. It may take in lines by and
/// by: after one reading, how much of a set is there is luck.
const READINGS: usize = 4;

/// Words of a small page.
const PAGE: usize = 4096 / size_of::<u64>();

/// Whether caches may keep a working set of so many bytes: whether it fits the last level that the
/// system tells of.
fn may_stay(bytes: usize) -> bool {
    static LAST: OnceLock<u64> = OnceLock::new();
    let last = LAST.get_or_init(|| machine::last_level().unwrap_or(LAST_LEVEL));
    bytes as u64 <= *last
}

/// Makes a working set ready to be timed, and tells whether caches may keep it now.
///
/// What may stay is read several times in order, for what ran before has left nothing of it there,
/// and a walk at random leaves next to nothing of it in some last levels, however long it is. Of
/// what is larger, a word of each page leaves where the pages are, as a long walk does.
pub fn warm(words: &[u64]) -> bool {
    let stays = may_stay(size_of_val(words));
    let (readings, apart) = if stays { (READINGS, WORDS) } else { (1, PAGE) };
    for _ in 0..readings {
        let read = words.iter().step_by(apart);
        black_box(read.fold(0, |all, next| all | next));
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exceeds_the_last_level_does_not_stay() {
        let last = machine::last_level().unwrap_or(LAST_LEVEL) as usize;
        assert!(may_stay(last) && !may_stay(last + 1));
        assert!(warm(&[0; 100]) && warm(&[]));
    }
}
