//! Parts of a source file: some of its lines, and the functions that they name.

/// The lines from the first to the last, counted from 1, freed of their common indentation.
pub(super) fn excerpt(text: &str, (first, last): (u32, u32)) -> Option<String> {
    let skipped = first.checked_sub(1)? as usize;
    let count = last.checked_sub(first)? as usize + 1;
    let lines: Vec<&str> = text.lines().skip(skipped).take(count).collect();
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let indent = filled
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()?;
    let freed: Vec<&str> = lines
        .iter()
        .map(|line| line.get(indent..).unwrap_or(""))
        .collect();
    Some(freed.join("\n"))
}

/// The functions of a file that a part of it names, as they stand there, each once.
///
/// A file that is formatted begins and ends them at the left edge. Methods and what another module
/// holds are not found: they stand in no such function.
pub(super) fn functions(text: &str, part: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(head) = lines.next() {
        let Some(name) = function(head).filter(|name| calls(part, name)) else {
            continue;
        };
        let mut code = vec![head];
        if !head.ends_with('}') {
            code.extend(lines.by_ref().take_while(|line| *line != "}"));
            code.push("}");
        }
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, code.join("\n")));
        }
    }
    found.into_iter().map(|(_, code)| code).collect()
}

/// The name of the function that begins on this line, at the left edge.
fn function(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let is_word = |word: &str| {
        matches!(word, "pub" | "const" | "unsafe" | "async") || word.starts_with("pub(")
    };
    let begins = before.is_empty() || before.ends_with(' ') && !before.starts_with(' ');
    if !begins || !before.split_whitespace().all(is_word) {
        return None;
    }
    let ends = rest.find(|c: char| !is_of_name(c))?;
    (ends > 0).then(|| &rest[..ends])
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a part of a file names a function by itself: not as a method, and not in quotes.
fn calls(part: &str, name: &str) -> bool {
    part.match_indices(name).any(|(at, _)| {
        let before = part[..at].chars().next_back();
        let after = part[at + name.len()..].chars().next();
        let alien = |c: char| is_of_name(c) || matches!(c, '.' | ':' | '"');
        !before.is_some_and(alien)
            && !after.is_some_and(|c| is_of_name(c) || matches!(c, ':' | '"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_loses_its_indentation() {
        let text = "a\n    b\n\n      c\n";
        assert_eq!(excerpt(text, (2, 4)).as_deref(), Some("b\n\n  c"));
        assert_eq!(excerpt(text, (2, 99)).as_deref(), Some("b\n\n  c"));
    }

    #[test]
    fn lines_that_do_not_exist_have_no_excerpt() {
        for lines in [(0, 3), (4, 2), (40, 50)] {
            assert_eq!(excerpt("a\nb\nc\nd", lines), None);
        }
    }

    #[test]
    fn the_functions_that_a_part_names_stand_below_it() {
        let text = concat!(
            "fn one(x: u64) -> u64 {\n    two(x)\n}\n\n",
            "pub(crate) fn two(x: u64) -> u64 {\n    x\n}\n",
            "fn nothing() {}\nimpl T {\n    fn three(&self) {}\n}\n",
        );
        let one = "fn one(x: u64) -> u64 {\n    two(x)\n}";
        assert_eq!(functions(text, "|x| one(*x)"), [one]);
        assert_eq!(functions(text, "map(one)"), [one]);
        assert_eq!(functions(text, "nothing()"), ["fn nothing() {}"]);
        for other in [
            "x.one()",
            "\"one\", |x| 1",
            "other::one(x)",
            "someone(x)",
            "three()",
        ] {
            assert!(functions(text, other).is_empty(), "{other}");
        }
        assert_eq!(functions("fn cut(", "cut(1)"), ["fn cut(\n}"]);
    }
}
