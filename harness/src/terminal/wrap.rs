//! Breaks sentences where the terminal ends, so that what belongs together stays indented.

use std::io::IsTerminal;

/// Narrower than this a terminal is not asked to be readable.
const NARROW: u16 = 40;

/// How many columns the terminal of standard output has; absent where there is none, since whoever
/// reads a file wants each sentence on a line.
pub(crate) fn columns() -> Option<usize> {
    let out = std::io::stdout();
    if !out.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(&out).ok()?;
    (size.ws_col >= NARROW).then(|| usize::from(size.ws_col))
}

/// A text in lines of so many columns, all but the first of them indented; the first begins behind
/// as much.
pub(crate) fn wrapped(text: &str, indent: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns else {
        return text.to_owned();
    };
    let room = columns.saturating_sub(indent.chars().count());
    let mut lines = vec![String::new()];
    let mut used = 0;
    // A size stays in one piece.
    for word in text.replace("n = ", "n\u{a0}=\u{a0}").split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    let text = lines.join(&format!("\n{indent}"));
    text.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_sentence_is_broken_between_words_and_stays_indented() {
        let text = "one two three, four";
        assert_eq!(wrapped(text, "  ", Some(11)), "one two\n  three,\n  four");
        assert_eq!(wrapped(text, "  ", Some(80)), text);
        assert_eq!(wrapped(text, "  ", None), text);
        assert_eq!(wrapped("unbreakable", "  ", Some(5)), "unbreakable");
        assert_eq!(wrapped("", "  ", Some(5)), "");
        assert_eq!(wrapped("at n = 10.", "  ", Some(9)), "at\n  n = 10.");
    }
}
