//! Finds the lines of a variant's definition: from its verb to the closing parenthesis.

use std::panic::Location;

/// First and last line, counted from 1, of the call that begins at `at`.
pub(crate) fn lines(text: &str, at: &Location<'_>) -> Option<(u32, u32)> {
    let first = at.line();
    let start: usize = text
        .split_inclusive('\n')
        .take(usize::try_from(first).ok()?.checked_sub(1)?)
        .map(str::len)
        .sum();
    let column = usize::try_from(at.column()).ok()?.checked_sub(1)?;
    let rest = text.get(start..)?;
    let skipped: usize = rest.chars().take(column).map(char::len_utf8).sum();
    let call = rest.get(skipped..)?;
    let length = call_length(call)?;
    let more = call[..length].matches('\n').count();
    Some((first, first + u32::try_from(more).ok()?))
}

/// Bytes up to and with the parenthesis that closes the first one that opens; parentheses in
/// comments, strings and characters do not count.
fn call_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_u32, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'(' => depth += 1,
            b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += text[at..].find('\n')?;
            }
            b'"' => at += string_length(&bytes[at..])?,
            b'\'' => at += character_length(&text[at..]),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Bytes from a quote to just before the one that closes it.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    while *bytes.get(at)? != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    Some(at)
}

/// Bytes from an apostrophe to just before the end of a character literal; 0 for a lifetime.
fn character_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    let Some((_, first)) = characters.next() else {
        return 0;
    };
    if first == '\\' {
        return text[2..]
            .find('\'')
            .map_or(0, |end| if end == 0 { 3 } else { end + 2 });
    }
    characters
        .next()
        .filter(|(_, second)| *second == '\'')
        .map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_ends_where_its_parenthesis_closes() {
        for (text, expected) in [
            (
                "variant(\"a\", |v| f(v))\n.next()",
                "variant(\"a\", |v| f(v))",
            ),
            ("v(\")\", ')', '\\'', b'(')x", "v(\")\", ')', '\\'', b'(')"),
            ("v(a // )\n)x", "v(a // )\n)"),
            ("v::<'a>(\"\\\")\")x", "v::<'a>(\"\\\")\")"),
            ("v(&'a x)y", "v(&'a x)"),
        ] {
            assert_eq!(
                call_length(text).map(|end| &text[..end]),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(call_length("v(never closed"), None);
    }

    #[test]
    #[rustfmt::skip]
    fn the_lines_of_a_call_are_those_of_its_text() {
        #[track_caller]
        fn here(_: &str) -> &'static Location<'static> {
            Location::caller()
        }
        let at = here(
            "two more lines"
        );
        let (first, last) = lines(include_str!("snippet.rs"), at).expect("the call is found");
        assert_eq!((first, last), (at.line(), at.line() + 2));
        assert_eq!(lines("too short", at), None);
    }
}
