//! How much room a text takes, told without a font: a safe estimate from above.
//!
//! A page names no font of its own, so a reader's may be any. The widths are those of DejaVu Sans,
//! the widest of the common ones, rounded up.

/// The width of a text in the units of its size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The text itself, or as much of it as fits in `room`, with an ellipsis.
pub(crate) fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room = room - em('…') * size;
    let mut used = 0.0;
    let mut short: String = text
        .chars()
        .take_while(|&character| {
            used += em(character) * size;
            used <= room
        })
        .collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The width of a character, as a share of the size.
fn em(character: char) -> f64 {
    match character {
        ' ' | '!' | '\'' | ',' | '.' | ':' | ';' | 'i' | 'j' | 'l' | '|' => 0.35,
        '(' | ')' | '[' | ']' | 'f' | 'r' | 't' | '/' | '-' | 'I' | 'J' => 0.45,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 1.0,
        'A'..='Z' | '+' | '<' | '=' | '>' | '~' | '#' | '×' | '≥' | '≤' | '·' | '−' => 0.85,
        'µ' | '–' | '\u{a0}' | ' '..='~' => 0.66,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => 0.0,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{209c}' => 0.45,
        '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{6ff}' => 0.9,
        '\u{1f000}'.. => 1.5,
        _ => 1.1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_fitted_text_has_room(text in ".{0,80}", room in 12.0_f64..300.0) {
            prop_assert!(width(&fit(&text, 12.0, room), 12.0) <= room);
        }
    }

    #[test]
    fn a_text_that_fits_is_left_alone() {
        assert_eq!(fit("binary search", 12.0, 200.0), "binary search");
        assert_eq!(fit("binary search", 12.0, 60.0), "binary…");
    }
}
