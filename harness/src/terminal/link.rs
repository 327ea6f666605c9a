//! What a terminal does beside showing text: links that can be followed, progress in its window.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in the path of an address as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A text that leads to a file (the sequence OSC 8).
pub(super) fn to(file: &Path, text: &str) -> String {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let file = file.to_string_lossy();
    let address = utf8_percent_encode(&file, PATH);
    format!("\x1b]8;;file://{address}\x1b\\{text}\x1b]8;;\x1b\\")
}

/// Tells the window how much is done, or that nothing is going on any more (the sequence OSC 9;4).
pub(super) fn progress(share: Option<f64>) -> String {
    match share {
        Some(share) => {
            let percent = (share * 100.0).clamp(0.0, 100.0) as u8;
            format!("\x1b]9;4;1;{percent}\x1b\\")
        }
        None => "\x1b]9;4;0;0\x1b\\".to_owned(),
    }
}

/// Whether this terminal is known to show progress: others take the sequence for a notification.
pub(super) fn shows_progress(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is = |name, value| variable(name).is_some_and(|told| told == value);
    variable("WT_SESSION").is_some()
        || is("ConEmuANSI", "ON")
        || is("TERM_PROGRAM", "WezTerm")
        || is("TERM_PROGRAM", "ghostty")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_the_address_and_shows_the_text() {
        assert_eq!(
            to(Path::new("/t/a b/50%.html"), "page"),
            "\x1b]8;;file:///t/a%20b/50%25.html\x1b\\page\x1b]8;;\x1b\\"
        );
    }

    #[test]
    fn progress_is_a_percentage_and_ends() {
        assert_eq!(progress(Some(0.425)), "\x1b]9;4;1;42\x1b\\");
        assert_eq!(progress(Some(7.0)), "\x1b]9;4;1;100\x1b\\");
        assert_eq!(progress(None), "\x1b]9;4;0;0\x1b\\");
    }

    #[test]
    fn only_terminals_that_show_progress_are_told_of_it() {
        let with = |name: &'static str, value: &'static str| {
            shows_progress(move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert!(with("WT_SESSION", "7") && with("TERM_PROGRAM", "ghostty"));
        assert!(!with("TERM_PROGRAM", "Apple_Terminal") && !with("TERM", "xterm"));
    }
}
