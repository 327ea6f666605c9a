//! Reads a page well enough to tell whether it is whole.

use std::collections::BTreeSet;

const VOID: [&str; 5] = ["meta", "input", "col", "br", "img"];

/// A page taken apart.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    /// For each tag the one that it stands in.
    pub(crate) parents: Vec<Option<usize>>,
    /// For each tag the text within it.
    pub(crate) texts: Vec<String>,
    /// Every tag that was opened, with its attributes.
    pub(crate) tags: Vec<Tag>,
    /// What stands between tags, without style and script.
    pub(crate) text: String,
}

#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Markup {
    /// Takes a page apart.
    ///
    /// # Errors
    /// When a tag is not closed, or closed where another is open.
    pub(crate) fn read(page: &str) -> Result<Self, String> {
        let mut markup = Self::default();
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut rest = page;
        while let Some(start) = rest.find('<') {
            markup.text.push_str(&rest[..start]);
            for (_, within) in &open {
                markup.texts[*within].push_str(&rest[..start]);
            }
            let tail = &rest[start + 1..];
            let end = tail
                .find('>')
                .ok_or_else(|| format!("no end: <{tail:.60}"))?;
            let inside = &tail[..end];
            rest = &tail[end + 1..];
            if inside.starts_with("!DOCTYPE") {
                continue;
            }
            if let Some(name) = inside.strip_prefix('/') {
                if open.pop().map(|(open, _)| open).as_deref() != Some(name) {
                    return Err(format!("</{name}> closes what is not open: {rest:.60}"));
                }
                continue;
            }
            let tag = read_tag(inside.trim_end_matches('/'))?;
            markup.parents.push(open.last().map(|(_, place)| *place));
            markup.texts.push(String::new());
            if tag.name == "style" || tag.name == "script" {
                let close = format!("</{}>", tag.name);
                let end = rest.find(&close).ok_or_else(|| format!("no {close}"))?;
                rest = &rest[end + close.len()..];
            } else if !inside.ends_with('/') && !VOID.contains(&tag.name.as_str()) {
                open.push((tag.name.clone(), markup.tags.len()));
            }
            markup.tags.push(tag);
        }
        markup.text.push_str(rest);
        if open.is_empty() {
            Ok(markup)
        } else {
            Err(format!("left open: {open:?}"))
        }
    }

    /// The value of an attribute of a tag, or else of the nearest around it that has it.
    pub(crate) fn around(&self, tag: usize, name: &str) -> Option<&str> {
        let own = self.tags[tag].attribute(name);
        own.or_else(|| self.around(self.parents[tag]?, name))
    }

    /// The text within a tag as a reader sees it.
    pub(crate) fn shown(&self, tag: usize) -> String {
        let named = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&amp;", "&"),
        ];
        let text = self.texts[tag].replace('\u{a0}', " ");
        named
            .iter()
            .fold(text, |text, (name, sign)| text.replace(name, sign))
    }

    /// The values of an attribute, wherever it stands.
    pub(crate) fn attributes(&self, name: &str) -> Vec<&str> {
        self.tags
            .iter()
            .filter_map(|tag| tag.attribute(name))
            .collect()
    }

    /// The names of all tags.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        self.tags.iter().map(|tag| tag.name.as_str()).collect()
    }
}

fn read_tag(inside: &str) -> Result<Tag, String> {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inner, after) = quoted
                .split_once('"')
                .ok_or_else(|| format!("no quote: {inside}"))?;
            value = inner.to_owned();
            rest = after;
        } else if rest.starts_with('=') {
            return Err(format!("a value without quotes: {inside}"));
        }
        attributes.push((key, value));
    }
    Ok(Tag {
        name: name.to_owned(),
        attributes,
    })
}
