//! Rust source with its code and its comments told apart, line by line.

/// A source text twice, each time with the same lines and columns: what does not belong is blank.
pub(crate) struct Masked {
    /// The code; what stands inside quotes is blank.
    pub(crate) code: String,
    /// The comments, with their slashes.
    pub(crate) comments: String,
}

/// What a piece of source is.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Code,
    Comment,
    Literal,
}

impl Masked {
    /// Tells a source text apart.
    pub(crate) fn of(text: &str) -> Self {
        let (mut code, mut comments) = (String::new(), String::new());
        let mut rest = text;
        let mut before = ' ';
        while let Some(next) = rest.chars().next() {
            let (piece, length) = piece(rest, before);
            let (taken, left) = rest.split_at(length.max(next.len_utf8()));
            before = taken.chars().next_back().unwrap_or(' ');
            rest = left;
            for character in taken.chars() {
                let blank = if character == '\n' { '\n' } else { ' ' };
                code.push(if piece == Piece::Code {
                    character
                } else {
                    blank
                });
                comments.push(if piece == Piece::Comment {
                    character
                } else {
                    blank
                });
            }
        }
        Self { code, comments }
    }
}

/// What begins here, and its bytes.
fn piece(text: &str, before: char) -> (Piece, usize) {
    if text.starts_with("//") {
        return (Piece::Comment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (Piece::Comment, block_comment(text));
    }
    if text.starts_with('"') {
        return (Piece::Literal, string(text));
    }
    if text.starts_with('\'') {
        let length = character(text);
        return if length > 0 {
            (Piece::Literal, length)
        } else {
            (Piece::Code, 1)
        };
    }
    let word = before.is_alphanumeric() || before == '_';
    match raw_string(text) {
        Some(length) if !word => (Piece::Literal, length),
        _ => (Piece::Code, 0),
    }
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = true;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `r"…"`, `r#"…"#`, with `b` or `c` before it.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.trim_start_matches(['b', 'c']).strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let start = text.len() - after.len() + hashes;
    let body = text[start..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(start + 1 + length)
}

/// The bytes of a character literal; 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            let end = text
                .char_indices()
                .skip(3)
                .find(|(_, character)| *character == '\'');
            end.map_or(0, |(at, _)| at + 1)
        }
        Some(_) => characters
            .next()
            .filter(|(_, second)| *second == '\'')
            .map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// The words of a line of code, each with the place where it begins.
pub(crate) fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in line.char_indices().chain([(line.len(), ' ')]) {
        let part = character.is_alphanumeric() || character == '_';
        match (start, part) {
            (None, true) => start = Some(at),
            (Some(first), false) => {
                words.push((first, &line[first..at]));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[test]
fn comments_and_literals_are_told_from_code() {
    for (text, code) in [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("f(\"// no \\\" \", x)", "f(           , x)"),
        ("f('\"', '\\'', b'x', &'a y)", "f(   ,     , b   , &'a y)"),
        ("r#\"a\"b\"# + br\"c\\\" + xr", "         +        + xr"),
        ("let r#type = 1;", "let r#type = 1;"),
        ("é 'é' // ü", "é         "),
    ] {
        assert_eq!(Masked::of(text).code, code, "{text}");
    }
    assert_eq!(
        Masked::of("a // b\nc /*d\ne*/").comments,
        "  // b\n  /*d\ne*/"
    );
}

#[test]
fn words_are_whole() {
    let found: Vec<&str> = words("a::b_c(d1)").iter().map(|(_, word)| *word).collect();
    assert_eq!(found, ["a", "b_c", "d1"]);
}
