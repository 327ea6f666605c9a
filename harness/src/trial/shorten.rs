//! Answers as pages and failures show them.

use std::fmt::{self, Debug, Write};

/// Writes a value as `Debug` does, and stops when it has enough: an answer of a million elements
/// is never written out.
pub(super) fn shorten(value: &impl Debug) -> String {
    const ENOUGH: usize = 72;

    struct Short(String);
    impl Write for Short {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for character in text.chars() {
                if self.0.chars().count() >= ENOUGH {
                    self.0.push('…');
                    return Err(fmt::Error);
                }
                self.0.push(character);
            }
            Ok(())
        }
    }

    let mut short = Short(String::new());
    // The error only says that the text was long enough.
    let _ = write!(short, "{value:?}");
    short.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_cut_and_a_short_one_is_whole() {
        assert_eq!(shorten(&[1, 2]), "[1, 2]");
        let long = shorten(&vec![1; 1_000_000]);
        assert_eq!((long.chars().count(), long.ends_with('…')), (73, true));
    }
}
