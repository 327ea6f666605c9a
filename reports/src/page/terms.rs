//! Links the words of the glossary where a page first uses them.
//!
//! One rule for all pages: the first time that a word stands in running text it leads to its
//! meaning, and never again on that page. Headings, links, code, pictures and whatever a record
//! says are left as they are.

use super::glossary::TERMS;
use super::rooms;

/// Elements whose text is left alone: names from records stand in `bdi`, and the cells of tables
/// are no sentences.
const LEFT_ALONE: [&str; 16] = [
    "a", "bdi", "button", "code", "h1", "h2", "h3", "label", "nav", "option", "pre", "script",
    "style", "summary", "svg", "table",
];

/// A word that sentences use as everybody does: `in at most 1 % of cases`.
const ORDINARY: &str = "case";

/// The body of a page, `root` steps below the root of the site, with its words linked.
pub(crate) fn linked(body: &str, root: &str) -> String {
    let explains = |&term: &usize| TERMS[term].word != ORDINARY;
    let mut open: Vec<usize> = (0..TERMS.len()).filter(explains).collect();
    let mut out = String::with_capacity(body.len() + 2_048);
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        in_text(text, root, &mut open, &mut out);
        if open.is_empty() {
            return out + tag;
        }
        let end = left_alone(tag).unwrap_or_else(|| tag.find('>').map_or(tag.len(), |at| at + 1));
        let (copied, after) = tag.split_at(end);
        out += copied;
        rest = after;
    }
    in_text(rest, root, &mut open, &mut out);
    out
}

/// Where an element that is left alone ends; nothing for any other tag.
fn left_alone(tag: &str) -> Option<usize> {
    let name = name_of(tag)?;
    let head = &tag[..tag.find('>')?];
    if !LEFT_ALONE.contains(&name) && !head.contains("class=\"unseen\"") {
        return None;
    }
    let (opened, closed) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 0;
    let mut at = 0;
    loop {
        let close = at + tag[at..].find(&closed)?;
        // The same element may stand within itself, as a name within a sentence of a record.
        depth += tag[at..close]
            .match_indices(&opened)
            .filter(|(place, _)| name_of(&tag[at + place..]) == Some(name))
            .count();
        at = close + closed.len();
        depth = depth.checked_sub(1)?;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The name of an element at its opening tag.
fn name_of(tag: &str) -> Option<&str> {
    let inside = tag.strip_prefix('<')?;
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    Some(&inside[..end]).filter(|name| !name.is_empty())
}

/// Copies a text, and links each word in it that was not linked before.
fn in_text(text: &str, root: &str, open: &mut Vec<usize>, out: &mut String) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let here = open.iter().enumerate().filter_map(|(place, &term)| {
            let end = at + matching(&bytes[at..], TERMS[term].word)?;
            Some((place, end))
        });
        // Of `instructions` and `instructions a cycle` the longer one is meant.
        let found = here.max_by_key(|&(_, end)| end);
        if let Some((place, end)) = found {
            let term = TERMS[open.remove(place)];
            out.push_str(&text[copied..at]);
            let link = [root, rooms::GLOSSARY, "#", term.id].concat();
            let shown = &text[at..end];
            out.push_str(&["<a class=\"term\" href=\"", &link, "\">", shown, "</a>"].concat());
            (copied, at) = (end, end);
        } else {
            at += word(&bytes[at..]);
        }
    }
    out.push_str(&text[copied..]);
}

/// How long the word at the beginning of a text is, parts after a hyphen included.
fn word(text: &[u8]) -> usize {
    let inside =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || *byte > 127;
    text.iter().take_while(|byte| inside(byte)).count()
}

/// How much of a text a word takes at its beginning, in the singular or the plural; nothing where
/// another word stands.
fn matching(text: &[u8], term: &str) -> Option<usize> {
    let length = term.len();
    if !text.get(..length)?.eq_ignore_ascii_case(term.as_bytes()) {
        return None;
    }
    let ending = word(&text[length..]);
    match &text[length..length + ending] {
        b"" | b"s" | b"es" => Some(length + ending),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_linked_once_where_it_first_stands_in_running_text() {
        let body = "<h2>A floor</h2><p title=\"floor\">The Floor and the floors, one pass.</p>\
                    <p>The floor, and more passes.</p>";
        let link = |id: &str, shown: &str| {
            format!("<a class=\"term\" href=\"../../glossary.html#{id}\">{shown}</a>")
        };
        let expected = format!(
            "<h2>A floor</h2><p title=\"floor\">The {} and the floors, one {}.</p>\
             <p>The floor, and more passes.</p>",
            link("floor", "Floor"),
            link("pass", "pass")
        );
        assert_eq!(linked(body, "../../"), expected);
        assert!(linked("<p>Two passes.</p>", "").contains(">passes</a>."));
    }

    #[test]
    fn parts_of_other_words_are_no_words() {
        for text in [
            "flooring",
            "pass-through",
            "by-pass",
            "compass",
            "überpass",
            "floor_1",
        ] {
            assert_eq!(linked(text, ""), text);
        }
        assert!(linked("was not measured.", "").contains("#not-measured\">not measured</a>."));
    }

    #[test]
    fn what_a_record_says_is_left_alone() {
        let body = "<bdi>a floor <bdi>floor</bdi> floor</bdi><pre>floor</pre>\
                    <svg><text>floor</text></svg><a href=\"x\">floor</a>\
                    <span class=\"unseen\">floor <span>floor</span> floor</span>";
        assert_eq!(linked(body, ""), body);
        assert!(linked(&format!("{body}<b>floor</b>"), "").ends_with(">floor</a></b>"));
    }

    #[test]
    fn what_is_no_whole_element_is_copied() {
        for text in ["", "<", "<bdi", "a < b", "<bdi>floor", "</bdi>", "<svg>"] {
            let shown = linked(text, "");
            assert!(
                shown.contains(text) || shown.contains("floor</a>"),
                "{text}: {shown}"
            );
        }
    }
}
