//! What every page shares: head, navigation, footer.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::record::Record;
use crate::words;

use super::{Site, rooms, terms};

/// The style and the script, without what only their authors read: each page carries both.
static STYLE: LazyLock<String> = LazyLock::new(|| short_style(include_str!("../style.css")));
static SCRIPT: LazyLock<String> = LazyLock::new(|| short_script(include_str!("../script.js")));

/// A style sheet without comments and without white space that says nothing.
fn short_style(text: &str) -> String {
    let parts = text.split("/*").enumerate();
    let code = parts.filter_map(|(place, part)| match place {
        0 => Some(part),
        _ => Some(part.split_once("*/")?.1),
    });
    let words: Vec<&str> = code.flat_map(str::split_whitespace).collect();
    let mut short = words.join(" ");
    for mark in ["{", "}", ";", ","] {
        short = short
            .replace(&format!("{mark} "), mark)
            .replace(&format!(" {mark}"), mark);
    }
    short.replace(": ", ":").replace(";}", "}")
}

/// A script without indentation and without lines of comment.
fn short_script(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// Nothing is fetched, from anywhere: a page is one file. The one style and the one script are
/// known by their hashes, so nothing that came in through a name would run.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data: 'self'; \
         base-uri 'none'; form-action 'none'",
        hash(&STYLE),
        hash(&SCRIPT)
    )
});

/// A text as a content security policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// A page without its frame.
pub(crate) struct Page<'a> {
    pub(crate) title: &'a str,
    pub(crate) site: &'a Site<'a>,
    /// The address of the room that the page belongs to.
    pub(crate) room: rooms::Address,
    /// From the page to the root of the site: empty or `../../`.
    pub(crate) root: &'static str,
    /// The record that the footer tells of.
    pub(crate) footer: Option<&'a Record>,
    pub(crate) body: Markup,
}

impl Page<'_> {
    pub(crate) fn render(&self) -> String {
        let (record, place) = self.origin();
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(*POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " · Performance laboratory" }
                    style { (PreEscaped(STYLE.as_str())) }
                    script { (PreEscaped(SCRIPT.as_str())) }
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    (self.header())
                    main #content tabindex="-1" data-record=[record] data-src=[place] {
                        (PreEscaped(self.body_with_terms()))
                    }
                    (self.footer())
                }
            }
        };
        readable(page.into_string()) + "\n"
    }

    /// The body, with the words of the glossary linked; the glossary itself explains them.
    fn body_with_terms(&self) -> String {
        if self.room == rooms::GLOSSARY {
            return self.body.0.clone();
        }
        terms::linked(&self.body.0, self.root)
    }

    /// Where the figures of the page come from, unless something within it says otherwise: a
    /// record, and a place in it.
    fn origin(&self) -> (Option<String>, Option<&'static str>) {
        let record = self.footer.map(Record::id);
        match self.room {
            rooms::CALIBRATION => (Some("calibration.json".to_owned()), Some("/rows")),
            rooms::MACHINE => (record, Some("/machine")),
            _ => (record.filter(|_| self.root == "../../"), None),
        }
    }

    fn header(&self) -> Markup {
        html! {
            header.bar-top {
                div {
                    a.brand href={ (self.root) "index.html" } {
                        svg viewBox="0 0 16 16" aria-hidden="true" {
                            path d="M1 9h2.6v6H1zM5 4h2.6v11H5zM9 8h2.6v7H9zM13 1h2.6v14H13z" {}
                        }
                        "Performance laboratory"
                    }
                    nav aria-label="Pages" {
                        @for (address, name) in rooms::of(self.site) {
                            a href={ (self.root) (address) }
                                aria-current=[(address == self.room).then_some("page")] { (name) }
                        }
                    }
                    button #theme type="button" hidden aria-label="Switch between light and dark" {
                        span aria-hidden="true" { "◐" }
                    }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        html! {
            footer {
                @if let Some(record) = self.footer {
                    "Run " bdi { (record.run.id) }
                    " · " (words::moment(&record.run.started))
                    " · " bdi { (words::commit(record.commit.as_ref())) }
                    " · " bdi { (words::plain_name(&record.machine.cpu)) }
                    " · " bdi { (words::plain_name(&record.toolchain.rustc)) }
                    " · record schema " (record.schema) "."
                } @else {
                    "Nothing has been measured yet."
                }
                " This page needs no network."
            }
        }
    }
}

/// Replaces what HTML has no place for: control characters other than white space.
fn readable(page: String) -> String {
    if is_readable(page.as_bytes()) {
        return page;
    }
    page.replace(
        |c: char| c.is_control() && !matches!(c, '\n' | '\t'),
        "\u{fffd}",
    )
}

/// Whether there is no such character, told byte by byte, since pages are long and have none.
fn is_readable(page: &[u8]) -> bool {
    let foul = |pair: &[u8]| match pair {
        [b'\n' | b'\t', ..] => false,
        [0..0x20 | 0x7f, ..] => true,
        // U+0080 to U+009F.
        [0xc2, next, ..] => *next < 0xa0,
        _ => false,
    };
    !page.windows(2).any(foul) && !page.last().is_some_and(|last| foul(&[*last]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_style_and_a_short_script_say_the_same() {
        let style = "/* why */\n.a, .b {\n  color: red;\n  content: \" ✓\"; /* x */\n}\n";
        assert_eq!(short_style(style), ".a,.b{color:red;content:\" ✓\"}");
        assert_eq!(short_style(&STYLE), *STYLE);
        let script = "(function () {\n  // why\n\n  f(\"//\"); // because\n})();\n";
        assert_eq!(
            short_script(script),
            "(function () {\nf(\"//\"); // because\n})();"
        );
    }

    #[test]
    fn control_characters_are_replaced_and_nothing_else_is() {
        for fine in ["", "a\n\tb", "n\u{a0}=\u{a0}1 · 2×", "مرحبا"] {
            assert_eq!(readable(fine.to_owned()), fine);
        }
        for foul in [
            "\0",
            "a\u{1b}[31m",
            "x\u{7f}",
            "\u{80}y",
            "z\u{9f}",
            "tail\r",
        ] {
            let shown = readable(foul.to_owned());
            assert!(
                shown.contains('\u{fffd}') && !shown.contains(char::is_control),
                "{shown:?}"
            );
        }
    }
}
